"""Short names beside the whole ones of the same company: 晶曜生科 goes on as 晶曜, 西藏宁算科技 as 宁算."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from extractors.company.chinese_words import CJK, segment
from extractors.company.repeats import COMMON_FIRST
from extractors.company.spans import CompanySpan, Entity

_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|\([\u3400-\u9fff]{2,4}\)|总?公司|集团|股份|控股)+$")
_LONGEST_PLACE = 8
_MOST = 6  # a longer name is hardly the short form of another


def shorter_names(text: str, spans: Sequence[CompanySpan]) -> dict[str, Entity]:
    """By the key of an unlisted short name, the one company of the article of whose name it is the beginning.

    Args:
        text: The matching text.
        spans: Its names. A short one that fits the names of two companies stays its own.
    """
    surfaces: dict[str, set[str]] = {}
    entities: dict[str, Entity] = {}
    for span in spans:
        surfaces.setdefault(span.entity.key, set()).add(text[span.start : span.end])
        entities.setdefault(span.entity.key, span.entity)
    openings = _openings(surfaces)
    whole: dict[str, Entity] = {}
    for key, own in surfaces.items():
        short = min(own, key=len)
        if entities[key].known or len(own) > 3 or short in COMMON_FIRST:
            continue
        bare = _FORM.sub("", short) or short
        fitting = openings.get(bare, set()) - {key}
        if len(fitting) > 1:
            fitting = {other for other in fitting if any(_FORM.sub("", name) == bare for name in surfaces[other])}
        if len(fitting) == 1:
            whole[key] = entities[next(iter(fitting))]
    for key, entity in whole.items():
        seen = {key}
        while entity.key in whole and entity.key not in seen:
            seen.add(entity.key)
            entity = whole[entity.key]
        whole[key] = entity
    return whole


def _openings(surfaces: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """By each beginning of a name, places before it left out, the companies so named; of Latin letters the first words."""
    found: dict[str, set[str]] = {}
    for key, names in surfaces.items():
        for name in names:
            for opening in _of_latin(name) if name.isascii() else _of_chinese(name):
                found.setdefault(opening, set()).add(key)
    return found


def _of_latin(name: str) -> Iterator[str]:
    for place, letter in enumerate(name):
        if letter == " " and place > 3:
            yield name[:place]


def _of_chinese(name: str) -> Iterator[str]:
    for length in range(2, min(_MOST + 1, len(name))):
        yield name[:length]
    if len(name) > 5 and CJK.match(name):
        places = takewhile(lambda word: word.tag == "ns", segment(name[:_LONGEST_PLACE]))
        begin = sum(len(word.text) for word in places)
        if begin > 1:
            for length in range(2, min(_MOST, len(name) - begin) + 1):
                yield name[begin : begin + length]
