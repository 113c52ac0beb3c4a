"""Partial dates, absolute and relative to the day the article was published, as `YYYY`, `YYYY-Q3`, `YYYY-MM-DD`…"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from extractors.quantity.numbers import parse_chinese
from extractors.quantity.spans import Quantity, QuantityKind
from schemas.quantity import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_YEAR_ZH = r"(?:(?:19|20)\d\d年度?|[一二][零〇九]?[零〇一二三四五六七八九]{2,3}年|今年|明年|去年|前年|后年|当年|同年|翌年|隔年|本年度?|民国\d{2,3}年|(?<!\d)1[01]\d年(?=\d{1,2}月))"
_PART_ZH = r"(?:第?[一二三四首末1-4]季度?|Q[1-4]|上半年|下半年|年?底|年?末|年?初|年?中(?![国东心期型枢小华立介信签标])|[1-4一二三四]季度?|[12]H|H[12])"
_CHINESE = re.compile(
    rf"(?=[\d一二三四五六七八九十今明去前后当同翌隔本民第上下年昨周星])(?:(?P<year>{_YEAR_ZH})(?:(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?"
    rf"|(?:的|财年)?(?P<part>{_PART_ZH}))?"
    rf"|(?P<month2>(?<![\d.])\d{{1,2}}|(?<![一二三四五六七八九十])[一二三四五六七八九十]{{1,2}})月(?:(?P<day2>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?(?!个)"
    rf"|(?P<part2>第[一二三四1-4]季度?|[一二三四]季度|上半年|下半年|年底|年末|年初|年中(?!期))"
    rf"|(?P<rel>下个月|上个月|本月|下月|上月|上季度?|本季度?|下季度?|昨日?|今日?|前日|明日|周[一二三四五六日]|星期[一二三四五六日])(?:\((?P<paren>\d{{1,2}})日?\)日?|(?P<day3>\d{{1,2}})[日号])?"
    rf"|(?P<day4>(?<![\d./月])\d{{1,2}})日(?=[公宣发召表签在晚早午与和称,，一傍深凌]|前往|揭|起|董|完|于))"
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d/.-])|(?<![\d/.])(?P<m2>1[0-2]|[1-9])/(?P<d2>[12]\d|3[01]|[1-9])日"
)
_ENGLISH = re.compile(
    rf"\b(?=[\dA-Za-z])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>(?:19|20)\d\d))?"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,? (?P<year2>(?:19|20)\d\d))?"
    rf"|(?P<month3>{_MONTH})(?: of)? (?P<year3>(?:19|20)\d\d|this year|last year|next year)"
    rf"|(?:the )?(?P<half>first|second) half (?:of )?(?P<year4>(?:19|20)\d\d|next year|this year|last year)"
    rf"|H(?P<half2>[12])[ ,]*(?P<year5>(?:19|20)\d\d)|(?P<half3>[12])H[ ']?(?P<year6>(?:20)?\d\d)(?!\d)"
    rf"|Q(?P<quarter>[1-4])(?: of)?[ ,']*(?P<year7>(?:19|20)\d\d|next year|this year)|(?P<quarter2>[1-4])Q[ ']?(?P<year8>(?:20)?\d\d)(?!\d)"
    rf"|(?P<quarter3>first|second|third|fourth|final|last) quarter (?:of )?(?P<year9>(?:19|20)\d\d|next year|this year|last year|the year)"
    rf"|(?P<early>early|late|mid|the end of|end of|end|the start of|the beginning of|the middle of|the close of)[- ](?P<year10>(?:19|20)\d\d|next year|this year|last year|the year|the decade)"
    rf"|year-end(?: (?P<year11>(?:19|20)\d\d))?"
    rf"|(?P<relative>next|last|this) (?P<unit>year|month|quarter)"
    rf"|(?P<quarter4>first|second|third|fourth) quarter(?! of)|(?P<season>spring|summer|autumn|fall|winter) (?:of )?(?P<year13>(?:19|20)\d\d)"
    rf"|(?<![$€£¥#,.\d])(?P<year12>(?:19[89]|20[0-4])\d)(?![\d,.]*\d| (?:GPUs|shares|chips|MW|GW|megawatts|employees|people))"
    rf"|(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today)"
    rf"|(?P<month4>January|February|March|April|June|July|August|September|October|November|December))\b"
)


class Calendar:
    """Turns written dates into ISO parts, relative to the article's day (`published`, None where unknown)."""

    def __init__(self, published: PartialDate | None) -> None:
        self.year = published.year if published else None
        self.day = published.first_day() if published else None
        self.exact = published is not None and len(published.root) == 10

    def shifted(self, years: int) -> int | None:
        """The year of the article plus `years`."""
        return None if self.year is None else self.year + years

    def month(self, months: int) -> str | None:
        """The article's month plus `months`, as YYYY-MM."""
        if self.day is None or self.year is None:
            return None
        index = self.year * 12 + self.day.month - 1 + months
        return f"{index // 12}-{index % 12 + 1:02d}"

    def quarter(self, quarters: int) -> str | None:
        """The article's quarter plus `quarters`, as YYYY-Qn."""
        if self.day is None or self.year is None:
            return None
        index = self.year * 4 + (self.day.month - 1) // 3 + quarters
        return f"{index // 4}-Q{index % 4 + 1}"

    def weekday(self, number: int) -> str | None:
        """The last day of the week `number` (0 Monday) on or before the article's day."""
        if not self.exact or self.day is None:
            return None
        return (self.day - datetime.timedelta(days=(self.day.weekday() - number) % 7)).isoformat()


