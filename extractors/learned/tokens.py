"""An article as the reader of roles sees it: words, a token for each company wherever it is named or meant, and figures.

Who a company is cannot be seen beyond its trade, nor how much a figure says beyond its size: the same token stands for one
company in all of a window, another for each further one. So what was learned of language is not learned of companies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from extractors.company.spans import Entity
from extractors.learned.trade import TRADES, trade_of
from extractors.pairs.pair import Pair
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import CompanySlot, MaskedSentence

COMPANIES = 60
"""How many companies a window tells apart; BERT's vocabulary leaves ids 1 to 99 free."""

FIRST_COMPANY, REFERENCE, FIRST_FIGURE, FIRST_TRADE = 1, 61, 70, 84
FREE = 100
"""The first id that is a word's."""

UNKNOWN, START, OPENING = 100, 101, 102
MOST_TOKENS = 510
MOST_OF_SENTENCE = 255
BEFORE = 180
"""Tokens of the sentences before it that a window repeats where an article is longer than one."""

_LARGE, _MIDDLE = 10**8, 10**6


def figure_word(item: Quantity) -> str:
    """The word that stands for a figure: its kind, money also by size, since a price is told unlike a deal."""
    if item.kind is not QuantityKind.MONEY:
        return item.kind.value
    if item.value is None:
        return "vague"
    return "large" if item.value >= _LARGE else "middle" if item.value >= _MIDDLE else "small"


FIGURE_WORDS = (
    "large",
    "middle",
    "small",
    "vague",
    *(kind.value for kind in QuantityKind if kind is not QuantityKind.MONEY),
)
"""Every word that `figure_word` gives, in the order of their ids."""


class Words(Protocol):
    """Turns a stretch of text without slots into token ids."""

    def ids(self, text: str) -> list[int]:
        """The token ids of a stretch."""
        ...


class Place(NamedTuple):
    """A pair as a window holds it: the number of its sentence, its place among the pairs asked of that, where the sentence
    opens, and the tokens of its companies.

    `how` tells how the first of the two stands: `UNNAMED` where the sentence does not name it, and `TOPIC` and `MAIN`.
    """

    sentence: int
    number: int
    pair: Pair
    opening: int
    left: int
    right: int
    how: int


TOPIC, MAIN, UNNAMED = 1, 2, 4
STANDINGS = 8


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article: token ids, the number of the sentence of each, where each company stands, and the pairs."""

    ids: list[int]
    sentences: list[int]
    mentions: dict[Entity, list[int]]
    places: list[Place]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A sentence as tokens: `slots` are the places of companies by company and where in the text its name begins."""

    ids: list[int]
    slots: dict[tuple[Entity, int], int]
    mentions: list[tuple[Entity, int]]


def windows_of(
    sentences: Sequence[MaskedSentence],
    pairs: Mapping[int, Sequence[Pair]],
    words: Words,
    order: Sequence[int] = range(COMPANIES),
    most: int | None = None,
    trades: bool = True,
) -> list[Window]:
    """The windows of an article that hold pairs, each pair in one.

    Args:
        sentences: Those of the article, in order.
        pairs: What is asked, by the number of the sentence.
        words: What makes tokens of words.
        order: A permutation of the tokens of companies.
        most: How many windows are made at most; pairs further on are in none.
        trades: Whether a token behind that of a company tells its trade.
    """
    numbers: dict[Entity, int] = {}
    tokens: list[_Tokens] = []
    found: list[Window] = []
    fresh = 0
    while fresh < len(sentences) and (most is None or len(found) < most):
        first, length = fresh, 1
        while first > 0 and length - 1 + len(tokens[first - 1].ids) <= BEFORE:
            first -= 1
            length += len(tokens[first].ids)
        last = fresh
        while last < len(sentences):
            if last == len(tokens):
                tokens.append(_tokens(sentences[last], words, numbers, order, trades))
            if last > fresh and length + len(tokens[last].ids) > MOST_TOKENS:
                break
            length += len(tokens[last].ids)
            last += 1
        window = _window(sentences, tokens, pairs, first, fresh, last)
        if window.places:
            found.append(window)
        fresh = last
    return found


def _tokens(
    masked: MaskedSentence, words: Words, numbers: dict[Entity, int], order: Sequence[int], trades: bool
) -> _Tokens:
    found = _Tokens([OPENING], {}, [])
    last = masked.sentence.start
    both: list[CompanySlot | Quantity] = [*masked.companies, *masked.quantities]
    marks = sorted(both, key=lambda mark: (mark.start, -mark.end))
    for mark in marks:
        if mark.start < last:
            continue
        if mark.start > last:
            found.ids.extend(words.ids(masked.text[last : mark.start]))
        if isinstance(mark, Quantity):
            found.ids.append(FIRST_FIGURE + FIGURE_WORDS.index(figure_word(mark)))
        else:
            if mark.reference:
                found.ids.append(REFERENCE)
            for entity in mark.entities:
                number = numbers.setdefault(entity, len(numbers)) % COMPANIES
                found.slots.setdefault((entity, mark.start), len(found.ids))
                found.mentions.append((entity, len(found.ids)))
                found.ids.append(FIRST_COMPANY + order[number])
                trade = trade_of(entity) if trades else None
                if trade is not None:
                    found.ids.append(FIRST_TRADE + TRADES.index(trade))
        last = mark.end
    if last < masked.sentence.end:
        found.ids.extend(words.ids(masked.text[last : masked.sentence.end]))
    del found.ids[MOST_OF_SENTENCE:]
    return found


def _window(
    sentences: Sequence[MaskedSentence],
    tokens: Sequence[_Tokens],
    pairs: Mapping[int, Sequence[Pair]],
    first: int,
    fresh: int,
    last: int,
) -> Window:
    window = Window([START], [-1], {}, [])
    for number in range(first, last):
        own, opening = tokens[number], len(window.ids)
        if number >= fresh:
            for place_of_pair, pair in enumerate(pairs.get(number, ())):
                place = _place(pair, place_of_pair, sentences[number], number, own, opening, window.mentions)
                if place is not None:
                    window.places.append(place)
        for entity, at in own.mentions:
            if at < len(own.ids):
                window.mentions.setdefault(entity, []).append(opening + at)
        window.ids.extend(own.ids)
        window.sentences.extend([number] * len(own.ids))
    return window


def _place(
    pair: Pair,
    number: int,
    masked: MaskedSentence,
    sentence: int,
    own: _Tokens,
    opening: int,
    before: Mapping[Entity, Sequence[int]],
) -> Place | None:
    """Where a pair stands; None where a window does not hold one of the two."""
    right = own.slots.get((pair.second, pair.right.start), len(own.ids))
    if right >= len(own.ids):
        return None
    if pair.left is None:
        if pair.first not in before:
            return None
        left = before[pair.first][-1]
    else:
        left = own.slots.get((pair.first, pair.left.start), len(own.ids))
        if left >= len(own.ids):
            return None
        left += opening
    how = TOPIC * (masked.topic == pair.first) + MAIN * (masked.main == pair.first) + UNNAMED * (pair.left is None)
    return Place(sentence, number, pair, opening, left, opening + right, how)
