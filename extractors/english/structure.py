"""Inserted phrases of English sentences: `Nvidia, the company that ate Intel's lunch, says…` is about Nvidia."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.slots import CompanySlot, MaskedSentence, english_case

_OPENS = re.compile(
    r"^(?:'s [a-z-]+)?(?: \([^()]{0,60}\))?(?:, | – | — | -- )(?:(?P<marker>in|of|to|for|from|with|by|at|under|on|through) (?=wh))?(?P<word>which|who|whose|whom|where|the|an?|its|his|their|one of|part of|owned|controlled|backed|led|based|founded|formerly|known|two|three|both|best|long|itself|already|a|now|then|once|like|along with|together with|through|via|advised)\b"
)
_CLOSES = re.compile(r", (?!\d)| – | — | -- ")
_VERBAL = re.compile(
    r"^(?:also |now |then |later |has|have|had|is|are|was|were|will|would|said|says|say|agreed|plans?|could|can|may|might|did|does|and |which |to |[a-z]+ed\b|[a-z]+s\b|bought|sold|took|paid|put|won|led|made|signed|in |on |for |at |as |under |with |by |after |from |into |when |while |but )"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|had|will|would|said|says|agreed|plans|paid|bought)\b")
_PIPED = re.compile(r"\b(in|from|for|to|with|of|by|on|at|through|under) (?:which|whom)\b")
_RELATIVE = frozenset(["which", "who", "whose", "whom", "where"])


@dataclass(frozen=True, slots=True)
class Insert:
    """An inserted phrase at `start:end` that speaks of the company in `antecedent`; `relative` where it is a clause.

    `marker` is the preposition that the clause gives its antecedent (`Gantry, in which Nvidia bought a stake`).
    """

    start: int
    end: int
    antecedent: CompanySlot
    relative: bool
    marker: str = ""


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
        # what is where or whose is no object of its clause
        marker = opened["marker"] or (opened["word"] if opened["word"] in ("where", "whose") else "")
        if not relative:
            piped = _PIPED.search(masked.text, begin, end)
            marker, relative = (piped[1], True) if piped else (marker, relative)
        found.append(Insert(begin, end, slot, relative, marker))
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
        if previous is not None and previous.case == "subject" and _AS_DID.search(gap):
            old = slot.group
            for other in masked.companies:
                if other.group == old and other.start >= slot.start:
                    other.group, other.case = previous.group, "subject"
        if previous is not None and slot.group == previous.group and _begins_clause(masked, previous, slot, gap):
            slot.group, slot.case = 4_000 + slot.start, "subject"
        if previous is not None and slot.group == previous.group and gap == " and " and slot.end + 1 in sums:
            slot.group, slot.case = 3_000 + slot.start, "subject"
        outer = _GROUPED.search(masked.text[max(masked.sentence.start, slot.start - 120) : slot.start])
        if outer is not None and (previous is None or previous.end <= slot.start - len(outer[0])):
            for other in masked.companies:
                if other.group == slot.group and other.start >= slot.start:
                    other.case = outer[1].lower()
        previous = slot


_AS_DID = re.compile(r"\b(?:as|so|nor|and so|just as) (?:did|does|do|has|have|had|will|would|is|are|was|were) $")
_ACTS = re.compile(
    r" (?:also |now |then |later |already |separately |meanwhile |instead |once |each |both |itself |reportedly |\w+ly )?(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|said|says|agreed|agrees|plans|wants|"
    r"bought|buys|sold|sells|signed|signs|took|takes|paid|pays|put|puts|won|wins|led|made|makes|drew|lent|lends|let|leased|leases|rented|rents|"
    r"gave|gives|got|gets|owns|owned|holds|held|ordered|orders|supplies|supplied|provided|provides|invested|invests|raised|raises|acquired|acquires|"
    r"borrowed|borrows|joined|joins|backed|backs|committed|pledged|added|adds|spent|spends|chose|picked|received|receives|booked|sought|seeks|"
    r"expects|hopes|declined|refused|denied|charged|charges|built|builds|delivered|delivers|issued|issues|owes|owed|served|serves|uses|used)\b"
)


def _begins_clause(masked: MaskedSentence, previous: CompanySlot, slot: CompanySlot, gap: str) -> bool:
    """Whether a company behind `and` acts in a clause of its own: `bought Zelos and Meta signed`, `to A, and B is lending`."""
    if not _ACTS.match(masked.text, slot.end) or not re.search(r"\b(?:and|but|while|then)\b", gap):
        return False
    if "," in gap and previous.case not in ("subject", "modifier"):
        return True
    return _ACTS.search(masked.text, masked.sentence.clauses[previous.clause][0], previous.start) is not None


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
