"""The words that pairs of a text are weighed by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.company.chinese_words import Word
from extractors.pairs.english_words import english_words
from extractors.sentences import Sentence


def words_of(text: str, tokens: Sequence[Word], language: str) -> Sequence[Word]:
    """The words of a text in order: of a Chinese one those that it was cut into (`tokens`)."""
    return tokens if language == "zh" else list(english_words(text))


def words_within(words: Sequence[Word], sentence: Sentence) -> Sequence[Word]:
    """Those of a text's words that begin in one of its sentences."""
    first, last = (bisect_left(words, place, key=_start) for place in (sentence.start, sentence.end))
    return words[first:last]


def _start(word: Word) -> int:
    return word.start
