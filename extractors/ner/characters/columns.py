"""What the finder of names sees at each character of a text, as columns of numbers: the character itself, the word that
it stands in and those beside (as a dictionary cuts them, and as a segmenter does), the ends of names nearby, and whether
a listed name or a figure stands there.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import ahocorasick_rs
import numpy as np
import rjieba
from numpy.typing import NDArray

from extractors.company.gazetteer_match import gazetteer_spans
from extractors.quantity.spans import Quantity, QuantityKind
from schemas.article import Place

Column = NDArray[np.int64]

_HAN, _DIGIT, _UPPER, _LOWER, _SPACE, _OTHER = 1, 2, 3, 4, 5, 6
_INSIDE_NAMES = np.frombuffer("&-.·".encode("utf-32-le"), dtype=np.uint32)
_FIGURE = 0x110000
"""Behind the last code point: characters of a figure are seen as what kind of figure it is, not one by one."""

_FURTHEST = 8
_LONGEST_SENTENCE = 1_000
"""Characters; what goes on longer is no sentence, and is cut."""

_SENTENCE_END = re.compile(r"[。！？!?\n]+")
_OF_DEALS = (QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.SHARES, QuantityKind.PERCENT, QuantityKind.CHIPS)
LONGEST_WORD = 8
_MIX, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
_KINDS = {kind: number for number, kind in enumerate(QuantityKind, start=1)}


@dataclass(frozen=True)
class Knowledge:
    """What a model knows of words beside what it learned.

    `words` are hashes (`hashes_of`) of words of a dictionary in order, `classes` what it says of each (a place, a person's
    name, a verb…); `ends` are words with which names often end.
    """

    words: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    ends: tuple[str, ...]

    def class_of(self, hashes: NDArray[np.uint32]) -> Column:
        """The class of each word; 0 for those that the dictionary lacks."""
        if not len(self.words):
            return np.zeros(len(hashes), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.words, hashes), len(self.words) - 1)
        return np.where(self.words[places] == hashes, self.classes[places], 0).astype(np.int64)

    @cached_property
    def end_finder(self) -> ahocorasick_rs.AhoCorasick:
        """Finds the ends of names."""
        return ahocorasick_rs.AhoCorasick(self.ends, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def mixed(state: NDArray[np.uint64], value: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    """A hash with one more value taken in."""
    state = (state ^ value) * _MIX
    return state ^ (state >> _FOLD)


def hashes_of(codes: Column) -> Iterator[NDArray[np.uint32]]:
    """Hashes of the words of one character, of two… up to the longest, that begin at each place where they fit."""
    state = np.zeros(len(codes), dtype=np.uint64)
    numbers = codes.astype(np.uint64)
    for length in range(1, min(LONGEST_WORD, len(codes)) + 1):
        state = mixed(state[: len(codes) - length + 1], numbers[length - 1 :])
        yield (state >> np.uint64(32)).astype(np.uint32)


def _text_hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace"))


def columns_of(text: str, quantities: Sequence[Quantity], knowledge: Knowledge) -> dict[str, Column]:
    """The columns of a text (simplified, without halves of surrogate pairs), each as long as the text."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    shapes = _shapes(codes)
    figure = np.zeros(len(codes), dtype=np.int64)
    for item in quantities:
        figure[item.start : item.end] = _KINDS[item.kind]
    found = {
        "dealing": _dealing(text, quantities),
        "char": np.where(figure > 0, _FIGURE + figure, codes),
        "shape": shapes,
        "listed": _listed(text),
    }
    found |= _dictionary(codes, knowledge) | _tokens(text) | _endings(text, codes, shapes, knowledge)
    return found


def beside(column: Column, offset: int) -> Column:
    """A column moved so that each place holds what stands `offset` places on; -1 beyond the text."""
    moved = np.full_like(column, -1)
    if offset >= 0:
        moved[: max(0, len(column) - offset)] = column[offset:]
    else:
        moved[-offset:] = column[:offset]
    return moved


