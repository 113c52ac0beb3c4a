"""Data, and the code that loads and scores it: companies, lexicons, gold articles. Knows nothing of extraction."""
