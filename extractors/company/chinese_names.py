"""Chinese names that the gazetteer does not know: by a company's suffix, by what stands around them, by a bracket.

A segmenter (jieba's dictionary and model) cuts the text into tagged words. A run of words that may be parts of a name
is freed from the description before it (买方, 储能新创, 瑞士) and from what follows its suffix. What is left is a name
when its form and its neighbours say so together: the rarer its words and the clearer its suffix, the less must its
neighbours show; a name that recurs needs to stand only once where a company stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.company.chinese_words import FUNCTION_TAGS, PUNCTUATION, NameTables, Word, name_tables
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity

MOST_CHARACTERS = 12


class _Candidate(NamedTuple):
    """The words `first` to `last` that may be a name, with its suffix and what its place says for a company."""

    first: int
    last: int
    start: int
    end: int
    name: str
    suffix: str
    rare: bool
    unknown: bool
    left: int
    right: int
    begins: bool
    person: bool


_DESCRIBING = (
    "厂商",
    "业者",
    "巨头",
    "公司",
    "大厂",
    "龙头",
    "企业",
    "机构",
    "平台",
    "股东",
    "新创",
    "初创",
    "团队",
    "业主",
    "品牌",
)


_CALLED = ("巨头", "大厂", "龙头", "厂商", "业者", "新创", "初创", "新贵", "独角兽", "老大", "一哥", "企业")


def describes(word: Word, tables: NameTables) -> bool:
    """Whether a word in front of a name says what the company is (储能新创, 芯片巨头) rather than its name."""
    if word.text in tables.descriptions:
        return True
    return not word.rare and (word.text.endswith(_DESCRIBING) or (len(word.text) > 2 and word.text.endswith("商")))


def _suffix_of(text: str, tables: NameTables) -> str:
    """The longest suffix of a company's name that a text ends with, or nothing."""
    if text[-1:] not in tables.suffix_ends:
        return ""
    for length in range(min(len(text), tables.longest), 0, -1):
        if text[-length:] in tables.suffixes:
            return text[-length:]
    return ""


def head_of(words: Sequence[Word], first: int, last: int, tables: NameTables) -> int:
    """Where a name begins in a run: behind the last description, a nationality and the ordinary nouns before it."""
    for index in range(last - 1, first - 1, -1):
        general = _suffix_of(words[index].text, tables) in tables.strong and index > first
        named = words[index + 1].text not in tables.suffixes or index + 1 < last
        if named and not general and describes(words[index], tables):
            first = index + 1
            break
    if first < last and words[first].text in tables.nations and words[first].text not in ("中国", "台湾", "香港"):
        following = words[first + 1].text
        if (
            (words[last].end - words[first].end > 2 or words[first + 1].rare)
            and following not in tables.suffixes
            and following not in tables.plain_heads
        ):
            first += 1
    rare = next((index for index in range(first, last + 1) if words[index].rare), first)
    if (
        rare == first + 1
        and len(words[first].text) == 2 == len(words[rare].text)
        and rare == last
        and not words[rare].known
    ):
        return first
    if all(len(words[index].text) > 1 and words[index].tag not in ("ns", "j", "nt") for index in range(first, rare)):
        first = rare
    return first


def _end(words: Sequence[Word], first: int, last: int, tables: NameTables) -> int:
    """Where a name ends in a run: with its suffixes, or with its rare words and single characters."""
    for index in range(first, last + 1):
        text = words[index].text
        whole = text in tables.suffixes
        if (whole and index > first) or (
            words[index].rare and not whole and len(text) > 2 and _suffix_of(text, tables)
        ):
            while index < last and words[index + 1].text in tables.suffixes:
                following = words[index + 1].text
                if following in tables.verbal and following not in ("控股", "投资", "投控", "发展"):
                    break
                if (
                    following == "投资"
                    and text in ("资本", "基金", "创投", "银行", "集团")
                    and (index + 2 > last or words[index + 2].text not in tables.suffixes)
                ):
                    break
                index += 1
            return index
    index = first
    while (
        index < last
        and (words[index + 1].rare or len(words[index + 1].text) == 1)
        and words[index + 1].text not in tables.descriptions
    ):
        index += 1
    return index


_BEFORE_PARTIES = frozenset(("向", "由", "被", "获", "与", "给", "遭", "从"))