def _dealing(text: str, quantities: Sequence[Quantity]) -> Column:
    """Whether the sentence of each character tells a figure of dealing: news of deals names other bodies than other text."""
    told = np.zeros(len(text), dtype=np.int64)
    for item in quantities:
        told[item.start] = item.kind in _OF_DEALS
    lengths = np.array(sentence_lengths(text), dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    return np.repeat(np.maximum.reduceat(told, starts), lengths) if len(lengths) else told


def sentence_lengths(text: str) -> list[int]:
    """How many characters each sentence of a text has; all of them together are the text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    lengths = []
    last = 0
    for end in [*ends, len(text)]:
        while end > last:
            lengths.append(min(end - last, _LONGEST_SENTENCE))
            last += lengths[-1]
    return lengths


def _shapes(codes: Column) -> Column:
    shapes = _OTHER + codes % 23
    for shape, first, last in (
        (_HAN, 0x3400, 0x9FFF),
        (_DIGIT, 0x30, 0x39),
        (_UPPER, 0x41, 0x5A),
        (_LOWER, 0x61, 0x7A),
        (_SPACE, 0x20, 0x20),
    ):
        shapes[(codes >= first) & (codes <= last)] = shape
    return shapes


def _dictionary(codes: Column, knowledge: Knowledge) -> dict[str, Column]:
    """The words as a dictionary cuts them, the longest first from the left, with their classes."""
    size = len(codes)
    longest = np.ones(size, dtype=np.int64)
    hashes = np.zeros(size, dtype=np.uint32)
    classes = np.zeros(size, dtype=np.int64)
    for length, found in enumerate(hashes_of(codes), start=1):
        known = knowledge.class_of(found)
        here = np.flatnonzero(known) if length > 1 else np.arange(size)
        longest[here], hashes[here], classes[here] = length, found[here], known[here]
    starts = []
    place, reach = 0, longest.tolist()
    while place < size:
        starts.append(place)
        place += reach[place]
    first = np.array(starts, dtype=np.int64)
    words = {"word": hashes[first].astype(np.int64), "class": classes[first]}
    return _spread(words, longest[first], {"word": 2, "class": 1}, "place")


@lru_cache(maxsize=1)
def _segmenter() -> rjieba.Jieba:
    return rjieba.Jieba()


def _tokens(text: str) -> dict[str, Column]:
    """The words as a segmenter cuts them, with their parts of speech."""
    tagged = _segmenter().tag(text)
    lengths = np.array([len(word) for word, _ in tagged], dtype=np.int64)
    tokens = np.array([_text_hash(word) for word, _ in tagged], dtype=np.int64)
    tags = np.array([_text_hash(tag) for _, tag in tagged], dtype=np.int64)
    return _spread({"token": tokens, "tag": tags}, lengths, {"token": 1, "tag": 1}, "spot")


def _spread(words: dict[str, Column], lengths: Column, beyond: dict[str, int], place: str) -> dict[str, Column]:
    """Columns of words as columns of their characters, with those of as many words before and behind as `beyond` says.

    `place` names the column that tells where in its word a character stands: first, inner, last, or alone.
    """
    number = np.repeat(np.arange(len(lengths)), lengths)
    within = np.arange(len(number)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    length = lengths[number]
    found = {place: np.where(length == 1, 4, np.where(within == 0, 1, np.where(within == length - 1, 3, 2)))}
    for name, column in words.items():
        for offset in range(-beyond[name], beyond[name] + 1):
            found[f"{name}{offset:+}" if offset else name] = beside(column, offset)[number]
    return found


def _endings(text: str, codes: Column, shapes: Column, knowledge: Knowledge) -> dict[str, Column]:
    """How far on the next word stands that often ends a name (公司, 銀行…), within one stretch of letters, and which."""
    size = len(text)
    here = np.arange(size)
    nearest = np.full(size, size, dtype=np.int64)
    which = np.zeros(size + 1, dtype=np.int64)
    for number, start, _ in knowledge.end_finder.find_matches_as_indexes(text):
        nearest[start] = start
        which[start] = number + 1
    nearest = np.minimum.accumulate(nearest[::-1])[::-1]
    in_name = np.isin(shapes, (_HAN, _UPPER, _LOWER)) | np.isin(codes, _INSIDE_NAMES)
    broken = np.minimum.accumulate(np.where(in_name, size, here)[::-1])[::-1]
    near = (nearest < broken) & (nearest - here <= _FURTHEST)
    return {"far": np.where(near, np.minimum(nearest - here, 4) + 1, 0), "end": np.where(near, which[nearest], 0)}


def _listed(text: str) -> Column:
    """The place of each character in a name of the gazetteer, told apart by whether the name is a plain word too."""
    found = np.zeros(len(text), dtype=np.int64)
    for span in gazetteer_spans(text, Place.MAINLAND):
        base = 4 if span.weak else 0
        found[span.start : span.end] = base + 2
        found[span.start] = base + (1 if span.end - span.start > 1 else 4)
        if span.end - span.start > 1:
            found[span.end - 1] = base + 3
    return found
