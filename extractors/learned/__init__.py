"""Recognisers that learn: who plays which role in which deal, read from sentences whose names and sums are masked."""
