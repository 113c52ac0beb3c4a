"""Written dates and instants to days and instants: Chinese and English, and the forms of some neighbours.

A date in the future is none.
"""

from __future__ import annotations

import datetime
import email.utils
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_HALVES = "上午|下午|晚上|凌晨|早上|中午|오전|오후|午前|午後"
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})(?!\d)"
    r"(?:\.(?=\s)|\s*[日號号일])?"
    r"(?:\s*[（(]?(?:(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]|[月火水木金土日월화수목금토일](?=[)）]))[)）]?)?"
    rf"(?:[T\s,，|]*(?P<half>{_HALVES})?\s*"
    r"(?P<hour>\d{1,2})\s*[:：點点时時시]\s*(?P<minute>\d{2})(?:\s*[:：分분]\s*(?P<second>\d{2}))?(?:[.,]\d+)?\s*"
    r"(?P<english>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|HKT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?"
)
_DAY_FIRST = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?:(?P<year>(?:19|20)\d\d)|(?P<short>\d\d)(?=.{1,12}Uhr))"
    r"(?![\d.]*\d)(?:[\s,|–-]*(?:um\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?![\d.])(?::(?P<second>\d{2}))?)?"
)
"""Days before months are written with points: 25.04.2024, 14:07. Two digits of a year are one only before a clock."""

_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?$")
_REPUBLIC = re.compile(r"(?:中華)?民國\s*(\d{2,3})\s*年")
_NAMED_MONTH = re.compile(
    r"(?:(?P<m1>[A-Z][a-z]{2,8})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)"
    r"|(?<![\d.])(?P<d2>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<m2>[A-Z][a-zä]{2,8})\.?,?\s+(?P<y2>(?:19|20)\d\d))"
    r"(?:(?:,|\s|at|um|\||-|–)*(?P<hour>\d{1,2})(?::|\.(?=\d\d\s*(?:[AaPp]\.?[Mm]|Uhr)))(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?"
    r"\s*(?P<english>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>UTC|GMT|HKT|BST|E[SD]?T|C[SD]T|P[SD]?T|[+-]\d{2}:?\d{2})?)?"
)
_MONTHS = (
    ("january", "januar"), ("february", "februar"), ("march", "märz"), ("april",), ("may", "mai"), ("june", "juni"),
    ("july", "juli"), ("august",), ("september",), ("october", "oktober"), ("november",), ("december", "dezember"),
)  # fmt: skip
"""English and German; their first letters are names too, from three on."""

