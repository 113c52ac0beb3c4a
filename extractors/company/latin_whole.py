"""Whole names in Latin letters inside Chinese text, where words in capitals one behind the other are one name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity

_RUN = re.compile(
    r"(?<![A-Za-z0-9.] )(?<![A-Za-z0-9.&-])[A-Z][A-Za-z0-9&'’-]+(?: [A-Z][A-Za-z&'’-]+){1,4}(?! ?[A-Za-z0-9])"
)
_SMALL = re.compile(r"[a-z]{2}")
_TITLE = re.compile(
    r"(?:长|总裁|经理|CEO|CFO|CTO|人|主席|董事|主任|分析师|记者|先生|女士|教授|博士|合伙人|官|师|她叫|他叫) ?$"
)


@lru_cache(maxsize=1)
def _no_parts() -> frozenset[str]:
    table = lexicon("names")
    listed = (*table["products"], *table["calendar"], *table["titles"], *table["given_names"])
    return frozenset(listed).difference(table["in_names"]).union(table["grades"])


def whole_latin(text: str, spans: Sequence[CompanySpan]) -> list[CompanySpan]:
    """The spans with those that are only a piece of such a run grown to all of it, and the runs that hold none.

    Whether a run is a company is left to its neighbours: `name_score` drops what stands where no company does.
    """
    ordered = sorted(spans, key=lambda span: span.start)
    ends = [span.end for span in ordered]
    starts = [span.start for span in ordered]
    grown: list[CompanySpan] = []
    gone: set[int] = set()
    for run in _RUN.finditer(text):
        first, last = bisect_right(ends, run.start()), bisect_left(starts, run.end())
        inside = ordered[first:last]
        if len(inside) > 1 or any(span.start < run.start() or span.end > run.end() for span in inside):
            continue
        if inside and inside[0].start == run.start() and inside[0].end == run.end():
            continue
        words = run[0].split(" ")
        if (
            run[0] in _no_parts()
            or not _no_parts().isdisjoint(words)
            or not _SMALL.search(run[0])
            or len(words[-1]) < 2
        ):
            continue
        if _TITLE.search(text, max(0, run.start() - 6), run.start()):
            continue
        gone.update(span.start for span in inside)
        grown.append(CompanySpan(run.start(), run.end(), Entity(folded(run[0]), run[0]), "latin"))
    return [*(span for span in ordered if span.start not in gone), *grown]
