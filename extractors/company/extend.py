"""Spans that grow or shrink to the whole name: a tail behind a known name, a legal form, a Latin run, a subsidiary."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from corpora.lexicon import lexicon
from extractors.company.chinese_words import Word
from extractors.company.latin_names import folded, latin_runs
from extractors.company.legal_names import company_position, legal_spans, only_general
from extractors.company.spans import CompanySpan, Entity

_GENERIC_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团|股份|控股)+")


_OWN_TAIL = re.compile(
    r"(?:重工|电力|电子|半导体|能源|新能源|资本|金控|银行|证券|人寿|产险|保险|地产|物流|航运|造船|化工|化学|生物|医药|制药|汽车|通信|电信|网络|建设|工程|材料|机电|电机|光电|显示|存储|智能|国际|海洋|航空|商用车|资产管理|亚洲|中国|欧洲|美国|日本|机器人|云)+(?:股份有限公司|有限公司|公司|集团|股份|控股)?"
)


_BRANCH = re.compile(
    r"(?!总|各|分|支|在|的|和|与|向)[\u3400-\u9fff]{2,6}?(?:分行|支行)|\((?:国际|亚洲|香港|中国|澳门)\)"
)
"""A branch of a bank is the bank: 招商银行宁波分行."""


def with_tail(text: str, span: CompanySpan) -> CompanySpan:
    """A gazetteer name with what follows it: 三星重工 is not 三星, 阿里巴巴集团 is 阿里巴巴."""
    if text[span.end - 1].isascii() or span.source != "gazetteer":
        return span
    branch = _BRANCH.match(text, span.end) if text[span.start : span.end].endswith(("银行", "行")) else None
    if branch:
        return replace(span, end=branch.end())
    tail = _GENERIC_TAIL.match(text, span.end)
    if tail:
        return replace(span, end=tail.end())
    own = _OWN_TAIL.match(text, span.end)
    if own and not re.match(
        r"(?:业务|事业|平台|服务|部门|产品|市场|领域|园区|项目|芯片|基础|算力|行业|产业|技术|订单|合约|合同|采购|设备|板块|股|价)",
        text[own.end() : own.end() + 2],
    ):
        name = text[span.start : own.end()]
        if own[0] in (
            "云",
            "智能",
            "国际",
            "中国",
            "美国",
            "日本",
            "欧洲",
            "亚洲",
            "建设",
            "投资",
            "能源",
            "网络",
            "显示",
            "存储",
            "工程",
            "材料",
            "物流",
            "机器人",
            "保险",
            "汽车",
            "新能源",
        ):
            return span
        return CompanySpan(span.start, own.end(), Entity(folded(name), name), "suffix")
    return span


def with_longer_latin(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """A capitalised run that continues a gazetteer name with a company's words is another company (Samsung Heavy)."""
    table = lexicon("names")
    tails, words = (
        frozenset(table["suffixes"]),
        frozenset(table["company_words"]) - {"AI", "Cloud", "Data", "Chips", "Power"},
    )
    by_start = {span.start: span for span in spans}
    longer: list[CompanySpan] = []
    for run in latin_runs(text):
        span = by_start.get(run.start)
        if span is None or span.end >= run.end:
            continue
        rest = [word for word in (part.strip(",.") for part in text[span.end : run.end].split()) if word]
        if all(word in tails or f"{word}." in tails or word in ("Bank", "N.A") for word in rest):
            longer.append(replace(span, end=run.end, weak=False))
        elif (
            rest
            and rest[-1] in tails
            and rest[-1] not in ("Group", "Holdings", "Holding", "Company", "Co")
            and all(word[:1].isupper() for word in rest)
        ) or all(word in words or word in tails or word in ("Heavy", "Asset", "and", "&", "of") for word in rest):
            longer.append(CompanySpan(run.start, run.end, Entity(folded(run.text), run.text), "latin"))
    longer.extend(_around(text, spans, words))
    taken = [(span.start, span.end) for span in longer]
    rest_of = [span for span in spans if not any(first <= span.start < last for first, last in taken)]
    return sorted([*rest_of, *longer], key=lambda span: span.start)


