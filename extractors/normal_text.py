"""One matching text for every script and width, whose every position leads back to the article's own text.

Matching runs on OpenCC `t2s` characters (it keeps every position; checked again here), ASCII width, and without
invisible characters and the spaces that typesetters put between Chinese characters and digits. An ideographic space
(U+3000) stays: writers set it between items, not inside them.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import lru_cache

import opencc

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3001-\u3017\uff01\uff0c\uff1a\uff1b\uff1f\u2014\u201c\u201d"
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_SPACES = r"[ \t\u00a0\u2002-\u200a\u202f\u205f]"
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_DROPPED = re.compile(rf"{_INVISIBLE.pattern}|(?<=[{_CJK}]){_SPACES}+|{_SPACES}+(?=[{_CJK}])")
_FULL_COMMA = re.compile(r"(?<=[0-9\uff10-\uff19])\uff0c(?=[0-9\uff10-\uff19]{3}(?![0-9\uff10-\uff19]))")

# Full-width letters, digits and brackets become ASCII; the full-width comma, colon, semicolon, question and
# exclamation marks stay: in Chinese they end clauses, and an ASCII comma would look like a digit group.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    (160, 8239, 8287, *range(8194, 8203)), 32
)
for _kept in "，：；？！～":
    _WIDTH.pop(ord(_kept), None)
_WIDTH |= {
    0x2019: 0x27,
    0x2018: 0x27,
    0x2010: 0x2D,
    0x2011: 0x2D,
    0x2212: 0x2D,
    0xFF5E: 0x7E,
    0xFFE5: 0xA5,
    0xFFE1: 0xA3,
}
_WIDTH |= dict.fromkeys(range(55296, 57344), 65533)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Simplified characters for `text`, one for one; a character that OpenCC would lengthen stays as it is."""
    text = text.translate(dict.fromkeys(range(55296, 57344), 65533)) if _has_surrogate(text) else text
    simple: str = _converter().convert(text)
    if len(simple) == len(text):
        return simple
    parts = (_converter().convert(character) for character in text)
    return "".join(part if len(part) == 1 else own for part, own in zip(parts, text, strict=True))


_SURROGATE = re.compile("[\ud800-\udfff]")


def _has_surrogate(text: str) -> bool:
    return bool(_SURROGATE.search(text))


@dataclass(frozen=True, slots=True)
class NormalText:
    """The matching text and, for each of its positions, the position in the article's own text."""

    text: str
    own: str
    positions: array[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the article's own text behind `text[start:end]` (not empty)."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The article's own wording of `text[start:end]`."""
        first, last = self.span(start, end)
        return self.own[first:last]


def normalise(own: str) -> NormalText:
    """The matching text of an article; linear in its length, any Unicode text is accepted."""
    text = _FULL_COMMA.sub(",", own).translate(_WIDTH)
    chinese = bool(_CHINESE.search(text))
    text = to_simplified(text) if chinese else text
    pieces: list[str] = []
    positions = array("I")
    last = 0
    for match in (_DROPPED if chinese else _INVISIBLE).finditer(text):
        pieces.append(text[last : match.start()])
        positions.extend(range(last, match.start()))
        last = match.end()
    if not last:
        return NormalText(text, own, None)
    pieces.append(text[last:])
    positions.extend(range(last, len(text)))
    return NormalText("".join(pieces), own, positions)
