"""What of a reply the article bears out: each value at its characters, or dropped.

A sum, date or other figure must also be one that our own number grammar reads at those characters, so a language model
can point at a value but never make one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.assemble import Draft, draft
from extractors.candidate import Candidate, Filled
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity
from extractors.cue import Cue, CueHit
from extractors.english.references import UNNAMED
from extractors.frames import AGREEMENT, Frame, Trigger
from extractors.llm.passages import Passage
from extractors.llm.reply import ToldDeal
from extractors.normal_text import normalise
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import CompanySlot, MaskedSentence
from schemas.deal import ROLES_OF_KIND, Role, Status

SOURCE = "llm"
"""The source of a company's span that only a language model pointed at."""

CONFIDENCE = 0.7
"""How sure a deal is that only a language model tells and the article bears out, before calibration."""

_FRAMES = {
    language: Frame(
        id=f"{language}-llm",
        kind=AGREEMENT,
        trigger=("-",),
        roles={"first": ("subject",), "second": ("object",)},
        confidence=CONFIDENCE,
        examples=("-",),
        not_examples=("-",),
    )
    for language in ("zh", "en")
}
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NAMES = re.compile(r"[A-Z0-9\u3400-\u9fff]")
"""What a name has at least one of: a capital, a digit, a Chinese character."""

_KINDS = {
    "years": (QuantityKind.DURATION,),
    "start": (QuantityKind.DATE,),
    "end": (QuantityKind.DATE,),
    "announced": (QuantityKind.DATE,),
    "stake": (QuantityKind.PERCENT,),
    "shares": (QuantityKind.SHARES,),
    "price_per_share": (QuantityKind.PRICE, QuantityKind.MONEY),
    "annual_amount": (QuantityKind.MONEY,),
}
_TERMS = {"stake": "stake_pct"}


class Grounds:
    """An article's matching text with what was found in it, against which replies are held."""

    def __init__(
        self, text: str, spans: Sequence[CompanySpan], quantities: Sequence[Quantity], sentences: list[MaskedSentence]
    ) -> None:
        self._text = text
        self._spans = spans
        self._quantities = quantities
        self._sentences = sentences
        self.added: list[CompanySpan] = []
        """Companies that nobody had found before."""

    def drafts(self, told: Iterable[ToldDeal], passage: Passage) -> list[Draft]:
        """The deals of a reply about a passage that the article bears out."""
        return [found for deal in told if (found := self._draft(deal, passage)) is not None]

    def _draft(self, deal: ToldDeal, passage: Passage) -> Draft | None:
        words = self._find(deal.words, passage)
        if words is None:
            return None
        masked = self._sentence(words[0])
        filled: dict[str, Filled] = {}
        for party in deal.parties:
            place = self._find(party.name, passage, near=words[0], anywhere=True)
            if place is None or party.role not in ROLES_OF_KIND[deal.kind]:
                continue
            entity = self._entity(*place)
            if entity is None:
                continue
            slot = CompanySlot(*place, (entity,), masked.sentence.clause_of(place[0]))
            filled.setdefault(entity.key, Filled(Role(party.role).value, entity, slot))
        if not filled:
            return None
        frame = _FRAMES["zh" if _CHINESE.search(masked.body) else "en"]
        trigger = Trigger(*words, self._text[slice(*words)], ())
        candidate = Candidate(
            frame, trigger, masked, list(filled.values()), deal.kind, clause=masked.sentence.clause_of(words[0])
        )
        candidate.amount = self._quantity(deal.amount, (QuantityKind.MONEY,), passage, words[0])
        candidate.power = self._quantity(deal.power, (QuantityKind.POWER,), passage, words[0])
        for name, kinds in _KINDS.items():
            item = self._quantity(getattr(deal, name), kinds, passage, words[0])
            if item is not None:
                candidate.others[_TERMS.get(name, name)] = item
        status, cue = self._status(deal, passage, words[0])
        found = draft(candidate, status, cue)
        found.confidence = CONFIDENCE
        return found

    def _status(self, deal: ToldDeal, passage: Passage, near: int) -> tuple[Status, CueHit | None]:
        """The status that is told if its words stand in the passage, else what a deal is by default."""
        place = None if deal.status_words is None else self._find(deal.status_words, passage, near=near)
        if place is None:
            return Status.AGREED, None
        return deal.status, CueHit(Cue(id="llm", category=deal.status.value, scope="clause", words=()), *place)

    def _quantity(
        self, told: str | None, kinds: tuple[QuantityKind, ...], passage: Passage, near: int
    ) -> Quantity | None:
        place = None if not told else self._find(told, passage, near=near)
        if place is None:
            return None
        inside = [
            item for item in self._quantities if item.start < place[1] and place[0] < item.end and item.kind in kinds
        ]
        return max(inside, key=lambda item: (item.end - item.start, -item.start), default=None)

    def _find(
        self, told: str, passage: Passage, near: int | None = None, anywhere: bool = False
    ) -> tuple[int, int] | None:
        """Where words stand in a passage: the place nearest to `near`, else the first; `anywhere` in the article if not."""
        pattern = _pattern(told)
        if pattern is None:
            return None
        places = [match.span() for match in pattern.finditer(self._text, passage.start, passage.end)]
        if not places and anywhere:
            places = [match.span() for match in pattern.finditer(self._text)]
        return min(places, key=lambda place: abs(place[0] - near) if near is not None else place[0], default=None)

    def _entity(self, start: int, end: int) -> Entity | None:
        """The company at a place: found there before, meant by its words, of the same name, or new; None for no name."""
        overlapping = [span for span in self._spans if span.start < end and start < span.end]
        if overlapping:
            return max(overlapping, key=lambda span: min(end, span.end) - max(start, span.start)).entity
        name = self._text[start:end]
        meant = [
            slot.entities
            for slot in self._sentence(start).companies
            if slot.reference and slot.start < end and start < slot.end
        ]
        if meant:  # "the company", 该公司
            return meant[0][0] if len(meant[0]) == 1 and meant[0][0] != UNNAMED else None
        if name.lower() in _generic() or not _NAMES.search(name):
            return None
        key = folded(name)
        known = next((span.entity for span in [*self._spans, *self.added] if span.entity.key == key), None)
        entity = known or Entity(key, name)
        if all(span.start != start for span in self.added):
            self.added.append(CompanySpan(start, end, entity, SOURCE))
        return entity

    def _sentence(self, position: int) -> MaskedSentence:
        starts = [masked.sentence.start for masked in self._sentences]
        return self._sentences[max(bisect_right(starts, position) - 1, 0)]


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(lexicon("generic_names")["generic"])


def is_told(candidate: Candidate) -> bool:
    """Whether a candidate is a language model's and not a frame's."""
    return candidate.frame in _FRAMES.values()


def _pattern(told: str) -> re.Pattern[str] | None:
    """The words as a pattern: any white space between them, any case, and no other letter at an end of a Latin word."""
    text = normalise(told).text.strip()
    if not text:
        return None
    body = r"\s+".join(re.escape(part) for part in text.split())
    ahead = r"(?<![A-Za-z0-9])" if text[0].isascii() and text[0].isalnum() else ""
    behind = r"(?![A-Za-z0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return re.compile(ahead + body + behind, re.IGNORECASE)
