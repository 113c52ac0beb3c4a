"""All quantities of a text: numbers get their units, neighbours share them, ranges become one, words bound them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extractors.quantity.bounds import bound_around
from extractors.quantity.dates import find_dates
from extractors.quantity.money import currency_after, currency_before, resolve
from extractors.quantity.scan import NumberSpan, scan_numbers
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.quantity.units import fractions, tenths_after, unit_after
from schemas.article import Place
from schemas.quantity import PartialDate

_RANGE = re.compile(r" ?(?:至|到|-|–|—|——|~|～|─) ?| to | up to ")
_PAIR = re.compile(
    r" ?(?:、|,|，|和|及|与|以及|或|and|&| or ) ?(?:另外?|约|逾|近|about |some )?|, and | and | and another "
)
_BETWEEN = re.compile(r"(?:between|介乎于?|介于|在) ?$", re.IGNORECASE)
_FROM = re.compile(r"(?:from|从|由|自) ?$", re.IGNORECASE)
_STOCK = re.compile(r"股|库藏|投信|外资|卖超|买超|成交|委买|委卖|持有|涨停|跌停|自营商")
_PER_SHARE_BEFORE = re.compile(
    r"每股[^，。；;]{0,10}$|per[- ]share [^,.;]{0,20}$|股价[^，。；]{0,4}$|发行价(?:格)?(?:为|是|每股)?$|定增价格[^，。；]{0,5}$"
)
_PER_SHARE_AFTER = re.compile(
    r" ?(?:/股|每股|一股)| ?(?:a|per|each|an?)[ -](?:ordinary |common |American depositary )?(?:share|ADS)\b| apiece\b| each(?= (?:in cash|for)|[,.;]|$)|-a-share\b| in cash per share| per share| per-share"
)
_MONEY_VERB = re.compile(
    r"(?:斥资|耗资|投资|出资|注资|增资|集资|募资|筹资|融资|贷款|借款|投入|投放|砸下?|豪掷|豪砸|掏出|拿出|付出|支付|作价|总价|价款|造价|金额|总额|规模|资金|预算|涉资|涉及|"
    r"代价|对价|发债|债|募集|追加|加码|投|承诺|分别|依序为|费用?|亏损?|赔|赚|收入|营收|成本|套现|换取|获|价值|市值|估值|市价|斥|合计|共计|拨款|约|逾|超|达|近|高达|的)$"
)
_CLASSIFIER = re.compile(
    r"[ ]?(?:用户|人|次|个|名|位|参数|光年|瓦|度|千瓦|股|台|辆|颗|片|块[^钱]|件|条|吨|平方|亩|桶|盎司|家|户|粒|本|套|张|卡|词元|[Tt]okens?|美国|像素|枚|支|只|篇|字|口|头|棵|倍|岁|天|日|月|年|场|步|里|公里|米|英|立方|光|聯|联|丰|行|点击|播放|下载|访问|级|上下|下午|上午)"
)


_YEAR_AND_HALF = re.compile(r"(?<![0-9零一二两三四五六七八九十几数半今去明前后全每同当上下])年半")
_MOST_YEARS = 1000  # no contract is longer, and a number of thirty digits cannot be rounded
_NOT_BEHIND_MONEY = (QuantityKind.DURATION, QuantityKind.CHIPS, QuantityKind.SHARES)


def _classified(text: str, number: NumberSpan, place: Place | None) -> Quantity | None:
    """The quantity of one number by what stands around it, None where it has no unit of ours."""
    end = number.end
    stock = bool(_STOCK.search(text, max(0, number.start - 14), number.start))
    scale = number.factor if number.chinese else Decimal(1)
    unit = unit_after(text, end, number.value, scale, stock)
    before = currency_before(text, number.start)
    if unit is not None and not (before and unit.kind in _NOT_BEHIND_MONEY):
        value = None if number.vague else number.value * unit.factor
        unit_end = unit.end
        if unit.kind is QuantityKind.DURATION and text[unit.end - 1] == "半" and value is not None:
            value += Decimal("0.5")
        if value is not None and unit.kind is QuantityKind.DURATION:
            if value > _MOST_YEARS:
                return None
            value = round(value, 4).normalize()
        return _made(text, unit.kind, number, number.start, unit_end, value, None)
    after = currency_after(text, end)
    if before is None and after is None:
        return None
    start, code, negative = before if before else (number.start, "", False)
    if before is None and re.search(r"(?<![0-9A-Za-z亿万元%])[-负]$", text[max(0, start - 2) : start]):
        start, negative = start - 1, True
    if after is not None:
        end = after[0]
        code = after[1] if not code or (code in "$¥" and after[1] != "?") else code
    value = None if number.vague else -number.value if negative else number.value
    return _made(text, QuantityKind.MONEY, number, start, end, value, resolve(code, place))


def _made(
    text: str, kind: QuantityKind, number: NumberSpan, start: int, end: int, value: Decimal | None, currency: str | None
) -> Quantity:
    bound, cue = bound_around(text, start, end)
    if number.vague:
        bound = "vague"
    elif number.more:
        bound = "min"
    return Quantity(kind, start, end, value, currency=currency, bound=bound, cue_start=cue)


def _bare(text: str, number: NumberSpan, place: Place | None) -> Quantity | None:
    """A number with 万, 亿 or 兆 and no unit is money where words of paying lead to it: 斥资50亿扩建."""
    if not number.chinese or number.factor < 10**4 or place is None or _CLASSIFIER.match(text, number.end):
        return None
    if number.value <= 0 and not number.vague:
        return None
    if not _MONEY_VERB.search(text[max(0, number.start - 6) : number.start]):
        return None
    return _made(
        text,
        QuantityKind.MONEY,
        number,
        number.start,
        number.end,
        None if number.vague else number.value,
        resolve("?", place),
    )


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """Two neighbours as one range, None where the words between or before say that they are two values."""
    if low.kind is not high.kind or low.value is None or high.value is None or low.currency != high.currency:
        return None
    between = text[low.end : high.start]
    joined = bool(_RANGE.fullmatch(between)) and not _FROM.search(text[max(0, low.start - 5) : low.start])
    if not joined and not (_PAIR.fullmatch(between) and _BETWEEN.search(text[max(0, low.start - 9) : low.start])):
        return None
    if low.value >= high.value:
        return None
    bound = low.bound if low.bound != "vague" else "exact"
    return replace(low, end=high.end, value=(low.value + high.value) / 2, low=low.value, high=high.value, bound=bound)


def _continued(text: str, own: Quantity, number: NumberSpan, following: NumberSpan) -> Quantity | None:
    """The upper end of a range that leaves out the currency before it: $20-30 billion, US$2-3亿."""
    if own.kind is not QuantityKind.MONEY or own.end != number.end or following.vague or not following.scaled:
        return None
    if not _RANGE.fullmatch(text[own.end : following.start]):
        return None
    return replace(
        own, start=following.start, end=following.end, value=following.value, bound="exact", cue_start=following.start
    )


def _shared(text: str, number: NumberSpan, following: Quantity, next_number: NumberSpan | None) -> Quantity | None:
    """A number without a unit that shares the unit of the quantity behind it: 35至40元, 50亿与100亿美元, $20-30 billion."""
    between = text[number.end : following.start]
    ranged = bool(_RANGE.fullmatch(between))
    paired = bool(_PAIR.fullmatch(between))
    if next_number is None or not (ranged or paired) or following.value is None:
        return None
    if (
        paired
        and not ranged
        and not number.scaled
        and not (following.kind is QuantityKind.MONEY and next_number.factor > 1)
    ):
        return None
    if number.scaled or not next_number.value:
        factor = Decimal(1)
        if number.scaled and following.kind is not QuantityKind.MONEY:
            return None
    else:
        factor = next_number.factor if not number.scaled else Decimal(1)
    if following.kind is QuantityKind.MONEY:
        value = number.value * factor
    elif not next_number.value:
        return None
    else:
        value = number.value * (following.value / next_number.value if following.low is None else Decimal(1))
    if not number.chinese and re.search(r"[A-Za-z]$", text[max(0, number.start - 1) : number.start]):
        return None
    bound, cue = bound_around(text, number.start, number.end)
    return replace(
        following, start=number.start, end=number.end, value=value, low=None, high=None, bound=bound, cue_start=cue
    )


def _pick(candidates: Iterable[Quantity]) -> list[Quantity]:
    """Without overlaps: the longest wins, then the earliest."""
    chosen: list[Quantity] = []
    for item in sorted(candidates, key=lambda quantity: (quantity.start, -(quantity.end))):
        if chosen and item.start < chosen[-1].end:
            if item.end - item.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = item
            continue
        chosen.append(item)
    return chosen


def _priced(text: str, item: Quantity) -> Quantity:
    """Money that is a price per share becomes one."""
    if item.kind is not QuantityKind.MONEY or item.value is None or abs(item.value) > 10**6:
        return item
    after = _PER_SHARE_AFTER.match(text, item.end)
    before = _PER_SHARE_BEFORE.search(text[max(0, item.start - 16) : item.start])
    return replace(item, kind=QuantityKind.PRICE) if after or before else item


def _dates(text: str, published: PartialDate | None) -> list[Quantity]:
    dates = _pick(find_dates(text, published))
    bounded = []
    for item in dates:
        bound, cue = bound_around(text, item.start, item.end, date=True)
        if re.match(r"以?前(?!后|期|景|往|五|十|三|述|者)", text[item.end : item.end + 3]):
            bound = "max"
        bounded.append(replace(item, bound=bound, cue_start=cue))
    return bounded


def find_quantities(text: str, place: Place | None = None, published: PartialDate | None = None) -> list[Quantity]:
    """The quantities of a matching text in order, without overlaps.

    `place` gives a bare 元 its currency (None: English text, bare numbers are no money); `published` resolves
    relative dates. Linear in the length of the text.
    """
    dates = _dates(text, published)
    taken = bytearray(len(text))
    for item in dates:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    found: list[Quantity] = []
    for start, end, value in fractions(text):
        bound, cue = bound_around(text, start, end)
        found.append(Quantity(QuantityKind.PERCENT, start, end, value, bound=bound, cue_start=cue))
        taken[start:end] = b"\1" * (end - start)
    found.extend(
        Quantity(QuantityKind.DURATION, match.start(), match.end(), Decimal("1.5"), cue_start=match.start())
        for match in _YEAR_AND_HALF.finditer(text)
    )
    numbers = [number for number in scan_numbers(text) if not taken[number.start] and not taken[number.end - 1]]
    classified = [_tenths(text, number) or _classified(text, number, place) for number in numbers]
    for index in range(len(numbers) - 2, -1, -1):
        own, following = classified[index], classified[index + 1]
        if following is None and own is not None:
            following = classified[index + 1] = _continued(text, own, numbers[index], numbers[index + 1])
        if following is None:
            continue
        needs_scale = (
            own is not None
            and own.kind is QuantityKind.MONEY
            and not numbers[index].scaled
            and numbers[index + 1].factor > 1
        )
        if own is None or (needs_scale and _RANGE.fullmatch(text[own.end : following.start])):
            shared = _shared(text, numbers[index], following, numbers[index + 1])
            if shared is not None and own is not None and own.currency == shared.currency:
                shared = replace(shared, start=own.start)
            classified[index] = shared or own
            own = classified[index]
        if own is not None:
            merged = _range(text, own, following)
            if merged is not None:
                classified[index], classified[index + 1] = merged, None
    for number, settled in zip(numbers, classified, strict=True):
        chosen = settled or _bare(text, number, place)
        if chosen is not None:
            found.append(_priced(text, chosen))
    return _pick(_merge_consumed([*found, *dates]))


def _merge_consumed(items: list[Quantity]) -> list[Quantity]:
    return [item for item in items if item.end > item.start]


def _tenths(text: str, number: NumberSpan) -> Quantity | None:
    """一成, 三成五, 近三成: tenths as per cent."""
    if not number.chinese or number.vague or not 0 < number.value <= 10 or number.end - number.start != 1:
        return None
    tenths = tenths_after(text, number.end)
    if tenths is None:
        return None
    bound, cue = bound_around(text, number.start, tenths[0])
    return Quantity(
        QuantityKind.PERCENT, number.start, tenths[0], number.value * 10 + tenths[1], bound=bound, cue_start=cue
    )
