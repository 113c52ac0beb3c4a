"""Pairs of companies of a sentence, weighed by what was learned from passages."""
