"""What is worth a person's time first."""

from __future__ import annotations

import math

from pipeline.compare import DOUBT_AT, MERGE_AT

USD_OF_GW = 10e9
"""What a gigawatt counts for where no sum is told: about what building a gigawatt of computing was said to cost."""

LEAST = 0.05
"""The least uncertainty: a huge deal is looked at even where the program is sure of it."""


def weight(likelihood: float, usd: float | None, gigawatts: float | None, conflicts: int) -> float:
    """How much a person's look is worth: uncertainty × size × conflict.

    - uncertainty = max(4p(1 − p), 0.05), the spread of a yes-or-no question whose answer is yes with `p`:
      1 at p = 0.5, 0.36 at p = 0.9
    - size = 1 + log10(1 + S / 1,000,000), S in USD; without a sum a gigawatt counts as 10 billion, with neither S = 0
    - conflict = 1 + the number of fields on which sources of equal standing differ; a deal that may be the same as
      another counts as one more

    Args:
        likelihood: How likely the program is right, from 0 to 1.
        usd: The size in US dollars.
        gigawatts: The size in gigawatts.
        conflicts: Fields on which sources differ, and doubts about merging.
    """
    p = min(max(likelihood, 0.0), 1.0)
    size = usd if usd is not None else (gigawatts or 0.0) * USD_OF_GW
    return max(4 * p * (1 - p), LEAST) * (1 + math.log10(1 + max(size, 0.0) / 1e6)) * (1 + conflicts)


def merge_likelihood(score: float) -> float:
    """How likely two doubtful deals are one: the place of their score between doubting and merging, 0.05 to 0.95."""
    return min(max((score - DOUBT_AT) / (MERGE_AT - DOUBT_AT), 0.05), 0.95)
