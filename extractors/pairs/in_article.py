"""What a whole article shows of two companies: how often and where it names each, who was spoken of last, their trades."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.company.standing import NOBODY, Standing
from extractors.pairs.pair import Pair
from extractors.slots import MaskedSentence


def of_article(pair: Pair, masked: MaskedSentence) -> Iterator[str]:
    """What the sentences of an article, taken together, show of two companies of one of them."""
    first = masked.standings.get(pair.first, NOBODY)
    second = masked.standings.get(pair.second, NOBODY)
    yield f"known={pair.first.known}|{pair.second.known}"
    yield f"s={_few(masked.number, 1, 3, 8)}"
    for side, standing in (("1", first), ("2", second)):
        yield f"n{side}={_few(len(standing.named), 1, 2, 4)}"
        yield f"lead{side}={_leads(standing)}"
        yield f"new{side}={standing.named[:1] == (masked.number,)}"
        yield from sorted({f"r{side}={role}" for number, role in standing.roles if number != masked.number})
        yield from (f"d{side}={trade}" for trade in standing.trades)
        yield from (f"f{side}={source}" for source in standing.sources)
        yield from (f"form{side}={shape}" for shape in standing.shapes)
    yield f"n={_few(len(first.named), 1, 2, 4)}|{_few(len(second.named), 1, 2, 4)}"
    yield f"meet={_few(len(set(first.named) & set(second.named) - {masked.number}), 0, 1)}"
    if pair.left is None:
        yield from _of_unnamed(first, second, masked)


def _of_unnamed(first: Standing, second: Standing, masked: MaskedSentence) -> Iterator[str]:
    """How long ago a company that a sentence does not name was named, and as what."""
    last = max((number for number in first.named if number < masked.number), default=-9)
    gap = _few(masked.number - last, 1, 2, 4)
    yield f"gap={gap}"
    yield from (f"was={role}" for number, role in first.roles if number == last)
    yield from (f"was={role}|{gap}" for number, role in first.roles if number == last)
    yield f"gap={gap}|{last in first.acts}"
    yield f"u={_few(len(first.named), 1, 2, 4)}|{_leads(first)}|{gap}"
    yield f"u2={_few(len(first.named), 1, 2, 4)}|{second.named[:1] == (masked.number,)}|{masked.opening}"


def _leads(standing: Standing) -> bool:
    """Whether the headline or the first sentence names a company."""
    return bool(standing.named) and standing.named[0] < 2


def _few(count: int, *steps: int) -> str:
    """A count by its step: 0-1, 2, 3-4, more."""
    return next((str(step) for step in steps if count <= step), "more")
