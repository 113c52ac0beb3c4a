"""A language model beside the other recognisers: asked about an article's passages, and its word joined to theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.assemble import Draft
from extractors.company.recognise import Companies
from extractors.company.spans import CompanySpan
from extractors.llm.ground import Grounds
from extractors.llm.passages import Passage, unsure, whole
from extractors.llm.question import Ask, prompt, question
from extractors.llm.reply import read_reply
from extractors.normal_text import NormalText
from extractors.quantity.spans import Quantity
from extractors.slots import MaskedSentence
from extractors.vote import hear
from schemas.article import Article


@dataclass(frozen=True, slots=True)
class LanguageReader:
    """A language model that can be asked: when it is, from which probability on a deal is sure, and of how much at once."""

    ask: Ask
    when: Literal["unsure", "always"] = "unsure"
    certain: float = 0.6
    most: int = 6000


@dataclass(frozen=True, slots=True)
class Read:
    """An article as the others read it; `refused` are the numbers of sentences of which a cue says why they tell no deal."""

    article: Article
    normal: NormalText
    companies: Companies
    quantities: list[Quantity]
    sentences: list[MaskedSentence]
    refused: Collection[int]


def consult(
    read: Read, drafts: list[Draft], reader: LanguageReader, certainty: Callable[[Draft], float]
) -> tuple[list[Draft], list[CompanySpan]]:
    """The deals of an article after a language model was asked, and the companies that only it pointed at.

    Where it gives no usable reply about a passage, the others' word on it stands as it was.
    """
    sure = [certainty(item) >= reader.certain for item in drafts]
    passages = _passages(read, drafts, sure, reader)
    grounds = Grounds(read.normal.text, read.companies.spans, read.quantities, read.sentences)
    told: list[Draft] = []
    answered: set[int] = set()
    for passage in passages:
        own = read.normal.quote(passage.start, passage.end)
        reply = reader.ask(question(read.article, own), read_reply)
        if reply is not None:
            answered.update(passage.sentences)
            told.extend(grounds.drafts(read_reply(reply).deals, passage))
    heard = [all(number in answered for number in _places(item, read.sentences)) for item in drafts]
    return hear(drafts, told, sure, heard), grounds.added


def _passages(read: Read, drafts: list[Draft], sure: list[bool], reader: LanguageReader) -> list[Passage]:
    if reader.when == "always":
        return whole(read.sentences, reader.most)
    doubted = {
        place
        for item, certain in zip(drafts, sure, strict=True)
        if not certain
        for place in _places(item, read.sentences)
    }
    settled = {
        place for item, certain in zip(drafts, sure, strict=True) if certain for place in _places(item, read.sentences)
    }
    found = unsure(read.sentences, doubted, settled | set(read.refused), reader.most)
    all_of_it = whole(read.sentences, reader.most)
    return all_of_it if found and _price(all_of_it) <= _price(found) else found


def _price(passages: Sequence[Passage]) -> int:
    """What passages cost, in characters: each comes with the prompt, so one of a short article is less than two of it."""
    return sum(passage.end - passage.start + len(prompt()) for passage in passages)


def _places(item: Draft, sentences: list[MaskedSentence]) -> list[int]:
    starts = {masked.sentence.start: number for number, masked in enumerate(sentences)}
    return [starts[candidate.masked.sentence.start] for candidate in item.candidates]
