"""What an English text teaches of names: each of its runs of capitals is a company's name or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.company.english_candidates import Place
from extractors.company.english_filter import measured
from extractors.company.english_score import weighed_runs
from extractors.company.name_texts import NAME, OTHER, Text
from extractors.company.recognise import before_weighing
from extractors.company.spans import ALL, Finding
from extractors.language import detect_language, detect_place
from extractors.loglinear import Example
from extractors.normal_text import normalise
from extractors.quantity import find_quantities
from schemas.article import Article


def english_examples(own: Text, finding: Finding = ALL) -> Iterator[Example]:
    """The runs of a text as they are weighed, the names among them as the text's companies are written."""
    text = normalise(own.own).text
    place = detect_place(Article(doc_id="text", text=own.own), detect_language(own.own), text)
    if place is not None:
        return
    quantities = measured(find_quantities(text, None, None))
    true = _places(text, own.names)
    near = bytearray(len(text))
    for start, end in true:
        near[start:end] = b"\1" * (end - start)
    for run, features in weighed_runs(text, before_weighing(text, quantities, finding), quantities):
        if own.all_named or near.find(1, *run) >= 0:
            yield Example(NAME if run in true else OTHER, features)


def _places(text: str, names: Iterable[str]) -> set[Place]:
    """Where names stand in a matching text as whole words, longer names first."""
    forms = sorted({normalise(name).text for name in names}, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in forms)
    return {match.span() for match in re.finditer(pattern, text)} if forms else set()
