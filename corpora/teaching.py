"""The texts that teach what reads articles: the project's passages, but every fifth, and its dev articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpora.goldfile import GOLD, read_gold, read_records
from corpora.passages import TRAINING, passage_record, read_passages
from corpora.tagged import LEFT_OUT
from schemas.article import Article
from schemas.record import Record


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


def lessons(language: str) -> Iterator[Lesson]:
    """The texts that teach a language (en or zh), in a fixed order: passages file by file, then dev articles.

    Every fifth passage is left out, so that what was learned may be measured on texts that taught nothing.
    """
    for path in sorted((TRAINING / language).glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if number % LEFT_OUT:
                article = Article(doc_id="passage", text=passage.text, published=passage.published)
                companies = frozenset(name for company in passage.companies for name in company)
                yield Lesson(article, passage_record(passage, "passage", language)["deals"], companies)
    for path in sorted(GOLD.glob(f"*dev-{language}*.jsonl")):
        for item, record in zip(read_gold(path), read_records(path), strict=True):
            yield Lesson(item.article, record["deals"])
