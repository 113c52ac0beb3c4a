"""The number grammar: 420 cases written by hand, and numbers, sums and dates spelled by one grammar, read by ours."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.normal_text import normalise
from extractors.quantity import Quantity, QuantityKind, find_quantities
from schemas import PartialDate, Place

CORPORA = Path(__file__).parents[2] / "corpora"
CASES = [json.loads(line) for line in (CORPORA / "gold" / "quantities.jsonl").read_text(encoding="utf-8").splitlines()]
CURRENCIES = tomllib.loads((CORPORA / "lexicons" / "currencies.toml").read_text(encoding="utf-8"))["currency"]
FLOOR = 0.97


def _found(own: str, place: Place | None = None, published: str | None = None) -> list[tuple[int, int, Quantity]]:
    """The quantities of a text in the positions of its own characters."""
    normal = normalise(own)
    day = None if published is None else PartialDate(published)
    return [(*normal.span(item.start, item.end), item) for item in find_quantities(normal.text, place, day)]


def _one(own: str, kind: QuantityKind, place: Place | None = None) -> Quantity:
    found = [item for _, _, item in _found(own, place) if item.kind is kind]
    assert len(found) == 1, found
    return found[0]


# The cases.


def _key(case: dict[str, Any], expected: dict[str, Any]) -> tuple[object, ...]:
    value = None if expected["value"] is None else round(Decimal(str(expected["value"])), 6)
    ends = tuple(None if expected[name] is None else Decimal(str(expected[name])) for name in ("low", "high"))
    span = (case["id"], expected["start"], expected["end"])
    return (*span, expected["type"], value, ends, expected["currency"], expected["iso"])


def _keys(case: dict[str, Any]) -> list[tuple[object, ...]]:
    place = None if case["place"] is None else Place(case["place"])
    keys = []
    for start, end, item in _found(case["text"], place, case["published"]):
        value = None if item.value is None else round(item.value, 6)
        rest = (item.kind.value, value, (item.low, item.high), item.currency, item.iso)
        keys.append((case["id"], start, end, *rest))
    return keys


def test_the_cases_are_found_with_their_values() -> None:
    """Span, kind, value, ends of a range, currency and date must all be right to count."""
    wanted = Counter(_key(case, expected) for case in CASES for expected in case["expected"])
    found = Counter(key for case in CASES for key in _keys(case))
    right = (wanted & found).total()
    f1 = 2 * right / (wanted.total() + found.total())
    wrong = sorted(((wanted - found) + (found - wanted)).elements(), key=str)
    assert f1 >= FLOOR, wrong


@pytest.mark.parametrize("case", [case for case in CASES if not case["expected"]], ids=lambda case: case["id"])
def test_what_is_no_quantity_is_not_found(case: dict[str, Any]) -> None:
    assert _keys(case) == []


def test_bounds_of_the_cases() -> None:
    wrong = []
    for case in CASES:
        place = None if case["place"] is None else Place(case["place"])
        bounds = {(start, end): item.bound for start, end, item in _found(case["text"], place, case["published"])}
        for expected in case["expected"]:
            bound = bounds.get((expected["start"], expected["end"]))
            if bound not in (None, expected["bound"]):
                wrong.append((case["id"], expected["surface"], expected["bound"], bound))
    assert not wrong


# Chinese numerals, spelled by the textbook and read back.

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "兆")
_TRADITIONAL = str.maketrans("万亿两", "萬億兩")


def _spell_group(number: int) -> str:
    spelled, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(spelled)
            continue
        spelled += ("零" if gap else "") + _DIGITS[digit] + _UNITS[power]
        gap = False
    return spelled


def spell_chinese(number: int) -> str:
    """A whole number above zero in simplified numerals, 兆 for 10¹² as in Taiwan: 10050000 is 一千零五万."""
    spelled, gap = "", False
    for power in (3, 2, 1, 0):
        group = number // 10 ** (4 * power) % 10**4
        if group == 0:
            gap = bool(spelled)
            continue
        spelled += ("零" if spelled and (gap or group < 1000) else "") + _spell_group(group) + _GROUPS[power]
        gap = False
    return spelled


@given(st.integers(1, 10**16 - 1))
def test_chinese_numerals_read_back(number: int) -> None:
    item = _one(f"耗资{spell_chinese(number)}美元。", QuantityKind.MONEY, Place.MAINLAND)
    assert (item.value, item.currency) == (number, "USD")


@given(st.integers(1, 10**16 - 1))
def test_traditional_numerals_read_back(number: int) -> None:
    text = spell_chinese(number).translate(_TRADITIONAL)
    own = f"耗資{text}美元。"
    ((start, end, item),) = _found(own, Place.TAIWAN)
    assert (own[start:end], item.value, item.currency) == (f"{text}美元", number, "USD")


@given(st.integers(2, 9), st.sampled_from(["百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "兆"]))
def test_liang_is_two_and_stands_before_units(digit: int, unit: str) -> None:
    numeral = "两" if digit == 2 else _DIGITS[digit]
    factor = 1
    for character in unit:
        factor *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}[character]
    assert _one(f"投资{numeral}{unit}欧元", QuantityKind.MONEY, Place.MAINLAND).value == digit * factor


@given(st.integers(1, 9999), st.integers(0, 9999), st.booleans())
def test_digits_with_units_read_back(large: int, small: int, commas: bool) -> None:
    """`8亿6,000万`, `1,234亿`."""
    shape = "{:,}" if commas else "{}"
    text = shape.format(large) + "亿" + (shape.format(small) + "万" if small else "")
    item = _one(f"合約總額{text}美元。", QuantityKind.MONEY, Place.TAIWAN)
    assert item.value == large * 10**8 + small * 10**4


@given(st.decimals("0.01", "9999.99", places=2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("兆", 10**12)]))
def test_decimals_with_units_read_back(number: Decimal, unit: tuple[str, int]) -> None:
    item = _one(f"总额{number}{unit[0]}美元。", QuantityKind.MONEY, Place.MAINLAND)
    assert item.value == number * unit[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [("數百億美元", None), ("幾十億美元", None), ("百億美元", 10**10), ("千億美元", 10**11), ("半億美元", 5 * 10**7)],
)
def test_a_hundred_million_is_a_number_and_several_are_not(text: str, value: int | None) -> None:
    assert _one(f"投資{text}。", QuantityKind.MONEY, Place.TAIWAN).value == value


@pytest.mark.parametrize(
    ("text", "value"), [("三千五", 3500), ("一万二", 12000), ("两亿五", 25 * 10**7), ("三千零五", 3005), ("二十五", 25)]
)
def test_a_digit_behind_a_unit_counts_in_the_next_one(text: str, value: int) -> None:
    assert _one(f"售价{text}美元。", QuantityKind.MONEY, Place.MAINLAND).value == value


# English numbers.

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_WORDS += ("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spell_english(number: int) -> str:
    """1 to 99 in words."""
    if number < 20:
        return _WORDS[number - 1]
    tens, rest = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_WORDS[rest - 1]}" if rest else "")


@given(st.integers(1, 99), st.sampled_from(list(_SCALES)))
def test_english_words_read_back(number: int, scale: str) -> None:
    item = _one(f"It will pay {spell_english(number)} {scale} dollars in cash.", QuantityKind.MONEY)
    assert (item.value, item.currency) == (number * _SCALES[scale], "USD")


@given(st.decimals("0.1", "9999.9", places=1), st.sampled_from(list(_SCALES)), st.sampled_from([" ", "-"]))
def test_english_digits_read_back(number: Decimal, scale: str, joint: str) -> None:
    item = _one(f"It is a ${number:,}{joint}{scale} deal.", QuantityKind.MONEY)
    assert (item.value, item.currency) == (number * _SCALES[scale], "USD")


@given(st.integers(1, 999), st.sampled_from(list(_SHORT)))
def test_short_scales_read_back(number: int, scale: str) -> None:
    assert _one(f"It paid €{number}{scale} in cash.", QuantityKind.MONEY).value == number * _SHORT[scale]


@given(st.integers(1, 10**12))
def test_grouped_digits_read_back(number: int) -> None:
    assert _one(f"It paid US${number:,} in cash.", QuantityKind.MONEY).value == number


# Every spelling of every currency.

_BEFORE = [(row["code"], word) for row in CURRENCIES for word in row.get("before", [])]
_AFTER = [(row["code"], word) for row in CURRENCIES for word in row.get("after", [])]
_ENGLISH = [(row["code"], word) for row in CURRENCIES for word in row.get("english", [])]


@pytest.mark.parametrize(("code", "word"), _BEFORE)
def test_a_currency_before_its_number(code: str, word: str) -> None:
    texts = [f"公司斥资{word} 50亿收购对手。"]
    if " " not in word:
        texts.append(f"公司斥资{word}50亿收购对手。")
    for text in texts:
        item = _one(text, QuantityKind.MONEY, Place.MAINLAND)
        assert (item.value, item.currency) == (5 * 10**9, code), text
    if word.isascii() or len(word) == 1:
        for text in (f"It paid {word} 5 billion in cash.", f"It paid {word}5 billion in cash.")[
            : 1 + (" " not in word)
        ]:
            item = _one(text, QuantityKind.MONEY)
            assert (item.value, item.currency) == (5 * 10**9, code), text


@pytest.mark.parametrize(("code", "word"), _AFTER)
def test_a_currency_behind_its_number(code: str, word: str) -> None:
    item = _one(f"公司斥资50亿{word}收购对手。", QuantityKind.MONEY, Place.MAINLAND)
    assert (item.value, item.currency) == (5 * 10**9, code)


@pytest.mark.parametrize(("code", "word"), _ENGLISH)
def test_a_currency_in_english(code: str, word: str) -> None:
    item = _one(f"It paid 5 billion {word} in cash.", QuantityKind.MONEY)
    assert (item.value, item.currency) == (5 * 10**9, code)


@pytest.mark.parametrize(
    ("place", "code"), [(Place.TAIWAN, "TWD"), (Place.HONG_KONG, "HKD"), (Place.MAINLAND, "CNY")], ids=str
)
def test_a_bare_yuan_is_the_places_own(place: Place, code: str) -> None:
    assert _one("投資30億元擴產。", QuantityKind.MONEY, place).currency == code


# Ranges and units.


@given(st.integers(1, 499), st.integers(1, 500))
def test_chinese_ranges(low: int, more: int) -> None:
    item = _one(f"投资{low}亿至{low + more}亿美元建厂", QuantityKind.MONEY, Place.MAINLAND)
    assert (item.low, item.high) == (low * 10**8, (low + more) * 10**8)
    assert item.value == Decimal(2 * low + more) / 2 * 10**8


@given(st.integers(1, 499), st.integers(1, 500))
def test_english_ranges(low: int, more: int) -> None:
    high = low + more
    for text in (
        f"${low} billion to ${high} billion",
        f"between ${low} billion and ${high} billion",
        f"${low}-{high}bn",
    ):
        item = _one(f"It will cost {text}.", QuantityKind.MONEY)
        assert (item.low, item.high) == (low * 10**9, high * 10**9), text


@given(
    st.decimals("0.1", "999.9", places=1),
    st.sampled_from(
        [("GW", 1), (" GW", 1), ("吉瓦", 1), ("百萬瓩", 1), ("MW", "0.001"), ("兆瓦", "0.001"), ("萬瓩", "0.01")]
    ),
)
def test_power_in_gigawatts(number: Decimal, unit: tuple[str, str | int]) -> None:
    item = _one(f"部署{number}{unit[0]}的資料中心。", QuantityKind.POWER, Place.TAIWAN)
    assert item.value == number * Decimal(unit[1])


def test_trillion_and_mega_are_told_apart() -> None:
    found = [(item.kind, item.value) for _, _, item in _found("斥資2兆元興建500兆瓦電廠。", Place.TAIWAN)]
    assert found == [(QuantityKind.MONEY, 2 * 10**12), (QuantityKind.POWER, Decimal("0.5"))]


# Dates.

_DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2039, 12, 31))
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_MONTHS += ("November", "December")


@given(_DAYS)
def test_days_read_back(day: datetime.date) -> None:
    month = _MONTHS[day.month - 1]
    for text in (
        f"公司於{day.year}年{day.month}月{day.day}日公告。",
        f"公司于{day.year}年{spell_chinese(day.month)}月{spell_chinese(day.day).removeprefix('一十') or '十'}日公告。"
        if not 10 <= day.month < 20 and not 10 <= day.day < 20
        else f"公司于{day.isoformat()}公告。",
        f"It was signed on {day.day} {month} {day.year}.",
        f"It was signed on {month} {day.day}, {day.year}.",
    ):
        assert _one(text, QuantityKind.DATE).iso == day.isoformat(), text


@given(st.integers(2000, 2039), st.integers(1, 4))
def test_quarters_read_back(year: int, quarter: int) -> None:
    word = ("first", "second", "third", "fourth")[quarter - 1]
    for text in (
        f"預計{year}年第{_DIGITS[quarter]}季交割。",
        f"预计{year}年第{_DIGITS[quarter]}季度交割。",
        f"預計{year}年Q{quarter}交割。",
        f"It should close in Q{quarter} {year}.",
        f"It should close in the {word} quarter of {year}.",
    ):
        assert _one(text, QuantityKind.DATE).iso == f"{year}-Q{quarter}", text


@given(st.integers(2000, 2039), st.sampled_from([("上", "first", 1), ("下", "second", 2)]))
def test_halves_read_back(year: int, half: tuple[str, str, int]) -> None:
    for text in (
        f"預計{year}年{half[0]}半年交割。",
        f"It closes in the {half[1]} half of {year}.",
        f"By H{half[2]} {year}.",
    ):
        assert _one(text, QuantityKind.DATE).iso == f"{year}-H{half[2]}", text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("公司昨日公告。", "2025-11-19"),
        ("公司今年第三季交割。", "2025-Q3"),
        ("公司將於明年底交割。", "2026-Q4"),
        ("The deal was signed last month.", "2025-10"),
        ("The deal closes next year.", "2026"),
    ],
)
def test_relative_dates_are_counted_from_the_articles_day(text: str, iso: str) -> None:
    (found,) = [item for _, _, item in _found(text, Place.TAIWAN, "2025-11-20") if item.kind is QuantityKind.DATE]
    assert found.iso == iso


def test_a_relative_date_of_an_undated_article_is_left_out() -> None:
    assert _found("The deal was signed yesterday, with more next year.") == []


SIGNS = [*"059.-~/%,， 至到和與億萬兆元年月日季成百零股$½²∞"]
WORDS = ["0.0", "GW", "MW", "吉瓦", "美元", " years", " half ", " billion", "分之", "Q3", "E9", "9e999", "NaN", "每股"]
LINKS = [" to ", " and ", " per share", "0月", "13月", "32日", "2026", "本月", "last month", "9" * 20]


@given(st.lists(st.sampled_from([*SIGNS, *WORDS, *LINKS]), max_size=40), st.sampled_from(["2025-11-20", None]))
def test_the_pieces_of_the_grammar_in_any_order_raise_nothing(pieces: list[str], published: str | None) -> None:
    text = "".join(pieces).replace("　", " ")
    for start, end, item in _found(text, Place.TAIWAN, published):
        assert 0 <= start < end <= len(text)
        assert item.value is None or item.value.is_finite()


@pytest.mark.parametrize("text", ["5-0 MW", "0 to 0 GW", "0至0吉瓦", "5/0 years"])
def test_a_range_that_ends_in_nothing_divides_by_nothing(text: str) -> None:
    assert all(item.value is None or item.value.is_finite() for _, _, item in _found(text))
