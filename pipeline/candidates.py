"""Every pair of mentions that shares a block, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

_MOST_PAIRS = 1_000_000
"""Pairs that are made at a time: of a large database there are millions."""


def candidates(
    keys: Sequence[Collection[int]], articles: Rows, at_once: int = _MOST_PAIRS
) -> Iterator[tuple[Rows, Rows]]:
    """Pairs of places of mentions that share a block and stand in two articles, a part of them at a time.

    Args:
        keys: The block keys of each mention.
        articles: The number of each mention's article.
        at_once: About how many pairs are made at a time.

    Yields:
        The places of the pairs' first mentions and of their second ones; the first come before the second.
    """
    counts = np.fromiter(map(len, keys), np.int64, len(keys))
    blocks = np.fromiter(chain.from_iterable(keys), np.int64, int(counts.sum()))
    members = np.repeat(np.arange(len(keys)), counts)
    order = np.lexsort((members, blocks))
    blocks, members = blocks[order], members[order]
    partners = np.searchsorted(blocks, blocks, side="right") - np.arange(len(blocks)) - 1
    by_member = np.argsort(members, kind="stable")
    for part in _parts(members[by_member], partners[by_member], at_once):
        entries = by_member[part]
        many = partners[entries]
        first = np.repeat(members[entries], many)
        step = np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
        second = members[np.repeat(entries, many) + 1 + step]
        codes = distinct((first * len(keys) + second)[articles[first] != articles[second]])
        yield codes // len(keys), codes % len(keys)


def distinct(codes: Rows) -> Rows:
    """The different numbers among these, in order; `numpy.unique` hashes them, which takes longer."""
    ordered = np.sort(codes)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def _parts(members: Rows, partners: Rows, at_once: int) -> Iterator[slice]:
    """Entries in parts with about as many pairs, no member's entries in two of them."""
    total = np.cumsum(partners)
    starts = np.flatnonzero(np.r_[True, members[1:] != members[:-1]]) if len(members) else np.empty(0, np.int64)
    begin = 0
    while begin < len(members):
        done = total[begin - 1] if begin else 0
        reach = int(np.searchsorted(total, done + at_once, side="right"))
        later = starts[starts > begin]
        fitting = later[later <= reach]
        end = int(fitting[-1]) if len(fitting) else int(later[0]) if len(later) else len(members)
        if reach >= len(members):
            end = len(members)
        yield slice(begin, end)
        begin = end