def neighbours(
    text: str, words: Sequence[Word], first: int, last: int, strong: bool, tables: NameTables
) -> tuple[int, int, bool]:
    """How clearly the words before and behind say that a company stands here, and whether it opens a clause."""
    before = words[first - 1] if first and words[first - 1].end == words[first].start else None
    behind = words[last + 1] if last + 1 < len(words) and words[last + 1].start == words[last].end else None
    begins = before is None or before.text[-1:] in PUNCTUATION or before.text[:1] == "\n"
    left = 0
    if before is not None and not begins:
        if before.text in tables.left_strong or describes(before, tables):
            left = 2
        elif before.text in tables.left or before.text in tables.titles:
            left = 1
    right = 0
    if behind is not None:
        priced = behind.text == "以" and _PRICED.match(text, behind.start)
        seated = _SEATED.match(text, behind.start)
        if priced or seated or behind.text in tables.right_strong or behind.text in tables.titles:
            right = 2
        elif behind.text in tables.right or behind.tag in ("d", "p", "t") or (strong and behind.tag == "v"):
            right = 1
        elif behind.tag == "m" and re.match(r"[\d.]+%|百分之", text[behind.start : behind.start + 12]):
            right = 2
        elif behind.text[:1] in PUNCTUATION or behind.tag == "m":
            right = 1 if left and before is not None and before.text != "的" else 0
        elif behind.tag in ("v", "vd") and before is not None and before.text in _BEFORE_PARTIES:
            right = 1
    elif left and last + 1 == len(words):
        right = 1
    return left, right, begins


_PRICED = re.compile(r"以[^，。；]{0,16}(?:报价|价格|总价|作价|每股|元|美元)")


_SEATED = re.compile(
    r"\((?:中国|香港|澳门|台湾|亚洲|亚太|北京|上海|天津|重庆|深圳|广州|苏州|杭州|南京|武汉|成都|西安|厦门|青岛|宁波|无锡|合肥|新加坡|日本|韩国|越南|泰国|"
    r"马来西亚|美国|欧洲|英国|德国|开曼|集团|控股)\)"
)


def _named_person(words: Sequence[Word], first: int, last: int, tables: NameTables) -> bool:
    """Whether a run without suffix reads as a person: a title before it, a verb of speech behind it, a surname."""
    name = "".join(word.text for word in words[first : last + 1])
    before = words[first - 1].text if first else ""
    behind = words[last + 1].text if last + 1 < len(words) else ""
    if before in tables.titles or before.endswith(("长", "总裁", "经理", "师", "主任", "记者", "先生", "女士")):
        return True
    if behind in ("先生", "女士", "博士", "教授", "总", "董", "等人", "本人", "夫妇", "家族"):
        return True
    if len(name) == 2 and name[0] in tables.surnames and name[1] in "董总姐哥爷氏某":
        return True
    nominal = words[first].tag in ("nr", "nrfg", "nrt")
    if (
        nominal
        and behind in tables.speech
        and (name[0] in tables.surnames or (len(name) > 2 and all(letter in tables.foreign for letter in name)))
    ):
        return True
    return nominal and len(name) in (3, 4) and name[0] in tables.surnames and first <= last <= first + 1


def _candidate(text: str, words: Sequence[Word], first: int, last: int, tables: NameTables) -> _Candidate | None:
    first = head_of(words, first, last, tables)
    last = _end(words, first, last, tables)
    start, end = words[first].start, words[last].end
    name = text[start:end]
    if not 2 <= len(name) <= MOST_CHARACTERS or name in tables.never:
        return None
    suffix = _suffix_of(name, tables)
    if len(suffix) == len(name):
        suffix = ""
    if suffix in tables.verbal and last + 1 < len(words) and words[last].text == suffix and _is_verb(text, words, last):
        last -= 1
        end = words[last].end
        name, suffix = text[start:end], ""
        if len(name) < 2:
            return None
    behind = words[last + 1] if last + 1 < len(words) and words[last + 1].start == end else None
    if behind is not None and behind.text.endswith(_CALLED) and suffix not in tables.strong:
        return None
    broken = first < last and any(
        len(words[index].text) == 1 == len(words[index + 1].text) and words[index].tag != "f"
        for index in range(first, last)
    )
    broken = broken or (
        len(name) == 3
        and not suffix
        and len(words[first].text) == 1
        and last == first + 1
        and words[first].tag not in FUNCTION_TAGS
    )
    heads = (
        words[first : last + 1]
        if not suffix
        else [word for word in words[first : last + 1] if word.start < end - len(suffix)]
    )
    rare, unknown, verbs = broken, broken, bool(heads)
    for word in heads:
        rare = rare or word.rare
        unknown = unknown or not word.known
        verbs = verbs and word.tag == "v"
    unknown = unknown and not verbs
    left, right, begins = neighbours(text, words, first, last, suffix in tables.strong, tables)
    seat = _SEATED.match(text, end) if suffix else None
    if seat:
        end = seat.end()
    person = not suffix and _named_person(words, first, last, tables)
    return _Candidate(first, last, start, end, name, suffix, rare, unknown, left, right, begins, person)


