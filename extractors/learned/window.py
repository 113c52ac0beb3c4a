"""A window of one to three sentences as a learned recogniser sees it: words, and slots in place of names and figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.company.spans import CompanySpan, Entity
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.sentences import Sentence

MOST_COMPANIES = 15
"""Companies that a window may hold: more make a list, in which a model would guess."""

MOST_QUANTITIES = 24
"""Quantities that a window may hold, for the same reason."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `start:end` of the matching text, and whose it is."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Slot:
    """A masked name (`company` counts from 0) or figure (`quantity` counts from 0) of a window; the other is -1."""

    start: int
    end: int
    company: int = -1
    quantity: int = -1


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch `start:end` of a matching text with its slots in order; companies are numbered by first mention."""

    text: str
    start: int
    end: int
    slots: tuple[Slot, ...]
    companies: tuple[Entity, ...]
    quantities: tuple[Quantity, ...]

    def pieces(self) -> list[str | Slot]:
        """The words between the slots and the slots, in order."""
        parts: list[str | Slot] = []
        last = self.start
        for slot in self.slots:
            if slot.start > last:
                parts.append(self.text[last : slot.start])
            parts.append(slot)
            last = slot.end
        if last < self.end:
            parts.append(self.text[last : self.end])
        return parts


def make_window(
    text: str, start: int, end: int, names: Iterable[Name], quantities: Sequence[Quantity]
) -> Window | None:
    """The window of a stretch; None where it holds no company, or more names or figures than a sentence tells of."""
    companies: list[Entity] = []
    slots: list[Slot] = []
    last = start
    for place in sorted(names, key=lambda item: (item.start, -item.end)):
        if place.start < last or place.end > end:
            continue
        if place.entity not in companies:
            companies.append(place.entity)
        slots.append(Slot(place.start, place.end, company=companies.index(place.entity)))
        last = place.end
    if not companies or len(companies) > MOST_COMPANIES or len(quantities) > MOST_QUANTITIES:
        return None
    masked = list(slots)
    held: list[Quantity] = []
    for item in quantities:
        if item.start < start or item.end > end or any(s.start < item.end and item.start < s.end for s in masked):
            continue
        slots.append(Slot(item.start, item.end, quantity=len(held)))
        held.append(item)
    slots.sort(key=lambda slot: slot.start)
    return Window(text, start, end, tuple(slots), tuple(companies), tuple(held))


def names_of(spans: Iterable[CompanySpan]) -> list[Name]:
    """The names of recognised companies."""
    return [Name(span.start, span.end, span.entity) for span in spans]


def sentence_windows(
    text: str, sentences: Sequence[Sentence], names: Sequence[Name], quantities: Sequence[Quantity], width: int = 2
) -> Iterator[Window]:
    """The windows of an article: each sentence with those before it, `width` in all; all lists are in order."""
    name_starts = [name.start for name in names]
    quantity_starts = [item.start for item in quantities]
    for number, sentence in enumerate(sentences):
        first = sentences[max(0, number - width + 1)]
        inside = names[bisect_left(name_starts, first.start) : bisect_left(name_starts, sentence.end)]
        held = quantities[bisect_left(quantity_starts, first.start) : bisect_left(quantity_starts, sentence.end)]
        window = make_window(text, first.start, sentence.end, inside, held)
        if window is not None:
            yield window


_LARGE, _MIDDLE = 10**8, 10**6


def slot_word(item: Quantity) -> str:
    """The word that stands for a figure: its kind, money also by size, since a price is told unlike a deal."""
    if item.kind is not QuantityKind.MONEY:
        return item.kind.value
    if item.value is None:
        return "vague"
    return "large" if item.value >= _LARGE else "middle" if item.value >= _MIDDLE else "small"


SLOT_WORDS = ("large", "middle", "small", "vague", *(kind.value for kind in QuantityKind if kind != QuantityKind.MONEY))
"""Every word that `slot_word` gives, in the order of their ids."""
