"""Names by their legal form (某某股份有限公司), and the name that ends or begins at a given place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractors.company.chinese_names import MOST_CHARACTERS, describes, head_of, neighbours
from extractors.company.chinese_words import CJK, FUNCTION_TAGS, Word, name_tables, segment
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity

_LONGEST_LEGAL = 26


_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|株式会社|合伙企业(?:\(有限合伙\))?|\(有限合伙\))")


_OPENING = frozenset("和如因同正中安")

_JOINED_BY = frozenset("() ")


def legal_spans(words: Sequence[Word], text: str) -> list[CompanySpan]:
    """Names that end in a legal form, back to the first word that cannot be part of a name."""
    tables = name_tables()
    starts = [word.start for word in words]
    spans: list[CompanySpan] = []
    for match in _LEGAL.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0:
            continue
        first = index
        verbs = 0
        while (
            first
            and words[first - 1].end == words[first].start
            and match.end() - words[first - 1].start <= _LONGEST_LEGAL + len(match[0])
        ):
            before = words[first - 1]
            joined = (
                before.text in _JOINED_BY
                and first > 1
                and bool(CJK.match(words[first - 2].text))
                and ")" in text[before.start : match.start()]
            )
            if not joined and (
                (
                    before.text in tables.stops
                    and before.text not in tables.nations
                    and before.text not in tables.verbal
                    and before.text not in _GENERAL
                )
                or before.tag in FUNCTION_TAGS
                or not CJK.match(before.text)
                or (describes(before, tables) and before.text not in tables.suffixes)
            ):
                break
            verbs += (
                before.tag == "v"
                and not before.rare
                and len(before.text) > 1
                and before.text not in tables.verbal
                and before.text not in _GENERAL
            )
            if verbs and first < index - 2:
                break
            first -= 1
        first = next(
            (
                number
                for number in range(first, index)
                if words[number].text.endswith(("市", "省")) and words[number].tag == "ns"
            ),
            first,
        )
        first -= _begins_before(words, first)
        start = words[first].start
        if match.start() - start >= 2:
            name = text[start : match.end()]
            spans.append(CompanySpan(start, match.end(), Entity(folded(name), name), "legal"))
    return spans


def _begins_before(words: Sequence[Word], first: int) -> bool:
    """Whether the word before belongs to a legal name too: its place, or a 和 that has nothing before it to join."""
    if not first or words[first - 1].end != words[first].start:
        return False
    before = words[first - 1]
    return before.tag == "ns" or (before.text in _OPENING and (first < 2 or words[first - 2].text[-1] in "\n：《("))


def name_before(text: str, words: Sequence[Word], starts: Sequence[int], end: int) -> tuple[int, int] | None:
    """The Chinese name that ends at `end`, where a bracket follows: name-like words back to the first other word."""
    tables = name_tables()
    index = bisect_right(starts, end - 1) - 1
    if index < 0 or words[index].end != end or not CJK.match(words[index].text) or words[index].text in tables.stops:
        return None
    first = index
    while (
        first > 0
        and words[first - 1].end == words[first].start
        and words[first - 1].part
        and end - words[first - 1].start <= MOST_CHARACTERS
    ):
        first -= 1
    first = head_of(words, first, index, tables)
    start = words[first].start
    name = text[start:end]
    return (start, end) if 2 <= len(name) <= MOST_CHARACTERS and name not in tables.never else None


def only_general(text: str) -> bool:
    """Whether a piece of a name says only trade, place and form: 科技, (中国), 股份有限公司."""
    tables = name_tables()
    return all(
        word.text in tables.suffixes
        or word.text in tables.nations
        or word.tag == "ns"
        or word.text in "()（） "
        or word.text in _GENERAL
        for word in segment(text)
    )


_GENERAL = frozenset(
    (
        "股份",
        "有限公司",
        "有限责任",
        "公司",
        "有限",
        "责任",
        "企业",
        "合伙",
        "技术",
        "系统",
        "信息",
        "服务",
        "管理",
        "发展",
        "贸易",
        "研究",
        "经营",
        "运营",
        "加工",
        "销售",
        "设备",
        "产品",
        "芯片",
        "晶片",
        "资产",
        "项目",
        "业务",
        "服务器",
        "伺服器",
        "产业",
        "计算机",
        "市",
        "省",
    )
)


def company_position(text: str, words: Sequence[Word], starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """How clearly the words before and behind `text[start:end]` say that it is a company, each 0 to 2."""
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    if first < 0 or words[first].start != start or words[last].end != end:
        return 0, 0
    return neighbours(text, words, first, last, False, name_tables())
