"""A listed name that is only a part of an English name: Tata Power is not Tata, Nuvance Quantum not Quantum."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.extend import without_overlaps
from extractors.company.latin_names import LatinRun, folded, latin_runs, without_legal_form
from extractors.company.spans import CompanySpan, Entity

_PLAIN = re.compile(r"(?:[A-Z][a-zà-ÿ'’]+|&|AS|ASA|AG|SE|NV|IV|II|III|UK|US|GDC|DC|EV|LLC|LP)$")
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_GOODS = re.compile(
    r"^ (?:chips?|GPUs?|processors?|accelerators?|servers?|racks?|systems?|cloud|models?|engines?|jets?|aircraft|planes|phones?|cars?|trucks?|vans?|software|platform|units?|tier|subscription|app|browser|range)\b|^ \d"
)
_HEADS = frozenset(["Bank", "University", "Trust", "Exchange"])
_TITLE_CASE = 0.8
_MOST_BEHIND = 4


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    table = lexicon("names")
    return frozenset({*table["products"], *table["titles"], *table["calendar"], *table["given_names"]})


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """Words that may stand in capitals before a name without being a part of it."""
    table = lexicon("names")
    return _never() | {*table["places"], *table["demonyms"]}


def grown(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """The spans, those of the gazetteer as long as the names around them; such a name is another company's."""
    runs = [run for run in latin_runs(text) if " " in run.text]
    starts = [run.start for run in runs]
    found: list[CompanySpan] = []
    listed = [other.start for other in spans if other.source == "gazetteer"]
    for span in spans:
        index = bisect_right(starts, span.start) - 1
        run = runs[index] if index >= 0 else None
        if (
            run is None
            or span.source != "gazetteer"
            or span.end > run.end
            or (span.start, span.end) == (run.start, run.end)
        ):
            found.append(span)
            continue
        found.append(_as_long(text, span, run, listed))
    return without_overlaps(found)


def _as_long(text: str, span: CompanySpan, run: LatinRun, listed: list[int]) -> CompanySpan:
    front, tail = text[run.start : span.start], text[span.end : run.end]
    start, end = span.start, span.end
    if bisect_right(listed, run.end - 1) - bisect_right(listed, run.start - 1) > 1:  # SAP Snowflake, RWE & Amazon
        return span
    if tail.startswith(" of ") and text[start:end].split(" ")[-1] in _HEADS:
        return replace(span, end=run.end, entity=Entity(folded(text[start : run.end]), text[start : run.end]))
    if tail[:1] == " " and _goes_on(tail.split(), text, run.end):
        end = run.end
    if front[-1:] == " " and not run.initial and not run.person and _opens(front.split()):
        start = run.start
    if (start, end) == (span.start, span.end) or _in_title(text, span.start):
        return span
    name = text[start:end]
    if start == span.start and len(without_legal_form(name)) <= span.end - start:
        return replace(span, end=end)
    return CompanySpan(start, end, Entity(folded(name), name), "latin")


def _goes_on(words: list[str], text: str, end: int) -> bool:
    if len(words) > _MOST_BEHIND or _GOODS.match(text[end : end + 24]):
        return False
    bare = [word.rstrip(".,") for word in words]
    return all(_PLAIN.match(word) and word not in _never() for word in bare) and bare[-1] != "&"


def _opens(words: list[str]) -> bool:
    return len(words) < 3 and all(_PLAIN.match(word) and word != "&" and word not in _openers() for word in words)


def _in_title(text: str, position: int) -> bool:
    """Whether most words of a line have capitals, so that they part no names from verbs."""
    begin = text.rfind("\n", max(0, position - 200), position) + 1 or max(0, position - 200)
    end = text.find("\n", position, position + 200)
    words = [word for word in _WORD.findall(text[begin : end if end >= 0 else position + 200]) if len(word) > 3]
    return bool(sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words))
