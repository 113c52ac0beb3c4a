"""Gazetteer names in a matching text: all aliases in one automaton, then the longest that its neighbours allow."""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from corpora.gazetteer import Alias, Company, load_companies
from corpora.lexicon import lexicon
from extractors.company.spans import CompanySpan, Entity
from extractors.normal_text import to_simplified
from schemas.article import Place

_LATIN_EDGE = re.compile(r"[A-Za-z0-9]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PLACES = {Place.TAIWAN: "TW", Place.HONG_KONG: "HK", Place.MAINLAND: "CN"}
_STANDS_ALONE = re.compile(r"[^\u3400-\u9fff]|[与和向由被对获跟从及]")
_SECOND_CUE = re.compile(
    r"^(?:\(|（|公司|集团|股份|控股|科技|'s [A-Z]| Inc| Corp| Ltd| plc| PLC|, Inc|, the |, a |, an )"
    r"|^(?:宣布|公告|表示|披露|收购|投资|签|向|与|拟|获|已|则|将|同意|旗下)"
)


@dataclass(frozen=True, slots=True)
class _Name:
    folded: str
    written: str
    company: Company
    alias: Alias


@dataclass(frozen=True, slots=True)
class _Index:
    automaton: ahocorasick_rs.AhoCorasick
    names: tuple[tuple[_Name, ...], ...]


@lru_cache(maxsize=1)
def _index() -> _Index:
    rows = [(company, alias) for company in load_companies() for alias in company.aliases if len(alias.text) > 1]
    written = to_simplified("\n".join(alias.text.replace("\n", " ") for _, alias in rows)).split("\n")
    groups: dict[str, list[_Name]] = {}
    for (company, alias), text in zip(rows, written, strict=True):
        groups.setdefault(text.lower(), []).append(_Name(text.lower(), text, company, alias))
    patterns = list(groups)
    gc.freeze()  # the gazetteer lives as long as the process: the garbage collector need not walk it again and again
    return _Index(ahocorasick_rs.AhoCorasick(patterns), tuple(tuple(groups[pattern]) for pattern in patterns))


@lru_cache(maxsize=1)
def _entities() -> dict[str, Entity]:
    return {company.id: Entity(company.id, company.name, company.id) for company in load_companies()}


def entity_of(company: Company) -> Entity:
    """The entity of a gazetteer company."""
    return _entities()[company.id]


def _edges_fit(text: str, start: int, end: int) -> bool:
    """A Latin name ends where its word ends; its capitals are checked by the caller."""
    if _LATIN_EDGE.match(text, start) and start and _LATIN_EDGE.match(text, start - 1):
        return False
    return not (end < len(text) and _LATIN_EDGE.match(text, end - 1) and _LATIN_EDGE.match(text, end))


def _written_like(surface: str, name: str) -> bool:
    """Whether a Latin surface has the capitals of a name: `Target` is, `target` is not, nor is `xAI` `Xai`."""
    if not surface.isascii():
        return True
    if name.isupper() and len(name) <= 4:
        return surface == name
    first = next((index for index, character in enumerate(name) if character.isalpha()), 0)
    if name[first : first + 1].isupper():
        return surface[first : first + 1].isupper() and _later_words_written_like(surface, name)
    return surface == name or surface.isupper() or surface[:1].isupper()


def _later_words_written_like(surface: str, name: str) -> bool:
    """Whether the words behind the first have the capitals of the name: Capital Today is not `Meridell Capital today`."""
    if " " not in name:
        return True
    pairs = zip(surface.split(" ")[1:], name.split(" ")[1:], strict=False)
    return all(own[:1].isupper() or not given[:1].isupper() for own, given in pairs)


def _allowed(name: _Name, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 6) : start], text[end : end + 6]
    if text[start:end] in _marks() and not after.startswith("("):
        return False
    if any(before.endswith(word) for word in name.alias.not_before):
        return False
    return not any(after.startswith(word) for word in name.alias.not_after)


def _choose(names: tuple[_Name, ...], place: Place | None, seen: frozenset[str]) -> _Name:
    """Among companies that share a name: one the article names otherwise, then one whose region fits, then the core."""
    region = _PLACES[place] if place else "EN"

    def rank(name: _Name) -> tuple[bool, bool, bool, bool]:
        listed = "-" in name.company.id and name.company.id.split("-")[-1][:1].isdigit()
        return (name.company.id not in seen, not name.alias.used_in(region), name.alias.context, listed)

    return min(names, key=rank)


@lru_cache(maxsize=1)
def _marks() -> frozenset[str]:
    """Words of the language that mark roles (联合, 旗下): listed companies bear some of them as short names."""
    return frozenset(lexicon("chinese_names")["stops"])


def _weak(name: _Name, text: str, start: int, end: int) -> bool:
    """Whether a name that asks for context stands without a second cue beside it."""
    if not name.alias.context:
        return False
    surface = text[start:end]
    if text[end : end + 1] == "(":
        return False
    alone = surface.isascii() or _STANDS_ALONE.search(text[max(0, start - 1) : start]) or not start
    return not (alone and _SECOND_CUE.match(text[end : end + 6]) and (surface.isascii() or len(surface) > 2))


def gazetteer_spans(text: str, place: Place | None, seen: frozenset[str] = frozenset()) -> list[CompanySpan]:
    """The gazetteer's names in a matching text, longest first, without overlaps.

    `seen` are company ids that the article proves otherwise (by a ticker): they win where a name is shared.
    """
    index = _index()
    hits = [
        (start, end, number)
        for number, start, end in index.automaton.find_matches_as_indexes(text.lower(), overlapping=True)
    ]
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    spans: list[CompanySpan] = []
    last = 0
    if len(text.lower()) != len(text):
        hits = [hit for hit in hits if text[hit[0] : hit[1]].lower() == index.names[hit[2]][0].folded]
    for start, end, number in hits:
        if start < last or not _edges_fit(text, start, end):
            continue
        surface = text[start:end]
        fitting = tuple(
            name
            for name in index.names[number]
            if _written_like(surface, name.written) and _allowed(name, text, start, end)
        )
        if not fitting:
            continue
        name = _choose(fitting, place, seen)
        weak = _weak(name, text, start, end) and name.company.id not in seen
        spans.append(CompanySpan(start, end, entity_of(name.company), "gazetteer", weak))
        last = end
    return spans