def _around(text: str, spans: list[CompanySpan], words: frozenset[str]) -> list[CompanySpan]:
    """Longer names around a known word that is only a part of them: Parkway Venture Capital is not Venture."""
    found = []
    by_place = [
        span
        for span in spans
        if span.source == "gazetteer" and text[span.start : span.end].isalpha() and text[span.start].isascii()
    ]
    if not by_place or (not text.isascii() and len(by_place) > 2000):
        return []
    runs = [run for run in latin_runs(text) if " " in run.text]
    starts, held = [run.start for run in runs], sorted(span.start for span in spans)
    for span in by_place:
        index = bisect_right(starts, span.start) - 1
        run = runs[index] if index >= 0 else None
        if run is None or not (run.start < span.start and span.end < run.end):
            continue
        if bisect_left(held, run.end) - bisect_left(held, run.start) > 1:
            continue
        if text[span.end + 1 : run.end].split(" ")[0] in words:
            found.append(CompanySpan(run.start, run.end, Entity(folded(run.text), run.text), "latin"))
    return found


def without_overlaps(spans: Iterable[CompanySpan]) -> list[CompanySpan]:
    """In order; where two overlap, the one that begins first, then the longer."""
    chosen: list[CompanySpan] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not chosen or span.start >= chosen[-1].end:
            chosen.append(span)
    return chosen


LATIN_NAME = re.compile(r"[A-Z][a-z]+(?:[ &-]{1,3}[A-Z][a-z]+)*$")


def stands_well(text: str, words: list[Word], starts: list[int], start: int, end: int) -> bool:
    """Whether a name before a bracket stands where a company does, the bracket left out."""
    first = bisect_right(starts, start) - 1
    return sum(company_position(text, words, starts, start, end)) >= 3 or (
        first > 0 and words[first - 1].text in ("买下", "收购", "并购", "入股", "旗下", "拿下", "携手", "子公司")
    )


def with_legal_form(text: str, words: list[Word], spans: list[CompanySpan]) -> list[CompanySpan]:
    """The names with a legal form among the known ones: 腾讯控股有限公司 is 腾讯."""
    starts = [span.start for span in spans]
    kept: list[CompanySpan] = []
    for full in legal_spans(words, text):
        index = bisect_right(starts, full.end - 1) - 1
        while index >= 0 and spans[index].start >= full.start:
            inner = spans[index]
            index -= 1
            rest = text[full.start : inner.start], text[inner.end : full.end]
            if inner.end <= full.end and only_general(rest[0]) and only_general(rest[1]):
                full = replace(full, entity=inner.entity)
                break
        if index >= 0 and spans[index].end > full.start and spans[index].start < full.start:
            if spans[index].end >= full.end:
                continue
            name = text[spans[index].start : full.end]
            same = only_general(text[spans[index].end : full.end])
            full = CompanySpan(
                spans[index].start, full.end, spans[index].entity if same else Entity(folded(name), name), "legal"
            )
        kept.append(full)
    return without_overlaps([*spans, *kept])


_LATIN_TAIL = re.compile(
    r"(?P<form>集团|公司|控股|股份)|(?P<trade>银行|资本|基金|创投|制药|医药|药业|半导体|证券|保险|能源|航空|汽车|重工|电力|石油|电信|科技|生物|生技|矿业|电子|风投|影业|咖啡|国际|投资)(?:集团|公司|控股)?"
    r"|(?P<seat>萨摩亚|开曼|香港|台湾|日本|韩国|美国|欧洲|亚太|亚洲|中国|印度|新加坡|英国|德国|法国|加拿大|澳洲|墨西哥|巴西|越南|泰国)"
)


_AFTER_TAIL = re.compile(
    r"[，。；、：（()）\s]|[宣公签与和向拟将已也持所承认表获出同]|优先|旗下|股权|手[中里上]|CEO|董事|执行长|总裁|创"
)


def with_chinese_tail(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """Latin names go on in Chinese: RBL银行, Foo萨摩亚; a known company stays itself."""
    longer = []
    for span in spans:
        tail = _LATIN_TAIL.match(text, span.end) if text[span.end - 1].isascii() else None
        if (
            tail is None
            or not _AFTER_TAIL.match(text, tail.end())
            or (tail["seat"] and span.entity.known)
            or (
                tail["trade"]
                and tail[0] in ("投资", "保险", "汽车", "能源", "科技", "国际", "基金")
                and span.entity.known
            )
        ):
            longer.append(span)
        elif tail["form"] or span.entity.known:
            longer.append(replace(span, end=tail.end()))
        else:
            name = text[span.start : tail.end()]
            longer.append(CompanySpan(span.start, tail.end(), Entity(folded(name), name), span.source))
    return longer


_LATIN_RUN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'-]*[A-Za-z0-9](?: [A-Z][A-Za-z0-9&.'-]*[A-Za-z0-9])*(?![A-Za-z0-9])"
)