_SUM_OF_A_DEAL = re.compile(
    r"约?[\d,.]+[\d,.亿万千百]*(?:美元|港元|港币|欧元|元|日圆|日元)?(?:人民币)?的?(?:注资|融资|增资|入股|贷款|授信)"
)


def _is_verb(text: str, words: Sequence[Word], last: int) -> bool:
    """Whether a verbal suffix (投资, 租赁, 制造) is the sentence's verb: a sum or an object follows."""
    behind = words[last + 1]
    if behind.start != words[last].end:
        return False
    if behind.tag == "m":
        return not (
            _SUM_OF_A_DEAL.match(text, behind.start) or re.match(r"[\d.]+%", text[behind.start : behind.start + 8])
        )
    return behind.tag in ("ul", "ug", "uz", "ns", "nr", "nz", "eng") or behind.text in (
        "了",
        "过",
        "逾",
        "约",
        "超过",
        "设立",
        "兴建",
        "建设",
    )


def _by_form(item: _Candidate, words: Sequence[Word], tables: NameTables) -> str:
    """What makes a candidate a name: `suffix`, `context`, or nothing."""
    places = item.left + item.right
    if (
        item.left
        and words[item.first - 1].text == "从"
        and item.name[-1] not in tables.endings
        and words[item.last + 1].text in ("手中", "手里", "手上")
    ):
        return "context"
    if item.suffix:
        head = item.name[: len(item.name) - len(item.suffix)]
        if len(head) < 2 and not (item.suffix in tables.strong and item.rare):
            return ""
        plain = head in tables.plain_heads or _all_plain(words[item.first : item.last + 1], tables)
        if head in tables.nations and item.suffix in _NATIONAL and item.left and item.right:
            return "context"
        if (
            any(letter in tables.particles for letter in head)
            or (plain and head in tables.nations)
            or head.endswith(_DESCRIBING)
            or head in tables.descriptions
        ):
            return ""
        if item.rare or (item.suffix in tables.strong and words[item.first].tag in ("ns", "j") and not plain):
            if item.suffix in tables.strong:
                return "suffix"
            if item.left or (item.begins and item.right) or item.right == 2:
                return "context"
            return ""
        if plain or (
            words[item.first].tag in ("ns", "d") and item.suffix not in tables.strong and item.left + item.right < 2
        ):
            return ""
        sure = item.suffix in tables.strong and item.suffix not in ("公司", "股份")
        thing = item.suffix in tables.things or item.suffix in tables.verbal
        if (
            (not thing and max(item.left, item.right) == 2)
            or (item.left and item.right and (places >= 3 or not thing))
            or (item.begins and item.right == 2 and (sure or words[item.first].tag in ("ns", "j")))
        ):
            return "context"
        return ""
    if not item.rare or item.person or not _reads_as_name(item, words, tables):
        return ""
    if not item.unknown or all(word.tag in ("v", "vn") for word in words[item.first : item.last + 1]):
        return "context" if item.left and item.right and places >= 3 else ""
    if (item.left and item.right) or (item.begins and item.right == 2):
        return "context"
    return ""


_NATIONAL = frozenset(("企银", "商银", "人寿", "产险", "高铁", "制铁", "烟草", "航空", "电信", "铁塔", "电力", "石油"))


def _all_plain(words: Sequence[Word], tables: NameTables) -> bool:
    """Whether every word is a general one: 国际 战略 投资 is no name."""
    return all(
        word.text in tables.plain_heads or word.text in tables.nations or word.text in tables.suffixes for word in words
    )


