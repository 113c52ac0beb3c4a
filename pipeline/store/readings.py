"""Saving what was read from pages, with the copies that each article has."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from pipeline.near_duplicates import NEAR, VERSION, bands, likeness, signature
from pipeline.store import Saved, Store, write
from pipeline.store import models as t
from pipeline.store.addresses import stamp
from pipeline.store.engine import lock_merging
from pipeline.store.insert import put
from pipeline.store.load import parts_of
from pipeline.store.parties import forget_names
from pipeline.store.unsettle import unsettle_mentions
from schemas.deal import Extraction
from schemas.page import Reading

Read = tuple[Reading, Extraction]
_MOST_COPIES = 50


def save_readings(
    store: Store, read: Sequence[Read], also: Callable[[Connection], None] = lambda _: None
) -> Counter[Saved]:
    """Save articles, what was found in them and what their pages say; all of it and what `also` writes, or nothing.

    Of two captures of one article the later one counts, in whatever order they come.

    Raises:
        StoreConflict: If other processes write the same rows again and again.
    """
    signed = [(reading, extraction, signature(reading.article.text)) for reading, extraction in read]
    signed.sort(key=lambda each: each[0].article.doc_id)

    def work(connection: Connection) -> Counter[Saved]:
        writer = write.Writer(connection, [extraction for _, extraction, _ in signed])
        counts = Counter(_save(writer, *each) for each in signed)
        also(connection)
        return counts

    return store.write_again(work)


def _save(writer: write.Writer, reading: Reading, extraction: Extraction, made: bytes | None) -> Saved:
    connection, doc_id = writer.connection, reading.article.doc_id
    captured = stamp(reading.captured)
    known = connection.execute(select(t.reading).where(t.reading.c.doc_id == doc_id)).one_or_none()
    if known is not None and (known.captured, known.address) > (captured, reading.address):
        return Saved.UNCHANGED
    saved = writer.save(extraction)
    put(connection, t.reading, [_row(reading, captured, made)])
    if known is None or (known.signature, known.signature_version) != (made, VERSION if made else None):
        connection.execute(delete(t.signature_band).where(t.signature_band.c.doc_id == doc_id))
        if made is not None:
            rows = [{"band": band, "doc_id": doc_id} for band in bands(made)]
            connection.execute(insert(t.signature_band), rows)
    return saved


def forget_article(connection: Connection, doc_id: str, key: str) -> int:
    """Delete an article that the page at an address gives no more, unless another address gives it; say if it went."""
    other = select(t.address.c.key).where(t.address.c.doc_id == doc_id, t.address.c.key != key)
    if connection.execute(other).first() is not None:
        return 0
    article_id = connection.scalar(select(t.article.c.id).where(t.article.c.doc_id == doc_id))
    if article_id is not None:
        lock_merging(connection)
        told = write.forget_mentions(connection, article_id)
        forget_names(connection, told)
        _rethink(connection, {other for pair in _held_links(connection, doc_id) for other in pair})
    return connection.execute(delete(t.article).where(t.article.c.doc_id == doc_id)).rowcount


def link_copies(connection: Connection, since: Sequence[str] | None = None) -> int:
    """Link every two articles that are copies of each other; say how many links there are.

    The links follow from the signatures alone, so they do not depend on the order in which articles came.

    Args:
        connection: A connection in a transaction that writes.
        since: Only those of these articles; of all if it is None.
    """
    lock_merging(connection)
    query = select(t.reading.c.doc_id, t.reading.c.signature).where(t.reading.c.signature_version == VERSION)
    if since is not None:
        query = query.where(t.reading.c.doc_id.in_(since))
    touched: set[str] = set()
    for doc_id, made in connection.execute(query.order_by(t.reading.c.doc_id)).all():
        before = _held_links(connection, doc_id)
        links = _links(connection, doc_id, made)
        after = {(row["doc_id"], row["of_doc_id"]): row["likeness"] for row in links}
        if before == after:
            continue
        connection.execute(delete(t.near_duplicate).where(_linked(doc_id)))
        put(connection, t.near_duplicate, links)
        touched.update(each for pair in before.keys() ^ after.keys() for each in pair)
    _rethink(connection, touched)
    return connection.scalar(select(func.count()).select_from(t.near_duplicate)) or 0


def _linked(doc_id: str) -> ColumnElement[bool]:
    return or_(t.near_duplicate.c.doc_id == doc_id, t.near_duplicate.c.of_doc_id == doc_id)


def _held_links(connection: Connection, doc_id: str) -> dict[tuple[str, str], float]:
    """The links of an article as they stand, with how like the two are."""
    rows = connection.execute(select(t.near_duplicate).where(_linked(doc_id)))
    return {(row.doc_id, row.of_doc_id): row.likeness for row in rows}


def _rethink(connection: Connection, doc_ids: Collection[str]) -> None:
    """Have deals thought over of which articles have other copies now: copies count as one source."""
    for part in parts_of(sorted(doc_ids)):
        of_article = select(t.mention.c.id).join(t.article, t.article.c.id == t.mention.c.article_id)
        unsettle_mentions(connection, list(connection.scalars(of_article.where(t.article.c.doc_id.in_(part)))))


def copies(connection: Connection) -> list[tuple[str, str, float]]:
    """All pairs of copies, with how like they are."""
    query = select(t.near_duplicate).order_by(t.near_duplicate.c.doc_id, t.near_duplicate.c.of_doc_id)
    return [(row.doc_id, row.of_doc_id, row.likeness) for row in connection.execute(query)]


def _links(connection: Connection, doc_id: str, made: bytes) -> list[dict[str, Any]]:
    near = (
        select(t.reading.c.doc_id, t.reading.c.signature)
        .join(t.signature_band, t.signature_band.c.doc_id == t.reading.c.doc_id)
        .where(
            t.signature_band.c.band.in_(list(bands(made))),
            t.reading.c.doc_id != doc_id,
            t.reading.c.signature_version == VERSION,
        )
        .distinct()
        .order_by(t.reading.c.doc_id)
    )
    rated = [(likeness(made, row.signature), row.doc_id) for row in connection.execute(near)]
    best = sorted((rate, other) for rate, other in rated if rate >= NEAR)[-_MOST_COPIES:]
    pairs = ((*sorted((doc_id, other)), rate) for rate, other in best)
    return [{"of_doc_id": first, "doc_id": second, "likeness": round(rate, 4)} for first, second, rate in pairs]


def _row(reading: Reading, captured: str, made: bytes | None) -> dict[str, Any]:
    instant: datetime.datetime | None = reading.published_at
    return {
        "doc_id": reading.article.doc_id,
        "address": reading.address,
        "canonical": reading.canonical,
        "author": reading.author,
        "publisher": reading.publisher,
        "published_at": instant.isoformat() if instant else None,
        "captured": captured,
        "signature": made,
        "signature_version": VERSION if made else None,
    }
