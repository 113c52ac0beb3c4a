"""Short names beside the whole ones of the same company: 晶曜生科 goes on as 晶曜, 西藏宁算科技 as 宁算."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.company.chinese_words import CJK, segment
from extractors.company.repeats import COMMON_FIRST
from extractors.company.spans import CompanySpan, Entity

_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|\([\u3400-\u9fff]{2,4}\)|总?公司|集团|股份|控股)+$")
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
    whole: dict[str, Entity] = {}
    for key, own in surfaces.items():
        short = min(own, key=len)
        if entities[key].known or len(own) > 3 or short in COMMON_FIRST:
            continue
        bare = _FORM.sub("", short) or short
        fitting = {
            other
            for other, names in surfaces.items()
            if other != key and any(is_short_of(bare, name) for name in names)
        }
        if len(fitting) > 1:
            fitting = {other for other in fitting if any(_FORM.sub("", name) == bare for name in surfaces[other])}
        if len(fitting) == 1:
            whole[key] = entities[fitting.pop()]
    for key, entity in whole.items():
        seen = {key}
        while entity.key in whole and entity.key not in seen:
            seen.add(entity.key)
            entity = whole[entity.key]
        whole[key] = entity
    return whole


def is_short_of(short: str, name: str) -> bool:
    """Whether a name goes on behind a short one, places before it left out; a word of Latin letters is the first."""
    if short.isascii():
        return name.isascii() and len(short) > 3 and name.startswith(short + " ")
    if not CJK.match(short) or not 2 <= len(short) <= _MOST or len(name) <= len(short):
        return False
    if name.startswith(short):
        return True
    place = name.find(short)
    return place > 1 and all(word.tag == "ns" for word in segment(name[:place]))
