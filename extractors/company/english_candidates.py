"""The runs of an English text that may be a company's name: whole stretches of capitals, and every piece of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ATOM = r"(?:[^\W\d_a-z]\w*|[a-z]{1,2}[A-Z]\w*|\d+[A-Za-z]\w*|\d+(?![\w.,%:]*\d))(?:\.(?=\w\.?)\w+|['’](?!s\b)\w+|&(?=\w)\w+|\+(?!\w))*"
_JOINT = r"(?:['’]s)?(?:\.?,? (?=(?:Inc|Ltd|LLC|LLP|LP|plc|PLC|Corp|Co)\b)|(?:(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=s)['’])? | & | and | of | of the | (?:de|di|dei|del|della|do|dos|van|von|der|und|la|le|et|du|des|al|e|y|och|og) |-)"
_STRETCH = re.compile(rf"(?<![\w$€£¥&.])(?!\d+(?!\w)){_ATOM}(?:{_JOINT}{_ATOM})*")
_PIECE = re.compile(rf"(?<![\w.&'’]){_ATOM}|(?<=['’]){_ATOM}")
_CAPITAL = re.compile(r"[^\W\d_a-z]|[a-z]{1,2}[A-Z]|\d+[A-Za-z]")
_MOST_ATOMS = 5
_MOST_FIRST = 40  # a line of capitals is cut into no more

Place = tuple[int, int]
"""Where a run begins and ends."""


def candidates(text: str, known: Iterable[Place]) -> list[Place]:
    """The places of a text that may hold a name, in order; `known` are those that the rules looked at."""
    found = set(known)
    for stretch in _STRETCH.finditer(text):
        found.update(_pieces(text, *stretch.span()))
    return sorted(found)


def _pieces(text: str, begin: int, end: int) -> Iterator[Place]:
    atoms = [match.span() for match in _PIECE.finditer(text, begin, end)][:_MOST_FIRST]
    for first, (start, _) in enumerate(atoms):
        if not _CAPITAL.match(text, start):
            continue
        for _, stop in atoms[first : first + _MOST_ATOMS]:
            if stop - start < 2:
                continue
            yield start, stop
            if text.startswith(("'s", "’s"), stop):
                yield start, stop + 2
