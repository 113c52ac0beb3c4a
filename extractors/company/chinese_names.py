"""Chinese names that the gazetteer does not know: by a company's suffix, by what stands around them, by a bracket.

A segmenter (jieba's dictionary and model) cuts the text into tagged words; a name is a short run of noun-like words of
which at least one is rare, in a place where a company stands: before 宣布, behind 与 or 向, in a list with a company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from corpora.lexicon import lexicon
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity

_CJK = re.compile(r"^[\u3400-\u9fff·]+$")
_NAME_TAGS = ("n", "nr", "nrt", "nrfg", "ns", "nz", "nt", "j", "ng", "b", "vn", "a", "an", "l", "i", "x", "q", "tg", "g", "s")
_RARE_TAGS = ("nr", "nrt", "nrfg", "nz", "nt")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the segmented text at `start:end` with its part of speech; `rare` outside the dictionary or a name."""

    start: int
    end: int
    text: str
    tag: str
    rare: bool


@dataclass(frozen=True, slots=True)
class _Tables:
    stops: frozenset[str]
    descriptions: tuple[str, ...]
    suffixes: tuple[str, ...]
    strong: tuple[str, ...]
    never: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    table = lexicon("chinese_names")
    return _Tables(
        frozenset(table["stops"]),
        tuple(sorted(table["descriptions"], key=len, reverse=True)),
        tuple(sorted(table["suffixes"], key=len, reverse=True)),
        tuple(table["strong"]),
        frozenset(table["never"]),
    )


@lru_cache(maxsize=1)
def _segmenter() -> rjieba.Jieba:
    return rjieba.Jieba()


def segment(text: str) -> list[Word]:
    """The words of a matching text, in order; positions are those of the text."""
    words: list[Word] = []
    position = 0
    segmenter = _segmenter()
    for line in re.findall(r"[^\n]*\n?", text):
        for token, tag in segmenter.tag(line):
            found = text.find(token, position, position + len(token) + 8)
            if found < 0:
                continue
            position = found + len(token)
            rare = bool(_CJK.match(token)) and (tag in _RARE_TAGS or not segmenter.has_word(token))
            words.append(Word(found, position, token, tag, rare))
    return words


def _noun_like(word: Word) -> bool:
    return (
        bool(_CJK.match(word.text))
        and word.text not in _tables().stops
        and (word.tag in _NAME_TAGS or (word.rare and word.tag not in ("p", "c", "u", "d", "m", "r", "uj", "ul")))
    )


def _clean_left(words: Sequence[Word], first: int, last: int) -> int:
    """Without the description in front of a name: 大厂, 子公司, 瑞士 (a place is kept where it is part of the name)."""
    tables = _tables()
    while first < last:
        if words[first].text in tables.stops or words[first].text in tables.descriptions or words[first].text.endswith(("厂商", "业者", "巨头", "公司", "大厂", "龙头", "企业", "机构", "平台", "商", "基金")) and not words[first].rare:
            first += 1
            continue
        break
    return first


def _free(taken: bytearray, start: int, end: int) -> bool:
    return not any(taken[start:end])


_LEGAL = ("有限公司", "股份有限公司", "有限责任公司", "株式会社", "有限合伙")
_NEVER_IN_NAMES = ("p", "c", "u", "uj", "ul", "d", "r", "x", "uz", "ug", "y", "e")


def legal_spans(words: Sequence[Word], text: str, taken: bytearray) -> list[CompanySpan]:
    """Names that end in a legal form, back to the first word that cannot be part of a name (深圳市泓汇智诚科技有限公司)."""
    stops = _tables().stops
    spans: list[CompanySpan] = []
    for index, word in enumerate(words):
        if not word.text.endswith(_LEGAL):
            continue
        first = index
        while first and words[first - 1].end == words[first].start and word.end - words[first - 1].start <= 24:
            before = words[first - 1]
            joined = before.text in ("(", ")") and _CJK.match(words[first - 2].text if first > 1 else "")
            if not joined and (before.text in stops - {"上海", "中国", "台湾", "日本", "香港", "美国", "韩国", "新加坡"} or before.tag in _NEVER_IN_NAMES or not _CJK.match(before.text)):
                break
            if before.text.endswith(("公司", "企业", "商")) or (before.tag == "v" and not before.rare and len(before.text) > 1 and index - first > 3):
                break
            first -= 1
        first = next((number for number in range(first, index) if words[number].text.endswith(("市", "省")) and words[number].tag == "ns"), first)
        start = words[first].start
        if word.end - start - len(word.text) >= 2 and _free(taken, start, word.end):
            name = text[start : word.end]
            spans.append(CompanySpan(start, word.end, Entity(folded(name), name), "legal"))
    return spans


