"""What the rules say of a window, as features of the learned reader: it learns how far to trust them, and when.

A hint is a rule's word, not the truth: the reader sees it beside the words of the text and may think otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extractors.assemble import Draft
from extractors.company.spans import Entity
from extractors.learned.classes import FIELDS, NOBODY, PAIRS, STATUSES, TERM_OF_FIELD
from extractors.learned.window import Window
from extractors.quantity.spans import Quantity, QuantityKind
from schemas.deal import CENTRES, PAYERS, Kind, Role

Array = NDArray[np.float32]
Pair = tuple[int, int]

PAIR_WIDTH = 2 * len(PAIRS)
"""Numbers that tell of a pair: what the rules hold it to be, and what its reverse."""


@dataclass(slots=True)
class Hints:
    """The rules' word on ordered pairs: kind and confidence, status, and which figure is what."""

    pairs: dict[Pair, tuple[int, float]] = field(default_factory=dict)
    statuses: dict[Pair, int] = field(default_factory=dict)
    fields: dict[Pair, dict[int, int]] = field(default_factory=dict)

    def of_pair(self, payer: int, paid: int) -> Array:
        """What the rules say of a pair and its reverse: `PAIR_WIDTH` numbers, each the confidence of a class."""
        row = np.zeros(PAIR_WIDTH, np.float32)
        for offset, pair in ((0, (payer, paid)), (len(PAIRS), (paid, payer))):
            if pair in self.pairs:
                kind, confidence = self.pairs[pair]
                row[offset + kind] = confidence
        return row

    def of_status(self, payer: int, paid: int) -> Array:
        """The status that the rules give to a pair's deal, as one of `STATUSES`."""
        row = np.zeros(len(STATUSES), np.float32)
        if (payer, paid) in self.statuses:
            row[self.statuses[payer, paid]] = 1
        return row

    def of_figures(self, payer: int, paid: int, count: int) -> Array:
        """What the rules hold each of `count` figures to be in a pair's deal: figures × `FIELDS`."""
        rows = np.zeros((count, len(FIELDS)), np.float32)
        for number, name in self.fields.get((payer, paid), {}).items():
            rows[number, name] = 1
        return rows


def ordered_pairs(kind: Kind, roles: Iterable[tuple[Role, int]]) -> Iterator[tuple[int, int, str]]:
    """The pairs of a deal as (payer, paid, label of `PAIRS`); participants stand in both orders."""
    parties = list(roles)
    if kind in (Kind.PROJECT, Kind.PARTNERSHIP):
        numbers = [number for _, number in parties]
        if len(numbers) == 1:
            yield NOBODY, numbers[0], kind.value
        for one in numbers:
            for other in numbers:
                if one != other:
                    yield one, other, kind.value
        return
    sale = kind in (Kind.PURCHASE, Kind.COMPUTE, Kind.POWER)
    second_roles = frozenset({Role.SELLER}) if sale else CENTRES
    payers = [number for role, number in parties if role in PAYERS]
    for other in (number for role, number in parties if role in second_roles):
        for one in payers or [NOBODY]:
            yield one, other, kind.value
        if not sale:
            for role, number in parties:
                if role is Role.SELLER:
                    yield number, other, "seller"


class Drafts:
    """The drafts of an article by the places where they are told, to be asked for those of a window."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        told = sorted(
            (
                (candidate.masked.sentence.start, place)
                for place, item in enumerate(drafts)
                for candidate in item.candidates
            )
        )
        self._drafts = list(drafts)
        self._starts = [start for start, _ in told]
        self._places = [place for _, place in told]

    def within(self, start: int, end: int) -> list[Draft]:
        """The drafts that a sentence between two positions tells, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [self._drafts[place] for place in dict.fromkeys(self._places[first:last])]


def hints_of(window: Window, drafts: Sequence[Draft], number_of: Callable[[Entity], int | None]) -> Hints:
    """The hints of drafts for a window; `number_of` gives a company's number in it, counted from 1."""
    hints = Hints()
    figures = {(item.kind, item.start): number for number, item in enumerate(window.quantities)}
    for item in sorted(drafts, key=lambda draft: -draft.confidence):
        roles = [
            (Role(filled.role), number) for filled in item.filled if (number := number_of(filled.entity)) is not None
        ]
        if len(roles) < min(2, len(item.keys)):
            continue
        told = _figures(item, figures)
        for payer, paid, label in ordered_pairs(item.kind, roles):
            if payer != paid and (payer, paid) not in hints.pairs:
                hints.pairs[payer, paid] = PAIRS.index(label), item.confidence
                hints.statuses[payer, paid] = STATUSES.index(item.status.value)
                hints.fields[payer, paid] = told
    return hints


def window_hints(window: Window, drafts: Drafts) -> Hints:
    """The hints for a window of the article that the drafts tell of."""
    numbers: Mapping[str, int] = {entity.key: number for number, entity in enumerate(window.companies, start=1)}
    return hints_of(window, drafts.within(window.start, window.end), lambda entity: numbers.get(entity.key))


def _figures(item: Draft, figures: Mapping[tuple[QuantityKind, int], int]) -> dict[int, int]:
    found: dict[int, int] = {}
    named: list[tuple[str, Quantity | None]] = [("amount", item.amount), ("power", item.power)]
    named += [(name, item.others.get(term)) for name, term in TERM_OF_FIELD.items()]
    for name, quantity in named:
        if quantity is not None and (quantity.kind, quantity.start) in figures:
            found.setdefault(figures[quantity.kind, quantity.start], FIELDS.index(name))
    return found
