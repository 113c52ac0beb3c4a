"""Units behind a number: power, energy, durations, shares, per cent and pieces, as anchored patterns."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractors.quantity.spans import QuantityKind


class Unit(NamedTuple):
    """A unit matched behind a number: where it ends, what it measures, and the factor to our units."""

    end: int
    kind: QuantityKind
    factor: Decimal


def _table(kind: QuantityKind, rows: dict[str, str]) -> list[tuple[re.Pattern[str], QuantityKind, Decimal]]:
    return [(re.compile(pattern, re.IGNORECASE), kind, Decimal(factor)) for pattern, factor in rows.items()]


_ENERGY = _table(
    QuantityKind.ENERGY,
    {
        r"[ -]?(?:TWh|terawatt[- ]hours?|太瓦时)(?![A-Za-z])": "1000",
        r"[ -]?(?:GWh|gigawatt[- ]hours?|吉瓦时|千兆瓦时)(?![A-Za-z])": "1",
        r"[ -]?(?:MWh|megawatt[- ]hours?|兆瓦时)(?![A-Za-z])": "0.001",
        r"[ -]?(?:kWh|kilowatt[- ]hours?|千瓦时|瓦时)(?![A-Za-z])": "0.000001",
    },
)
_POWER = _table(
    QuantityKind.POWER,
    {
        r"[ -]?(?:TWp?|terawatts?|太瓦)(?![A-Za-z时])": "1000",
        r"[ -]?(?:GWp?|gigawatts?|吉瓦|千兆瓦)(?![A-Za-z时]|[- ](?:scale|class|sized))": "1",
        r"[ -]?(?:MWp?|megawatts?|兆瓦)(?![A-Za-z时]|[- ](?:scale|class|sized))": "0.001",
        r"[ -]?(?:kWp?|kilowatts?|千瓦|瓩)(?![A-Za-z时])": "0.000001",
    },
)
_WATT = re.compile(r"瓦(?!时|特尔|解|斯|片|楞|利|砾)")
_DEGREE = re.compile(r"度(?!假)电?")
_YEARS = re.compile(
    r"年半|年(?!前|以前|来|度|代|级|轻|青|薪|资|报|终|末|初|中(?!期)|底|会|内第|增|产|均|化|报|营|收|检|货|夜|关|纪|龄|息|利)"
)
_MONTHS = re.compile(r"个月(?!前|以前|来|后)")
_ENGLISH_TIME = re.compile(
    r"[ -](?P<unit>years?|months?|decades?)(?! ago| old| earlier| ending| ended|[- ]old|[- ]on[- ]year|'s end)\b(?!-)",
    re.IGNORECASE,
)
_SHARES_ZH = re.compile(r"股(?!票|份|东|权|价|息|本|市|民|指|改|利|灾|海)")
_SHARES_EN = re.compile(
    r"(?: (?:new|ordinary|common|class [ABC]|existing|million|preferred|primary|secondary|newly issued|[A-Z][A-Za-z]+))*[ -](?:shares|depositary shares|ADSs|ADRs|share options|stock options)\b"
)
_LOTS = re.compile(r"张")
_CHIP_WORDS = (
    r"(?:[A-Za-z]{1,3}\d[\w.]*|GPU|TPU|NPU|CPU|Trainium\d?|Blackwell|Hopper|Rubin|LPU|ASIC|显示?卡|显卡|加速卡|算力卡|芯片|晶片|加速器"
    r"|处理器|图形处理器|绘图处理器|AI|推理|训练|自研|国产|高阶|高端|先进|智能卡|绘图卡|计算卡)"
)
_CHIPS_ZH = re.compile(
    rf"[颗块枚片张套](?={_CHIP_WORDS}|[^，。；、]{{0,8}}{_CHIP_WORDS})|卡(?=集群|级|规模|的|，|。|、|算力|$)"
)
_CHIPS_EN = re.compile(
    r" (?:of )?(?:(?:its|their|the|[A-Z][\w.'-]*|AI|custom|high-end|latest|advanced|next-generation|top-end|graphics|data[- ]cent(?:er|re)|in-house) ){0,4}"
    r"(?:GPUs|TPUs|NPUs|LPUs|chips|processors|accelerators|graphics cards|AI chips|graphics processing units|tensor processing units|XPUs|superchips)\b"
)
_PERCENT = re.compile(r" ?(?:%|per ?cent\b|percent\b|pct\b|percentage points?\b|个?百分点)", re.IGNORECASE)
_TENTHS = re.compile(
    r"成(?P<extra>[一二三四五六七八九半])?(?=[^立为交长本功了员分都熟果就型效份语品人因全年行立]|$|股|权|左右|以|五)"
)


_WATTS = (*_ENERGY, *_POWER)
_PIECES = (
    (_CHIPS_ZH, QuantityKind.CHIPS, "颗块枚片张套卡"),
    (_CHIPS_EN, QuantityKind.CHIPS, " "),
    (_PERCENT, QuantityKind.PERCENT, " %pP个百"),
    (_SHARES_ZH, QuantityKind.SHARES, "股"),
    (_SHARES_EN, QuantityKind.SHARES, " -"),
)
# The characters that a unit may begin with (U+212A is a k to patterns that ignore case): most numbers have none.
_FIRST_OF_POWER = frozenset("TtGgMmKk\u212a太吉千兆瓦瓩")
_FIRST = frozenset(" -度个年").union(_FIRST_OF_POWER, *(firsts for _, _, firsts in _PIECES))


def unit_after(text: str, end: int, value: Decimal, chinese_scale: Decimal, stock: bool) -> Unit | None:
    """The unit that begins at `end`; `chinese_scale` is the number's 万 or 亿, `stock` says that 张 are lots of a share."""
    first = text[end : end + 1]
    if first not in _FIRST:
        return None
    if (text[end + 1 : end + 2] if first in (" ", "-") else first) in _FIRST_OF_POWER:
        for pattern, kind, factor in _WATTS:
            match = pattern.match(text, end)
            if match:
                return Unit(match.end(), kind, factor)
    if chinese_scale > 1 and first in "瓦度":
        match = _WATT.match(text, end)
        if match:
            return Unit(match.end(), QuantityKind.POWER, Decimal("0.000000001"))
        match = _DEGREE.match(text, end)
        if match:
            return Unit(match.end() - (match[0] == "度电"), QuantityKind.ENERGY, Decimal("0.000001"))
    for pattern, kind, firsts in _PIECES:
        match = pattern.match(text, end) if first in firsts else None
        if match:
            return Unit(match.end(), kind, Decimal(1))
    if stock and first == "张":
        match = _LOTS.match(text, end)
        if match:
            return Unit(match.end(), QuantityKind.SHARES, Decimal(1000))
    return _time_after(text, end, value)


