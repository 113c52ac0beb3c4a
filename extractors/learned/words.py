"""Words as token ids: BERT's word pieces for Latin letters and figures, words of a list for Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import rjieba
from tokenizers import Tokenizer

from extractors.learned.tokens import UNKNOWN

_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST = 4


class MixedWords:
    """Token ids of text in both scripts.

    Latin runs go through the word pieces of `tokenizer` (a `tokenizer.json`). Chinese runs are segmented; a word of
    `chinese` has the id after the word pieces at its place in the list, another is cut into the longest words that have.
    """

    def __init__(self, tokenizer: Path, chinese: Sequence[str]) -> None:
        self._pieces = Tokenizer.from_file(str(tokenizer))
        self._pieces.no_truncation()
        self._pieces.no_padding()
        first = self._pieces.get_vocab_size()
        self._chinese = {word: first + place for place, word in enumerate(chinese)}

    def __len__(self) -> int:
        """How many token ids there are."""
        return self._pieces.get_vocab_size() + len(self._chinese)

    def ascii_pieces(self) -> list[int]:
        """The ids of the word pieces of ASCII characters alone, but for those that stand for nothing."""
        return [number for piece, number in self._pieces.get_vocab().items() if piece.isascii() and "[" not in piece]

    def ids(self, text: str) -> list[int]:
        """The token ids of a stretch without slots."""
        found: list[int] = []
        for run in _RUNS.findall(_SURROGATE.sub(" ", text)):
            if "\u3400" <= run[0] <= "\u9fff":
                for word in rjieba.cut(run):
                    found.extend(self._of_word(word))
            else:
                found.extend(self._pieces.encode(run, add_special_tokens=False).ids)
        return found

    def _of_word(self, word: str) -> list[int]:
        number = self._chinese.get(word)
        if number is not None:
            return [number]
        found: list[int] = []
        place = 0
        while place < len(word):
            step = next((size for size in range(_LONGEST, 0, -1) if word[place : place + size] in self._chinese), 0)
            found.append(self._chinese[word[place : place + step]] if step else UNKNOWN)
            place += step or 1
        return found
