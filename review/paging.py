"""Which page of a list an address asks for."""

from __future__ import annotations

from collections.abc import Mapping

_MOST_DIGITS = 7
"""Longer numbers are no page of anything; read as numbers they would only cost time."""


def page_number(query: Mapping[str, str], pages: int = 1_000_000) -> int:
    """The page that a query asks for, from 1 to `pages`; the first where it asks for none or for nonsense."""
    told = query.get("page", "1")
    return min(max(int(told), 1), pages) if told.isdecimal() and len(told) <= _MOST_DIGITS else 1


def page_count(total: int, per_page: int) -> int:
    """How many pages a list fills; an empty one fills one."""
    return max(1, -(-total // per_page))
