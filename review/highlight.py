"""An article's text cut into paragraphs and segments, each segment knowing which pieces of evidence cover it.

All positions are code points of the article's own text, computed here and never in the browser: overlapping spans,
invisible characters and line ends cannot move a highlight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

BLOCK = 4_000
"""The most characters of a paragraph; longer ones are cut, so that five megabytes in one line can be shown in parts."""

AROUND = 2
"""How many paragraphs before and after evidence are shown of an article too long to be shown whole."""

WHOLE = 40_000
"""Articles up to this many characters are shown whole."""

PART = 60_000
"""The most characters that one request for the rest of an article gives."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of evidence: the characters `start:end` state `field`; `number` is its place in the mention's list."""

    start: int
    end: int
    field: str
    number: int = 0

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters from `start` on that the same marks cover, as they are and as they are shown."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        """The position behind its last character."""
        return self.start + len(self.text)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is evidence for, each once."""
        return tuple(dict.fromkeys(mark.field for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a part of a very long one, without its line end."""

    start: int
    end: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Characters `start:end` that are not shown yet."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return self.end - self.start


def located(text: str, marks: Iterable[tuple[Mark, str]]) -> tuple[list[Mark], list[Mark]]:
    """Marks, each with the quote it should cover, as those that do and those that do not."""
    good: list[Mark] = []
    lost: list[Mark] = []
    for mark, quote in marks:
        (good if quote and text[mark.start : mark.end] == quote else lost).append(mark)
    return good, lost


def paragraphs(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> list[Paragraph]:
    """The paragraphs of `text[start:end]`, cut into segments at every edge of a mark."""
    stop = len(text) if end is None else min(end, len(text))
    within = sorted(
        (mark for mark in marks if mark.start < stop and mark.end > start), key=lambda mark: (mark.start, mark.end)
    )
    told: list[Paragraph] = []
    first = 0
    for left, right in _blocks(text, start, stop):
        while first < len(within) and within[first].end <= left:
            first += 1
        own = [mark for mark in within[first:] if mark.start < right and mark.end > left]
        told.append(Paragraph(left, right, tuple(_segments(text, left, right, own))))
    return told


def excerpt(text: str, marks: Sequence[Mark], whole: int = WHOLE) -> list[Paragraph | Gap]:
    """An article to be shown: all of a short one, of a long one its beginning and what stands around evidence."""
    if len(text) <= whole:
        return list(paragraphs(text, marks))
    blocks = list(_blocks(text, 0, len(text)))
    kept: set[int] = set(range(min(AROUND + 1, len(blocks))))
    for number, (left, right) in enumerate(blocks):
        if any(mark.start < right and mark.end > left for mark in marks):
            kept.update(range(max(0, number - AROUND), min(len(blocks), number + AROUND + 1)))
    shown: list[Paragraph | Gap] = []
    last = 0
    for number in sorted(kept):
        left, right = blocks[number]
        if left > last and text[last:left].strip():
            shown.append(Gap(last, left))
        shown.extend(paragraphs(text, marks, left, right))
        last = right
    if last < len(text) and text[last:].strip():
        shown.append(Gap(last, len(text)))
    return shown


def rest(text: str, marks: Sequence[Mark], start: int, end: int) -> list[Paragraph | Gap]:
    """What was left out at `start:end`, at most `PART` characters of it and a gap for what is left then."""
    stop = min(end, len(text), start + PART)
    shown: list[Paragraph | Gap] = list(paragraphs(text, marks, start, stop))
    if stop < min(end, len(text)):
        shown.append(Gap(stop, min(end, len(text))))
    return shown


def _blocks(text: str, start: int, stop: int) -> Iterable[tuple[int, int]]:
    """Paragraphs as ranges, empty ones left out, long ones in parts."""
    while start < stop:
        newline = text.find("\n", start, stop)
        end = stop if newline < 0 else newline
        for left in range(start, end, BLOCK):
            right = min(left + BLOCK, end)
            if not text[left:right].isspace():
                yield left, right
        start = end + 1


def _segments(text: str, left: int, right: int, marks: Sequence[Mark]) -> Iterable[Segment]:
    edges = {left, right}
    for mark in marks:
        edges.update(edge for edge in (mark.start, mark.end) if left < edge < right)
    for start, end in pairwise(sorted(edges)):
        covering = tuple(mark for mark in marks if mark.start < end and mark.end > start)
        yield Segment(start, text[start:end], covering)