def _reads_as_name(item: _Candidate, words: Sequence[Word], tables: NameTables) -> bool:
    """Whether unknown words without suffix may be a name by their characters and parts of speech."""
    if any(character in tables.letters for character in item.name):
        return False
    if item.first == item.last and (words[item.first].tag == "ns" or item.name in tables.nations):
        return not words[item.first].known and max(item.left, item.right) == 2
    if item.name[-1] in tables.endings and not (item.right == 2 and (item.left or item.begins)):
        return False
    return words[item.first].tag not in ("m", "t", "r") and len(item.name) <= 8


def context_spans(text: str, words: Sequence[Word], taken: bytearray, title: str = "") -> list[CompanySpan]:
    """Names by their suffix or by their neighbours; `taken` marks what other recognisers hold.

    Unknown words that stand in a list with a company, or recur (a title counts), need less of a place.
    """
    tables = name_tables()
    candidates = list(_candidates(text, words, taken, tables))
    people = {item.name for item in candidates if item.person}
    spans: list[CompanySpan] = []
    found = bytearray(taken)
    waiting: list[_Candidate] = []
    for item in candidates:
        form = "" if item.name in people or (item.start and taken[item.start - 1]) else _by_form(item, words, tables)
        if form:
            spans.append(_span(item, form))
            found[item.start : item.end] = b"\1" * (item.end - item.start)
        else:
            waiting.append(item)
    counts: dict[str, int] = {}
    best: dict[str, int] = {}
    for item in waiting:
        counts[item.name] = counts.get(item.name, 0) + 1
        best[item.name] = max(best.get(item.name, 0), item.left + item.right)
    for item in waiting:
        if item.name in people or not (item.rare or item.suffix) or (item.start and found[item.start - 1]):
            continue
        listed = _listed(words, item, found, tables) and (bool(item.suffix) or _reads_as_name(item, words, tables))
        often = counts[item.name] + 2 * (item.name in title)
        recurs = (
            item.unknown
            and best[item.name] > 0
            and often >= (2 if item.suffix else 3)
            and _reads_as_name(item, words, tables)
        )
        if item.suffix in tables.strong and often >= 3 and best[item.name] > 0 and len(item.name) > 3:
            recurs = not _all_plain(words[item.first : item.last + 1], tables)
        if listed or recurs:
            spans.append(_span(item, "context"))
            found[item.start : item.end] = b"\1" * (item.end - item.start)
    return spans


def _span(item: _Candidate, source: str) -> CompanySpan:
    return CompanySpan(
        item.start, item.end, Entity(folded(item.name), item.name), source, weak=source == "context" and not item.suffix
    )


def _candidates(text: str, words: Sequence[Word], taken: bytearray, tables: NameTables) -> Iterator[_Candidate]:
    index = 0
    while index < len(words):
        if (
            not words[index].part
            or words[index].text in tables.stops
            or taken.find(1, words[index].start, words[index].end) >= 0
        ):
            index += 1
            continue
        last = index
        while (
            last + 1 < len(words)
            and last - index < MOST_CHARACTERS
            and words[last + 1].start == words[last].end
            and (words[last + 1].part or _inner_letter(words, last + 1, tables))
            and taken.find(1, words[last + 1].start, words[last + 1].end) < 0
        ):
            last += 1
        item = _candidate(text, words, index, last, tables)
        if item is not None:
            yield item
            last = max(index, item.last)
        index = last + 1


def _inner_letter(words: Sequence[Word], index: int, tables: NameTables) -> bool:
    """Whether a single character that is a verb elsewhere stands inside a name cut into characters (砺|能|科技)."""
    return (
        len(words[index].text) == 1 == len(words[index - 1].text)
        and words[index].tag == "v"
        and words[index - 1].tag in ("zg", "g", "ng", "nr", "j", "x")
        and index + 1 < len(words)
        and words[index + 1].text in tables.suffixes
    )


def _listed(words: Sequence[Word], item: _Candidate, found: bytearray, tables: NameTables) -> bool:
    """Whether a candidate is coordinated with a company: A、B and A和B, on either side."""
    first, last = item.first, item.last
    if first > 1 and words[first - 1].text in ("、", "和", "与", "及", "以及") and found[words[first - 2].end - 1]:
        return True
    if last + 2 >= len(words) or words[last + 1].text not in ("、", "和", "与", "及", "以及"):
        return False
    following = last + 3 if last + 3 < len(words) and describes(words[last + 2], tables) else last + 2
    return bool(found[words[following].start])
