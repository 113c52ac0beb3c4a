"""Further deals that share a verb: `A put in $50m and B $30m`, `it bought X for $1bn and Y for $2bn`."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.attach import usable_money
from extractors.match import Candidate, Filled
from extractors.quantity.spans import Quantity
from extractors.slots import CompanySlot, MaskedSentence

_BETWEEN = re.compile(
    r"^(?:'s)?,? ?(?:for|with|in|at|to|a|an|another|some|about|around|roughly|up to|more than|nearly|worth|on|of|the|\w+ly|,| )*$",
    re.IGNORECASE,
)
_OBJECT_LIKE = re.compile(r"^(?:'s|’s)? (?:for|to|from|at|in|off)\b")
_FARTHEST = 40


def gapped_candidates(masked: MaskedSentence, alive: list[Candidate]) -> list[Candidate]:
    """A candidate for each company with a sum of its own that no candidate of the sentence has taken."""
    if not alive:
        return []
    spent = {id(item) for one in alive for item in (one.amount, one.power, *one.others.values()) if item is not None}
    known = {item.entity.key for one in alive for item in one.filled}
    found: list[Candidate] = []
    for money in usable_money(masked):
        if id(money) in spent or money.value is None or money.value < 100_000:
            continue
        slot = _owner_of(masked, money, known)
        model = next((one for one in reversed(alive) if one.trigger.start < money.start), None)
        if slot is None or model is None:
            continue
        filled = _told_again(masked, model, [*_before(masked, money, slot, known), slot])
        if len({item.entity.key for item in filled}) < 2:
            continue
        found.append(
            replace(
                model, filled=filled, amount=money, power=None, others={}, clause=masked.sentence.clause_of(money.start)
            )
        )
        known.update(entity.key for entity in slot.entities)
    return found


def _before(masked: MaskedSentence, money: Quantity, slot: CompanySlot, known: set[str]) -> list[CompanySlot]:
    """Further new companies between the sum before and this one: `and Ericsson to Apollo for $3bn`."""
    start = max((item.end for item in usable_money(masked) if item.end < money.start), default=masked.sentence.start)
    return [
        other
        for other in masked.companies
        if start <= other.start
        and other.end <= slot.start
        and not other.reference
        and all(entity.key not in known for entity in other.entities)
    ]


def _told_again(masked: MaskedSentence, model: Candidate, slots: list[CompanySlot]) -> list[Filled]:
    """The parties of a model with new companies in the places of those that they stand for."""
    filled = list(model.filled)
    for slot in slots:
        twin = _twin(masked, model, slot)
        if twin is not None:
            filled = [
                *(item for item in filled if item.role != twin.role),
                *(Filled(twin.role, entity, slot) for entity in slot.entities),
            ]
    return filled


def _owner_of(masked: MaskedSentence, money: Quantity, known: set[str]) -> CompanySlot | None:
    """The company right before a sum, or right behind it (`$30m from B`), that no candidate has."""
    for slot in reversed(masked.companies):
        if slot.end <= money.start and money.start - slot.end <= _FARTHEST and not slot.reference:
            fresh = all(entity.key not in known for entity in slot.entities)
            return slot if fresh and _BETWEEN.match(masked.text[slot.end : money.start]) else None
    return None


def _twin(masked: MaskedSentence, model: Candidate, slot: CompanySlot) -> Filled | None:
    """The party of the model whose place in its clause the new company takes in its own."""
    object_like = bool(_OBJECT_LIKE.match(masked.text[slot.end : slot.end + 8]))
    for item in model.filled:
        if item.slot is None or item.slot.start > slot.start:
            continue
        if item.slot.case == slot.case and (
            slot.case != "subject" or (item.slot.start > model.trigger.start) == object_like
        ):
            return item
    behind = [
        item
        for item in model.filled
        if item.slot is not None and item.slot.end <= slot.start and item.slot.start > model.trigger.start
    ]
    return behind[-1] if behind else None
