"""A loose reading for sentences that no frame tells: two companies, a sum, and words of one kind of deal.

It gives low confidence. Its kind is the one whose words weigh most, its roles follow who acts and which preposition
marks the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.attach import usable_money
from extractors.candidate import Candidate, Filled
from extractors.company.spans import Entity
from extractors.english.agreed import builds_together, done_kind
from extractors.english.fill import implied_party, is_object
from extractors.english.structure import insert_of
from extractors.frames import Frame, Trigger
from extractors.objects import ROLES
from extractors.quantity.spans import QuantityKind
from extractors.reference import Discourse
from extractors.slots import CompanySlot, MaskedSentence
from schemas.deal import Kind

_ROLES = ROLES | {Kind.DEBT: ("lender", "borrower")}  # money is what this rule goes by: who gives it comes first
_TAKES = re.compile(
    r"\b(?:rais\w+|secur\w+|clos\w+|attract\w+|receiv\w+|borrow\w*|drew|draw\w*|round|obtain\w*|tap(?:s|ped)?|bagg\w+|land(?:s|ed)|issu\w+)\b",
    re.IGNORECASE,
)
_SUPPLIES = re.compile(
    r"\b(?:suppl\w+|provid\w+|sell|sells|sold|selling|deliver\w*|won|wins?|winning|landed|lease out|let|host\w*|build\w*|manufactur\w+|produc\w+|make|makes|made|award\w*|customer|tenant)\b",
    re.IGNORECASE,
)
_SELLS = re.compile(r"\b(?:sell|sells|sold|selling|dispos\w+|divest\w*|offload\w*|sale)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[Kind, int, re.Pattern[str]], ...]:
    table = lexicon("loose")
    rows = []
    for kind, lists in table.items():
        for name, weight in (("strong", 3), ("weak", 1)):
            rows.append((Kind(kind), weight, re.compile(r"\b(?:" + "|".join(lists[name]) + r")\b", re.IGNORECASE)))
    return tuple(rows)


@lru_cache(maxsize=16)
def _frame(kind: Kind) -> Frame:
    return Frame(
        id="en-loose", kind=kind, trigger=("deal",), roles={_ROLES[kind][0]: ("subject",)}, priority=10, confidence=0.45,
        examples=("",), not_examples=("",),
    )  # fmt: skip


def loose_kind(text: str, least: int = 1) -> tuple[Kind, re.Match[str]] | None:
    """The kind whose words weigh most in a text, with one of its words; None where they weigh too little."""
    scores: dict[Kind, int] = {}
    first: dict[Kind, re.Match[str]] = {}
    for kind, weight, pattern in _words():
        for match in {found[0].lower(): found for found in pattern.finditer(text)}.values():
            scores[kind] = scores.get(kind, 0) + weight
            if kind not in first or weight == 3:
                first.setdefault(kind, match)
    if not scores:
        return None
    best = max(scores, key=lambda kind: scores[kind])
    return (best, first[best]) if scores[best] >= least else None


def loose_candidate(masked: MaskedSentence, discourse: Discourse) -> Candidate | None:
    """The deal that a sentence loosely tells, None where it names too few companies or nothing to measure it."""
    if any(any(entity.key == "unnamed" for entity in slot.entities) for slot in masked.companies):
        return None
    slots = [slot for slot in masked.companies if not slot.weak and slot.reference != "its"]
    entities = list(dict.fromkeys(entity for slot in slots for entity in slot.entities))
    if not entities:
        return None
    measured = _measured(masked)
    if not (1 if measured else 2) <= len(entities) <= 5:
        return None
    named = {entity.key for slot in slots if not slot.reference for entity in slot.entities}
    found = loose_kind(
        _without_names(masked),
        _LEAST_MEASURED if measured and len(named) > 1 else _LEAST_ONE if measured else _LEAST_BARE,
    )
    if found is None:
        return None
    kind, word = found
    if kind in (Kind.PURCHASE, Kind.INVESTMENT, Kind.PROJECT) and _company_bought(masked):
        kind = Kind.ACQUISITION
    start = masked.sentence.start + word.start()
    trigger = Trigger(start, start + len(word[0]), word[0].lower(), ())
    clause = masked.sentence.clause_of(start)
    kind = done_kind(Candidate(_frame(kind), trigger, masked, [], kind, clause=clause)) or kind
    draft = Candidate(_frame(kind), trigger, masked, [], kind, clause=clause)
    if kind not in (Kind.ACQUISITION, Kind.DEBT) and _one_row(slots) and builds_together(draft):
        kind = Kind.PROJECT
    filled = _filled(masked, discourse, slots, entities, kind)
    if len({item.entity.key for item in filled}) < 2:
        return None
    return Candidate(_frame(kind), trigger, masked, filled, kind, clause=clause)


_LEAST_MEASURED, _LEAST_ONE, _LEAST_BARE = 1, 3, 3
"""The least weight of words for a sentence with a sum and two names, with a sum and one, and with two names alone."""
_BUYS = re.compile(
    r"\b(?:buy|buys|bought|buying|acquir\w+|purchase of|purchased|purchasing|sale of|sold|selling|snapp\w+ up|picked up|picking up|took over|taking over|take over|bid for|offer for|swallow\w*|absorb\w*|merg\w+ with|takeover of|acquisition of|disposal of|buyout of) (?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_BUSINESS = re.compile(
    r" ?(?:for|from|to|in|,|\.|;|and|at|$)|'s (?:\w+ )?(?:business|unit|division|arm|operations|assets|stores|mine|plant|portfolio|brand)"
)


def _company_bought(masked: MaskedSentence) -> bool:
    """Whether a company itself, not what it makes, is the object of a verb of buying or selling."""
    for slot in masked.companies:
        before = masked.text[max(masked.sentence.start, slot.start - 40) : slot.start]
        if _BUYS.search(before) and _BUSINESS.match(masked.text[slot.end : slot.end + 40]):
            return True
    return False


def _one_row(slots: list[CompanySlot]) -> bool:
    """Whether all companies of a sentence stand in one row: A, B and C."""
    return len(slots) > 1 and len({slot.group for slot in slots}) == 1


def _measured(masked: MaskedSentence) -> bool:
    """Whether a sentence has a sum that is no company figure, a power, or shares."""
    if any(item.value is not None and item.value >= 100_000 for item in usable_money(masked)):
        return True
    return any(item.kind in (QuantityKind.POWER, QuantityKind.SHARES, QuantityKind.PRICE) for item in masked.quantities)


def _without_names(masked: MaskedSentence) -> str:
    text = masked.body
    for slot in masked.companies:
        first, last = slot.start - masked.sentence.start, slot.end - masked.sentence.start
        text = text[:first] + " " * (last - first) + text[last:]
    return text


def _filled(
    masked: MaskedSentence, discourse: Discourse, slots: list[CompanySlot], entities: list[Entity], kind: Kind
) -> list[Filled]:
    payer, payee = _ROLES[kind]
    acting = [
        slot
        for slot in slots
        if slot.case == "subject" and not is_object(masked, slot) and insert_of(masked.inserts, slot.start) is None
    ]
    actor = next((slot for slot in acting), slots[0])
    group = [slot for slot in slots if slot.group == actor.group]
    own = {entity.key for slot in group for entity in slot.entities}
    others = [slot for slot in slots if not {entity.key for entity in slot.entities} <= own]
    first, second = _direction(masked, kind, payer, payee, others)
    filled = [Filled(first, entity, slot) for slot in group for entity in slot.entities]
    if others:
        head = next(
            (slot for slot in others if slot.case in ("by", "from", "with", "to", "in", "of", "for", "on")), others[0]
        )
        row = [slot for slot in others if slot.group == head.group]
        filled.extend(Filled(second, entity, slot) for slot in row for entity in slot.entities if entity.key not in own)
    elif len(own) == 1:
        entity = implied_party(masked, discourse, own, subject=False)
        if entity is not None:
            filled.append(Filled(second, entity, None))
    elif kind not in (Kind.PROJECT, Kind.PARTNERSHIP):
        filled[-1].role = second
    return filled


def _direction(
    masked: MaskedSentence, kind: Kind, payer: str, payee: str, others: list[CompanySlot]
) -> tuple[str, str]:
    """The roles of who acts and of the other."""
    body = masked.body
    by = any(slot.case == "by" for slot in others)
    if kind is Kind.ACQUISITION and (by or (_SELLS.search(body) and any(slot.case == "to" for slot in others))):
        return payee if by else "seller", payer
    if kind in (Kind.INVESTMENT, Kind.DEBT) and (
        by or _TAKES.search(body) or any(slot.case == "from" for slot in others)
    ):
        return payee, payer
    if (
        kind in (Kind.PURCHASE, Kind.COMPUTE, Kind.POWER)
        and _SUPPLIES.search(body)
        and not any(slot.case == "from" for slot in others)
    ):
        return payee, payer
    return payer, payee
