"""The words of a text with the names found before as single words, and the runs of them that may be names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.company.chinese_names import led_by_nation
from extractors.company.chinese_words import CJK, PUNCTUATION, NameTables, Word
from extractors.company.spans import CompanySpan

MOST_WORDS = 6
MOST_CHARACTERS = 14
_LONGEST_STRETCH = 24

LISTED, LATIN, OTHER = "LISTED", "LATIN", "OTHER"
"""Tags of the words that stand for a name found before: a listed one, one in Latin letters, any other."""
NAMES = frozenset((LISTED, LATIN, OTHER))

_FUNCTION = frozenset(
    "与和向拟将已获被由从在为对给是的了以及同跟把让找约逾超但而并且或又也还就都才更最不没未有无其该此这那等所至到于再均各每须应会想请按仅只另称说很"
)
_INNER_TAGS = frozenset(
    ("v", "f", "m", "d", "a", "t", "u", "ud", "o", "q", "zg", "g", "k", "y", "c", "p", "r", "ng", "vg")
)
_LED_TAGS = frozenset(("v", "t", "d", "z", "s", "ad", "vn", "m", "r", "l", "i"))
_INNER_STOPS = frozenset(
    ("股份", "技术", "资产", "产业", "合资", "中", "上", "外", "日", "月", "前", "自", "一方", "大陆", "旗下")
)


def joined_words(text: str, words: Sequence[Word], spans: Sequence[CompanySpan]) -> list[Word]:
    """The words with each name found before as one of them; a word that a name cuts keeps what lies outside."""
    joined: list[Word] = []
    ordered = iter([*sorted(spans, key=lambda span: span.start), None])
    span = next(ordered)
    for word in words:
        begin = word.start
        while span is not None and span.start < word.end:
            if span.start > begin:
                joined.append(_piece(text, begin, span.start, word))
            if span.start >= word.start:
                joined.append(_name(text, span))
            begin = max(begin, span.end)
            if span.end > word.end:
                break
            span = next(ordered)
        if begin == word.start:
            joined.append(word)
        elif begin < word.end:
            joined.append(_piece(text, begin, word.end, word))
    return joined


def _piece(text: str, start: int, end: int, word: Word) -> Word:
    piece = text[start:end]
    function = len(piece) == 1 and piece in _FUNCTION
    return Word(
        start, end, piece, "p" if function else "x", False, function, not function and word.part and len(piece) > 1
    )


def _name(text: str, span: CompanySpan) -> Word:
    tag = LISTED if span.entity.known else LATIN if text[span.start : span.end].isascii() else OTHER
    return Word(span.start, span.end, text[span.start : span.end], tag, False, True, False)


def runs(words: Sequence[Word], tables: NameTables) -> Iterator[tuple[int, int]]:
    """Every run of adjacent words that may be an unlisted name: its first and last word.

    A name found before may be part of a run, once; a listed one alone is none, for it is known already.
    """
    count = len(words)
    fits = _without_long_stretches([_fits(words, index, tables) for index in range(count)])
    for first in range(count):
        if not fits[first] and _may_open(words, first, tables):
            fits[first] = 1
        if not fits[first] or (
            fits[first] == 1 and words[first].text in _INNER_STOPS and not _may_open(words, first, tables)
        ):
            continue
        begin, named = words[first].start, 0
        for last in range(first, min(count, first + MOST_WORDS)):
            word = words[last]
            if not fits[last] or (last > first and word.start != words[last - 1].end):
                break
            named += word.tag in NAMES
            size = word.end - begin
            if named > 1 or size > MOST_CHARACTERS + (20 if named else 0):
                break
            alone = last == first
            if size > 1 and not (alone and (word.tag == LISTED or fits[first] == 1)):
                if led_by_nation(words, first, last, tables) or is_general(words, first, last, tables):
                    continue
                yield first, last


_OPENING = frozenset("和如因同应由中正向")


def _may_open(words: Sequence[Word], index: int, tables: NameTables) -> bool:
    """Whether a word like 和 may be the first of a name: nothing before it to join, and a rare word behind (¶和曜物流)."""
    if words[index].text not in _OPENING or index + 1 >= len(words) or words[index + 1].start != words[index].end:
        return False
    behind = words[index + 1]
    if not behind.part or (behind.known and len(behind.text) > 1):
        return False
    before = words[index - 1].text if index else "\n"
    if words[index].text == "中":
        return len(behind.text) == 1 and before[0] not in "\n"
    return before[0] in PUNCTUATION or before in tables.left_strong or before.endswith("公司")


def _without_long_stretches(fits: list[int]) -> list[int]:
    """The fits without stretches in which word after word may be a name: that is no prose, and would take long."""
    begin = 0
    for index in range(len(fits) + 1):
        if index == len(fits) or not fits[index]:
            if index - begin > _LONGEST_STRETCH:
                fits[begin:index] = [0] * (index - begin)
            begin = index + 1
    return fits


def is_general(words: Sequence[Word], first: int, last: int, tables: NameTables) -> bool:
    """Whether a run says only trades and places, or looks like a name and is none: 国际战略投资, 上市公司."""
    if all(
        word.text in tables.plain_heads or word.text in tables.nations or word.text in tables.suffixes
        for word in words[first : last + 1]
    ):
        return last > first and words[first].text in tables.plain_heads
    return "".join([word.text for word in words[first : last + 1]]) in tables.never


def _fits(words: Sequence[Word], index: int, tables: NameTables) -> int:
    """2 for a word that may be a name or its part, 1 for one that may only be a part, 0 for any other."""
    word = words[index]
    if word.tag == OTHER:
        return 0
    if word.tag in NAMES:
        return 2
    text = word.text
    if text in _INNER_STOPS or text in tables.verbal:
        return 1
    if text in tables.stops or text in _FUNCTION:
        return 0
    if word.part:
        return 2
    if not CJK.match(text):
        return 0
    if len(text) == 1:
        return 1 if word.tag in _INNER_TAGS else 0
    behind = words[index + 1] if index + 1 < len(words) else None
    led = behind is not None and behind.start == word.end and behind.text in tables.suffixes
    return 1 if led and word.tag in _LED_TAGS and len(text) == 2 else 0
