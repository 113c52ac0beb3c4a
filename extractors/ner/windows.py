"""Long texts in overlapping windows: nothing is cut, and each token is judged where it has most around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A window `start:end`, of which `first:last` is judged by it; the rest is there to be read beside it."""

    start: int
    end: int
    first: int
    last: int


def cut(length: int, size: int, overlap: int) -> list[Span]:
    """Windows of at most `size` over `length` positions, two neighbours sharing `overlap`; each position judged once."""
    if length <= size:
        return [Span(0, length, 0, length)] if length else []
    overlap = min(overlap, size // 2)
    step = size - overlap
    starts = [*range(0, length - size, step), length - size]
    spans = []
    judged = 0
    for number, start in enumerate(starts):
        end = start + size
        last = length if number == len(starts) - 1 else (starts[number + 1] + end + 1) // 2
        spans.append(Span(start, end, judged, last))
        judged = last
    return spans


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Numbers of rows put together by length, so that none is padded much; a batch holds `most` tokens, or one row."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda item: lengths[item]):
        if batch and lengths[number] * (len(batch) + 1) > most:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
