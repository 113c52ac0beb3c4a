"""All companies of an article: gazetteer, tickers, forms and introductions agree on one identity each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import ahocorasick_rs

from corpora.gazetteer import company_by_id
from corpora.lexicon import lexicon
from extractors.company.chinese_names import (
    Word,
    company_position,
    context_spans,
    legal_spans,
    name_before,
    only_general,
    segment,
)
from extractors.company.english_filter import settle_english
from extractors.company.gazetteer_match import entity_of, gazetteer_spans
from extractors.company.introduced import find_brackets, find_introduced, is_acronym_of
from extractors.company.latin_names import folded, latin_runs, latin_spans
from extractors.company.spans import CompanySpan, Entity
from extractors.company.tickers import find_tickers
from extractors.quantity.spans import Quantity
from schemas.article import Place

_CHINESE_NAME = re.compile(r"[\u3400-\u9fff·]{2,16}$")
_GENERIC_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团|股份|控股)+")
_OWN_TAIL = re.compile(
    r"(?:重工|电力|电子|半导体|能源|新能源|资本|金控|银行|证券|人寿|产险|保险|地产|物流|航运|造船|化工|化学|生物|医药|制药|汽车|通信|电信|网络|建设|工程|材料|机电|电机|光电|显示|存储|智能|国际|海洋|航空|商用车|资产管理|亚洲|中国|欧洲|美国|日本|机器人|云)+(?:股份有限公司|有限公司|公司|集团|股份|控股)?"
)


@dataclass(slots=True)
class Companies:
    """The companies of an article: spans in order without overlaps, what stands for `公司`, and forms by entity key."""

    spans: list[CompanySpan]
    itself: Entity | None = None
    names: dict[str, set[str]] = field(default_factory=dict)
    words: frozenset[tuple[int, int]] = frozenset()


def _mark(taken: bytearray, spans: Iterable[CompanySpan]) -> None:
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)


def _extended(text: str, span: CompanySpan) -> CompanySpan:
    """A gazetteer name with what follows it: 三星重工 is not 三星, 阿里巴巴集团 is 阿里巴巴."""
    if text[span.end - 1].isascii() or span.source != "gazetteer":
        return span
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


def _longer_latin(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
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
        if all(word in tails or f"{word}." in tails for word in rest):
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


def _without_overlaps(spans: Iterable[CompanySpan]) -> list[CompanySpan]:
    chosen: list[CompanySpan] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not chosen or span.start >= chosen[-1].end:
            chosen.append(span)
    return chosen


def _placed_names(text: str, words: list[Word], starts: list[int], spans: list[CompanySpan]) -> list[CompanySpan]:
    """Short Chinese names that are words too count where both neighbours speak of a company (向裕隆采购)."""
    if not words:
        return spans
    return [
        replace(span, weak=False)
        if span.weak
        and not text[span.start].isascii()
        and min(position := company_position(text, words, starts, span.start, span.end))
        and sum(position) >= 3
        else span
        for span in spans
    ]


_ACTS = re.compile(
    r"'s |,? (?:has|said|says|agreed|signed|will|is|was|to|plans|raised|sold|bought|paid|took|and (?=[A-Z]))\b|, (?:which|the|a|an|whose) | and (?=[A-Z][A-Za-z]+ )"
)


def _settle_weak(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """Weak names stay only where the article names the company otherwise, or where capitals stand inside a sentence."""
    strong = {span.entity.key for span in spans if not span.weak}
    kept = []
    for span in spans:
        if span.weak and span.entity.key not in strong and span.source == "gazetteer":
            surface = text[span.start : span.end]
            before = text[max(0, span.start - 2) : span.start]
            inner = bool(re.search(r"[\w,\u3400-\u9fff] ?$", before)) and surface[:1].isupper()
            if not (surface.isascii() and inner and len(surface) > 2) and len(surface) < 4:
                continue
            if surface.isascii() and not inner and not _ACTS.match(text, span.end):
                continue
        kept.append(replace(span, weak=False) if span.weak and span.source == "gazetteer" else span)
    return kept


def _bracketed(
    text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray
) -> tuple[list[CompanySpan], dict[str, Entity]]:
    """Names joined by a bracket: 芝浦电子(Shibaura Electronics) is one company; unknown Chinese names get found so."""
    starts = [word.start for word in words]
    by_end = {span.end: span for span in spans}
    by_start = {span.start: span for span in spans}
    added: list[CompanySpan] = []
    same: dict[str, Entity] = {}
    for opened, start, end, inner in find_brackets(text):
        owner, held = by_end.get(opened), by_start.get(start)
        if held is not None and held.end != end:
            held = None
        if owner is None and held is not None and not any(taken[max(0, opened - 2) : opened]):
            found = name_before(text, words, starts, opened)
            if found is not None:
                added.append(CompanySpan(*found, held.entity, "bracket"))
                continue
        if owner is None and held is None and words and _LATIN_NAME.match(inner) and taken.find(1, opened - 2, end) < 0:
            found = name_before(text, words, starts, opened)
            if found is not None and _stands_well(text, words, starts, *found):
                entity = Entity(folded(inner), inner)
                added += [CompanySpan(*found, entity, "bracket"), CompanySpan(start, end, entity, "bracket")]
                continue
        if owner is None or owner.entity.key == (held.entity.key if held else None):
            continue
        if held is not None and owner.entity.known and held.entity.known:
            spans[spans.index(owner)] = replace(owner, entity=held.entity)
            continue
        if held is not None and held.source == "latin" and owner.source == "latin":
            continue
        if held is not None:
            loser, winner = (owner, held) if held.entity.known and not owner.entity.known else (held, owner)
            same[loser.entity.key] = winner.entity
        elif is_acronym_of(inner.strip(), text[owner.start : owner.end]) and not any(taken[start:end]):
            added.append(CompanySpan(start, end, owner.entity, "bracket"))
    return added, same


_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?:[ &-]{1,3}[A-Z][a-z]+)*$")


def _stands_well(text: str, words: list[Word], starts: list[int], start: int, end: int) -> bool:
    """Whether a name before a bracket stands where a company does, the bracket left out."""
    first = bisect_right(starts, start) - 1
    return sum(company_position(text, words, starts, start, end)) >= 3 or (
        first > 0 and words[first - 1].text in ("买下", "收购", "并购", "入股", "旗下", "拿下", "携手", "子公司")
    )


def _ticker_names(text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray) -> list[CompanySpan]:
    """Names in front of a ticker that no other recogniser saw, and names whose ticker says who they are."""
    ends = {span.end for span in spans}
    starts = [word.start for word in words]
    found = []
    for ticker in find_tickers(text):
        opened = ticker.start - 1 if text[ticker.start - 1 : ticker.start] == " " else ticker.start
        if opened in ends or not opened:
            continue
        place = name_before(text, words, starts, opened)
        if place is not None and not any(taken[place[0] : place[1]]):
            name = text[place[0] : place[1]]
            entity = entity_of(ticker.company) if ticker.company else Entity(folded(name), name)
            found.append(CompanySpan(*place, entity, "ticker"))
    return found


def _short_forms(name: str) -> set[str]:
    """The forms by which an article may go on: without legal form, without the last general word, the first word."""
    if re.search(r"[\u3400-\u9fff]", name):
        forms = {name}
        core = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团|股份|控股)+$", "", name)
        core = re.sub(
            r"^(?:上海|北京|深圳市?|广州|杭州|苏州|江苏|浙江|广东|四川|武汉|南京|成都|重庆|天津|香港|台湾|中国|日本|韩国|美国|德国|瑞士)(?=.{3,})",
            "",
            core,
        )
        forms.add(core)
        forms.add(
            re.sub(r"(?:科技|电子|制药|医药|集团|生物|能源|半导体|数据服务|数据|造船|工业|实业|国际|资本)+$", "", core)
        )
        return {form for form in forms if len(form) >= 2}
    words = name.split(" ")
    forms = {name}
    if len(words) > 1 and len(words[0]) > 3 and words[0][0].isupper():
        forms.add(words[0])
    return forms


_COMMON_FIRST = frozenset(
    [
        "American",
        "British",
        "National",
        "International",
        "General",
        "United",
        "First",
        "New",
        "Global",
        "Advanced",
        "Applied",
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Royal",
        "Standard",
        "Digital",
        "Core",
        "Power",
        "Data",
        "Energy",
        "Capital",
        "Bank",
        "China",
        "Taiwan",
        "Hong",
        "Japan",
        "Korea",
        "Gold",
        "Blue",
        "Green",
        "Black",
        "White",
        "Red",
        "Silver",
        "Big",
        "Great",
        "Central",
        "Pacific",
        "Atlantic",
        "Asia",
        "Euro",
        "European",
        "Texas",
        "Public",
        "Private",
        "Smart",
        "Open",
        "Clean",
        "Solar",
        "Nuclear",
        "Modern",
        "Universal",
        "Western",
        "Deutsche",
        "Samsung",
    ]
)


def _repeated(text: str, forms: dict[str, Entity], taken: bytearray) -> list[CompanySpan]:
    """Every further place where a name of the article stands; English first words only with their capital."""
    patterns = [form for form in forms if len(form) > 1]
    if not patterns:
        return []
    automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    found = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        if any(taken[start:end]):
            continue
        if text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
            continue
        if text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum():
            continue
        found.append(CompanySpan(start, end, forms[patterns[number]], "repeated"))
    return found


def _found_in_turn(
    text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray, title: str
) -> Iterator[list[CompanySpan]]:
    """What each recogniser adds to those before it; the caller marks it before the next one looks."""
    latin = latin_spans(text, taken)
    yield _with_chinese_tail(text, latin) if words else latin
    if words:
        for span in latin:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
        yield _latin_in_place(text, words, taken)
    yield _ticker_names(text, words, spans, taken)
    yield _public_bodies(text, taken) if words else []
    yield context_spans(text, words, taken, title)


def _with_legal_form(text: str, words: list[Word], spans: list[CompanySpan]) -> list[CompanySpan]:
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
    return _without_overlaps([*spans, *kept])


_LATIN_TAIL = re.compile(
    r"(?P<form>集团|公司|控股|股份)|(?P<trade>银行|资本|基金|创投|制药|医药|药业|半导体|证券|保险|能源|航空|汽车|重工|电力|石油|电信|科技|生物|生技|矿业|电子|风投|影业|咖啡|国际|投资)(?:集团|公司|控股)?"
    r"|(?P<seat>萨摩亚|开曼|香港|台湾|日本|韩国|美国|欧洲|亚太|亚洲|中国|印度|新加坡|英国|德国|法国|加拿大|澳洲|墨西哥|巴西|越南|泰国)"
)
_AFTER_TAIL = re.compile(
    r"[，。；、：（()）\s]|[宣公签与和向拟将已也持所承认表获出同]|优先|旗下|股权|手[中里上]|CEO|董事|执行长|总裁|创"
)


def _with_chinese_tail(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
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


def _latin_in_place(text: str, words: list[Word], taken: bytearray) -> list[CompanySpan]:
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


def _subsidiary(text: str, span: CompanySpan) -> CompanySpan:
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


def _cuts_word(text: str, span: CompanySpan, words: list[Word], starts: list[int]) -> bool:
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


def _continued(text: str, span: CompanySpan, words: list[Word], starts: list[int]) -> CompanySpan:
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


def recognise(text: str, place: Place | None, title: str = "", quantities: Iterable[Quantity] = ()) -> Companies:
    """The companies of a matching text; `place` prefers the names that its press uses (None is English).

    `title` may name some more; `quantities` of an English text tell the CHF of CHF 20 million from a name.
    """
    words = segment(text) if place is not None else []
    starts = [word.start for word in words]
    seen = frozenset(ticker.company.id for ticker in find_tickers(text) if ticker.company)
    spans = [
        _extended(text, span)
        for span in gazetteer_spans(text, place, seen)
        if not _cuts_word(text, span, words, starts)
    ]
    spans = [_subsidiary(text, _continued(text, span, words, starts)) for span in spans]
    spans = _settle_weak(text, _placed_names(text, words, starts, _longer_latin(text, _without_overlaps(spans))))
    if words:
        spans = _with_legal_form(text, words, spans)
    taken = bytearray(len(text))
    for ticker in find_tickers(text):
        taken[ticker.start : ticker.end] = b"\1" * (ticker.end - ticker.start)
    _mark(taken, spans)
    for new in _found_in_turn(text, words, spans, taken, title):
        spans.extend(new)
        _mark(taken, new)
    added, same = _bracketed(text, words, spans, taken)
    spans.extend(added)
    _mark(taken, added)
    if place is None:
        spans = settle_english(text, _without_overlaps(spans), quantities)
        taken = bytearray(len(text))
        _mark(taken, spans)
    itself, forms, defined = _introductions(text, spans, same)
    spans.extend(_repeated(text, {**_title_forms(title, place), **forms}, taken))
    given = {item.name: forms[item.name] for item in find_introduced(text) if item.name in forms and len(item.name) > 1}
    same |= {
        span.entity.key: given[text[span.start : span.end]]
        for span in spans
        if not span.entity.known and text[span.start : span.end] in given
    }
    spans = [_renamed(span, same.get(span.entity.key, span.entity)) for span in _without_overlaps(spans)]
    spans = [_renamed(span, _defined_as(span, text, defined)) for span in spans]
    spans = _same_stem(spans)
    names: dict[str, set[str]] = {}
    for span in spans:
        names.setdefault(span.entity.key, set()).add(text[span.start : span.end])
    return Companies(spans, itself, names, frozenset((word.start, word.end) for word in words if len(word.text) == 1))


_PAYS = re.compile(r"(?:掏|认购|出资|投入|注资|入股|贷款|签|采购|提供|持有|包销|与|和|，|承诺)")


@lru_cache(maxsize=1)
def _public() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("chinese_names")["public"]))


def _public_bodies(text: str, taken: bytearray) -> list[CompanySpan]:
    """Ministries, governments and state funds where they act as a party: behind 向, or before a verb of paying."""
    found = []
    for match in _public().finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        if any(taken[match.start() : match.end()]) or not (
            before in tuple("向由与从和给") or _PAYS.match(text, match.end())
        ):
            continue
        found.append(CompanySpan(match.start(), match.end(), Entity(folded(match[0]), match[0]), "public"))
    return found


def _title_forms(title: str, place: Place | None) -> dict[str, Entity]:
    """The unknown names of a title: a text often takes up a name that only its title sets apart."""
    if not title:
        return {}
    return {
        title[span.start : span.end]: span.entity
        for span in recognise(title, place).spans
        if not span.entity.known and not span.weak
    }


def _defined_as(span: CompanySpan, text: str, defined: dict[str, Entity]) -> Entity:
    """The company that the article defines a form to mean, where the gazetteer does not know better."""
    return span.entity if span.entity.known else defined.get(text[span.start : span.end], span.entity)


def _introductions(
    text: str, spans: list[CompanySpan], same: dict[str, Entity]
) -> tuple[Entity | None, dict[str, Entity], dict[str, Entity]]:
    """Who 公司 is, every further form of the article's companies, and the forms that it defines in brackets."""
    by_end = {span.end: span for span in spans}
    itself: Entity | None = None
    forms: dict[str, Entity] = {}
    defined: dict[str, Entity] = {}
    known_forms: dict[str, set[str]] = {}
    for span in spans:
        if span.source in ("gazetteer",) and span.entity.known:
            company = company_by_id(span.entity.key)
            if company is not None and " " not in text[span.start : span.end]:
                continue
        for form in _short_forms(text[span.start : span.end]):
            if form not in _COMMON_FIRST:
                known_forms.setdefault(form, set()).add(span.entity.key)
                forms.setdefault(form, span.entity)
    forms = {form: entity for form, entity in forms.items() if len(known_forms[form]) == 1}
    for item in find_introduced(text):
        owner = by_end.get(item.owner_end) or by_end.get(item.owner_end - 1)
        if owner is None:
            continue
        if item.generic:
            itself = itself or same.get(owner.entity.key, owner.entity)
        elif len(item.name) > 1:
            forms[item.name] = defined[item.name] = same.get(owner.entity.key, owner.entity)
    return itself, forms, defined


def _same_stem(spans: list[CompanySpan]) -> list[CompanySpan]:
    """Unknown names that differ only by their general ending are one company (恒瑞医药 and 恒瑞)."""
    stems: dict[str, Entity] = {}
    for span in sorted(spans, key=lambda item: (not item.entity.known, -len(item.entity.name))):
        stems.setdefault(span.entity.key, span.entity)
    return [_renamed(span, stems[span.entity.key]) for span in spans]


def _renamed(span: CompanySpan, entity: Entity) -> CompanySpan:
    """The span of another company; most keep their own."""
    return span if span.entity is entity else replace(span, entity=entity)
