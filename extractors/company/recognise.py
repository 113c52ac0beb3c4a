"""All companies of an article: gazetteer, tickers, forms, introductions and models agree on one identity each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from corpora.gazetteer import company_by_id
from corpora.lexicon import lexicon
from extractors.company.chinese_words import PUNCTUATION, Word, segment
from extractors.company.english_filter import ruled_english, settle_english
from extractors.company.english_grow import grown
from extractors.company.english_score import Ruled
from extractors.company.extend import (
    LATIN_NAME,
    cuts_word,
    latin_in_place,
    stands_well,
    with_chinese_tail,
    with_legal_form,
    with_longer_latin,
    with_rest_of_word,
    with_seat,
    with_tail,
    without_overlaps,
)
from extractors.company.gazetteer_match import entity_of, gazetteer_spans
from extractors.company.introduced import find_brackets, find_introduced, is_acronym_of
from extractors.company.join import confirmed, found_by_models
from extractors.company.latin_names import folded, latin_spans
from extractors.company.latin_whole import whole_latin
from extractors.company.legal_names import company_position, name_before
from extractors.company.name_score import scored_names
from extractors.company.repeats import COMMON_FIRST, named_as, one_stem_one_company, repeated_forms, short_forms
from extractors.company.shorter import shorter_names
from extractors.company.spans import ALL, CompanySpan, Entity, Finding
from extractors.company.tickers import find_tickers
from extractors.ner.found import Found
from extractors.quantity.spans import Quantity
from schemas.article import Place


@dataclass(slots=True)
class Companies:
    """The companies of an article: spans in order without overlaps, what stands for `公司`, forms by entity key, and words."""

    spans: list[CompanySpan]
    itself: Entity | None = None
    names: dict[str, set[str]] = field(default_factory=dict)
    words: frozenset[tuple[int, int]] = frozenset()
    tokens: list[Word] = field(default_factory=list)


def _mark(taken: bytearray, spans: Iterable[CompanySpan]) -> None:
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)


def _placed_names(text: str, words: list[Word], starts: list[int], spans: list[CompanySpan]) -> list[CompanySpan]:
    """Short Chinese names that are words too count where both neighbours speak of a company (向裕隆采购)."""
    if not words:
        return spans
    return [
        replace(span, weak=False)
        if span.weak and not text[span.start].isascii() and _placed(text, words, starts, span)
        else span
        for span in spans
    ]


_MARKS_PARTY = tuple("向与给由被")


def _placed(text: str, words: list[Word], starts: list[int], span: CompanySpan) -> bool:
    """Whether the words on both sides of a known name want a company there; a clause may begin with one that acts."""
    left, right = company_position(text, words, starts, span.start, span.end)
    before = text[span.start - 1 : span.start]
    if text.startswith("投资", span.end):  # the verb, or the rest of another name (安集投资)
        return bool(left and right) and left + right > 2
    left = max(left, before.endswith(_MARKS_PARTY))
    return bool(left and right) or (right > 1 and (not before or before in PUNCTUATION or before == "\n"))


_ACTS = re.compile(
    r"'s |,? (?:has|said|says|agreed|signed|will|is|was|to|plans|raised|sold|bought|paid|took|and (?=[A-Z]))\b|, (?:which|the|a|an|whose) | and (?=[A-Z][A-Za-z]+ )"
)


def _settle_weak(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """Weak names stay only where the article names the company otherwise, or where capitals stand inside a sentence."""
    strong = {span.entity.key for span in spans if not span.weak}
    kept = []
    for span in spans:
        if span.weak and span.entity.key not in strong and span.source == "gazetteer":
            surface = text[span.start : span.end]
            before = text[max(0, span.start - 2) : span.start]
            inner = bool(re.search(r"[\w,\u3400-\u9fff] ?$", before)) and surface[:1].isupper()
            if not (surface.isascii() and inner and len(surface) > 2) and len(surface) < 4:
                continue
            if surface.isascii() and not inner and not _ACTS.match(text, span.end):
                continue
        kept.append(replace(span, weak=False) if span.weak and span.source == "gazetteer" else span)
    return kept


def _bracketed(
    text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray
) -> tuple[list[CompanySpan], dict[str, Entity]]:
    """Names joined by a bracket: 芝浦电子(Shibaura Electronics) is one company; unknown Chinese names get found so."""
    starts = [word.start for word in words]
    by_end = {span.end: span for span in spans}
    by_start = {span.start: span for span in spans}
    added: list[CompanySpan] = []
    same: dict[str, Entity] = {}
    for opened, start, end, inner in find_brackets(text):
        owner, held = by_end.get(opened), by_start.get(start)
        if held is not None and held.end != end:
            held = None
        if owner is None and held is not None and not any(taken[max(0, opened - 2) : opened]):
            found = name_before(text, words, starts, opened)
            if found is not None:
                added.append(CompanySpan(*found, held.entity, "bracket"))
                continue
        if owner is None and held is None and words and LATIN_NAME.match(inner) and taken.find(1, opened - 2, end) < 0:
            found = name_before(text, words, starts, opened)
            if found is not None and stands_well(text, words, starts, *found):
                entity = Entity(folded(inner), inner)
                added += [CompanySpan(*found, entity, "bracket"), CompanySpan(start, end, entity, "bracket")]
                continue
        if owner is None or owner.entity.key == (held.entity.key if held else None):
            continue
        if held is not None and owner.entity.known and held.entity.known:
            spans[spans.index(owner)] = replace(owner, entity=held.entity)
            continue
        if held is not None and held.source == "latin" and owner.source == "latin":
            continue
        if held is not None:
            loser, winner = (owner, held) if held.entity.known and not owner.entity.known else (held, owner)
            same[loser.entity.key] = winner.entity
        elif is_acronym_of(inner.strip(), text[owner.start : owner.end]) and not any(taken[start:end]):
            added.append(CompanySpan(start, end, owner.entity, "bracket"))
    return added, same


def _ticker_names(
    text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray, listed: bool
) -> list[CompanySpan]:
    """Names in front of a ticker that no other recogniser saw, and names whose ticker says who they are."""
    ends = {span.end for span in spans}
    starts = [word.start for word in words]
    found = []
    for ticker in find_tickers(text):
        opened = ticker.start - 1 if text[ticker.start - 1 : ticker.start] == " " else ticker.start
        if opened in ends or not opened:
            continue
        place = name_before(text, words, starts, opened)
        if place is not None and not any(taken[place[0] : place[1]]):
            name = text[place[0] : place[1]]
            entity = entity_of(ticker.company) if ticker.company and listed else Entity(folded(name), name)
            found.append(CompanySpan(*place, entity, "ticker"))
    return found


def _found_in_turn(
    text: str, words: list[Word], spans: list[CompanySpan], taken: bytearray, listed: bool
) -> Iterator[list[CompanySpan]]:
    """What each recogniser adds to those before it; the caller marks it before the next one looks."""
    latin = latin_spans(text, taken)
    yield with_chinese_tail(text, latin) if words else latin
    if words:
        for span in latin:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
        yield latin_in_place(text, words, taken)
    yield _ticker_names(text, words, spans, taken, listed)
    yield _public_bodies(text, taken) if words else []


def recognise(
    text: str,
    place: Place | None,
    title: str = "",
    quantities: Iterable[Quantity] = (),
    found: Sequence[Found] = (),
    finding: Finding = ALL,
) -> Companies:
    """The companies of a matching text.

    Args:
        text: The matching text.
        place: Whose press it is: names that this press uses are preferred. None is English.
        title: It may name some more.
        quantities: Those of an English text tell the CHF of CHF 20 million from a name.
        found: What models found in the text; `extractors.company.join` says what counts of it.
        finding: Who looks besides them.
    """
    before = before_scoring(text, place, finding)
    words, spans = before.words, before.spans
    weighed = finding.context and finding.weighed
    if words and weighed:
        spans = scored_names(text, words, spans, before.doubted)
    taken = bytearray(len(text))
    for ticker in find_tickers(text):
        taken[ticker.start : ticker.end] = b"\1" * (ticker.end - ticker.start)
    _mark(taken, spans)
    if found:
        new = found_by_models(text, found, taken, before.listed)
        spans = [*confirmed(text, spans, found), *new]
        _mark(taken, new)
    added, same = _bracketed(text, words, spans, taken)
    spans.extend(added)
    _mark(taken, added)
    if place is None:
        spans = settle_english(text, without_overlaps(spans), quantities, before.listed, weigh=weighed)
        taken = bytearray(len(text))
        _mark(taken, spans)
    itself, forms, defined = _introductions(text, spans, same)
    spans.extend(repeated_forms(text, {**_title_forms(title, place, finding), **forms}, taken))
    given = {item.name: forms[item.name] for item in find_introduced(text) if item.name in forms and len(item.name) > 1}
    same |= {
        span.entity.key: given[text[span.start : span.end]]
        for span in spans
        if not span.entity.known and text[span.start : span.end] in given
    }
    spans = [named_as(span, same.get(span.entity.key, span.entity)) for span in without_overlaps(spans)]
    if words:
        shorter = shorter_names(text, spans)
        spans = [named_as(span, shorter.get(span.entity.key, span.entity)) for span in spans]
    spans = [named_as(span, _defined_as(span, text, defined)) for span in spans]
    spans = one_stem_one_company(spans)
    names: dict[str, set[str]] = {}
    for span in spans:
        names.setdefault(span.entity.key, set()).add(text[span.start : span.end])
    return Companies(
        spans, itself, names, frozenset((word.start, word.end) for word in words if len(word.text) == 1), words
    )


def before_weighing(text: str, quantities: Sequence[Quantity], finding: Finding) -> Ruled:
    """What the rules make of an English text before its names are weighed; `quantities` are those that hold no name."""
    before = before_scoring(text, None, finding)
    taken = bytearray(len(text))
    for ticker in find_tickers(text):
        taken[ticker.start : ticker.end] = b"\1" * (ticker.end - ticker.start)
    _mark(taken, before.spans)
    added, _ = _bracketed(text, before.words, before.spans, taken)
    return ruled_english(text, without_overlaps([*before.spans, *added]), quantities, before.listed)


class Before(NamedTuple):
    """What is known of an article's companies before the names are scored: `listed` and `doubted` by their places."""

    words: list[Word]
    spans: list[CompanySpan]
    listed: dict[tuple[int, int], Entity]
    doubted: dict[tuple[int, int], Entity]


