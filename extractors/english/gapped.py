"""Further deals that share a verb: `A put in $50m and B $30m`, `it bought X for $1bn and Y for $2bn`, `with A and with B`."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.attach import usable_money
from extractors.candidate import Candidate, Filled
from extractors.english.modifiers import MODIFIER
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import CompanySlot, MaskedSentence

GAPPED = "gapped"
"""The case of a company that acts by the verb of another: `ByteDance took 300 MW, Alibaba 120`."""

_BETWEEN = re.compile(
    r"^(?:'s)?,? ?(?:for|with|in|at|to|a|an|another|some|about|around|roughly|up to|more than|nearly|worth|on|of|the|\w+ly|,| )*$",
    re.IGNORECASE,
)
_OBJECT_LIKE = re.compile(r"^(?:'s|’s)? (?:for|to|from|at|in|off)\b")
_FARTHEST = 40
_MEASURE_BEHIND = re.compile(
    r" (?:about |around |some |roughly |nearly |up to |another |a further |as much as |as many |only |just |over |more than )?(?:\d|[$€£¥]|a (?:pair|third|quarter|fifth|tenth|twelfth|half|dozen|similar|smaller|larger|further|second|fraction|minority)\b|half\b|the (?:rest|remainder|other|same|balance)\b|"
    r"another\b|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twelve\b|twenty\b|thirty\b|forty\b|fifty\b|a hundred\b|as much\b|less\b|more\b|nothing\b|some\b|A?US?\$|[A-Z]{3} ?\d)(?! (?:days?|weeks?|months?|years?) (?:later|ago|after|before|earlier))"
)
_TOGETHER = frozenset(["investor", "lender", "acquirer", "participant", "asset"])
"""The roles that several companies play in one deal: they do not make a deal each."""
_JOINT = re.compile(r"(?:,|;| and| but|–|—)(?: and| while)? (?:the |its |[a-z][\w-]* ){0,4}$")
_LISTED = re.compile(
    r"(?:,|;| and|,? then| as well as| plus| or)(?: and| then| also)? (?:also )?(?P<marker>(?:with|to|from|by|for|in|into|at|of|on) )?(?:the |its |a |an |[a-z][\w-]*(?<!ed)(?<!ing) |[A-Z]\w+'s )*$"
)


def mark_gapped(masked: MaskedSentence) -> None:
    """Mark the companies that stand before a measure without a verb, behind one that acted before them."""
    acted = False
    previous: CompanySlot | None = None
    for slot in masked.companies:
        if slot.case == MODIFIER or slot.reference:
            continue
        if (
            acted
            and previous is not None
            and slot.case == "subject"
            and _MEASURE_BEHIND.match(masked.text, slot.end)
            and _JOINT.search(masked.text[previous.end : slot.start])
        ):
            slot.case, slot.group = GAPPED, 7_000 + slot.start
        elif slot.case == "subject" and not _MEASURE_BEHIND.match(masked.text, slot.end):
            acted = True
        previous = slot


def gapped_candidates(masked: MaskedSentence, alive: list[Candidate]) -> list[Candidate]:
    """A candidate for each company that no candidate of the sentence has taken and that stands in a gap of one."""
    if not alive:
        return []
    known = {item.entity.key for one in alive for item in one.filled}
    found = _by_sum(masked, alive, known)
    for slot in masked.companies:
        if slot.reference or slot.case == MODIFIER or any(entity.key in known for entity in slot.entities):
            continue
        filled = _acting(masked, slot, alive) if slot.case == GAPPED else _listed(masked, slot, alive)
        if filled is None or len({item.entity.key for item in filled[1]}) < 2:
            continue
        if slot.case != GAPPED and filled[1][-1].role in _TOGETHER:
            filled[0].filled.extend(item for item in filled[1] if item.entity in slot.entities)
            known.update(entity.key for entity in slot.entities)
            continue
        amount, power = (_own(masked, slot, kind) for kind in (QuantityKind.MONEY, QuantityKind.POWER))
        clause = masked.sentence.clause_of(slot.start)
        found.append(replace(filled[0], filled=filled[1], amount=amount, power=power, others={}, clause=clause))
        known.update(entity.key for entity in slot.entities)
    return found


def _acting(masked: MaskedSentence, slot: CompanySlot, alive: list[Candidate]) -> tuple[Candidate, list[Filled]] | None:
    """The nearest candidate before a gapped company with that company in the place of who acts in it."""
    for model in sorted(alive, key=lambda one: -one.trigger.start):
        if model.trigger.start > slot.start:
            continue
        actor = next(
            (
                item
                for item in model.filled
                if item.slot is not None and item.slot.end <= model.trigger.start and item.slot.case == "subject"
            ),
            None,
        )
        if actor is not None:
            return model, _instead(model, actor, slot)
    return None


def _listed(masked: MaskedSentence, slot: CompanySlot, alive: list[Candidate]) -> tuple[Candidate, list[Filled]] | None:
    """The candidate in whose list a company stands, behind `and` or a comma, marked as the one before it was."""
    for model in sorted(alive, key=lambda one: -one.trigger.start):
        for item in reversed(model.filled):
            twin = item.slot
            if twin is None or twin.end > slot.start or twin.start < model.trigger.end or slot.start - twin.end > 90:
                continue
            gap = masked.text[twin.end : slot.start]
            joint = _LISTED.search(gap)
            if joint is None or slot.case != twin.case or (joint["marker"] is None and slot.case != "subject"):
                continue
            if _verb_between(masked, twin.end, slot.start) or not _ENDS.match(masked.text, slot.end):
                continue
            return model, _instead(model, item, slot)
    return None


_ENDS = re.compile(
    r"(?:'s|’s)?(?: (?:for|at|in|on|from|until|through|to|over|with|by|and|as|of|each|last|this|respectively)\b|[.,;)]|$| ?[–—])"
)


def _own(masked: MaskedSentence, slot: CompanySlot, kind: QuantityKind) -> Quantity | None:
    """The quantity that stands right behind a company."""
    return next((item for item in masked.of_kind(kind) if 0 < item.start - slot.end <= 16), None)


def _verb_between(masked: MaskedSentence, start: int, end: int) -> bool:
    return any(
        start <= trigger.start and trigger.end <= end and trigger.text not in ("for",) for trigger in masked.triggers
    )


def _instead(model: Candidate, item: Filled, slot: CompanySlot) -> list[Filled]:
    """The parties of a model, with a company in the place of one of them and of its list."""
    others = [one for one in model.filled if one.role != item.role]
    return [*others, *(Filled(item.role, entity, slot) for entity in slot.entities)]


def _by_sum(masked: MaskedSentence, alive: list[Candidate], known: set[str]) -> list[Candidate]:
    spent = {id(item) for one in alive for item in (one.amount, one.power, *one.others.values()) if item is not None}
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
    case = "subject" if slot.case == GAPPED else slot.case
    for item in model.filled:
        if item.slot is None or item.slot.start > slot.start:
            continue
        if item.slot.case == case and (case != "subject" or (item.slot.start > model.trigger.start) == object_like):
            return item
    behind = [
        item
        for item in model.filled
        if item.slot is not None and item.slot.end <= slot.start and item.slot.start > model.trigger.start
    ]
    return behind[-1] if behind else None
