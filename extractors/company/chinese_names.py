"""Where a Chinese name begins, what stands beside it, and whether it is a person's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.company.chinese_words import PUNCTUATION, NameTables, Word

MOST_CHARACTERS = 12


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
    first += led_by_nation(words, first, last, tables)
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


def led_by_nation(words: Sequence[Word], first: int, last: int, tables: NameTables) -> bool:
    """Whether a run begins with a country that only says where the company behind it comes from (法国|欧榭零售)."""
    nation = words[first].text
    if first == last or nation not in tables.nations or nation in ("中国", "台湾", "香港"):
        return False
    following = words[first + 1].text
    if not words[first + 1].rare and words[first + 1].part and words[last].text in tables.suffixes and last - first < 4:
        return False  # only trades behind it: 泰国国际航空, 日本化学工业
    whole = words[last].end - words[first].end > 2 or words[first + 1].rare
    return whole and following not in tables.suffixes and following not in tables.plain_heads


_BEFORE_PARTIES = frozenset(("向", "由", "被", "获", "与", "给", "遭", "从"))


def neighbours(
    text: str, words: Sequence[Word], first: int, last: int, strong: bool, tables: NameTables
) -> tuple[int, int]:
    """How clearly the words before and behind say that a company stands here, each 0 to 2."""
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
        seated = SEATED.match(text, behind.start)
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
    return left, right


_PRICED = re.compile(r"以[^，。；]{0,16}(?:报价|价格|总价|作价|每股|元|美元)")


SEATED = re.compile(
    r"\((?:中国|香港|澳门|台湾|亚洲|亚太|北京|上海|天津|重庆|深圳|广州|苏州|杭州|南京|武汉|成都|西安|厦门|青岛|宁波|无锡|合肥|新加坡|日本|韩国|越南|泰国|国际|"
    r"马来西亚|美国|欧洲|英国|德国|开曼|集团|控股)\)"
)


def named_person(words: Sequence[Word], first: int, last: int, tables: NameTables) -> bool:
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


SUM_OF_A_DEAL = re.compile(
    r"约?[\d,.]+[\d,.亿万千百]*(?:美元|港元|港币|欧元|元|日圆|日元)?(?:人民币)?的?(?:注资|融资|增资|入股|贷款|授信)"
)
