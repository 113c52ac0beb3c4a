"""Writing what was found in articles. The same article twice changes nothing; a changed one replaces its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.compare import compare, match_actors
from pipeline.facts import Facts, facts
from pipeline.resolve import Identity
from pipeline.store import models as t
from pipeline.store.insert import insert_new
from pipeline.store.load import StoredMention, load_mentions
from pipeline.store.rows import article_row, evidence_rows, mention_row, party_rows
from schemas.deal import Extraction


class Saved(Enum):
    """What saving an article did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def save(connection: Connection, extraction: Extraction) -> Saved:
    """Save an article and its mentions; mentions that still tell of their deal keep it."""
    row = article_row(extraction)
    columns = (t.article.c.id, t.article.c.content_hash, t.article.c.extraction_hash)
    old = connection.execute(select(*columns).where(t.article.c.doc_id == row["doc_id"])).one_or_none()
    if old is None:
        article_id = connection.execute(insert(t.article).values(row).returning(t.article.c.id)).scalar_one()
        _insert_mentions(connection, article_id, extraction)
        return Saved.NEW
    if (old.content_hash, old.extraction_hash) == (row["content_hash"], row["extraction_hash"]):
        return Saved.UNCHANGED
    connection.execute(update(t.article).where(t.article.c.id == old.id).values(row))
    if old.extraction_hash != row["extraction_hash"]:
        _replace_mentions(connection, old.id, extraction)
    return Saved.CHANGED


def _replace_mentions(connection: Connection, article_id: int, extraction: Extraction) -> None:
    before = load_mentions(connection, article_id)
    connection.execute(delete(t.mention).where(t.mention.c.article_id == article_id))
    ids = _insert_mentions(connection, article_id, extraction)
    kept = [
        {"mention_id": ids[position], "deal_id": deal_id, "reasons": "[]"}
        for position, deal_id in _kept_deals(before, extraction).items()
    ]
    if kept:
        connection.execute(insert(t.deal_mention), kept)


def _kept_deals(before: Sequence[StoredMention], extraction: Extraction) -> dict[int, str]:
    """The deal of each new mention (by position) that tells what an old one told, the most alike first."""
    published = extraction.article.published
    old = [facts(("old", m.position), m.mention, published) for m in before]
    new = [facts(("new", position), mention, published) for position, mention in enumerate(extraction.mentions)]
    rated = sorted((_likeness(a, b), a.key[1], b.key[1]) for a in old for b in new)
    deals = {m.position: m.deal_id for m in before}
    kept: dict[int, str] = {}
    used: set[int] = set()
    for rate, a, b in rated:
        deal_id = deals[a]
        if rate < 0 and a not in used and b not in kept and deal_id is not None:
            used.add(a)
            kept[b] = deal_id
    return kept


def _likeness(a: Facts, b: Facts) -> float:
    """Minus how alike an old and a new mention of one article are, so that the best sorts first; 0 if they are not.

    One sentence about the same companies is one mention, even if its amount is now read differently.
    """
    comparison = compare(a, b)
    same_sentence = a.mention.quote in b.mention.quote or b.mention.quote in a.mention.quote
    shared = len(match_actors(a.actors, b.actors))
    if comparison.merges:
        return -10 - comparison.score - shared
    kept = same_sentence and shared >= min(2, len(a.actors), len(b.actors))
    return -float(shared) if kept else 0.0


def _insert_mentions(connection: Connection, article_id: int, extraction: Extraction) -> list[int]:
    ids = []
    for position, mention in enumerate(extraction.mentions):
        row = mention_row(article_id, position, mention)
        mention_id = connection.execute(insert(t.mention).values(row).returning(t.mention.c.id)).scalar_one()
        parties = party_rows(mention_id, mention)
        _insert_companies(connection, [identity for identity, _ in parties])
        connection.execute(insert(t.mention_party), [party for _, party in parties])
        if evidence := evidence_rows(mention_id, mention):
            connection.execute(insert(t.evidence), evidence)
        ids.append(mention_id)
    return ids


def _insert_companies(connection: Connection, identities: Iterable[Identity]) -> None:
    rows = {
        each.id: {"id": each.id, "name": each.name, "provisional": not each.known}
        for each in sorted(identities, key=lambda each: each.id)
    }
    insert_new(connection, t.company, list(rows.values()))
