"""Lists held as columns of numbers: a filter over hundreds of thousands of rows is a few comparisons of whole columns.

Rows are only ever added; what changes is added anew and its old row dies. A `Sheet` is what the columns were at one
moment: whoever reads one sees it whole, also while rows are added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LANGUAGE_BITS = {"en": 1, "zh-Hant": 2, "zh-Hans": 4}
"""The languages of an entry are bits of one number; others are told by the bit behind them."""

_OTHER_LANGUAGE = 8
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Codes:
    """Numbers for texts, given as they come."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self.texts: list[str] = []

    def code(self, text: str) -> int:
        """The number of a text, which gets one if it has none."""
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return found

    def known(self, text: str) -> int:
        """The number of a text; -1 if it has none."""
        return self._codes.get(text, -1)

    def known_of(self, texts: Iterable[str]) -> Array:
        """The numbers of those texts that have one."""
        return np.array(sorted({self._codes[text] for text in texts if text in self._codes}), dtype=np.int32)


class Columns:
    """Columns of one length that grow; what was read of them before stays as it was."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self._arrays = {name: np.empty(64, dtype=kind) for name, kind in types.items()}
        self.length = 0

    def add(self, rows: Mapping[str, Sequence[Any] | Array]) -> None:
        """Add rows, given by column."""
        more = len(next(iter(rows.values())))
        for name, values in rows.items():
            held = self._arrays[name]
            if self.length + more > len(held):
                grown = np.empty(max(2 * len(held), self.length + more), dtype=held.dtype)
                grown[: self.length] = held[: self.length]
                held = self._arrays[name] = grown
            held[self.length : self.length + more] = values
        self.length += more

    def read(self) -> dict[str, Array]:
        """The columns as they are now."""
        return {name: held[: self.length] for name, held in self._arrays.items()}


@lru_cache(maxsize=20_000)
def day_number(text: str | None) -> int:
    """A day as a number by which days sort as their texts do: `2025-11` is 20251100, nothing is 0."""
    found = _DAY.fullmatch(text or "")
    if found is None:
        return 0
    year, month, day = (int(part or 0) for part in found.groups())
    return year * 10_000 + month * 100 + day


def day_text(number: int) -> str:
    """The text of a day's number."""
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]) if number else ""


def until(days: Array, text: str) -> Array:
    """Which days are no later than a day, a month or a year; unknown days are not."""
    unit = (10_000, 100, 1)[text.count("-")]
    return (days > 0) & (days // unit <= day_number(text) // unit)


def language_bits(languages: Iterable[str]) -> int:
    """Languages as bits."""
    bits = 0
    for each in languages:
        bits |= LANGUAGE_BITS.get(each, _OTHER_LANGUAGE)
    return bits


def languages_of(bits: int) -> tuple[str, ...]:
    """The languages of bits."""
    return tuple(name for name, bit in LANGUAGE_BITS.items() if bits & bit)