def before_scoring(text: str, place: Place | None, finding: Finding) -> Before:
    """The names that the tables know, or that their form or place alone makes certain."""
    words = segment(text) if place is not None else []
    starts = [word.start for word in words]
    seen = frozenset(ticker.company.id for ticker in find_tickers(text) if ticker.company)
    spans = [
        with_tail(text, span)
        for span in (gazetteer_spans(text, place, seen) if finding.gazetteer else ())
        if not cuts_word(text, span, words, starts)
    ]
    spans = [with_seat(text, with_rest_of_word(text, span, words, starts)) for span in spans]
    spans = with_longer_latin(text, without_overlaps(spans))
    if place is None:
        spans = grown(text, spans)
    listed = {(span.start, span.end): span.entity for span in spans}
    settled = _settle_weak(text, _placed_names(text, words, starts, spans))
    doubted = _doubted(spans, settled) if words else {}
    spans = with_legal_form(text, words, settled) if words else settled
    taken = bytearray(len(text))
    for ticker in find_tickers(text):
        taken[ticker.start : ticker.end] = b"\1" * (ticker.end - ticker.start)
    _mark(taken, spans)
    for new in _found_in_turn(text, words, spans, taken, finding.gazetteer) if finding.context else ():
        spans.extend(new)
        _mark(taken, new)
    if words and finding.context:
        spans = whole_latin(text, spans)
    return Before(words, spans, listed, doubted)


