"""Models that find companies: any of spaCy's, and any token classifier of transformers, behind one protocol."""
