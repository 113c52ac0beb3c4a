"""What was found in one article on the way to its deals."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.assemble import Draft
from extractors.candidate import Candidate
from extractors.company.recognise import Companies
from extractors.company.spans import Entity
from extractors.cue import CueHit
from extractors.normal_text import NormalText
from extractors.quantity import Quantity
from extractors.slots import MaskedSentence
from schemas.article import Article, Language, Place
from schemas.deal import Extraction


@dataclass(slots=True)
class Reading:
    """All that was found in one article on the way to its deals; `explain` prints it."""

    article: Article
    language: Language
    place: Place | None
    normal: NormalText
    companies: Companies
    quantities: list[Quantity]
    sentences: list[MaskedSentence] = field(default_factory=list)
    candidates: list[list[Candidate]] = field(default_factory=list)
    cues: list[list[CueHit]] = field(default_factory=list)
    ruled: list[Draft] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    extraction: Extraction | None = None


def language_of(reading: Reading) -> str:
    """The language by which an article's words are weighed: en or zh."""
    return "en" if reading.place is None else "zh"


def names_by_company(reading: Reading) -> dict[Entity, frozenset[str]]:
    """The names of each company of a text, in small letters."""
    names: dict[Entity, set[str]] = {}
    for span in reading.companies.spans:
        known = names.setdefault(span.entity, {span.entity.name.lower()})
        known.add(reading.normal.quote(span.start, span.end).lower())
    return {entity: frozenset(known) for entity, known in names.items()}
