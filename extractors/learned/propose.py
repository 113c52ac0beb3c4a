"""Turns what a model tells into candidates of the article, beside those of the frames."""

from __future__ import annotations

import re
from bisect import bisect_right

from extractors.candidate import Candidate, Filled
from extractors.company.spans import Entity
from extractors.frames import AGREEMENT, Frame, Trigger
from extractors.learned.classes import TERM_OF_FIELD
from extractors.learned.tell import Telling
from extractors.learned.window import Window
from extractors.slots import CompanySlot, MaskedSentence

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FRAMES = {
    language: Frame(
        id=f"{language}-learned",
        kind=AGREEMENT,
        trigger=("-",),
        roles={"first": ("subject",), "second": ("object",)},
        priority=50,
        confidence=0.5,
        examples=("-",),
        not_examples=("-",),
    )
    for language in ("zh", "en")
}


def propose(telling: Telling, sentences: list[MaskedSentence]) -> Candidate:
    """The candidate of a telling, in the sentence where most of its companies and figures stand."""
    window = telling.scores.window
    numbers = [number for _, number in telling.roles]
    spots = [slot.start for slot in window.slots if slot.company in numbers]
    spots += [item.start for item, _ in telling.figures.values()]
    masked = _home(spots, sentences)
    filled = [
        Filled(role, entity, _slot(window, number, entity, masked))
        for role, number in telling.roles
        for entity in (window.companies[number],)
    ]
    trigger = _trigger(masked, [item.slot for item in filled if item.slot is not None])
    chinese = bool(_CHINESE.search(masked.text, masked.sentence.start, masked.sentence.end))
    candidate = Candidate(
        _FRAMES["zh" if chinese else "en"],
        trigger,
        masked,
        filled,
        telling.kind,
        clause=masked.sentence.clause_of(trigger.start),
    )
    amount, power = telling.figures.get("amount"), telling.figures.get("power")
    candidate.amount = amount[0] if amount else None
    candidate.power = power[0] if power else None
    candidate.others = {
        TERM_OF_FIELD[name]: item for name, (item, _) in telling.figures.items() if name in TERM_OF_FIELD
    }
    return candidate


def is_learned(candidate: Candidate) -> bool:
    """Whether a candidate is the learned reader's and not a frame's."""
    return candidate.frame in _FRAMES.values()


def _home(spots: list[int], sentences: list[MaskedSentence]) -> MaskedSentence:
    starts = [masked.sentence.start for masked in sentences]
    counts: dict[int, int] = {}
    for spot in spots:
        number = max(bisect_right(starts, spot) - 1, 0)
        counts[number] = counts.get(number, 0) + 1
    best = max(counts, key=lambda number: (counts[number], number))
    return sentences[best]


def _slot(window: Window, number: int, entity: Entity, masked: MaskedSentence) -> CompanySlot:
    places = [slot for slot in window.slots if slot.company == number]
    inside = [slot for slot in places if masked.sentence.start <= slot.start < masked.sentence.end]
    place = (inside or places[-1:])[0]
    return CompanySlot(place.start, place.end, (entity,), masked.sentence.clause_of(place.start))


def _trigger(masked: MaskedSentence, slots: list[CompanySlot]) -> Trigger:
    """The word of dealing nearest to the companies, else the words behind the first of them: what shows the deal."""
    inside = sorted(slot.start for slot in slots if masked.sentence.start <= slot.start < masked.sentence.end)
    middle = sum(inside) // len(inside) if inside else masked.sentence.start
    if masked.triggers:
        nearest: Trigger = min(masked.triggers, key=lambda item: abs(item.start - middle))
        return nearest
    clause = masked.sentence.clauses[masked.sentence.clause_of(middle)]
    return Trigger(clause[0], clause[1], masked.text[clause[0] : clause[1]], ())
