"""The sums that stand near a deal, with the words of their sentences, and who else may claim them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.assemble import Draft
from extractors.candidate import Candidate
from extractors.company.chinese_words import Word
from extractors.cue import is_figure
from extractors.pairs.features import shown_words
from extractors.pairs.words import words_within
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import MaskedSentence

_SUMS = (QuantityKind.MONEY, QuantityKind.PRICE)
COMPANIES = PARTY, OTHER = "甲", "乙"
"""How the words of a sentence show a party of a deal, and any other company."""

_NOBODY: frozenset[str] = frozenset()
_MOST = 12
"""A sentence with more sums is a table."""


@dataclass(frozen=True)
class Line:
    """A sentence as sums are weighed in it: its words, the companies that its names name, and its sums.

    `shown` keeps what a sum shows to all deals alike, by where it begins.
    """

    masked: MaskedSentence
    texts: Sequence[str]
    starts: Sequence[int]
    names: Sequence[int]
    keys: dict[int, frozenset[str]]
    sums: Sequence[Quantity]
    shown: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    def place(self, position: int) -> int:
        """The number of the first word that begins at a position of the text or behind it."""
        return bisect_left(self.starts, position)


class Scene:
    """The sentences of an article and the deals that they tell."""

    def __init__(self, sentences: Sequence[MaskedSentence], drafts: Sequence[Draft], words: Sequence[Word]) -> None:
        self.sentences = sentences
        self.drafts = drafts
        self._words = words
        self._lines: dict[int, Line] = {}
        self._keys: dict[int, frozenset[str]] = {}
        self._texts: dict[tuple[int, int], list[str]] = {}

    def line(self, number: int) -> Line:
        """A sentence by its place in the article."""
        known = self._lines.get(number)
        if known is None:
            known = self._lines[number] = _line(self.sentences[number], self._words)
        return known

    def keys(self, item: Draft) -> frozenset[str]:
        """The companies of a deal."""
        known = self._keys.get(id(item))
        if known is None:
            known = self._keys[id(item)] = item.keys
        return known

    def texts(self, line: Line, item: Draft) -> list[str]:
        """The words of a sentence, the parties of a deal as 甲 and other companies as 乙."""
        place = line.masked.number, id(item)
        known = self._texts.get(place)
        if known is None:
            known = self._texts[place] = list(line.texts)
            parties = self.keys(item)
            for number in line.names:
                if not line.keys.get(line.starts[number], _NOBODY) & parties:
                    known[number] = OTHER
        return known

    @cached_property
    def chosen(self) -> dict[int, list[Draft]]:
        """The drafts for which the rules chose a sum, by where it begins."""
        found: dict[int, list[Draft]] = {}
        for item in self.drafts:
            if item.amount is not None:
                found.setdefault(item.amount.start, []).append(item)
        return found

    @cached_property
    def told(self) -> dict[int, list[tuple[Draft, Candidate]]]:
        """The candidates of all drafts by the place of their sentence."""
        found: dict[int, list[tuple[Draft, Candidate]]] = {}
        for item in self.drafts:
            for candidate in item.candidates:
                found.setdefault(candidate.masked.number, []).append((item, candidate))
        return found

    def near(self, item: Draft) -> Iterator[tuple[Candidate, Line, Quantity]]:
        """The sums in the sentences of a deal, each with the candidate that stands nearest.

        Those next to them count as well unless the rules found the amount where the deal is told, but for the figures of
        companies (后者去年营收11亿美元).
        """
        own: dict[int, list[Candidate]] = {}
        for candidate in item.candidates:
            own.setdefault(candidate.masked.number, []).append(candidate)
        around = set(own)
        if item.amount is None or not any(self._holds(number, item.amount) for number in own):
            around = {near for number in own for near in (number - 1, number, number + 1)}
        for number in sorted(around):
            line = self.line(number) if 0 <= number < len(self.sentences) else None
            if line is None or not 0 < len(line.sums) <= _MOST:
                continue
            beside = own.get(number) or [*own.get(number - 1, ()), *own.get(number + 1, ())]
            for quantity in line.sums if number in own else _no_figures(line):
                yield min(beside, key=lambda each: _apart(each, line, quantity)), line, quantity

    def _holds(self, number: int, quantity: Quantity) -> bool:
        sentence = self.sentences[number].sentence
        return sentence.start <= quantity.start < sentence.end


def _no_figures(line: Line) -> list[Quantity]:
    text, start = line.masked.text, line.masked.sentence.start
    return [item for item in line.sums if not is_figure(text, item.start, item.end, start)]


def _apart(candidate: Candidate, line: Line, quantity: Quantity) -> tuple[bool, int]:
    return candidate.masked.number > line.masked.number, abs(candidate.trigger.start - quantity.start)


def _line(masked: MaskedSentence, words: Sequence[Word]) -> Line:
    sums = [item for item in masked.quantities if item.kind in _SUMS]
    if not sums:
        return Line(masked, (), (), (), {}, ())
    shown = shown_words(masked, words_within(words, masked.sentence))
    texts = [word.text if word.tag in ("name", "sum") else masked.text[word.start : word.end].lower() for word in shown]
    names = [number for number, word in enumerate(shown) if word.tag == "name"]
    keys = {slot.start: frozenset(entity.key for entity in slot.entities) for slot in masked.companies}
    return Line(masked, texts, [word.start for word in shown], names, keys, sums)
