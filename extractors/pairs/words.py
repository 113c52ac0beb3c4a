"""The words that pairs of a text are weighed by."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.company.chinese_words import Word
from extractors.pairs.english_words import english_words


def words_of(text: str, tokens: Sequence[Word], language: str) -> Sequence[Word]:
    """The words of a text in order: of a Chinese one those that it was cut into (`tokens`)."""
    return tokens if language == "zh" else list(english_words(text))
