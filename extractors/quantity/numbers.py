"""The number grammar: Chinese and English numerals, digits with units, and what makes a number vague.

Chinese works on simplified characters. 兆 is 10^12 (Taiwan's money); 兆瓦 is a unit of its own and never reaches here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "〇": 0,
    "两": 2,
    "俩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_GROUPED = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
NUMERALS = "零〇一二三四五六七八九十百万亿两俩壹贰叁肆伍陆柒捌玖拾佰仟半几数点多余"
CHINESE_NUMBER = rf"(?:(?:{_GROUPED})(?:\.\d+)?|(?!零吉)[{NUMERALS}]|千(?!兆?瓦)|兆(?!瓦))+"  # 零吉 is the ringgit
_LONGEST = 36  # characters; a longer run is no number that anyone wrote, and would overflow a decimal
_TOKEN = re.compile(rf"(?:{_GROUPED})(?:\.\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed number: `vague` has no value ('several'), `more` is 'and some more' (100多亿)."""

    value: Decimal
    vague: bool = False
    more: bool = False
    scale: int = 1


def parse_chinese(text: str) -> Number | None:
    """The value of a Chinese or mixed number (`1兆2,000亿`, `三千五百亿`, `8亿6,000万`, `半兆`), else None.

    `scale` of the result is its largest unit from 万 up, 1 if it has none. A string that breaks the grammar (two digits
    in a row other than a year, a unit that grows again) is None.
    """
    return None if len(text) > _LONGEST else _parsed_chinese(text)


@lru_cache(maxsize=4096)
def _parsed_chinese(text: str) -> Number | None:
    """The same of a short text; an article repeats its years and sums."""
    if text[:1] in ("多", "余", "点"):
        return None
    vague, more = False, False
    if text[:1] in "几数" or "几" in text:
        vague = True
    for mark in "多余":
        if mark in text:
            more = True
            text = text.replace(mark, "")
    if vague:
        scale = max((_LARGE[character] for character in text if character in _LARGE), default=1)
        known = all(
            character in "几数"
            or character in _DIGITS
            or character in _SMALL
            or character in _LARGE
            or character.isdigit()
            for character in text
        )
        return Number(Decimal(0), vague=True, scale=scale) if known else None
    if "点" in text:
        return _with_point(text, more)
    value = _value(text)
    if value is None:
        return None
    scale = max((_LARGE[character] for character in text if character in _LARGE), default=1)
    return Number(value, more=more, scale=scale)


def _with_point(text: str, more: bool) -> Number | None:
    match = re.fullmatch(r"(.+?)点([零〇一二三四五六七八九\d]+)([十百千万亿兆]*)", text)
    whole = _value(match[1]) if match else None
    if match is None or whole is None:
        return None
    fraction = "".join(str(_DIGITS.get(character, character)) for character in match[2])
    factor = Decimal(1)
    for unit in match[3]:
        factor *= _SMALL.get(unit) or _LARGE[unit]
    scale = max((_LARGE[unit] for unit in match[3] if unit in _LARGE), default=1)
    return Number((whole + Decimal(f"0.{fraction}")) * factor, more=more, scale=scale)


def _value(text: str) -> Decimal | None:
    """The value of digits, numerals and units without a written point, None where the grammar is broken."""
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,}", text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total, section, current = Decimal(0), Decimal(0), None
    last_large, last_small = 10**20, 10**6
    for token in _TOKEN.findall(text):
        if token[0].isdecimal():
            if current is not None:
                return None
            current = Decimal(token.replace(",", ""))
        elif token in _DIGITS:
            if current not in (None, 0):
                return None
            current = Decimal(_DIGITS[token])
        elif token == "半":
            if current is not None or total or section:
                return None
            current = Decimal("0.5")
        elif token in _SMALL:
            unit = _SMALL[token]
            if unit >= last_small and section:
                return None
            section += (Decimal(1) if current is None or (current == 0 and section) else current) * unit
            current, last_small = None, unit
        elif token in _LARGE:
            unit = _LARGE[token]
            part = section + (current or 0)
            if part == 0 and not section and current is None:
                if total and last_large <= unit:
                    total *= unit
                    last_large = 10**20 if last_large < unit else unit
                    current, section, last_small = None, Decimal(0), 10**6
                    continue
                if total:
                    return None
                part = Decimal(1)
            if unit > last_large:
                # 三千万亿: the whole part so far counts in the larger unit
                total = (total + part) * unit
            else:
                total += part * unit
            current, section, last_small, last_large = None, Decimal(0), 10**6, unit
        else:
            return None
    if len(text) > 2 and current and text[-1] in _DIGITS and text[-3] not in _LARGE:
        # 三千五 is 3,500 and 一亿二 is 120,000,000; 三千零五 says its zero
        current *= (_SMALL.get(text[-2]) or _LARGE.get(text[-2]) or 10) // 10
    return total + section + (current or 0)


_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "|".join(word for word in _WORDS if word not in _TENS.split("|"))
_WORD = rf"(?:(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:{_UNITS}))"
ENGLISH_WORD_NUMBER = rf"(?:{_WORD}(?: and a half)?|half an?|an?|a hundred|one hundred)"
ENGLISH_NUMBER = rf"(?:(?:{_GROUPED})(?:\.\d+)?|\b{ENGLISH_WORD_NUMBER}\b)"
ENGLISH_SCALES = {
    "thousand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "mm": 10**6,
    "m": 10**6,
    "crore": 10**7,
    "cr": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "b": 10**9,
    "lakh crore": 10**12,
    "trillion": 10**12,
    "tn": 10**12,
    "trn": 10**12,
    "trln": 10**12,
    "t": 10**12,
}


def parse_english(text: str) -> Decimal | None:
    """The value of `1,250.5`, `thirty-eight`, `two and a half`, `half a`, `a`; None for anything else."""
    return None if len(text) > _LONGEST else _parsed_english(text)


@lru_cache(maxsize=4096)
def _parsed_english(text: str) -> Decimal | None:
    text = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    if text in ("a", "an"):
        return Decimal(1)
    if text in ("half a", "half an"):
        return Decimal("0.5")
    if text in ("a hundred", "one hundred"):
        return Decimal(100)
    half = text.endswith(" and a half")
    parts = re.split(r"[- ]", text.removesuffix(" and a half"))
    if not all(part in _WORDS for part in parts) or len(parts) > 2:
        return None
    return Decimal(sum(_WORDS[part] for part in parts)) + (Decimal("0.5") if half else 0)
