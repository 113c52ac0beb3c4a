"""Saving what was read from pages, with the copies that each article has."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from pipeline.near_duplicates import NEAR, VERSION, bands, likeness, signature
from pipeline.store import Saved, Store, write
from pipeline.store import models as t
from pipeline.store.addresses import stamp
from pipeline.store.engine import lock_merging
from pipeline.store.insert import put
from schemas.deal import Extraction
from schemas.errors import StoreConflict
from schemas.page import Reading

Read = tuple[Reading, Extraction]
TRIES = 8
"""How often a transaction is tried when other processes write the same rows."""

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
    for attempt in range(1, TRIES + 1):
        try:
            with store.writing() as connection:
                counts = Counter(_save(connection, *each) for each in signed)
                also(connection)
            return counts
        except StoreConflict:
            if attempt == TRIES:
                raise
    raise AssertionError("the last try returns or raises")


def _save(connection: Connection, reading: Reading, extraction: Extraction, made: bytes | None) -> Saved:
    doc_id = reading.article.doc_id
    captured = stamp(reading.captured)
    known = connection.execute(select(t.reading).where(t.reading.c.doc_id == doc_id)).one_or_none()
    if known is not None and (known.captured, known.address) > (captured, reading.address):
        return Saved.UNCHANGED
    saved = write.save(connection, extraction)
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
        write.forget_mentions(connection, article_id)
    return connection.execute(delete(t.article).where(t.article.c.doc_id == doc_id)).rowcount


def link_copies(connection: Connection, since: Sequence[str] | None = None) -> int:
    """Link every two articles that are copies of each other; say how many links there are.

    The links follow from the signatures alone, so they do not depend on the order in which articles came.

    Args:
        connection: A connection in a transaction that writes.
        since: Only those of these articles; of all if it is None.
    """
    query = select(t.reading.c.doc_id, t.reading.c.signature).where(t.reading.c.signature_version == VERSION)
    if since is not None:
        query = query.where(t.reading.c.doc_id.in_(since))
    for doc_id, made in connection.execute(query.order_by(t.reading.c.doc_id)).all():
        connection.execute(
            delete(t.near_duplicate).where(
                or_(t.near_duplicate.c.doc_id == doc_id, t.near_duplicate.c.of_doc_id == doc_id)
            )
        )
        put(connection, t.near_duplicate, _links(connection, doc_id, made))
    return len(connection.execute(select(t.near_duplicate.c.doc_id)).all())


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
