"""Which id a deal has. Each id belongs to the mention that it was made for, so that merges and splits can be undone.

A deal bears the oldest of the ids that its mentions own; the others lead to it. A deal none of whose mentions owns an
id gets a new one, for its first mention. So ids stay from run to run, come back when a merge is undone, and never
vanish.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PREFIX = "D-"
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Owned:
    """An id that a mention owns, and its number: ids are numbered as they are made."""

    number: int
    deal_id: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The id of each cluster (in their order), where each owned id leads, and the new ids with their owners."""

    ids: tuple[str, ...]
    leads: dict[str, str]
    made: dict[str, str]


def assign(
    clusters: Sequence[Sequence[str]],
    owned: Mapping[str, Sequence[Owned]],
    seeds: Sequence[str],
    taken: Callable[[str], bool],
) -> Assignment:
    """Give each cluster an id.

    Args:
        clusters: For each cluster, the uids of its mentions, the first one first.
        owned: The ids that mentions own, by uid.
        seeds: For each cluster, a text that is its own: what its first mention says.
        taken: Whether an id was ever given to a deal.
    """
    ids: list[str] = []
    leads: dict[str, str] = {}
    made: dict[str, str] = {}
    for uids, seed in zip(clusters, seeds, strict=True):
        own = sorted(
            ((each.number, each.deal_id) for uid in uids for each in owned.get(uid, ())),
        )
        if own:
            deal_id = own[0][1]
            leads.update((each, deal_id) for _, each in own)
        else:
            deal_id = new_id(seed, lambda each: each in made or taken(each))
            made[deal_id] = uids[0]
        ids.append(deal_id)
    return Assignment(tuple(ids), leads, made)


def new_id(seed: str, taken: Callable[[str], bool]) -> str:
    """An id made from the seed alone, with more of its hash if a shorter one is taken."""
    digest = _digest(seed)
    for length in range(_LENGTH, len(digest) + 1):
        if not taken(PREFIX + digest[:length]):
            return PREFIX + digest[:length]
    return new_id(seed + "+", taken)


def first_choice(seed: str) -> str:
    """The id that a seed gets if nobody has it yet."""
    return PREFIX + _digest(seed)[:_LENGTH]


def _digest(seed: str) -> str:
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode().rstrip("=")