_ZONES = {
    "Z": 0.0, "UTC": 0.0, "GMT": 0.0, "BST": 1.0, "HKT": 8.0,
    "EST": -5.0, "EDT": -4.0, "CST": -6.0, "CDT": -5.0, "PST": -8.0, "PDT": -7.0,
}  # fmt: skip
_ADDRESS = re.compile(
    r"/(?P<year>20\d\d)(?:/(?P<m1>\d{1,2})/(?P<d1>\d{1,2})|/(?P<m2>\d{2})-?(?P<d2>\d{2})|-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?P<m4>\d{2})(?P<d4>\d{2}))(?=/)"
)
_SLACK = datetime.timedelta(minutes=10)
"""How far the clocks of a site and of this machine may differ."""


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication and, where it is known to the minute and with its zone, the instant."""

    day: datetime.date
    instant: datetime.datetime | None = None


def read_instant(text: str, zone: datetime.tzinfo | None, latest: datetime.datetime) -> Published | None:
    """The first date in a text.

    Args:
        text: A date or instant as machines or people write it, maybe among other words.
        zone: The zone of an instant that states none; without one only the day is kept.
        latest: When the page was fetched; later dates are refused.
    """
    text = _REPUBLIC.sub(lambda match: f"{int(match[1]) + 1911}年", text.strip()[:400])
    found = next((found for form in _FORMS if (found := form(text, zone))), None)
    return found if found is not None and _not_future(found, zone, latest) else None


def read_address_day(url: str, latest: datetime.datetime) -> Published | None:
    """The day in an address such as /2026/11/21/ or /20261121/, never a part of a longer number."""
    match = _ADDRESS.search(urlsplit(url).path)
    if match is None:
        return None
    month, day = next((match[f"m{n}"], match[f"d{n}"]) for n in range(1, 5) if match[f"m{n}"])
    found = _published(match["year"], month, day, None, None)
    return found if found is not None and _not_future(found, None, latest) else None


def _not_future(found: Published, zone: datetime.tzinfo | None, latest: datetime.datetime) -> bool:
    if found.instant is not None:
        return found.instant <= latest + _SLACK
    # A day without a zone may have begun somewhere east of here.
    here = latest.astimezone(zone or datetime.timezone(datetime.timedelta(hours=14)))
    return found.day <= here.date()


def _numeric(text: str, zone: datetime.tzinfo | None) -> Published | None:
    for match in _NUMERIC.finditer(text):
        time = _time(match["hour"], match["minute"], match["second"], match["half"] or match["english"])
        found = _published(match["year"], match["month"], match["day"], time, _zone(match["zone"]) or zone)
        if found is not None:
            return found
    return None


def _compact(text: str, zone: datetime.tzinfo | None) -> Published | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    time = None if match[4] is None else (int(match[4]), int(match[5]), int(match[6] or 0))
    return _published(match[1], match[2], match[3], time, _zone(match[7]) or zone)


def _day_first(text: str, zone: datetime.tzinfo | None) -> Published | None:
    for match in _DAY_FIRST.finditer(text):
        time = _time(match["hour"], match["minute"], match["second"], None)
        found = _published(match["year"] or f"20{match['short']}", match["month"], match["day"], time, zone)
        if found is not None:
            return found
    return None


def _named_month(text: str, zone: datetime.tzinfo | None) -> Published | None:
    for match in _NAMED_MONTH.finditer(text):
        month = _month(match["m1"] or match["m2"])
        if month is not None:
            time = _time(match["hour"], match["minute"], match["second"], match["english"])
            year, day = match["y1"] or match["y2"], match["d1"] or match["d2"]
            return _published(year, str(month), day, time, _zone(match["zone"]) or zone)
    return None


def _month(word: str) -> int | None:
    numbered = enumerate(_MONTHS, 1)
    return next((number for number, names in numbered if any(name.startswith(word.lower()) for name in names)), None)


def _mail(text: str, _zone: datetime.tzinfo | None) -> Published | None:
    try:
        instant = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return Published(instant.date(), instant if instant.tzinfo else None)


def _time(hour: str | None, minute: str | None, second: str | None, half: str | None) -> tuple[int, int, int] | None:
    if hour is None or minute is None:
        return None
    hours = int(hour)
    afternoon = half in ("下午", "晚上", "中午", "오후", "午後") or (half or "").lower().startswith("p")
    morning = half in ("上午", "早上", "凌晨", "오전", "午前") or (half or "").lower().startswith("a")
    if afternoon and hours < 12 and not (half == "中午" and hours > 10):
        hours += 12
    if morning and hours == 12:
        hours = 0
    return hours, int(minute), int(second or 0)


def _zone(name: str | None) -> datetime.tzinfo | None:
    if not name:
        return None
    if name in _ZONES:
        return datetime.timezone(datetime.timedelta(hours=_ZONES[name]))
    if name in ("ET", "PT"):
        return None  # Summer or winter time is the source's zone's to know.
    sign, digits = (-1 if name[0] == "-" else 1), name[1:].replace(":", "").ljust(4, "0")
    offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return datetime.timezone(sign * offset) if offset < datetime.timedelta(hours=15) else None


def _published(
    year: str, month: str, day: str, time: tuple[int, int, int] | None, zone: datetime.tzinfo | None
) -> Published | None:
    try:
        date = datetime.date(int(year), int(month), int(day))
        if time is None or zone is None:
            return Published(date)
        return Published(date, datetime.datetime(date.year, date.month, date.day, *time, tzinfo=zone))
    except ValueError:
        return None


_FORMS = (_compact, _numeric, _day_first, _named_month, _mail)
"""How dates are written, the least ambiguous first."""
