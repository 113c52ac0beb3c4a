"""Reads one article: normal text, quantities, companies, masked sentences, frames, cues, and the assembly of deals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from extractors.amounts.settle import settle_amounts
from extractors.assemble import Draft, merge_drafts
from extractors.builder import Builder
from extractors.calibration import found_by, shipped_calibration
from extractors.company.chinese_words import Word
from extractors.company.recognise import recognise
from extractors.company.spans import Entity
from extractors.company.standing import standings
from extractors.cue import find_cues, reaches
from extractors.drafting import drafts_of, is_deal
from extractors.english.descriptors import describe
from extractors.english.gapped import mark_gapped
from extractors.english.loose import loose_candidate as loose_english
from extractors.english.modifiers import main_subject, mark_modifiers
from extractors.english.references import find_english_references, resolve_english
from extractors.english.structure import find_inserts, regroup
from extractors.equity import settle_equity
from extractors.figure.find import find_figures
from extractors.frames import Trigger, find_triggers
from extractors.language import detect_language, detect_place
from extractors.llm.consult import LanguageReader, Read, consult
from extractors.llm.ground import is_told
from extractors.loose import loose_candidate
from extractors.marked_objects import mark_objects
from extractors.match import NEGATED, match_frames
from extractors.normal_text import normalise
from extractors.objects import decide_kind
from extractors.pairs.settle import weigh_pairs
from extractors.pairs.words import words_of
from extractors.quantity import find_quantities
from extractors.quantity.spans import QuantityKind
from extractors.reading import Reading, language_of
from extractors.recognisers import Recognisers, load_recognisers
from extractors.reference import Discourse, find_references, resolve_references
from extractors.sentences import split_sentences
from extractors.slots import MaskedSentence, mask, set_cases
from schemas.article import Article
from schemas.deal import Extraction, Status

_MOST_COMPANIES, _MOST_QUANTITIES = 24, 40  # a sentence with more is a list or a table: frames would guess


_MOST_TRIGGERS = 60


_WITHOUT_COMPANIES = frozenset({"joke", "denial"})


def _within(items: list[Any], starts: list[int], start: int, end: int) -> list[Any]:
    return items[bisect_left(starts, start) : bisect_left(starts, end)]


def read(article: Article, recognisers: Recognisers | None = None) -> Reading:
    """Everything that an article says of deals, with the way there; never raises on any text.

    `recognisers` are the default ones where none are given; which of those loaded is told by their `faults`.
    """
    recognisers = load_recognisers() if recognisers is None else recognisers
    reading = read_sentences(article, recognisers)
    normal, language, companies = reading.normal, reading.language, reading.companies
    words = words_of(normal.text, companies.tokens, language_of(reading))
    if not recognisers.rules:
        reading.candidates = [[] for _ in reading.candidates]
    if recognisers.weighed:
        roles = recognisers.roles.get(language_of(reading))
        weigh_pairs(reading.sentences, reading.candidates, reading.cues, words, language_of(reading), roles)
    reading.ruled = told_by_rules(reading, words, weighed=recognisers.weighed)
    reading.drafts = [item for item in reading.ruled if is_deal(item)]
    if recognisers.weighed:
        settle_amounts(reading.drafts, reading.sentences, words, language_of(reading))
    calibration = shipped_calibration() if recognisers.calibration is None else recognisers.calibration
    probability = partial(calibration.probability, language=language)
    if recognisers.llm is not None:
        _consult(reading, recognisers.llm, probability)
    builder = Builder(normal, reading.companies, article.published, probability)
    mentions = [builder.mention(item) for item in reading.drafts]
    reading.extraction = Extraction(
        article=article,
        language=language,
        mentions=tuple(item for item in mentions if item is not None),
        figures=find_figures(reading),
    )
    return reading


def told_by_rules(reading: Reading, words: Sequence[Word], *, weighed: bool = True) -> list[Draft]:
    """The deals of an article whose pairs were weighed, with the sums that the rules choose.

    Without `weighed` no learned weights settle how far a deal has come.
    """
    drafts = merge_drafts(drafts_of(reading, words, weighed=weighed))
    for item in drafts:
        settle_equity(item)
    return drafts


def read_sentences(article: Article, recognisers: Recognisers) -> Reading:
    """An article up to what its frames find in each sentence, before one sentence is weighed against another."""
    normal = normalise(article.text)
    language = detect_language(article.text)
    place = detect_place(article, language, normal.text)
    quantities = find_quantities(normal.text, place, article.published)
    found = recognisers.find_companies(normal.text, place)
    title = normalise(article.title).text
    companies = recognise(normal.text, place, title, quantities, found, recognisers.finding)
    reading = Reading(article, language, place, normal, companies, quantities)
    _mask_sentences(reading)
    return reading


_MOST_BEFORE = 4
"""How many companies spoken of before a sentence may be those with which it tells a deal."""

_STATUSES = frozenset(status.value for status in Status)


def _consult(reading: Reading, reader: LanguageReader, probability: Callable[[float, str], float]) -> None:
    """Ask a language model, and keep the companies that it alone pointed at beside the others."""
    refused = {
        number for number, cues in enumerate(reading.cues) if any(hit.cue.category not in _STATUSES for hit in cues)
    }
    told = Read(reading.article, reading.normal, reading.companies, reading.quantities, reading.sentences, refused)
    reading.drafts, added = consult(
        told,
        reading.drafts,
        reader,
        lambda item: probability(item.certainty, found_by(each.frame.id for each in item.candidates)),
    )
    reading.companies = replace(
        reading.companies, spans=sorted([*reading.companies.spans, *added], key=lambda span: span.start)
    )
    _add_told(reading)


def _add_told(reading: Reading) -> None:
    """Put the candidates of models beside those of the frames, sentence by sentence."""
    places = {id(masked): number for number, masked in enumerate(reading.sentences)}
    for item in reading.drafts:
        for candidate in item.candidates:
            at_hand = reading.candidates[places[id(candidate.masked)]]
            if is_told(candidate) and all(candidate is not other for other in at_hand):
                at_hand.append(candidate)


def extract(article: Article, recognisers: Recognisers | None = None) -> Extraction:
    """The deals of one article, by the default recognisers where none are given."""
    extraction = read(article, recognisers).extraction
    assert extraction is not None
    return extraction


def _mask_sentences(reading: Reading) -> None:
    text = reading.normal.text
    starts = [span.start for span in reading.companies.spans]
    quantity_starts = [item.start for item in reading.quantities]
    triggers = find_triggers(text)
    trigger_starts = [item.start for item in triggers]
    discourse = Discourse(itself=reading.companies.itself, topic=reading.companies.itself, main=_main(reading))
    joking: set[int] = set()
    told = 3  # sentences since one told a deal: the next two may go on with it, so their cues count
    english = reading.place is None
    if english:
        discourse.descriptors = describe(text, reading.companies.spans)
    for sentence in split_sentences(text):
        companies = _within(reading.companies.spans, starts, sentence.start, sentence.end)
        quantities = _within(reading.quantities, quantity_starts, sentence.start, sentence.end)
        masked = mask(text, sentence, companies, quantities)
        references = find_english_references(masked) if english else find_references(masked)
        masked.companies = sorted([*masked.companies, *references], key=lambda slot: slot.start)
        set_cases(masked)
        if english:
            regroup(masked)
            mark_modifiers(masked)
        (resolve_english if english else resolve_references)(masked, discourse)
        if english:
            masked.inserts = find_inserts(masked)
            mark_gapped(masked)
        cues = find_cues("drop", masked, frozenset() if masked.companies or told < 3 else _WITHOUT_COMPANIES)
        shouted = _shouted(masked.body)
        crowded = len(masked.companies) > _MOST_COMPANIES or len(quantities) > _MOST_QUANTITIES
        own = (
            []
            if shouted or crowded
            else [
                item
                for item in _within(triggers, trigger_starts, sentence.start, sentence.end)
                if not _inside_company(item, masked) and _whole_word(item, reading)
            ]
        )
        own = own[:_MOST_TRIGGERS]
        mark_objects(masked, own)
        masked.triggers = own
        found = match_frames(masked, own, discourse)
        negated = any(candidate.dropped == NEGATED for candidate in found)
        if not english and own and not negated and all(candidate.dropped for candidate in found):
            extra = loose_candidate(masked)
            found = found if extra is None else [*found, extra]
        for candidate in found:
            if not candidate.dropped:
                decide_kind(candidate)
                hit = next((hit for hit in cues if reaches(hit, masked, candidate.clause)), None)
                if hit is not None:
                    candidate.dropped = f"cue {hit.cue.id}: {text[hit.start : hit.end]}"
                elif any(slot.case == "estimate" and slot.end <= candidate.trigger.start for slot in masked.companies):
                    candidate.dropped = "somebody's estimate"
                elif sentence.paragraph in joking:
                    candidate.dropped = "a joke goes on"
        if (
            english
            and not cues
            and sentence.paragraph not in joking
            and not shouted
            and not crowded
            and not negated
            and not any(not item.dropped for item in found)
        ):
            loose = loose_english(masked, discourse)
            found = [*found, loose] if loose is not None else found
        masked.topic, masked.main = discourse.topic, discourse.main
        masked.before = tuple(reversed(discourse.recent[-_MOST_BEFORE:]))
        masked.opening = not reading.sentences or reading.sentences[-1].sentence.paragraph != sentence.paragraph
        masked.mute = shouted or crowded or negated or sentence.paragraph in joking
        if any(hit.cue.scope == "paragraph" for hit in cues):
            joking.add(sentence.paragraph)
            if masked.body.rstrip().endswith((":", "：")):
                joking.add(sentence.paragraph + 1)
        told = 0 if any(not item.dropped for item in found) else told + 1
        reading.sentences.append(masked)
        reading.candidates.append(found)
        reading.cues.append(cues)
        discourse.hear(masked, main_subject(masked) if english else None)
    stand = standings(reading.sentences, reading.companies.spans, discourse.descriptors, reading.candidates)
    for number, masked in enumerate(reading.sentences):
        masked.number, masked.standings = number, stand


_CAPITALS, _SMALL = re.compile(r"[A-Z]"), re.compile(r"[a-z]")


def _shouted(body: str) -> bool:
    """Whether a sentence is a heading in capitals, where names and verbs cannot be told apart."""
    capitals = len(_CAPITALS.findall(body))
    if capitals < 17:  # fewer are no 85 per cent of 21 letters
        return False
    letters = capitals + len(_SMALL.findall(body))
    return letters > 20 and capitals > 0.85 * letters and letters > 0.5 * len(body)


def _whole_word(trigger: Trigger, reading: Reading) -> bool:
    """A trigger of one Chinese character counts only where the segmenter sees it as a word (买, not 买家)."""
    return len(trigger.text) > 1 or (trigger.start, trigger.end) in reading.companies.words


def _main(reading: Reading) -> Entity | None:
    """The company that an article is mostly about: the one most often named, its title counting threefold."""
    counts: dict[str, int] = {}
    by_key = {span.entity.key: span.entity for span in reading.companies.spans}
    for span in reading.companies.spans:
        counts[span.entity.key] = counts.get(span.entity.key, 0) + 1
    title = normalise(reading.article.title).text
    for key, names in reading.companies.names.items():
        if any(name in title for name in names):
            counts[key] += 3
    best = max(counts, key=lambda key: counts[key], default=None)
    return None if best is None else by_key[best]


def _inside_company(trigger: Trigger, masked: MaskedSentence) -> bool:
    taken = [(slot.start, slot.end) for slot in masked.companies if not slot.reference] + [
        (item.start, item.end) for item in masked.of_kind(QuantityKind.MONEY)
    ]
    return any(start < trigger.end and trigger.start < end for start, end in taken)
