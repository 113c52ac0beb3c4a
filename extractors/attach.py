"""Gives the quantities of a sentence to the deals that it tells: amount, power, length, stake, shares, price, dates."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractors.candidate import Candidate
from extractors.cue import is_figure
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import MaskedSentence
from schemas.deal import Kind

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_YEARLY = re.compile(
    r"每年|年均|一年(?:约|要|付)|按年|\b(?:a|per|each|every) year\b(?! (?:later|earlier|ago|before|after|on))|\bannual(?:ly)?\b|\byearly\b|\bp\.a\.",
    re.IGNORECASE,
)
_PART = re.compile(
    r"首付款?|预付|订金|定金|里程碑|其中|首批|首期|第一阶段|首阶段|首个|每部署|每当|尾款|先付|前期|第一期|一期|余下|另加|最后一笔|先拿出|套现回?|(?:^|[^一])单价|每艘|每架|每台|交割时|"
    r"\bupfront\b|\bup front\b|\binitial(?:ly)?\b|\bfirst (?:block|phase|tranche|stage)\b|\bof which\b|\bof it\b|\bmilestone|\bdeposit\b|\bprepa(?:y|id)|\badditional\b|\bcontingent\b|\bfurther\b|\banother\b|\beach\b|\bper\b|\bprice[sd]? at \$?\d+\b|\bin cash and\b|\bcould rise\b|\bright to\b|\bup to another\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"总额|总价|总值|总金额|合计|共计|总代价|总规模|总投资|作价|代价|对价|总价值|两项合共|金额|规模|价值|\bworth\b|\btotal\b|\bvalued at\b|\bin all\b|\bconsideration\b|\bfor (?:about |around |roughly |some |up to )?$|\bprice\b",
    re.IGNORECASE,
)
_RESTATED = re.compile(
    r"(?:[(（]|折合|约合|相当于|约当|合(?=人民币|新台币|港|美|约)|，约|换算|,? or |, or |equivalent to|\bor about)[^)）]{0,10}$"
)
_NOT_TERM = re.compile(
    r"过去|近|成立|创立|创下|以来|历史|来首|来最|\bpast\b|\bago\b|\bfounded\b|\bold\b|\blast\b|\bhistory\b|折旧|旧|同比|年复合|不到|不过|\bfor the first time\b|\bwithin\b|\brenewal|续约选择|\boption",
    re.IGNORECASE,
)
_TERM_KINDS = (Kind.COMPUTE, Kind.PURCHASE, Kind.POWER, Kind.DEBT, Kind.PARTNERSHIP, Kind.PROJECT)
_EQUITY_KINDS = (Kind.INVESTMENT, Kind.ACQUISITION, Kind.PROJECT, Kind.PURCHASE)
_NOT_STAKE = re.compile(
    r"\bchance\b|\bodds\b|增长|成长|上涨|下跌|涨|跌|折让|溢价|年利率|利率|票息|息率|毛利率|占比|份额|同比|费率|负债|升|降|\bcoupon\b|\bgrowth\b|\brose\b|\bfell\b|\bjumped\b|\bup\b|\bdown\b|\bpremium\b|\bdiscount\b|\binterest rate\b|\bmargin|\byield|\bincrease\b|赞成|\bvotes?\b|预付|订金|首付|\bshare of the market\b|含税|良率|补足|\bpays\b",
    re.IGNORECASE,
)
_STAKE = re.compile(
    r"股权|股份|持股|股本|权益|%股|在外流通|\bstake\b|\bof (?:the )?(?:company|equity|shares|enlarged)|\binterest\b|\bholding\b|\bown(?:s|ed|ership)?\b|\bequity\b|\bof [A-Z]",
    re.IGNORECASE,
)
_NOT_POWER = re.compile(
    r"另|选择权|扩至|扩充至|最终|目标|全球|全国|累计|规划|现有|目前拥有|总装机|单机|每台|\bfirst call\b|\bin operation\b|\bexpand|\boperates\b|\bowns\b|\bhas more than\b|\binstalled\b|\bpipeline\b|\bportfolio\b|相当于",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?:自|从|由|于|在|from|starting|beginning|begin(?:s)? in|begins?|start(?:s|ing)?(?: in)?|commenc\w+|go(?:es)? live in|online (?:in|by)|due (?:to go live )?in|since) ?(?:the )?$",
    re.IGNORECASE,
)
_START_AFTER = re.compile(
    r"^(?:起|开始|启动|启用|上线|交付|动工|投产|投运|生效|供货|内?分批|并网|才?交割|陆续|量产|可|会有|将有|期间|间分批)"
)
_END = re.compile(
    r"(?:到期|至|到|止于|until|through|to|expir\w+ (?:in|on)?|due|matur\w+ (?:in|on)|by the end of|runs? to|by|falls due on|：|:) ?(?:the )?$",
    re.IGNORECASE,
)
_END_AFTER = re.compile(r"^(?:到期|届满|止|为止|前全数|前全部|前完成|到期的)")


def _context(masked: MaskedSentence, item: Quantity, before: int = 16, after: int = 10) -> str:
    start, end = masked.sentence.start, masked.sentence.end
    clause = masked.sentence.clauses[masked.sentence.clause_of(item.start)]
    return masked.text[max(start, clause[0], item.start - before) : min(end, item.end + after)]


def _cost(candidate: Candidate, item: Quantity) -> float:
    """How far a quantity lies from a candidate: clauses first, then characters to its trigger or companies."""
    masked = candidate.masked
    clause = masked.sentence.clause_of(item.start)
    anchors = [(candidate.trigger.start, candidate.trigger.end)] + [
        (f.slot.start, f.slot.end)
        for f in candidate.filled
        if f.slot is not None and f.slot.start >= masked.sentence.start and f.slot.end <= masked.sentence.end
    ]
    gap = min(max(start - item.end, item.start - end, 0) for start, end in anchors)
    clauses = {candidate.clause} | {masked.sentence.clause_of(start) for start, _ in anchors}
    steps = min(abs(clause - own) for own in clauses)
    behind = clause < min(clauses)
    scale = 1.0 if masked.text[candidate.trigger.start].isascii() else 2.0
    return steps * 40 + gap * scale + (15 if behind else 0)


def restated(masked: MaskedSentence, item: Quantity, others: list[Quantity]) -> bool:
    """Whether a sum says again, in another currency, the sum just before it."""
    before = bisect_left(others, item.start, key=lambda other: other.start) - 1
    if before < 0 or item.start - others[before].end > 14 or others[before].currency == item.currency:
        return False
    between = masked.text[others[before].end : item.start]
    return bool(_RESTATED.search(between)) or between.strip() in ("(", "（", "/", "or", ", or", "，约", "，")


def usable_money(masked: MaskedSentence) -> list[Quantity]:
    """The sums of a sentence that may be a deal's amount: no figures of a company, no restated sums."""
    money = masked.of_kind(QuantityKind.MONEY)
    return [
        item
        for item in money
        if not is_figure(masked.text, item.start, item.end, masked.sentence.start) and not restated(masked, item, money)
    ]


