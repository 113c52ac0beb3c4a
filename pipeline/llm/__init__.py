"""Asking a language model: over HTTP, from a cache, within a run's budget, and what a run used."""

from pipeline.llm.reader import language_reader, usage

__all__ = ["language_reader", "usage"]
