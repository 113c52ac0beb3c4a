"""Which mentions have evidence that their article says where it is said to be: kept with each, since people review
the others by themselves and nobody waits for all articles to be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Exists, Select, exists, func, select, update

from pipeline.store import models as t
from pipeline.store.load import parts_of
from schemas.deal import Evidence


def located(text: str, evidence: Iterable[Evidence]) -> bool:
    """Whether there is evidence, and all of it is what the text says there."""
    told = tuple(evidence)
    return bool(told) and all(text[each.start : each.end] == each.quote for each in told)


def mislocated(connection: Connection) -> list[int]:
    """The mentions of which something else is kept than is true now."""
    return [*connection.scalars(_lost(True)), *connection.scalars(_found())]


def locate(connection: Connection, article_id: int | None = None) -> None:
    """Keep of each mention of an article, or of all, whether its evidence is where it is said to be."""
    of_article = () if article_id is None else (t.mention.c.article_id == article_id,)
    for now, query in ((False, _lost(True)), (True, _found())):
        for part in parts_of(list(connection.scalars(query.where(*of_article)))):
            connection.execute(update(t.mention).where(t.mention.c.id.in_(part)).values(located=now))


def _lost(kept: bool) -> Select[tuple[int]]:
    """Mentions without evidence or with some that is not there, of which this is kept."""
    there = exists().where(t.evidence.c.mention_id == t.mention.c.id)
    return select(t.mention.c.id).where(t.mention.c.located.is_(kept), ~there | _astray())


def _found() -> Select[tuple[int]]:
    there = exists().where(t.evidence.c.mention_id == t.mention.c.id)
    return select(t.mention.c.id).where(t.mention.c.located.is_(False), there, ~_astray())


def _astray() -> Exists:
    """Whether a mention has evidence that its article does not say there."""
    said = func.substr(t.article.c.text, t.evidence.c.start + 1, t.evidence.c.end - t.evidence.c.start)
    return exists().where(
        t.evidence.c.mention_id == t.mention.c.id, t.article.c.id == t.mention.c.article_id, said != t.evidence.c.quote
    )
