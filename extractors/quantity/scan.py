"""Finds every number of a text, Chinese, English or mixed, before anything is known of its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extractors.quantity.money import currency_before
from extractors.quantity.numbers import (
    CHINESE_NUMBER,
    ENGLISH_NUMBER,
    ENGLISH_SCALES,
    ENGLISH_WORD_NUMBER,
    NUMERALS,
    parse_chinese,
    parse_english,
)

_SCALE_WORDS = "|".join(sorted(ENGLISH_SCALES, key=len, reverse=True))
_SCALE = re.compile(rf"[ -]?(?P<scale>{_SCALE_WORDS})(?![A-Za-z0-9])", re.IGNORECASE)
_WORD_SCALE = re.compile(r"[ -](?P<scale>trillion|billion|million|thousand)\b", re.IGNORECASE)
_VAGUE = r"(?:tens|hundreds|dozens|thousands|scores|many|several|a few|few|some|untold|multiple)"
_HIT = re.compile(
    rf"(?=[\da-zA-Z千兆{NUMERALS}])(?:(?P<vague>\b(?:{_VAGUE}(?: of)?(?: (?:tens|hundreds|thousands) of)? |multi-?)?(?:trillions|billions|millions)(?: of)?\b"
    rf"|\b(?:multi-|{_VAGUE}(?: of)? )(?:trillion|billion|million)\b|\b{_VAGUE}(?: of)?(?= ))"
    rf"|(?P<zh>{CHINESE_NUMBER})|(?P<word>\b{ENGLISH_WORD_NUMBER}\b))",
    re.IGNORECASE,
)
_LATIN_BEFORE = re.compile(r"[A-Za-z][-.]?$")


class NumberSpan(NamedTuple):
    """A number at `start:end`; `scaled` when it carries a scale (亿, billion) that a neighbour may share."""

    start: int
    end: int
    value: Decimal
    factor: Decimal = Decimal(1)
    vague: bool = False
    more: bool = False
    chinese: bool = False

    @property
    def scaled(self) -> bool:
        """Whether the number has a scale word or unit of ten thousand or more."""
        return self.factor > 1


def scan_numbers(text: str) -> Iterator[NumberSpan]:
    """The numbers of a matching text in order; digits inside a Latin word (GB300, H100) are none."""
    for hit in _HIT.finditer(text):
        start, end = hit.span()
        if hit["vague"]:
            yield NumberSpan(start, end, Decimal(0), vague=True)
        elif hit["zh"] is not None:
            span = _chinese(text, start, end)
            if span is not None:
                yield span
        else:
            value = parse_english(hit["word"])
            if value is not None:
                yield _scaled(text, start, end, value, _WORD_SCALE)


def _chinese(text: str, start: int, end: int) -> NumberSpan | None:
    if (
        text[start].isascii()
        and _LATIN_BEFORE.search(text, max(0, start - 2), start)
        and not _currency_letter(text, start)
    ):
        return None
    run = text[start:end]
    if run.isascii():
        value = parse_english(run)
        return None if value is None else _scaled(text, start, end, value, _SCALE)
    for first in range(min(4, len(run))):
        number = parse_chinese(run[first:])
        if number is not None:
            factor = Decimal(number.scale)
            return NumberSpan(start + first, end, number.value, factor, number.vague, number.more, chinese=True)
    return None


def _currency_letter(text: str, start: int) -> bool:
    """Whether the letters before a digit are a currency (RMB50, USD5, NT$8, Rs76), not a product's name."""
    return text[start - 1] != "-" and currency_before(text, start) is not None


def _scaled(text: str, start: int, end: int, value: Decimal, scales: re.Pattern[str]) -> NumberSpan:
    match = scales.match(text, end)
    if match is None:
        return NumberSpan(start, end, value)
    word = match["scale"]
    if word in ("K", "M", "B", "T", "k", "m", "b", "t", "cr", "Cr") and text[end] == " ":
        return NumberSpan(start, end, value)
    factor = Decimal(ENGLISH_SCALES[word.lower()])
    return NumberSpan(start, match.end(), value * factor, factor)


__all__ = ["ENGLISH_NUMBER", "NumberSpan", "scan_numbers"]
