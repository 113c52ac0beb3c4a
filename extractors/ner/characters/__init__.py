"""A finder of company names in Chinese text, trained on characters: a linear-chain CRF that runs in NumPy."""