def whole_power(masked: MaskedSentence, item: Quantity) -> bool:
    """Whether a power is neither a part of a deal nor a comparison, an option or somebody's whole fleet."""
    return not _NOT_POWER.search(_context(masked, item, 12, 12)) and not _PART.search(_context(masked, item))


def speaks_of_total(masked: MaskedSentence, item: Quantity) -> bool:
    """Whether the words before a sum call it the price or total of a deal (作价, 总额, worth)."""
    return bool(_TOTAL.search(_context(masked, item, 14, 0)))


def is_part(masked: MaskedSentence, item: Quantity) -> bool:
    """Whether the words around a sum make it a part of the whole (首付, upfront, a further)."""
    ahead = 10 if _CHINESE.search(_context(masked, item)) else 3
    return bool(_PART.search(_context(masked, item, 14, ahead)))


def is_yearly(masked: MaskedSentence, item: Quantity) -> bool:
    """Whether the words around a sum say that it is due every year."""
    ahead = 18 if _context(masked, item).isascii() else 10
    return bool(_YEARLY.search(_context(masked, item, 16, ahead)))


def _assign(
    candidates: list[Candidate], items: list[Quantity], worst: float
) -> dict[int, list[tuple[float, Quantity]]]:
    """Each quantity to the nearest candidate, by the candidate's number."""
    given: dict[int, list[tuple[float, Quantity]]] = {}
    for item in items:
        costs = [(_cost(candidate, item), number) for number, candidate in enumerate(candidates)]
        if costs and min(costs)[0] <= worst:
            cost, number = min(costs)
            given.setdefault(number, []).append((cost, item))
    return given


