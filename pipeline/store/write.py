"""Writing what was found in articles. The same article twice changes nothing; a changed one replaces its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.compare import compare, match_actors
from pipeline.facts import Facts, facts
from pipeline.store import models as t
from pipeline.store.engine import lock_companies, lock_merging
from pipeline.store.figures import write_figures
from pipeline.store.insert import insert_new
from pipeline.store.load import StoredMention, load_mentions, parts_of
from pipeline.store.located import locate, located
from pipeline.store.log import companies_of
from pipeline.store.parties import forget_names
from pipeline.store.rows import Row, article_row, evidence_rows, mention_row, mention_uid, party_rows
from pipeline.store.unsettle import unsettle, unsettle_mentions
from schemas.deal import DealMention, Extraction, Party


class Saved(Enum):
    """What saving an article did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def save(connection: Connection, extractions: Sequence[Extraction]) -> list[Saved]:
    """Save articles and their mentions, given in order of doc_id; mentions that still tell of their deal keep it."""
    writer = Writer(connection, extractions)
    return [writer.save(extraction) for extraction in extractions]


class Writer:
    """Saves articles in one transaction.

    What is locked is locked in one order whoever writes: who companies are, merging, companies, articles by doc_id.
    """

    def __init__(self, connection: Connection, extractions: Sequence[Extraction]) -> None:
        """Take the locks, and write the companies, that these extractions need."""
        self.connection = connection
        lock_companies(connection)
        self._companies = companies_of(connection)
        self._there: set[str] = set()
        rows = [article_row(each) for each in extractions]
        known = _hashes(connection, [row["doc_id"] for row in rows])
        if any(known.get(row["doc_id"], _own_hashes(row)) != _own_hashes(row) for row in rows):
            lock_merging(connection)
        fresh = (
            each for each, row in zip(extractions, rows, strict=True) if known.get(row["doc_id"]) != _own_hashes(row)
        )
        self._put_companies(party for each in fresh for mention in each.mentions for party in mention.parties)

    def save(self, extraction: Extraction) -> Saved:
        """Save an article and its mentions."""
        connection, row = self.connection, article_row(extraction)
        columns = (t.article.c.id, t.article.c.content_hash, t.article.c.extraction_hash)
        query = select(*columns).where(t.article.c.doc_id == row["doc_id"])
        old = connection.execute(query).one_or_none()
        if old is None:
            article_id = connection.execute(insert(t.article).values(row).returning(t.article.c.id)).scalar_one()
            self._insert_mentions(article_id, extraction, {})
            write_figures(connection, article_id, extraction.figures, self._companies)
            return Saved.NEW
        if (old.content_hash, old.extraction_hash) == _own_hashes(row):
            return Saved.UNCHANGED
        lock_merging(connection)
        # Read again: whoever else had the article may have written it meanwhile.
        old = connection.execute(query.with_for_update()).one()
        connection.execute(update(t.article).where(t.article.c.id == old.id).values(row))
        if old.extraction_hash != row["extraction_hash"]:
            self._replace_mentions(old.id, extraction)
            write_figures(connection, old.id, extraction.figures, self._companies)
        else:
            locate(connection, old.id)
            # The day or address of an article is part of what its deals show.
            of_article = select(t.mention.c.id).where(t.mention.c.article_id == old.id)
            unsettle_mentions(connection, list(connection.scalars(of_article)))
        return Saved.CHANGED

    def _replace_mentions(self, article_id: int, extraction: Extraction) -> None:
        before = load_mentions(self.connection, article_id)
        told = forget_mentions(self.connection, article_id)
        kept = _kept(before, extraction)
        uids = {position: old.claim.uid for position, old in kept.items()}
        ids = self._insert_mentions(article_id, extraction, uids)
        rows = [
            {"mention_id": ids[position], "deal_id": old.deal_id, "reasons": "[]", "component": None}
            for position, old in kept.items()
            if old.deal_id is not None
        ]
        if rows:
            self.connection.execute(insert(t.deal_mention), rows)
        forget_names(self.connection, told)

    def _insert_mentions(self, article_id: int, extraction: Extraction, kept: Mapping[int, str]) -> list[int]:
        """Insert the mentions of an article under the uids that are kept, by position, or new ones."""
        connection, ids = self.connection, []
        taken = set(kept.values())
        self._put_companies(party for mention in extraction.mentions for party in mention.parties)
        for position, mention in enumerate(extraction.mentions):
            uid = kept.get(position) or _new_uid(connection, extraction.article.doc_id, mention, taken)
            taken.add(uid)
            row = mention_row(article_id, position, uid, mention)
            row["located"] = located(extraction.article.text, mention.evidence)
            mention_id = connection.execute(insert(t.mention).values(row).returning(t.mention.c.id)).scalar_one()
            parties = party_rows(mention_id, mention, self._companies)
            connection.execute(insert(t.mention_party), [party for _, party in parties])
            if evidence := evidence_rows(mention_id, mention):
                connection.execute(insert(t.evidence), evidence)
            ids.append(mention_id)
        return ids

    def _put_companies(self, parties: Iterable[Party]) -> None:
        """Write the companies that are not there yet, in one order: another process may be writing the same."""
        identities = {each.id: each for each in map(self._companies.identity, parties)}
        rows = [
            {"id": name, "name": identities[name].name, "provisional": not identities[name].known}
            for name in sorted(identities.keys() - self._there)
        ]
        insert_new(self.connection, t.company, rows)
        self._there.update(identities)


def _own_hashes(row: Row) -> tuple[str, str]:
    return row["content_hash"], row["extraction_hash"]


def _hashes(connection: Connection, doc_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The hashes of those articles that are there."""
    found = {}
    columns = (t.article.c.doc_id, t.article.c.content_hash, t.article.c.extraction_hash)
    for part in parts_of(doc_ids):
        for row in connection.execute(select(*columns).where(t.article.c.doc_id.in_(part))):
            found[row.doc_id] = (row.content_hash, row.extraction_hash)
    return found


def forget_mentions(connection: Connection, article_id: int) -> list[Party]:
    """Delete the mentions of an article; what hung together with them is thought over at the next refresh.

    Gives their parties, whose names are to be forgotten (`forget_names`) once what the article says now is written.
    """
    of_article = t.mention.c.article_id == article_id
    query = (
        select(t.deal_mention.c.deal_id, t.deal_mention.c.component)
        .join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
        .where(of_article)
    )
    names = {name for row in connection.execute(query) for name in row if name is not None}
    unsettle(connection, names)
    # Decisions that speak of them look for them again: among what the article says then, or when it says it again.
    uids = select(t.mention.c.uid).where(of_article)
    connection.execute(update(t.decision_mention).where(t.decision_mention.c.uid.in_(uids)).values(uid=None))
    parties = [party for each in load_mentions(connection, article_id) for party in each.mention.parties]
    connection.execute(delete(t.mention).where(of_article))
    return parties


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


def _new_uid(connection: Connection, doc_id: str, mention: DealMention, taken: set[str]) -> str:
    uid = mention_uid(doc_id, mention)
    while uid in taken or connection.scalar(select(t.mention.c.uid).where(t.mention.c.uid == uid)) is not None:
        uid = mention_uid(uid, mention)
    return uid
