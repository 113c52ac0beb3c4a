"""Inserted phrases of English sentences: `Nvidia, the company that ate Intel's lunch, says…` is about Nvidia."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.slots import CompanySlot, MaskedSentence

_OPENS = re.compile(
    r"^(?:'s [a-z-]+)?(?: \([^()]{0,60}\))?(?:, | – | — | -- )(?P<word>which|who|whose|whom|where|the|an?|its|his|their|one of|part of|owned|controlled|backed|led|based|founded|formerly|known|best|long|itself|already|a|now|then|once|like|along with|together with|through|via|advised)\b"
)
_CLOSES = re.compile(r", (?!\d)| – | — | -- ")
_VERBAL = re.compile(r"^(?:also |now |then |later |has|have|had|is|are|was|were|will|would|said|says|say|agreed|plans?|could|can|may|might|did|does|and |which |to |[a-z]+ed\b|[a-z]+s\b|bought|sold|took|paid|put|won|led|made|signed|in |on |for |at |as |under |with |by |after |from |into |when |while |but )")
_RELATIVE = frozenset(["which", "who", "whose", "whom", "where"])


@dataclass(frozen=True, slots=True)
class Insert:
    """An inserted phrase at `start:end` that speaks of the company in `antecedent`; `relative` where it is a clause."""

    start: int
    end: int
    antecedent: CompanySlot
    relative: bool


def find_inserts(masked: MaskedSentence) -> list[Insert]:
    """The inserted phrases behind the companies of a sentence, in order; one that never closes runs to the end."""
    found: list[Insert] = []
    stop = masked.sentence.end
    for slot in masked.companies:
        rest = masked.text[slot.end : stop]
        opened = _OPENS.match(rest)
        if opened is None or slot.reference == "its":
            continue
        relative = opened["word"] in _RELATIVE
        begin = slot.end + opened.start("word")
        end = stop
        for comma in _CLOSES.finditer(masked.text, begin, stop):
            if relative and not _VERBAL.match(masked.text[comma.end() : comma.end() + 14]):
                continue
            end = comma.start()
            break
        if end == stop and not relative:
            continue
        found.append(Insert(begin, end, slot, relative))
        _join_over(masked, slot, end)
    return found


def _join_over(masked: MaskedSentence, slot: CompanySlot, end: int) -> None:
    """`Poolside, the coding-model start-up, and CoreWeave` are one group."""
    for other in masked.companies:
        if end < other.start and masked.text[end : other.start] in (", and ", ", ", " and "):
            other.group, other.case = slot.group, slot.case


def insert_of(inserts: list[Insert], position: int) -> Insert | None:
    """The innermost inserted phrase that holds a position."""
    holding = [item for item in inserts if item.start <= position < item.end]
    return min(holding, key=lambda item: item.end - item.start, default=None)
