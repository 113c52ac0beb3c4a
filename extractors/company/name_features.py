"""What a run of Chinese words shows of a company's name: its form, the words before it and the words behind it.

Each feature is a short text, `template=value`; `extractors.company.name_score` gives them weights that
`extractors.company.learn_names` learned from the project's passages. The templates:

- `l`, `lk`, `lg`, `le`: the word before, its class, its group in the lexicon, its last character;
- `r`, `rk`, `rg`, `rb`, `rk2`: the word behind, likewise; its first character; its class with that of the word behind it;
- `f`, `e`, `fc`, `ec`, `ec2`: the first and last words and characters of the run; `n` its length in characters;
- `s`, `sg`, `sr`, `srn`: its suffix (集团, 科技), with how rare its words are, with its length; `ra`, `t`: rarity and parts of speech word by word;
- `rest`, `sx`, `shape`, `latin`, `caps`: what follows a listed name, and how a name in Latin letters is written;
- `x`, `xF`: how often the text has the same run, with the group of its form;
- `LF`, `RF`, `LR`: groups of a side and of the form, or of both sides, together; the others are named in `_lexical`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.company.chinese_words import PUNCTUATION, NameTables, Word
from extractors.company.name_letters import letters
from extractors.company.name_words import LATIN, LISTED, NAMES

_DESCRIBING = (
    "厂商", "业者", "巨头", "公司", "大厂", "龙头", "企业", "机构", "平台", "股东", "新创", "初创", "团队", "业主", "品牌", "商", "厂", "方",
)  # fmt: skip


class Side(NamedTuple):
    """The words on one side of a run: their group and their features."""

    group: str
    features: list[str]


_SHAPE = (
    (re.compile(r"[a-z]+"), "a"),
    (re.compile(r"[A-Z]+"), "A"),
    (re.compile(r"\d+"), "9"),
)


def _shape(text: str) -> str:
    for pattern, letter in _SHAPE:
        text = pattern.sub(letter, text)
    return text[:8]


def _side(word: Word) -> tuple[str, str]:
    """What stands beside a run: its class and its text."""
    text = word.text
    if word.tag in NAMES:
        return "name", "NAME"
    if text[0] in PUNCTUATION:
        return "mark", "LINE" if text[0] == "\n" else text[0]
    if word.tag == "m" or text[0].isdigit():
        return "number", "NUMBER"
    if text[0].isascii():
        return "latin", "LATIN"
    return word.tag, text


def left_side(words: Sequence[Word], first: int, tables: NameTables) -> Side:
    """What the words before a run say."""
    if first == 0:
        return Side("start", ["l=START", "lk=start", "lg=mark"])
    before = words[first - 1]
    kind, text = _side(before)
    if kind in ("name", "mark", "number"):
        group = kind
    elif text in tables.left_strong or text in tables.descriptions or text.endswith(_DESCRIBING):
        group = "strong"
    elif text in tables.left or text in tables.titles:
        group = "left"
    else:
        group = "part" if before.part and text not in tables.stops else "other"
    features = ["l=" + text, "lk=" + kind, "lg=" + group]
    if len(text) > 1:
        features.append("le=" + text[-1])
    return Side(group, features)


def right_side(words: Sequence[Word], last: int, tables: NameTables) -> Side:
    """What the words behind a run, and behind its seat in brackets, say."""
    if (
        last + 3 < len(words)
        and words[last + 1].text == "("
        and words[last + 2].tag == "ns"
        and words[last + 3].text == ")"
    ):
        last += 3
    if last + 1 >= len(words):
        return Side("end", ["r=END", "rk=end"])
    behind = words[last + 1]
    kind, text = _side(behind)
    if kind in ("name", "mark", "number"):
        group = kind
    elif text in tables.right_strong:
        group = "strong"
    elif text in tables.right or text in tables.titles:
        group = "right"
    else:
        group = "part" if behind.part and text not in tables.stops else "other"
    features = ["r=" + text, "rk=" + kind, "rg=" + group]
    if last + 2 < len(words):
        features.append("rk2=" + kind + "_" + _side(words[last + 2])[0])
    if len(text) > 1:
        features.append("rb=" + text[0])
    return Side(group, features)


def _suffix(name: str, tables: NameTables) -> str:
    if name[-1] not in tables.suffix_ends:
        return ""
    for length in range(min(len(name), tables.longest), 0, -1):
        if name[-length:] in tables.suffixes:
            return name[-length:]
    return ""


def form(words: Sequence[Word], first: int, last: int, tables: NameTables, doubted: bool = False) -> Side:
    """What a run itself says: the group is its suffix and its rarity. Of a `doubted` name the words say nothing."""
    row = words[first : last + 1]
    named = [word for word in row if word.tag in NAMES]
    texts = [
        word.text if word.tag not in NAMES else LISTED if word.tag == LISTED else _shape(word.text) for word in row
    ]
    name = "".join(word.text for word in row)
    suffix = "" if row[-1].tag in NAMES else _suffix(name, tables)
    whole = suffix == name
    strength = "whole" if whole else "strong" if suffix in tables.strong else "suffix" if suffix else "none"
    rarity = "".join(
        word.tag[:2] if word.tag in NAMES else "U" if not word.known else "R" if word.rare else "k" for word in row
    )
    broken = any(
        len(one.text) == 1 == len(other.text) for one, other in pairwise(row)
    )  # the segmenter knew no such word
    rare = named[0].tag if named else "U" if broken or "U" in rarity else "R" if "R" in rarity else "k"
    if named and last > first:
        rare += "1" if row[0] is named[0] else "2"
    size = str(min(len(name), 8))
    features = [
        "s=" + suffix, "sg=" + strength, "n=" + size, "ra=" + rarity, "t=" + "_".join([word.tag for word in row]),
        "sr=" + strength + rare, "srn=" + strength + rare + size,
    ]  # fmt: skip
    if doubted:
        return Side(strength + rare, features)
    features += ("f=" + texts[0], "e=" + texts[-1])
    if not named:
        known = letters()
        one, two, three, pair = (
            known.first.get(name[0], 0),
            known.second.get(name[1], 0),
            known.last.get(name[-1], 0),
            known.pair.get(name[:2], 0),
        )
        features += (
            f"k1={one}",
            f"k2={two}",
            f"k9={three}",
            f"k12={pair}",
            f"kk={one}{two}{min(pair, 3)}",
            f"kr={rare}{min(pair, 4)}",
        )
    if named:
        features.append("rest=" + rare + "".join(texts))
        features.append("sx=" + rare + suffix)
        if named[0].tag == LATIN:
            features.append("shape=" + _shape(named[0].text) + str(len(row)))
            if len(row) == 1:
                features += ("latin=" + name, "caps=" + str(name.isupper()) + size)
        return Side(strength + rare, features)
    features += ("fc=" + name[0], "ec=" + name[-1], "ec2=" + name[-2:])
    features += _lexical(row, name, suffix, rare, tables)
    return Side(strength + rare, features)


def _lexical(row: Sequence[Word], name: str, suffix: str, rare: str, tables: NameTables) -> Iterator[str]:
    """What the word lists say of a run."""
    head = name[: len(name) - len(suffix)]
    if head in tables.plain_heads:
        yield "plain"
    if row[0].text in tables.nations:
        yield "nation" + ("1" if len(row) == 1 else "2")
    if row[0].text in tables.descriptions or row[0].text.endswith(_DESCRIBING):
        yield "described"
    if any(word.text in tables.descriptions for word in row[:-1]):
        yield "describes"
    if row[-1].text in tables.descriptions:
        yield "description"
    if head and not suffix and head[0] in tables.surnames and len(name) in (2, 3):
        yield "person" + rare
    if head and all(letter in tables.foreign for letter in head):
        yield "foreign"
    if any(letter in tables.letters for letter in name):
        yield "letters"
    if name[-1] in tables.endings:
        yield "ending"


def together(left: str, right: str, run: str) -> tuple[str, str, str]:
    """What the groups of both sides and of the form say together."""
    return "LF=" + left + "|" + run, "RF=" + right + "|" + run, "LR=" + left + "|" + right


def repeated(times: int, run: str) -> tuple[str, ...]:
    """What it says that a text has the same words more than once: names come again, a turn of phrase seldom does."""
    if times < 2:
        return ()
    often = str(min(times, 4))
    return "x=" + often, "xF=" + often + "|" + run
