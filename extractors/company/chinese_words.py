"""The words of a Chinese text, with what the name rules ask of each: its part of speech, its rarity, its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import rjieba

from corpora.lexicon import lexicon

CJK = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]+$")


_NAME_TAGS = frozenset(
    (
        "n",
        "nr",
        "nrt",
        "nrfg",
        "ns",
        "nz",
        "nt",
        "j",
        "ng",
        "b",
        "vn",
        "a",
        "ag",
        "an",
        "l",
        "i",
        "x",
        "q",
        "tg",
        "g",
        "s",
        "zg",
        "f",
    )
)


_RARE_TAGS = frozenset(("nr", "nrt", "nrfg", "nz", "nt"))


FUNCTION_TAGS = frozenset(("p", "c", "u", "d", "m", "r", "uj", "ul", "uz", "ug", "ud", "uv", "y", "e", "t"))


_GLUED_LEFT = frozenset("叫之由与向对获从被将给让把经替和及已再并则即以约刚甫")


_GLUED_RIGHT_OF_ONE = frozenset("拟将已以与向获被由也订签把")


_GLUED_RIGHT = frozenset("昨订签拟将已以与向各均获被领则及由也又再仍约让把在里")


PUNCTUATION = frozenset("，。；：、！？「『“‘《（(,;:●•·-|｜▍▶【】”’」』》）)/　 \n")


class Word(NamedTuple):
    """A word of the segmented text at `start:end` with its part of speech; `rare` outside the dictionary or a name.

    `known` words stand in the dictionary (a rare one there as a name: 卡拉, 明星); `part` words may be part of a name.
    """

    start: int
    end: int
    text: str
    tag: str
    rare: bool
    known: bool = True
    part: bool = False


@dataclass(frozen=True, slots=True)
class NameTables:
    """The word lists of `corpora/lexicons` that say what a name is made of and what may stand beside it."""

    stops: frozenset[str]
    nations: frozenset[str]
    descriptions: frozenset[str]
    suffixes: frozenset[str]
    suffix_ends: frozenset[str]
    longest: int
    strong: frozenset[str]
    verbal: frozenset[str]
    plain_heads: frozenset[str]
    never: frozenset[str]
    titles: frozenset[str]
    left: frozenset[str]
    left_strong: frozenset[str]
    right: frozenset[str]
    right_strong: frozenset[str]
    speech: frozenset[str]
    surnames: frozenset[str]
    letters: frozenset[str]
    foreign: frozenset[str]
    particles: frozenset[str]
    endings: frozenset[str]
    things: frozenset[str]


@lru_cache(maxsize=1)
def name_tables() -> NameTables:
    """The lists, read once."""
    table = lexicon("chinese_names")
    return NameTables(
        frozenset(table["stops"]),
        frozenset(table["nations"]),
        frozenset(table["descriptions"]),
        frozenset(table["suffixes"]),
        frozenset(word[-1] for word in table["suffixes"]),
        max(map(len, table["suffixes"])),
        frozenset(table["strong"]),
        frozenset(table["verbal"]),
        frozenset(table["plain_heads"]),
        frozenset(table["never"]),
        frozenset(table["titles"]),
        frozenset((*table["left"], *table["left_strong"])),
        frozenset(table["left_strong"]),
        frozenset((*table["right"], *table["right_strong"])),
        frozenset(table["right_strong"]),
        frozenset(table["speech"]),
        frozenset(table["surnames"]),
        frozenset(table["unlike_names"]),
        frozenset(table["transcribing"]),
        frozenset(table["particles"]),
        frozenset(table["unlike_ends"]),
        frozenset(table["things"]),
    )


@lru_cache(maxsize=1)
def _segmenter() -> rjieba.Jieba:
    """jieba with the words of business news that its dictionary lacks, so that no name is cut with half of one."""
    segmenter = rjieba.Jieba()
    for tag, words in lexicon("chinese_names")["words"].items():
        for word in words:
            segmenter.add_word(word, 2000, tag)
    return segmenter


def segment(text: str) -> list[Word]:
    """The words of a matching text, in order; positions are those of the text."""
    words: list[Word] = []
    position = 0
    segmenter = _segmenter()
    tables = name_tables()
    seen: dict[tuple[str, str], tuple[bool, bool, bool, bool]] = {}
    for line in text.splitlines(keepends=True):
        for token, tag in segmenter.tag(line):
            if not text.startswith(token, position):
                found = text.find(token, position, position + len(token) + 8)
                if found < 0:
                    continue
                position = found
            start, position = position, position + len(token)
            state = seen.get((token, tag))
            if state is None:
                chinese = bool(CJK.match(token))
                known = not chinese or segmenter.has_word(token)
                rare = not known or (chinese and tag in _RARE_TAGS)
                state = seen[token, tag] = (
                    rare,
                    known,
                    chinese and _noun_like(token, tag, rare, tables),
                    known or len(token) < 2,
                )
            rare, known, part, whole = state
            if whole:
                words.append(Word(start, position, token, tag, rare, known, part))
                continue
            if (
                not known
                and len(token) > 2
                and token[0] in "商厂"
                and words
                and words[-1].end == start
                and words[-1].tag in ("n", "v", "vn")
            ):
                words.append(Word(start, start + 1, token[0], "n", False))
                start, token = start + 1, token[1:]
            if not known and len(token) > 1 and (token[0] in _GLUED_LEFT or token[-1] in _GLUED_RIGHT):
                words.extend(_unglued(segmenter, start, token, tag))
            else:
                words.append(Word(start, position, token, tag, rare, known, part))
    return words


def _unglued(segmenter: rjieba.Jieba, start: int, token: str, tag: str) -> Iterator[Word]:
    """An unknown word without the function words that the segmenter's model took into it (由加华, 恒岳拟, 已向瀚宇)."""
    first, last = 0, len(token)
    while last - first > 2 and token[first] in _GLUED_LEFT:
        first += 1
    while last - first > 2 and token[last - 1] in _GLUED_RIGHT:
        last -= 1
    if last - first == 2 and len(token) == 2 and token[0] in "各约均以由与对获从被向叫":
        first = 1
    if last - first == 2 and len(token) == 2 and token[1] in _GLUED_RIGHT_OF_ONE:
        last -= 1
    for number in range(first):
        yield Word(start + number, start + number + 1, token[number], "p", False)
    core = token[first:last]
    if core:
        known = segmenter.has_word(core)
        tag = segmenter.tag(core)[0][1] if known else tag
        part = _noun_like(core, tag, not known, name_tables())
        yield Word(start + first, start + last, core, tag, not known, known, part)
    for number in range(last, len(token)):
        yield Word(start + number, start + number + 1, token[number], "p", False)


def _noun_like(text: str, tag: str, rare: bool, tables: NameTables) -> bool:
    """Whether a Chinese word may be part of a name."""
    if text in tables.verbal:
        return True
    return text not in tables.stops and (tag in _NAME_TAGS or (rare and tag not in FUNCTION_TAGS))
