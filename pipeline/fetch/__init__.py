"""Fetching pages from sites that may misbehave, politely: robots.txt, pauses, limits, and no private addresses."""

from pipeline.fetch.fetcher import Fetcher, NotModified, Validators
from pipeline.fetch.politeness import Hosts, HostState, LeftAlone, Politeness

__all__ = ["Fetcher", "HostState", "Hosts", "LeftAlone", "NotModified", "Politeness", "Validators"]