def latin_in_place(text: str, words: list[Word], taken: bytearray) -> list[CompanySpan]:
    """Latin words that would be no names in English, where Chinese text puts a company: 交给Summit, New Retail所持."""
    starts = [word.start for word in words]
    found = []
    for match in _LATIN_RUN.finditer(text):
        name = match[0]
        if taken.find(1, match.start(), match.end()) >= 0 or not (re.search(r"[a-z]{2}", name) or len(name) > 5):
            continue
        left, right = company_position(text, words, starts, match.start(), match.end())
        given = text[max(0, match.start() - 3) : match.start()].endswith(
            ("交给", "卖给", "售予", "授予", "旗下的", "收购", "入股", "买下", "子公司")
        )
        if (given and re.search(r"[a-z]|\d", name)) or (
            right == 2
            and (left or not re.search(r"\d", name))
            and text[match.end() : match.end() + 1] not in "0123456789"
        ):
            found.append(CompanySpan(match.start(), match.end(), Entity(folded(name), name), "latin", weak=not given))
    return found


_SUBSIDIARY = re.compile(r"(?:子公司|附属公司|项目公司|参股公司|孙公司|合资公司)(?P<seat>[\u3400-\u9fff]{2,3})$")


_BUREAU = re.compile(r"(?:集团)?[\u3400-\u9fff]{2}(?:院|局|设计研究院|勘测设计院)(?=[，、。与和以拟将签组联中承(])")


def with_seat(text: str, span: CompanySpan) -> CompanySpan:
    """A known name behind 子公司 and a place, or with an institute behind it, is its own company."""
    if text[span.start].isascii() or not span.entity.known:
        return span
    bureau = _BUREAU.match(text, span.end)
    if bureau and not re.match(r"(?:集团)?(?:当|该|全|总|结|布|定|格|大)", text[span.end : span.end + 3]):
        name = text[span.start : bureau.end()]
        return CompanySpan(span.start, bureau.end(), Entity(folded(name), name), "legal")
    place = _SUBSIDIARY.search(text, max(0, span.start - 8), span.start)
    if place is None:
        return span
    name = text[place.start("seat") : span.end]
    return CompanySpan(place.start("seat"), span.end, Entity(folded(name), name), "legal")


_PARTICLES = frozenset("将与和拟向已以获等在对从由为被把则也还均各再")


def cuts_word(text: str, span: CompanySpan, words: list[Word], starts: list[int]) -> bool:
    """Whether a Chinese name begins or ends inside a word of the dictionary: 联邦银 in 联邦银行, 力成 in 算力成本."""
    for edge in (span.start, span.end):
        index = bisect_right(starts, edge) - 1
        if index < 0:
            continue
        word = words[index]
        if word.start < edge < word.end and not word.rare and len(word.text) > 1:
            behind = text[edge : word.end] if edge == span.end else ""
            if not (span.end - span.start > 3 and behind in _PARTICLES):
                return True
    return False


def with_rest_of_word(text: str, span: CompanySpan, words: list[Word], starts: list[int]) -> CompanySpan:
    """A known name with a further name behind it is another company of that group (智元恒岳, 中芯北方)."""
    if text[span.end - 1].isascii() or span.source != "gazetteer":
        return span
    index = bisect_right(starts, span.end) - 1
    if index < 0 or words[index].start != span.end:
        return span
    word = words[index]
    if word.text in ("北方", "南方", "东方", "西部", "华力", "国际信托") or (
        word.rare and word.tag in ("nr", "nz", "nt", "nrt") and len(word.text) == 2
    ):
        following = words[index + 1].text if index + 1 < len(words) else ""
        if (following and not re.match(r"[\u3400-\u9fff]", following)) or following in _AFTER_NAMES:
            name = text[span.start : word.end]
            return CompanySpan(span.start, word.end, Entity(folded(name), name), "context")
    return span


_AFTER_NAMES = frozenset(
    [
        "拟",
        "将",
        "已",
        "以",
        "与",
        "和",
        "向",
        "余下",
        "的",
        "签署",
        "宣布",
        "公告",
        "还",
        "也",
        "则",
        "另",
        "分别",
        "合计",
        "持有",
        "所持",
        "全部",
        "剩余",
    ]
)
