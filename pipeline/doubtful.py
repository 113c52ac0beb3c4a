"""Pairs of deals that may be one: too little is told to say so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.compare import DOUBT_AT, Comparison, Verdict, compare
from pipeline.facts import Facts

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two clusters (by their places in the list) that may be one: too little is told to say so."""

    first: int
    second: int
    comparison: Comparison


def doubts_between(
    groups: Sequence[Sequence[int]],
    facts: Sequence[Facts],
    first: Rows,
    second: Rows,
    scores: NDArray[np.float64],
    apart: Collection[tuple[int, int]],
) -> list[Doubt]:
    """Two clusters to look at for each two that some pair of mentions would join and none keeps apart.

    Args:
        groups: The places of each cluster's mentions.
        facts: All mentions in order of key.
        first: The places of the first mentions of the pairs that were compared.
        second: Those of the second ones.
        scores: The score of each pair, NaN where the two cannot be one deal.
        apart: Pairs that people ruled not to be one.
    """
    home = np.empty(len(facts), dtype=np.int64)
    for number, group in enumerate(groups):
        home[np.array(group)] = number
    one, other = home[first], home[second]
    across = np.flatnonzero(one != other)
    one, other, scores = one[across], other[across], scores[across]
    codes = np.minimum(one, other) * len(groups) + np.maximum(one, other)
    refused = np.unique(codes[~(scores >= DOUBT_AT)])
    likely = np.flatnonzero((scores >= DOUBT_AT) & ~np.isin(codes, refused))
    order = np.lexsort((second[across[likely]], first[across[likely]], scores[likely], codes[likely]))
    ranked = likely[order]
    best = ranked[np.flatnonzero(np.r_[codes[ranked][1:] != codes[ranked][:-1], True])] if len(ranked) else ranked
    found = []
    for code, place in zip(codes[best].tolist(), across[best].tolist(), strict=True):
        left, right = divmod(code, len(groups))
        if not _kept_apart(groups[left], groups[right], facts, apart):
            comparison = compare(facts[int(first[place])], facts[int(second[place])])
            found.append(Doubt(left, right, comparison))
    return found


def _kept_apart(
    left: Sequence[int], right: Sequence[int], facts: Sequence[Facts], apart: Collection[tuple[int, int]]
) -> bool:
    """Whether a mention of one cluster is certainly not of the other's deal."""
    return any(
        ((x, y) if x < y else (y, x)) in apart or compare(facts[x], facts[y]).verdict is Verdict.DIFFERENT
        for x in left
        for y in right
    )