def _doubted(spans: list[CompanySpan], settled: list[CompanySpan]) -> dict[tuple[int, int], Entity]:
    """The listed names that did not settle, by their place: they are words as well, and their place may yet tell."""
    kept = {(span.start, span.end) for span in settled}
    return {(span.start, span.end): span.entity for span in spans if span.weak and (span.start, span.end) not in kept}


_PAYS = re.compile(r"(?:掏|认购|出资|投入|注资|入股|贷款|签|采购|提供|持有|包销|与|和|，|承诺)")


@lru_cache(maxsize=1)
def _public() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("chinese_names")["public"]))


def _public_bodies(text: str, taken: bytearray) -> list[CompanySpan]:
    """Ministries, governments and state funds where they act as a party: behind 向, or before a verb of paying."""
    found = []
    for match in _public().finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        if any(taken[match.start() : match.end()]) or not (
            before in tuple("向由与从和给") or _PAYS.match(text, match.end())
        ):
            continue
        found.append(CompanySpan(match.start(), match.end(), Entity(folded(match[0]), match[0]), "public"))
    return found


def _title_forms(title: str, place: Place | None, finding: Finding) -> dict[str, Entity]:
    """The unknown names of a title: a text often takes up a name that only its title sets apart."""
    if not title:
        return {}
    return {
        title[span.start : span.end]: span.entity
        for span in recognise(title, place, finding=finding).spans
        if not span.entity.known and not span.weak
    }


def _defined_as(span: CompanySpan, text: str, defined: dict[str, Entity]) -> Entity:
    """The company that the article defines a form to mean, where the gazetteer does not know better."""
    return span.entity if span.entity.known else defined.get(text[span.start : span.end], span.entity)


def _introductions(
    text: str, spans: list[CompanySpan], same: dict[str, Entity]
) -> tuple[Entity | None, dict[str, Entity], dict[str, Entity]]:
    """Who 公司 is, every further form of the article's companies, and the forms that it defines in brackets."""
    by_end = {span.end: span for span in spans}
    itself: Entity | None = None
    forms: dict[str, Entity] = {}
    defined: dict[str, Entity] = {}
    known_forms: dict[str, set[str]] = {}
    for span in spans:
        if span.source in ("gazetteer",) and span.entity.known:
            company = company_by_id(span.entity.key)
            if company is not None and " " not in text[span.start : span.end]:
                continue
        for form in short_forms(text[span.start : span.end]):
            if form not in COMMON_FIRST:
                known_forms.setdefault(form, set()).add(span.entity.key)
                forms.setdefault(form, span.entity)
    forms = {form: entity for form, entity in forms.items() if len(known_forms[form]) == 1}
    for item in find_introduced(text):
        owner = by_end.get(item.owner_end) or by_end.get(item.owner_end - 1)
        if owner is None:
            continue
        if item.generic:
            itself = itself or same.get(owner.entity.key, owner.entity)
        elif len(item.name) > 1:
            forms[item.name] = defined[item.name] = same.get(owner.entity.key, owner.entity)
    return itself, forms, defined
