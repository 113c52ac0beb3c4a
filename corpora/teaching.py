"""The texts that teach what reads articles: the project's passages, but every fifth, and its dev articles."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from typing import NamedTuple

from corpora.goldfile import GOLD, read_gold, read_records
from corpora.passages import TRAINING, Passage, passage_record, read_passages
from corpora.tagged import LEFT_OUT
from schemas.article import Article
from schemas.record import Record

WHOLE = "whole article"
"""The shape of a passage that is an article."""


class Lesson(NamedTuple):
    """A text with its deals as the gold format has them.

    `companies` are all names of companies in it, None where only the parties of the deals are written down.
    """

    article: Article
    deals: list[Record]
    companies: frozenset[str] | None = None

    @property
    def parties(self) -> frozenset[str]:
        """The names of the parties of its deals."""
        return frozenset(name for deal in self.deals for party in deal["parties"] for name in names_of_party(party))


def names_of_party(party: Record) -> tuple[str, ...]:
    """The name of a party and its other names, as the gold format has them."""
    return (party["name"], *party.get("aliases", ()))


def lessons(language: str, without: Collection[str] = ()) -> Iterator[Lesson]:
    """The texts that teach a language (en or zh), in a fixed order: passages file by file, then dev articles.

    Every fifth passage is left out, so that what was learned may be measured on texts that taught nothing. Where shapes
    of syntax are named that are to teach nothing, their passages are left out too, and all articles, which hold any.
    """
    for passage in _passages(language, left_out=False):
        if not (without and (passage.shape in without or passage.shape == WHOLE)):
            yield _lesson(passage, language)
    for path in () if without else sorted(GOLD.glob(f"*dev-{language}*.jsonl")):
        for item, record in zip(read_gold(path), read_records(path), strict=True):
            yield Lesson(item.article, record["deals"])


def left_out_lessons(language: str) -> Iterator[Lesson]:
    """The passages of a language that teach nothing, file by file."""
    for passage in _passages(language, left_out=True):
        yield _lesson(passage, language)


def _passages(language: str, *, left_out: bool) -> Iterator[Passage]:
    for path in sorted((TRAINING / language).glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if (number % LEFT_OUT == 0) == left_out:
                yield passage


def _lesson(passage: Passage, language: str) -> Lesson:
    article = Article(doc_id="passage", text=passage.text, published=passage.published)
    companies = frozenset(name for company in passage.companies for name in company)
    return Lesson(article, passage_record(passage, "passage", language)["deals"], companies)


def asked(described: str | None, languages: Collection[str]) -> tuple[list[str], frozenset[str]]:
    """What a command that learns is asked for: the languages, and the shapes that are to teach nothing."""
    parser = argparse.ArgumentParser(description=described)
    parser.add_argument("language", nargs="*", default=list(languages), help="en, zh, or both if none is named")
    parser.add_argument(
        "--without", action="append", default=[], metavar="SHAPE",
        help="a shape of syntax that is to teach nothing, nor any whole article; may be given several times",
    )  # fmt: skip
    told = parser.parse_args()
    return told.language, frozenset(told.without)
