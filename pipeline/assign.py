"""Which id a deal has: that of the deal which already holds its mentions, so that ids stay from run to run."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PREFIX = "D-"
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Assignment:
    """The id of each cluster (in their order), and the ids that were merged into another, by the one they lead to."""

    ids: tuple[str, ...]
    aliases: dict[str, str]


def assign(clusters: Sequence[Sequence[str | None]], seeds: Sequence[str], created: Mapping[str, str]) -> Assignment:
    """Give each cluster an id.

    An id goes to the cluster that holds most of its mentions. A cluster that several ids lead to keeps the oldest,
    and the others become its aliases. A cluster that none leads to gets a new id from its seed.

    Args:
        clusters: For each cluster, the ids that its mentions have so far (None for a new mention).
        seeds: For each cluster, a text that is its own: the identity of its first mention.
        created: When each id was made, as a text that sorts by time.
    """
    claims: dict[str, list[tuple[int, int]]] = {}
    for number, old in enumerate(clusters):
        for deal_id, count in Counter(each for each in old if each is not None).items():
            claims.setdefault(deal_id, []).append((-count, number))
    won: dict[int, list[str]] = {}
    for deal_id in sorted(claims, key=lambda each: (created.get(each, ""), each)):
        won.setdefault(min(claims[deal_id])[1], []).append(deal_id)
    aliases = {old: ids[0] for ids in won.values() for old in ids[1:]}
    taken = set(claims)
    return Assignment(tuple(_id(won.get(n), seed, taken) for n, seed in enumerate(seeds)), aliases)


def _id(won: Sequence[str] | None, seed: str, taken: set[str]) -> str:
    deal_id = won[0] if won else new_id(seed, taken)
    taken.add(deal_id)
    return deal_id


def new_id(seed: str, taken: set[str]) -> str:
    """An id made from the seed alone, with more of its hash if a shorter one is taken."""
    digest = base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode().rstrip("=")
    lengths = range(_LENGTH, len(digest) + 1)
    free = next((PREFIX + digest[:length] for length in lengths if PREFIX + digest[:length] not in taken), None)
    return free or new_id(seed + "+", taken)
