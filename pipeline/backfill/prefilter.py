"""Whether a page may hold a deal, told from its bytes in a fraction of the time that parsing it takes.

Tags are cut from the bytes, runs of text too short for a sentence are left out, and what remains is searched in every
encoding at once, in one pass: a wrong hit costs the parsing of one page. All is done in lower case of ASCII; where that
falls on the second byte of a Chinese character it does so in the words too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import opencc
from ahocorasick_rs import BytesAhoCorasick

_WORDS = Path(__file__).parent / "prefilter.toml"
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
_NUMERALS = "一二三四五六七八九十百千万数多余近逾约超几两半０１２３４５６７８９"
_BEFORE = 16
_NEAR = 400
"""Bytes on either side of a quantity in which a word of dealing must stand: about a sentence."""

_LEAST_STRONG = 2
_SHORTEST_RUN = 24
"""Bytes of the shortest run of text that may be a sentence: 12 Chinese characters in GB18030 and Big5."""

_SENTENCE = 120
_INLINE = re.compile(rb"</?(?:a|b|i|u|em|strong|span|font|sup|sub|mark|q|strike|small|abbr|wbr)(?:\s[^<>]*)?>")
_TAG = re.compile(rb"<[^<>]*>")
_UNREAD = ((b"<script", b"</script"), (b"<style", b"</style"))


class _Words:
    def __init__(self) -> None:
        words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
        kinds = {kind: _encoded(words[kind]) for kind in ("strong", "units", "signs", "free")}
        self.kinds = [kind for kind, found in kinds.items() for _ in found]
        self.automaton = BytesAhoCorasick([word for found in kinds.values() for word in found])
        self.dealing = re.compile(b"|".join(re.escape(word) for word in _encoded(words["dealing"])))
        numerals = b"|".join(re.escape(each) for each in _encoded(_NUMERALS))
        self.number_before = re.compile(rb"(?:[0-9]|" + numerals + rb")[^0-9\n]{0,9}$")


def may_hold_deal(data: bytes) -> bool:
    """Whether a page's bytes, in whatever encoding, hold what every deal is told with."""
    words = _words()
    text = _running_text(data)
    strong, last = 0, -_SENTENCE
    for number, start, end in words.automaton.find_matches_as_indexes(text, overlapping=True):
        kind = words.kinds[number]
        if kind == "strong":
            if start - last >= _SENTENCE:
                strong, last = strong + 1, start
        elif _is_quantity(kind, text, start, end, words) and _is_dealt_with(text, start, words):
            return True
    return strong >= _LEAST_STRONG


def _running_text(data: bytes) -> bytes:
    """The runs of text between block tags that are long enough for a sentence, one a line."""
    data = data.lower()
    for start, end in _UNREAD:
        data = _without(data, start, end)
    runs = _TAG.split(_INLINE.sub(b"", data.replace(b"\n", b" ")))
    return b"\n".join([run for run in runs if len(run) >= _SHORTEST_RUN])


def _without(data: bytes, start: bytes, end: bytes) -> bytes:
    """The bytes without elements from `start` to `end`; an expression would take three times as long."""
    parts, at = [], 0
    while (begin := data.find(start, at)) >= 0:
        parts.append(data[at:begin])
        close = data.find(end, begin)
        if close < 0:
            return b"".join(parts)
        at = close
    return b"".join((*parts, data[at:])) if parts else data


def _is_quantity(kind: str, text: bytes, start: int, end: int, words: _Words) -> bool:
    if kind == "units":
        return words.number_before.search(text, max(0, start - _BEFORE), start) is not None
    return kind == "free" or text[end : end + 2].strip()[:1].isdigit()


def _is_dealt_with(text: bytes, at: int, words: _Words) -> bool:
    begin = max(text.rfind(b"\n", max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
    end = text.find(b"\n", at, at + _NEAR)
    return words.dealing.search(text, begin, end if end >= 0 else at + _NEAR) is not None


def _encoded(words: Iterable[str]) -> list[bytes]:
    traditional = opencc.OpenCC("s2t")
    found = set()
    for word in words:
        for form in {word, traditional.convert(word)}:
            for encoding in _ENCODINGS:
                try:
                    found.add(form.encode(encoding).lower())
                except UnicodeEncodeError:
                    continue  # Simplified characters have no place in Big5: no page can hold them there.
    return sorted(found, key=lambda word: (-len(word), word))


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()