_LEFT_WORDS = frozenset(
    "与 和 跟 同 向 对 由 被 从 为 给 替 获 及 以及 携手 联手 联合 收购 并购 入股 投资 拿下 控股 买下 牵手 结盟 委托 旗下 子公司 公司 收购方 买方 卖方 客户 供应商 厂商 业者 巨头 大厂 龙头 企业 机构 平台 新创 初创 银行 基金 独角兽 运营商 开发商 营运商 制造商 对手 给予 予 转投 连同 会同 经 卖给 售予 出售给 交由 交给 选择 选定 指定 找来 拉来 引入 引进 参股".split()
)
_RIGHT_WORDS = frozenset(
    "宣布 公告 表示 披露 公布 与 和 跟 同 向 对 拟 将 已 获 签署 签订 签 签下 签约 达成 完成 等 领投 跟投 参投 投资 入股 收购 并购 采购 购买 旗下 持有 出资 认购 提供 供应 承接 中标 得标 则 也 再 又 以 于 在 及 以及 联合 携手 联手 共同 合资 订立 缔结 敲定 订购 下单 承诺 同意 计划 打算 决定 股权 股份 的 所持 增资 注资 借款 贷款 发行 融资 募资 牵头 主导 作为 位列 紧随其后 担任 旗舰 董事长 执行长 总裁 总经理 创始人 创办人 首席执行官 手中 手里 手上".split()
)


def context_spans(text: str, words: Sequence[Word], taken: bytearray) -> list[CompanySpan]:
    """Names by their suffix or by their neighbours; `taken` marks what other recognisers hold."""
    tables = _tables()
    spans: list[CompanySpan] = []
    index = 0
    while index < len(words):
        if not _noun_like(words[index]) or not _free(taken, words[index].start, words[index].end):
            index += 1
            continue
        last = index
        while (
            last + 1 < len(words)
            and words[last + 1].start == words[last].end
            and _noun_like(words[last + 1])
            and _free(taken, words[last + 1].start, words[last + 1].end)
        ):
            last += 1
        span = _name_in(text, words, index, last, taken, tables)
        if span is not None:
            spans.append(span)
        index = last + 1
    return spans


def _name_in(text: str, words: Sequence[Word], first: int, last: int, taken: bytearray, tables: _Tables) -> CompanySpan | None:
    first = _clean_left(words, first, last)
    start, end = words[first].start, words[last].end
    name = text[start:end]
    if not 2 <= len(name) <= _MOST or name in tables.never:
        return None
    suffix = next((word for word in tables.suffixes if name.endswith(word) and len(name) - len(word) >= 2), None)
    rare = any(word.rare for word in words[first : last + 1])
    if suffix in tables.strong and rare and _proper(words[first : last + 1]):
        return CompanySpan(start, end, Entity(folded(name), name), "suffix")
    if not rare or not _placed(text, words, first, last, taken):
        return None
    if suffix is None and (len(name) > 8 or _person(words, first, last)):
        return None
    return CompanySpan(start, end, Entity(folded(name), name), "context", weak=suffix is None)


def _proper(words: Sequence[Word]) -> bool:
    """Whether the words before the suffix are a name rather than a description (大型科技, 私募基金)."""
    return any(word.rare or word.tag in ("ns", "j") for word in words[:-1]) or (len(words) == 1 and words[0].rare)


def _person(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a run is a person's name: one personal name of two or three characters, or one behind a title."""
    run = words[first : last + 1]
    before = words[first - 1].text if first else ""
    after = words[last + 1].text if last + 1 < len(words) else ""
    titled = before in ("董事长", "执行长", "总裁", "总经理", "创始人", "创办人", "首席执行官", "分析师", "记者", "先生", "CEO", "财务长", "主席", "行长", "董座", "部长", "市长", "总统")
    said = after in ("表示", "说", "指出", "认为", "透露", "称", "强调", "坦言", "预期", "直言", "女士", "先生", "博士", "写", "自嘲")
    return len(run) == 1 and run[0].tag in ("nr", "nrfg") and (titled or said or len(run[0].text) == 3 and not after)


def _placed(text: str, words: Sequence[Word], first: int, last: int, taken: bytearray) -> bool:
    """Whether a company may stand here: its neighbours are words that companies have beside them."""
    left = words[first - 1] if first and words[first - 1].end == words[first].start else None
    right = words[last + 1] if last + 1 < len(words) and words[last + 1].start == words[last].end else None
    begins = left is None or left.text in "，。；：、！？\n「『“（(,;:●•·-" or left.text in ("\n",)
    listed = (left is not None and left.text in ("、", "和", "与", "及", "以及") and first > 1 and bool(taken[words[first - 2].start])) or (
        right is not None and right.text in ("、", "和", "与", "及", "以及") and last + 2 < len(words) and bool(taken[words[last + 2].start])
    )
    if listed:
        return True
    before = left is not None and left.text in _LEFT_WORDS
    after = right is None or right.text in _RIGHT_WORDS or right.text in "，。；、（()"
    if begins and left is not None and left.text == "、":
        return False
    name = text[words[first].start : words[last].end]
    if any(name.endswith(suffix) for suffix in _tables().suffixes) and (before or (begins and after) or (after and left is not None and left.text == "的")):
        return True
    return (begins and right is not None and right.text in _RIGHT_WORDS - {"的", "和", "与", "及", "在", "也", "则", "又", "再"}) or (before and after)


def name_before(text: str, words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """The Chinese name that ends at `end`, where a bracket follows: noun-like words back to the first other word."""
    index = next((number for number in range(len(words) - 1, -1, -1) if words[number].end <= end), None)
    if index is None or words[index].end != end or not _CJK.match(words[index].text):
        return None
    first = index
    while (
        first > 0
        and words[first - 1].end == words[first].start
        and _noun_like(words[first - 1])
        and end - words[first - 1].start <= _MOST
    ):
        first -= 1
    first = _clean_left(words, first, index)
    start = words[first].start
    name = text[start:end]
    return (start, end) if 2 <= len(name) <= _MOST and name not in _tables().never else None

