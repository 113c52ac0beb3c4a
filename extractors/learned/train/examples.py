"""What a reader of roles learns from: the texts that teach the pairs, as they are read, each pair with its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from corpora.teaching import Lesson, left_out_lessons
from extractors.company.spans import Entity
from extractors.pairs.learn import labelled, lessons_to_read, text_of, way_between
from extractors.pairs.pair import Pair
from extractors.reading import names_by_company
from extractors.slots import MaskedSentence

_ARTICLES = 1.5
"""How much more a pair of a gold article counts than one of a passage."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A text with its pairs by sentence; `ways` has those that teach, by sentence and place in it, `article_ways` any two companies of the text."""

    sentences: list[MaskedSentence]
    pairs: dict[int, list[Pair]]
    ways: dict[tuple[int, int], str]
    article_ways: dict[tuple[Entity, Entity], str]
    weight: float


def taught_texts(language: str) -> Iterator[Taught]:
    """The texts that teach a language and hold two companies."""
    for lesson in lessons_to_read(language):
        found = taught(lesson)
        if found.pairs:
            yield found


def left_out_texts(language: str) -> Iterator[Taught]:
    """The passages that teach nothing, to measure on."""
    for lesson in left_out_lessons(language):
        found = taught(lesson)
        if found.pairs:
            yield found


def taught(lesson: Lesson) -> Taught:
    """A text that teaches, as it is read."""
    own = text_of(lesson)
    reading, found = labelled(own)
    names = names_by_company(reading)
    pairs: dict[int, list[Pair]] = {}
    ways: dict[tuple[int, int], str] = {}
    for item in found:
        own_pairs = pairs.setdefault(item.sentence, [])
        if item.teaches:
            ways[item.sentence, len(own_pairs)] = item.label
        own_pairs.append(item.pair)
    named = dict.fromkeys(
        entity for masked in reading.sentences for slot in masked.companies for entity in slot.entities
    )
    return Taught(
        reading.sentences,
        pairs,
        ways,
        {(one, other): way_between(own.deals, names, one, other) for one, other in combinations(named, 2)},
        1.0 if lesson.companies is not None else _ARTICLES,
    )