def attach(masked: MaskedSentence, candidates: list[Candidate], worst: float = 400.0) -> None:
    """Fill amount, power and terms of the candidates of one sentence."""
    if not candidates or not masked.quantities:
        return
    _attach_money(masked, candidates, worst)
    power = [item for item in masked.of_kind(QuantityKind.POWER) if item.value is not None]
    for number, rows in _assign(candidates, power, worst).items():
        rows = sorted(
            (
                (
                    cost
                    + (70 if _PART.search(_context(masked, item)) else 0)
                    + (90 if _NOT_POWER.search(_context(masked, item, 12, 12)) else 0),
                    item,
                )
                for cost, item in rows
            ),
            key=lambda row: (row[0], row[1].start),
        )
        if rows and candidates[number].power is None:
            candidates[number].power = rows[0][1]
    _attach_terms(masked, candidates, worst)
    _attach_dates(masked, candidates, worst)


def _attach_money(masked: MaskedSentence, candidates: list[Candidate], worst: float) -> None:
    for number, rows in _assign(candidates, usable_money(masked), worst).items():
        candidate = candidates[number]
        ranked: list[tuple[float, int, Quantity]] = []
        for cost, item in rows:
            if is_yearly(masked, item):
                candidate.others.setdefault("annual_amount", item)
                continue
            penalty = (110 if is_part(masked, item) else 0) - (
                80 if _TOTAL.search(_context(masked, item, 12, 0)) else 0
            )
            if item.value is not None and abs(item.value) < 10_000:
                continue
            ranked.append((cost + penalty + (500 if item.value is None else 0), item.start, item))
        if ranked and candidate.amount is None:
            candidate.amount = min(ranked)[2]


def _attach_terms(masked: MaskedSentence, candidates: list[Candidate], worst: float) -> None:
    lasting = [candidate for candidate in candidates if candidate.kind in _TERM_KINDS] or []
    durations = [
        item
        for item in masked.of_kind(QuantityKind.DURATION)
        if item.value is not None and not _NOT_TERM.search(_context(masked, item, 10, 8))
    ]
    for number, rows in _assign(lasting, durations, worst).items():
        best = min(rows, key=lambda row: row[0])[1]
        lasting[number].others.setdefault("years", best)
    equity = [candidate for candidate in candidates if candidate.kind in _EQUITY_KINDS]
    for number, rows in _assign(
        equity, [item for item in masked.of_kind(QuantityKind.SHARES) if item.value and item.value >= 1000], worst
    ).items():
        equity[number].others.setdefault("shares", min(rows, key=lambda row: row[0])[1])
    for number, rows in _assign(equity, masked.of_kind(QuantityKind.PRICE), worst).items():
        equity[number].others.setdefault("price_per_share", min(rows, key=lambda row: row[0])[1])
    stakes = [
        item
        for item in masked.of_kind(QuantityKind.PERCENT)
        if item.value is not None and item.value <= 100 and _is_stake(masked, item)
    ]
    for number, rows in _assign(equity, stakes, worst).items():
        equity[number].others.setdefault("stake_pct", min(rows, key=lambda row: row[0])[1])


def _is_stake(masked: MaskedSentence, item: Quantity) -> bool:
    return bool(_STAKE.search(_context(masked, item, 14, 26))) and not _NOT_STAKE.search(_context(masked, item, 12, 6))


def _attach_dates(masked: MaskedSentence, candidates: list[Candidate], worst: float) -> None:
    text = masked.text
    for number, rows in _assign(candidates, masked.of_kind(QuantityKind.DATE), worst).items():
        candidate = candidates[number]
        for _, item in sorted(rows, key=lambda row: row[1].start):
            before, after = (
                text[max(masked.sentence.start, item.start - 24) : item.start],
                text[item.end : item.end + 8],
            )
            if _END_AFTER.match(after) or (
                _END.search(before) and candidate.kind in _TERM_KINDS and item.bound in ("exact", "max")
            ):
                candidate.others.setdefault("end", item)
            elif _START_AFTER.match(after) or _START.search(before) or _starting(masked, item):
                candidate.others.setdefault("start", item)
            else:
                candidate.others.setdefault("announced", item)


_LIVE = re.compile(
    r"启动|启用|上线|投产|交付|动工|开始|供货|啟用|\bgo live\b|\bcome online\b|\bbegin|\bstart|\bhum\b|\bdeliver|\bonline\b",
    re.IGNORECASE,
)


def _starting(masked: MaskedSentence, item: Quantity) -> bool:
    clause = masked.sentence.clauses[masked.sentence.clause_of(item.start)]
    return (
        bool(_LIVE.search(masked.text, clause[0], clause[1])) and "预计" in masked.text[clause[0] : clause[1]]
    ) or bool(
        _LIVE.search(masked.text, max(clause[0], item.start - 40), item.start)
        if masked.text[item.start : item.end].isascii()
        else None
    )
