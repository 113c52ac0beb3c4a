"""Writing what was found in articles. The same article twice changes nothing; a changed one replaces its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.compare import compare, match_actors
from pipeline.facts import Facts, facts
from pipeline.resolve import Identity
from pipeline.store import models as t
from pipeline.store.engine import lock_merging
from pipeline.store.insert import insert_new
from pipeline.store.load import StoredMention, load_mentions
from pipeline.store.log import companies_of
from pipeline.store.rows import article_row, evidence_rows, mention_row, mention_uid, party_rows
from pipeline.store.unsettle import unsettle
from schemas.deal import DealMention, Extraction


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
        _insert_mentions(connection, article_id, extraction, {})
        return Saved.NEW
    if (old.content_hash, old.extraction_hash) == (row["content_hash"], row["extraction_hash"]):
        return Saved.UNCHANGED
    connection.execute(update(t.article).where(t.article.c.id == old.id).values(row))
    if old.extraction_hash != row["extraction_hash"]:
        _replace_mentions(connection, old.id, extraction)
    return Saved.CHANGED


def _replace_mentions(connection: Connection, article_id: int, extraction: Extraction) -> None:
    before = load_mentions(connection, article_id)
    lock_merging(connection)
    forget_mentions(connection, article_id)
    kept = _kept(before, extraction)
    uids = {position: old.claim.uid for position, old in kept.items()}
    ids = _insert_mentions(connection, article_id, extraction, uids)
    rows = [
        {"mention_id": ids[position], "deal_id": old.deal_id, "reasons": "[]", "component": None}
        for position, old in kept.items()
        if old.deal_id is not None
    ]
    if rows:
        connection.execute(insert(t.deal_mention), rows)


def forget_mentions(connection: Connection, article_id: int) -> None:
    """Delete the mentions of an article; what hung together with them is thought over at the next refresh."""
    of_article = t.mention.c.article_id == article_id
    query = (
        select(t.deal_mention.c.deal_id, t.deal_mention.c.component)
        .join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
        .where(of_article)
    )
    names = {name for row in connection.execute(query) for name in row if name is not None}
    unsettle(connection, names)
    connection.execute(delete(t.mention).where(of_article))


def _kept(before: Sequence[StoredMention], extraction: Extraction) -> dict[int, StoredMention]:
    """For each new mention (by position) the old one that told what it tells, the most alike first."""
    published = extraction.article.published
    old = [facts(("old", m.position), m.mention, published) for m in before]
    new = [facts(("new", position), mention, published) for position, mention in enumerate(extraction.mentions)]
    rated = sorted((_likeness(a, b), a.key[1], b.key[1]) for a in old for b in new)
    by_position = {m.position: m for m in before}
    kept: dict[int, StoredMention] = {}
    used: set[int] = set()
    for rate, a, b in rated:
        if rate < 0 and a not in used and b not in kept:
            used.add(a)
            kept[b] = by_position[a]
    return kept


def _likeness(a: Facts, b: Facts) -> float:
    """Minus how alike an old and a new mention of one article are, so that the best sorts first; 0 if they are not.

    One sentence about the same companies is one mention, even if its amount is now read differently.
    """
    comparison = compare(a, b)
    same_sentence = a.quote in b.quote or b.quote in a.quote
    shared = len(match_actors(a.actors, b.actors))
    if comparison.merges:
        return -10 - comparison.score - shared
    kept = same_sentence and shared >= min(2, len(a.actors), len(b.actors))
    return -float(shared) if kept else 0.0


def _insert_mentions(
    connection: Connection, article_id: int, extraction: Extraction, kept: Mapping[int, str]
) -> list[int]:
    """Insert the mentions of an article under the uids that are kept, by position, or new ones."""
    ids = []
    companies = companies_of(connection)
    taken = set(kept.values())
    for position, mention in enumerate(extraction.mentions):
        uid = kept.get(position) or _new_uid(connection, extraction.article.doc_id, mention, taken)
        taken.add(uid)
        row = mention_row(article_id, position, uid, mention)
        mention_id = connection.execute(insert(t.mention).values(row).returning(t.mention.c.id)).scalar_one()
        parties = party_rows(mention_id, mention, companies)
        _insert_companies(connection, [identity for identity, _ in parties])
        connection.execute(insert(t.mention_party), [party for _, party in parties])
        if evidence := evidence_rows(mention_id, mention):
            connection.execute(insert(t.evidence), evidence)
        ids.append(mention_id)
    return ids


def _new_uid(connection: Connection, doc_id: str, mention: DealMention, taken: set[str]) -> str:
    uid = mention_uid(doc_id, mention)
    while uid in taken or connection.scalar(select(t.mention.c.uid).where(t.mention.c.uid == uid)) is not None:
        uid = mention_uid(uid, mention)
    return uid


def _insert_companies(connection: Connection, identities: Iterable[Identity]) -> None:
    rows = {
        each.id: {"id": each.id, "name": each.name, "provisional": not each.known}
        for each in sorted(identities, key=lambda each: each.id)
    }
    insert_new(connection, t.company, list(rows.values()))
