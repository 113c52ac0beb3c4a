"""Inserted phrases of English sentences: `Nvidia, the company that ate Intel's lunch, says…` is about Nvidia."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.slots import CompanySlot, MaskedSentence, english_case

_OPENS = re.compile(
    r"^(?:'s [a-z-]+)?(?: \([^()]{0,60}\))?(?:, | – | — | -- )(?:(?:in|of|to|for|from|with|by|at|under|on) (?=wh))?(?P<word>which|who|whose|whom|where|the|an?|its|his|their|one of|part of|owned|controlled|backed|led|based|founded|formerly|known|two|three|both|best|long|itself|already|a|now|then|once|like|along with|together with|through|via|advised)\b"
)
_CLOSES = re.compile(r", (?!\d)| – | — | -- ")
_VERBAL = re.compile(
    r"^(?:also |now |then |later |has|have|had|is|are|was|were|will|would|said|says|say|agreed|plans?|could|can|may|might|did|does|and |which |to |[a-z]+ed\b|[a-z]+s\b|bought|sold|took|paid|put|won|led|made|signed|in |on |for |at |as |under |with |by |after |from |into |when |while |but )"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|had|will|would|said|says|agreed|plans|paid|bought)\b")
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
        if not relative and (end == stop or _FINITE.search(masked.text, begin, end)):
            continue
        found.append(Insert(begin, end, slot, relative))
        _join_over(masked, slot, end)
    return found


_APART = re.compile(
    r"\b(?:where|which|who|whose|while|when|as|after|before|because|though|although|whereas|but|that|if|since|it|said|says)\b"
)
_ATTRIBUTES = re.compile(r"^ (?:said|says|added|announced|told|confirmed|disclosed|reported)\b")


def regroup(masked: MaskedSentence) -> None:
    """Part what commas only seem to join: `from Visp, where Lonza…`, `with Aspen, the Japanese group said`."""
    previous: CompanySlot | None = None
    sums = {item.start for item in masked.quantities}
    for slot in masked.companies:
        gap = masked.text[previous.end : slot.start] if previous is not None else ""
        after = masked.text[slot.end : slot.end + 12]
        if (
            previous is not None
            and slot.group == previous.group
            and (
                _APART.search(gap)
                or (
                    gap.startswith(",")
                    and (
                        _ATTRIBUTES.match(after)
                        or slot.reference
                        or (gap == ", " and previous.case != "subject" and _FINITE.match(masked.text, slot.end + 1))
                    )
                )
            )
        ):
            begin = max(previous.end, masked.sentence.clauses[slot.clause][0])
            slot.group, slot.case = 2_000 + slot.start, english_case(masked.text, begin, slot.start)
        if previous is not None and slot.group == previous.group and gap == " and " and slot.end + 1 in sums:
            slot.group, slot.case = 3_000 + slot.start, "subject"
        outer = _GROUPED.search(masked.text[max(masked.sentence.start, slot.start - 120) : slot.start])
        if outer is not None and (previous is None or previous.end <= slot.start - len(outer[0])):
            for other in masked.companies:
                if other.group == slot.group and other.start >= slot.start:
                    other.case = outer[1].lower()
        previous = slot


_GROUPED = re.compile(
    r"\b(to|from|by|with|for) (?:a|an|the|its|several|two|three|other) (?:[\w-]+ ){0,4}?(?:consortium|group|syndicate|vehicle|fund|funds|investors|banks|lenders|venture|partnership|club|trio|pair|team|entity|company|unit|subsidiary|affiliate|arm|clients|customers)(?: of [a-z]+)?,? (?:[\w-]+ )?(?:led by|comprising|including|of|made up of|that includes|which includes|backed by|formed by|owned by|controlled by|run by|managed by|advised by|such as|composed of|consisting of|headed by|with) (?:the |its |an? |[a-z-]+ )*$",
    re.IGNORECASE,
)


def _join_over(masked: MaskedSentence, slot: CompanySlot, end: int) -> None:
    """`Poolside, the coding-model start-up, and CoreWeave` are one group."""
    for other in masked.companies:
        if end < other.start and not other.reference and masked.text[end : other.start] in (", and ", " and "):
            other.group, other.case = slot.group, slot.case


def insert_of(inserts: list[Insert], position: int) -> Insert | None:
    """The innermost inserted phrase that holds a position."""
    holding = [item for item in inserts if item.start <= position < item.end]
    return min(holding, key=lambda item: item.end - item.start, default=None)