@lru_cache(maxsize=4096)
def _join(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    if year is None:
        return None
    text = (
        f"{year:04d}"
        if month is None
        else f"{year:04d}-{month:02d}"
        if day is None
        else f"{year:04d}-{month:02d}-{day:02d}"
    )
    try:
        return PartialDate(text).root
    except ValueError:
        return None


def _chinese_number(text: str | None) -> int | None:
    number = parse_chinese(text) if text else None
    return None if number is None else int(number.value)


def _chinese_year(text: str, calendar: Calendar, last: int | None) -> int | None:
    shift = {"今": 0, "本": 0, "明": 1, "去": -1, "前": -2, "后": 2}
    if text[0] in shift:
        return calendar.shifted(shift[text[0]])
    if text[0] in "当同":
        return last or calendar.year
    if text[0] in "翌隔":
        base = last or calendar.year
        return None if base is None else base + 1
    number = _chinese_number(text.removeprefix("民国").rstrip("年度"))
    if number is None:
        return None
    return number + 1911 if number < 1000 else number


def _chinese_part(year: int | None, part: str) -> str | None:
    if year is None:
        return None
    part = part.removeprefix("年") if len(part) > 1 and part[0] == "年" else part
    if "季" in part or part[0] == "Q" or part[-1] == "Q":
        digit = next((character for character in part if character in "1234一二三四首末"), "")
        return (
            f"{year}-Q{dict(zip('1234一二三四首末', (1, 2, 3, 4, 1, 2, 3, 4, 1, 4), strict=True))[digit]}"
            if digit
            else None
        )
    if part in ("上半年", "1H", "H1"):
        return f"{year}-H1"
    if part in ("下半年", "2H", "H2"):
        return f"{year}-H2"
    return {"底": f"{year}-Q4", "末": f"{year}-Q4", "初": f"{year}-Q1", "中": f"{year}"}.get(part)


def _chinese(match: re.Match[str], calendar: Calendar, last: int | None) -> str | None:
    if match["year"]:
        year = _chinese_year(match["year"], calendar, last)
        if match["part"]:
            return _chinese_part(year, match["part"])
        return _join(year, _chinese_number(match["month"]), _chinese_number(match["day"]))
    if match["month2"]:
        month = _chinese_number(match["month2"])
        if month is None or not 1 <= month <= 12:
            return None
        return _join(calendar.year, month, _chinese_number(match["day2"]))
    if match["part2"]:
        return _chinese_part(calendar.year, match["part2"])
    if match["day4"]:
        month_text = calendar.month(0) if calendar.exact else None
        return _join(int(month_text[:4]), int(month_text[5:]), int(match["day4"])) if month_text else None
    return _relative(match, calendar)


def _relative(match: re.Match[str], calendar: Calendar) -> str | None:
    word, day = match["rel"], match["paren"] or match["day3"]
    if word[0] in "周星":
        return calendar.weekday("一二三四五六日".index(word[-1]))
    if word[0] in "昨今前明" and not day:
        if not calendar.exact or calendar.day is None or len(word) == 1:
            return None
        shift = {"昨": -1, "今": 0, "前": -2, "明": 1}[word[0]]
        return (calendar.day + datetime.timedelta(days=shift)).isoformat()
    if "季" in word:
        return calendar.quarter({"上": -1, "本": 0, "下": 1}[word[0]])
    month = calendar.month({"上": -1, "下": 1}.get(word[0], 0))
    if day and month:
        return _join(int(month[:4]), int(month[5:]), int(day))
    return month


def _english_year(text: str | None, calendar: Calendar) -> int | None:
    if text is None or text in ("this year", "the year"):
        return calendar.year
    if text in ("next year", "last year"):
        return calendar.shifted(1 if text[0] == "n" else -1)
    if not text.isdigit():
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _english(match: re.Match[str], calendar: Calendar, last: int | None) -> str | None:
    get = match.groupdict()
    for day, month, year in (("day", "month", "year"), ("day2", "month2", "year2")):
        if get[day]:
            return _join(_english_year(get[year], calendar), _MONTHS[get[month].rstrip(".").lower()], int(get[day]))
    if get["month3"]:
        return _join(_english_year(get["year3"], calendar), _MONTHS[get["month3"].rstrip(".").lower()])
    if get["month4"]:
        return _bare_month(_MONTHS[get["month4"].lower()], match, calendar)
    for half, year in (("half", "year4"), ("half2", "year5"), ("half3", "year6")):
        if get[half]:
            found = _english_year(get[year], calendar)
            return None if found is None else f"{found}-H{1 if get[half] in ('first', '1') else 2}"
    for quarter, year in (("quarter", "year7"), ("quarter2", "year8"), ("quarter3", "year9"), ("quarter4", "")):
        if get[quarter]:
            found = _english_year(get[year] if year else None, calendar)
            return None if found is None else f"{found}-Q{_ORDINALS.get(get[quarter]) or get[quarter]}"
    if get["early"]:
        found = _english_year(get["year10"], calendar)
        if found is None:
            return None
        word = get["early"].split()[-2] if get["early"].endswith(" of") else get["early"]
        part = {"early": "-Q1", "start": "-Q1", "beginning": "-Q1", "late": "-Q4", "end": "-Q4", "close": "-Q4"}.get(
            word, ""
        )
        return f"{found}{part}"
    if get["weekday"]:
        return _english_weekday(get["weekday"], calendar)
    if get["relative"]:
        shift = {"next": 1, "last": -1, "this": 0}[get["relative"]]
        shifted: Callable[[int], str | None] = {"month": calendar.month, "quarter": calendar.quarter}.get(
            get["unit"], lambda years: _join(calendar.shifted(years))
        )
        return shifted(shift)
    if get["season"]:
        return get["year13"]
    if get["year12"]:
        return get["year12"]
    return None if calendar.year is None else f"{_english_year(get['year11'], calendar)}-Q4"


def _bare_month(month: int, match: re.Match[str], calendar: Calendar) -> str | None:
    before = match.string[max(0, match.start() - 5) : match.start()].lower()
    if calendar.day is None or calendar.year is None:
        return None
    if before.endswith("last "):
        return _join(calendar.year if month < calendar.day.month else calendar.year - 1, month)
    if before.endswith("next "):
        return _join(calendar.year if month > calendar.day.month else calendar.year + 1, month)
    return _join(calendar.year, month)


def _english_weekday(word: str, calendar: Calendar) -> str | None:
    if not calendar.exact or calendar.day is None:
        return None
    if word in ("today", "yesterday"):
        return (calendar.day - datetime.timedelta(days=word == "yesterday")).isoformat()
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return calendar.weekday(names.index(word))


def _numeric(match: re.Match[str], calendar: Calendar, last: int | None) -> str | None:
    if match["y"]:
        return _join(int(match["y"]), int(match["m"]), int(match["d"]))
    return _join(calendar.year, int(match["m2"]), int(match["d2"]))


def find_dates(text: str, published: PartialDate | None) -> Iterator[Quantity]:
    """The dates of a matching text, in no fixed order and possibly overlapping; unresolved ones are left out."""
    calendar = Calendar(published)
    last: int | None = None
    for pattern, parse in ((_NUMERIC, _numeric), (_CHINESE, _chinese), (_ENGLISH, _english)):
        last = None
        for match in pattern.finditer(text):
            iso = parse(match, calendar, last)
            if iso is None:
                continue
            last = int(iso[:4])
            start = match.start() + (4 if match[0].startswith("the ") else 0)
            yield Quantity(QuantityKind.DATE, start, match.end(), iso=iso)
