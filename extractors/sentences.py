"""Sentences and clauses of a matching text, by punctuation; abbreviations and decimals end nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

_ABBREVIATIONS = (
    "Inc", "Corp", "Co", "Ltd", "Mr", "Ms", "Mrs", "Dr", "St", "No", "vs", "approx", "circa", r"U\.S", r"U\.K", r"S\.A", r"N\.V",
    r"B\.V", r"e\.g", r"i\.e", r"a\.m", r"p\.m", "[A-Z]", "Md", "Calif", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Gen",
    "Sen", "Gov",
)  # fmt: skip
# Each alternative looks back at the mark that it found: so the text is searched for one of a few characters first.
_END = re.compile(
    r"[。！？!?；\n.;](?:(?<=[。！？!?；])[。！？!?；]*[」』”\"')）]*|(?<=\n)\n*"
    r"|(?<=\.)"
    + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATIONS)
    + r"(?:[\"'”’)\]]+)?(?=\s+[\"'“‘(\[]?[A-Z0-9$€£¥]|\s*$|\s*\n)"
    r"|(?<=[a-z]{2}\.)(?=[\"'”’)]*\s+[a-z]{1,3}[A-Z])"
    r"|(?<=Inc\.|Ltd\.)(?=\s+(?:The|It|In|A|An|Its|But|And|On|For|This|That)\s)|(?<=Corp\.)(?=\s+(?:The|It|In|A|An|Its|But|On|For|This|That)\s)"
    r"|(?<=;)(?=\s))"
)
_CLAUSE = re.compile(r"[，：:—]+|,(?=[^\d]|$)|--| – | — ")
_LONGEST = 1_000
_CLAUSE_END = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start:end` of the matching text; `paragraph` counts the lines before it."""

    start: int
    end: int
    paragraph: int
    clauses: tuple[tuple[int, int], ...]

    def clause_of(self, position: int) -> int:
        """The number of the clause that holds a position."""
        return min(bisect_right(self.clauses, position, key=_CLAUSE_END), len(self.clauses) - 1)


def _clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    found = []
    last = start
    for match in _CLAUSE.finditer(text, start, end):
        found.append((last, match.end()))
        last = match.end()
    if last < end or not found:
        found.append((last, end))
    return tuple(found)


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; one longer than a thousand characters is cut at a clause or there."""
    sentences: list[Sentence] = []
    paragraph = 0
    last = 0
    ends = [(match.end(), match[0].startswith("\n")) for match in _END.finditer(text)]
    for end, newline in [*ends, (len(text), False)]:
        start = last
        last = end
        while end - start > _LONGEST:
            cut = start + _LONGEST
            sentences.append(Sentence(start, cut, paragraph, _clauses(text, start, cut)))
            start = cut
        body = text[start:end]
        if body.strip():
            lead = len(body) - len(body.lstrip())
            sentences.append(Sentence(start + lead, end, paragraph, _clauses(text, start + lead, end)))
        if newline:
            paragraph += 1
    return sentences