def _time_after(text: str, end: int, value: Decimal) -> Unit | None:
    match = _ENGLISH_TIME.match(text, end) if text[end] in " -" else None
    if match and not (
        text[max(0, end - 2) : end].lower() in ("a", " a") and match["unit"].lower() in ("year", "month")
    ):
        unit = match["unit"].lower()
        factor = Decimal(10) if unit.startswith("decade") else Decimal(1)
        return Unit(match.end(), QuantityKind.DURATION, Decimal(1) / 12 if unit.startswith("month") else factor)
    match = _MONTHS.match(text, end)
    if match:
        return Unit(match.end(), QuantityKind.DURATION, Decimal(1) / 12)
    match = _YEARS.match(text, end)
    if match and value <= 99:
        return Unit(match.end(), QuantityKind.DURATION, Decimal(1))
    return None


def tenths_after(text: str, end: int) -> tuple[int, Decimal] | None:
    """Where 成 behind a numeral ends and what it adds (三成五 is 35 %): the end, and the extra per cent."""
    match = _TENTHS.match(text, end)
    if match is None:
        return None
    extra = match["extra"]
    return match.end(), Decimal(0) if extra is None else Decimal(
        5 if extra == "半" else "一二三四五六七八九".index(extra) + 1
    )


_FRACTION_ZH = re.compile(r"(?P<down>百|[二三四五六七八九十]|\d{1,2})分之(?P<up>[零〇一二三四五六七八九十百两点\d.]+)")
_FRACTION_EN = re.compile(
    r"\b(?<!and )(?P<up>an?|one|two|three|four)[- ](?P<down>half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)\b",
    re.IGNORECASE,
)
_HALF_ZH = re.compile(r"一半(?=[的之]?(?:股|权|所有))|半数(?=股|权)")
_HALF_EN = re.compile(r"\bhalf(?= of [A-Z]| stake|-stake| the (?:company|business|shares))")
_DOWN = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def fractions(text: str) -> list[tuple[int, int, Decimal]]:
    """Written fractions (四分之一, 百分之五点五, a tenth, one-fifth) as start, end and per cent."""
    from extractors.quantity.numbers import parse_chinese, parse_english

    found: list[tuple[int, int, Decimal]] = []
    for match in _FRACTION_ZH.finditer(text):
        up, down = parse_chinese(match["up"]), parse_chinese(match["down"])
        if match["down"] == "百":
            down_value = Decimal(100)
        elif down is None:
            continue
        else:
            down_value = down.value
        if up is not None and down_value:
            found.append((*match.span(), up.value * 100 / down_value))
    for match in _FRACTION_EN.finditer(text):
        up_value = parse_english(match["up"])
        if up_value is not None and not re.match(
            r" (?:of|to|through|-)? ?(?:20\d\d|the year)", text[match.end() : match.end() + 14]
        ):
            found.append((*match.span(), up_value * 100 / _DOWN[match["down"].lower().rstrip("s")]))
    found.extend((*match.span(), Decimal(50)) for pattern in (_HALF_ZH, _HALF_EN) for match in pattern.finditer(text))
    return found
