"""Reading mentions and articles back as the nouns they were."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, select

from pipeline.store import models as t
from pipeline.store.figures import load_figures
from pipeline.store.rows import UNTOLD, Row, to_date, to_mention
from schemas.article import Article, Language
from schemas.deal import DealMention, Extraction
from schemas.merged import Claim

Rows = dict[int, list[Row]]
T = TypeVar("T")

_MOST_IDS = 5_000
"""Ids in one query: databases limit the variables of a statement."""


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention in the database: its id and the deal it belongs to so far (None before the first merge)."""

    id: int
    deal_id: str | None
    claim: Claim

    @property
    def position(self) -> int:
        """Its order in its article."""
        return self.claim.position

    @property
    def mention(self) -> DealMention:
        """What the article says."""
        return self.claim.mention


def load_mentions(
    connection: Connection,
    article_id: int | None = None,
    deal_id: str | None = None,
    evidence: bool = False,
    ids: Sequence[int] | None = None,
    counted: bool = False,
) -> list[StoredMention]:
    """Mentions in order of article and position: all, or those of an article, deal or list; evidence if asked for.

    Their parties are the companies that the extractor gave, or those that they count as by now (`counted`).
    """
    query = _mentions()
    if article_id is not None:
        query = query.where(t.mention.c.article_id == article_id)
    if deal_id is not None:
        query = query.where(t.deal_mention.c.deal_id == deal_id)
    if ids is None:
        rows = rows_of(connection, query)
        everything = article_id is None and deal_id is None
    else:
        parts = (query.where(t.mention.c.id.in_(part)) for part in parts_of(ids))
        rows = [row for part in parts for row in rows_of(connection, part)]
        rows.sort(key=lambda row: (row["doc_id"], row["position"]))
        everything = False
    found = [row["id"] for row in rows]
    parties = of_mentions(connection, t.mention_party, None if everything else found)
    items = of_mentions(connection, t.evidence, None if everything else found) if evidence else {}
    return [_stored(row, parties, items, counted) for row in rows]


def load_extractions(connection: Connection) -> Iterator[tuple[Extraction, list[str | None]]]:
    """Every article with what was found in it, and the deal of each mention; in order of doc_id."""
    for row in connection.execute(select(t.article).order_by(t.article.c.doc_id)).all():
        article = row._asdict()
        stored = load_mentions(connection, article["id"], evidence=True)
        extraction = Extraction(
            article=_article(article),
            language=Language(article["language"]),
            mentions=tuple(item.mention for item in stored),
            figures=load_figures(connection, article["id"]),
        )
        yield extraction, [item.deal_id for item in stored]


def _mentions() -> Select[Any]:
    article = (t.article.c.doc_id, t.article.c.title, t.article.c.url, t.article.c.published, t.article.c.language)
    return (
        select(t.mention, *article, t.deal_mention.c.deal_id, t.deal_mention.c.reasons)
        .join(t.article, t.article.c.id == t.mention.c.article_id)
        .outerjoin(t.deal_mention, t.deal_mention.c.mention_id == t.mention.c.id)
        .order_by(t.article.c.doc_id, t.mention.c.position)
    )


def of_mentions(connection: Connection, table: Table, ids: Sequence[int] | None) -> Rows:
    """The rows of a table of what mentions have several of, by mention and in order; of all mentions, or of these."""
    query = select(table).order_by(table.c.mention_id, table.c.position)
    grouped: Rows = defaultdict(list)
    queries = [query] if ids is None else [query.where(table.c.mention_id.in_(part)) for part in parts_of(ids)]
    for part in queries:
        for row in rows_of(connection, part):
            grouped[row["mention_id"]].append(row)
    return grouped


def rows_of(connection: Connection, query: Select[Any]) -> list[Row]:
    """The rows of a query as dictionaries."""
    result = connection.execute(query)
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.tuples().all()]


def parts_of(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """Ids in parts that one statement can name."""
    return (ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS))


def _stored(row: Row, parties: Rows, evidence: Rows, counted: bool) -> StoredMention:
    # What this program wrote was validated then: a database of years is read in a minute instead of many.
    claim = Claim.model_construct(
        UNTOLD,
        doc_id=row["doc_id"],
        position=row["position"],
        language=Language(row["language"]),
        title=row["title"],
        url=row["url"],
        published=to_date(row["published"]),
        mention=to_mention(row, parties.get(row["id"], ()), evidence.get(row["id"], ()), counted),
        reasons=tuple(json.loads(row["reasons"] or "[]")),
        uid=row["uid"],
    )
    return StoredMention(row["id"], row["deal_id"], claim)


def _article(row: Row) -> Article:
    return Article(
        doc_id=row["doc_id"],
        text=row["text"],
        title=row["title"],
        url=row["url"],
        published=to_date(row["published"]),
        lang=row["lang"],
    )
