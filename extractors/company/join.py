"""The one place where those who find companies are joined, by a stated precedence.

1. The gazetteer, with tickers: a name that stands in its tables, where the text speaks of a company.
2. What the text itself says: legal forms, introductions, brackets, the place of a name among words (context).
3. Models (`ner`): what nobody above has found. A model never moves or unmakes a span of theirs. A name of the gazetteer
   that is a word too, and so is left out, counts where a model sees a company in just that place, and keeps its identity;
   a name that context holds weakly is held firmly where a model sees just that name.

English names that a model finds are then held to the same filter of places, laws and products as those of context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from extractors.company.latin_names import folded
from extractors.company.spans import MODEL, CompanySpan, Entity
from extractors.ner.found import Found

_OUTER = " \t\n.,;:!?'\"()[]{}<>，。；：！？、（）《》「」“”"
_WORD = re.compile(r"[^\W\d_]")
_LONGEST = 80


def found_by_models(
    text: str, found: Iterable[Found], taken: bytearray, listed: Mapping[tuple[int, int], Entity]
) -> list[CompanySpan]:
    """The spans that models add.

    Args:
        text: The matching text.
        found: What the models say of it.
        taken: A mark at each character that belongs to a span found before.
        listed: Names of the gazetteer, by their place, that were left out as mere words.
    """
    spans: list[CompanySpan] = []
    mine = bytearray(len(text))
    for item in sorted(found, key=lambda item: (-item.score, item.start)):
        start, end = _bare(text, item.start, item.end)
        if end - start < 2 or end - start > _LONGEST or "\n" in text[start:end] or not _WORD.search(text, start, end):
            continue
        if any(taken[start:end]) or any(mine[start:end]):
            continue
        name = text[start:end]
        entity = listed.get((start, end)) or Entity(folded(name), name)
        spans.append(CompanySpan(start, end, entity, MODEL + item.model))
        mine[start:end] = b"\1" * (end - start)
    return sorted(spans, key=lambda span: span.start)


def confirmed(text: str, spans: Iterable[CompanySpan], found: Iterable[Found]) -> list[CompanySpan]:
    """The spans, of which those that context held weakly are firm where a model sees just that name."""
    seen = {_bare(text, item.start, item.end) for item in found}
    return [replace(span, weak=False) if span.weak and (span.start, span.end) in seen else span for span in spans]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _OUTER:
        start += 1
    while end > start and text[end - 1] in _OUTER:
        end -= 1
    return start, end
