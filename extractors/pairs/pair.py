"""The pairs of companies that one sentence may tell a deal of."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from extractors.company.spans import Entity
from extractors.slots import CompanySlot, MaskedSentence

MOST_ENTITIES = 8


class Pair(NamedTuple):
    """Two companies of a sentence in the order in which it names them; a slot is None for what the text is about."""

    first: Entity
    second: Entity
    left: CompanySlot | None
    right: CompanySlot


def pairs_of(masked: MaskedSentence, unnamed: Collection[Entity] | None = None) -> list[Pair]:
    """All pairs of companies that a sentence names or refers to, and those with companies spoken of before it.

    `unnamed` are those of the latter that may be meant; all by default.
    """
    slots: dict[Entity, list[CompanySlot]] = {}
    for slot in masked.companies:
        for entity in slot.entities:
            slots.setdefault(entity, []).append(slot)
    if not slots or len(slots) > MOST_ENTITIES:
        return []
    entities = list(slots)
    pairs = [
        Pair(first, second, *_nearest(slots[first], slots[second]))
        for number, first in enumerate(entities)
        for second in entities[number + 1 :]
    ]
    for other in _spoken_of(masked):
        if other not in slots and (unnamed is None or other in unnamed):
            pairs += [Pair(other, entity, None, slots[entity][0]) for entity in entities]
    return pairs


def _spoken_of(masked: MaskedSentence) -> list[Entity]:
    """Whom a sentence may mean without naming them: the topic, whom the article is about, and those spoken of last."""
    first = [each for each in (masked.topic, masked.main) if each is not None]
    return list(dict.fromkeys([*first, *masked.before]))


def _nearest(first: list[CompanySlot], second: list[CompanySlot]) -> tuple[CompanySlot, CompanySlot]:
    def gap(pair: tuple[CompanySlot, CompanySlot]) -> tuple[int, int]:
        one, other = pair
        return abs(one.clause - other.clause), abs(one.start - other.start)

    return min(((one, other) for one in first for other in second), key=gap)
