"""Mentions made ready to be compared: their facts, and where they belong so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pipeline.decisions import edit_mention, rulings_of
from pipeline.facts import Facts, Key, Told, facts
from pipeline.resolve import Companies
from pipeline.store import models as t
from pipeline.store.copies import copies_of
from pipeline.store.load import of_mentions, parts_of, rows_of
from pipeline.store.log import ruled_about
from pipeline.store.rows import to_date, to_mention, to_outline

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Ready:
    """A mention as people set it, to be compared; the deal and component it belongs to and why (None before the first
    merge).
    """

    id: int
    uid: str
    facts: Facts
    deal_id: str | None
    component: str | None
    reasons: str | None

    @property
    def key(self) -> Key:
        """The mention's place in the world."""
        return self.facts.key


def load_ready(connection: Connection, ids: Sequence[int], companies: Companies) -> Iterator[Ready]:
    """Make mentions ready, a part of them at a time."""
    for start in range(0, len(ids), _CHUNK):
        yield from _part(connection, ids[start : start + _CHUNK], companies)


def _part(connection: Connection, ids: Sequence[int], companies: Companies) -> list[Ready]:
    rows = [row for part in parts_of(ids) for row in rows_of(connection, _QUERY.where(_OWN.id.in_(part)))]
    parties = of_mentions(connection, t.mention_party, ids)
    copies = copies_of(connection, {row["doc_id"] for row in rows})
    edits = rulings_of(ruled_about(connection, [row["uid"] for row in rows])).mention_edits
    found = []
    for row in rows:
        told: Told = to_outline(row, parties[row["id"]])
        if row["uid"] in edits:
            told = edit_mention(to_mention(row, parties[row["id"]], (), counted=True), edits[row["uid"]])
        doc_id = row["doc_id"]
        made = facts((doc_id, row["position"]), told, to_date(row["published"]), companies, copies.get(doc_id, ""))
        found.append(Ready(row["id"], row["uid"], made, row["deal_id"], row["component"], row["reasons"]))
    return found


_OWN = t.mention.c
_QUERY: Any = (
    select(
        *t.mention.c,
        t.article.c.doc_id,
        t.article.c.published,
        t.deal_mention.c.deal_id,
        t.deal_mention.c.component,
        t.deal_mention.c.reasons,
    )
    .join(t.article, t.article.c.id == t.mention.c.article_id)
    .outerjoin(t.deal_mention, t.deal_mention.c.mention_id == t.mention.c.id)
)
