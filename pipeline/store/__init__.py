"""The deal database: SQLite or PostgreSQL, upgraded when it is opened, written so that a repeat changes nothing."""

from __future__ import annotations

import datetime
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from pipeline.store import deals, identity, load, refresh, write
from pipeline.store import models as t
from pipeline.store.engine import database_url, is_conflict, open_engine, reason, write_options
from pipeline.store.refresh import Refreshed
from pipeline.store.rows import content_hash
from pipeline.store.write import Saved
from schemas.article import Article
from schemas.deal import Extraction
from schemas.errors import StoreConflict, StoreError
from schemas.merged import Claim

__all__ = ["Refreshed", "Saved", "Store"]

T = TypeVar("T")
TRIES = 8
"""How often a transaction is tried when other processes write the same rows."""


class Store:
    """An open database; use it as a context manager, or `close` it.

    Args:
        address: A database URL, or the path of an SQLite file, which is made if it is not there.

    Raises:
        StoreError: If it cannot be opened or upgraded.
    """

    def __init__(self, address: str) -> None:
        self.address = database_url(address).render_as_string(hide_password=True)
        self._engine = open_engine(address)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def save(self, extractions: Iterable[Extraction]) -> Counter[Saved]:
        """Save articles with what was found in them, all or none; say how many were new, changed, unchanged."""
        found = sorted(extractions, key=lambda each: each.article.doc_id)
        return self.write_again(lambda connection: Counter(write.save(connection, found)))

    def refresh(self, now: datetime.datetime | None = None) -> Refreshed:
        """Merge all mentions into deals and write what changed; `now` stamps new deals."""
        stamp = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
        with self.writing() as connection:
            return refresh.refresh(connection, stamp.isoformat(timespec="microseconds"))

    def refresh_if_pending(self) -> Refreshed:
        """Finish the merge that a killed run left undone; say what that changed."""
        with self.reading() as connection:
            waiting, count = refresh.pending(connection), deals.count_deals(connection)
        return self.refresh() if waiting else Refreshed(count)

    def holds(self, article: Article) -> bool:
        """Whether the very same article has been saved."""
        with self.reading() as connection:
            known = connection.scalar(select(t.article.c.content_hash).where(t.article.c.doc_id == article.doc_id))
        return known == content_hash(article)

    def count(self) -> int:
        """How many deals there are."""
        with self.reading() as connection:
            return deals.count_deals(connection)

    def extractions(self) -> list[tuple[Extraction, list[str | None]]]:
        """Every article with its mentions and the deal of each, in order of doc_id."""
        with self.reading() as connection:
            return list(load.load_extractions(connection))

    def claims(self, deal_id: str) -> list[Claim]:
        """What each article says of a deal, with its evidence."""
        with self.reading() as connection:
            return [stored.claim for stored in load.load_mentions(connection, deal_id=deal_id, evidence=True)]

    def resolve_id(self, deal_id: str) -> str | None:
        """The id that an id leads to now; None if there is no such deal."""
        with self.reading() as connection:
            return identity.resolve_id(connection, deal_id)

    def version(self, deal_id: str) -> int:
        """How often a deal has changed: what a person who decides may say that they looked at."""
        with self.reading() as connection:
            return int(connection.execute(select(t.deal.c.version).where(t.deal.c.id == deal_id)).scalar_one())

    def aliases(self, deal_id: str) -> list[str]:
        """The earlier ids of a deal."""
        with self.reading() as connection:
            return identity.aliases_of(connection, deal_id)

    @contextmanager
    def reading(self, *, frozen: bool = False) -> Iterator[Connection]:
        """A connection in a transaction that reads; with `frozen` it sees one state of the database all along."""
        # SQLite's readers do in any case.
        level = {"isolation_level": "REPEATABLE READ"} if frozen and self._engine.name == "postgresql" else {}
        with self._transaction(level) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that writes, committed at the end and undone at an error."""
        with self._transaction(write_options()) as connection:
            yield connection

    def write_again(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a transaction that writes; all of it again where another process wrote the same rows.

        Raises:
            StoreConflict: If other processes write the same rows again and again.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except StoreConflict:
                if attempt == TRIES:
                    raise
                time.sleep(random.uniform(0, 0.05 * attempt))  # Two that collided are not to collide again.
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            if is_conflict(error):
                raise StoreConflict(f"{self.address}: another process wrote the same rows: {reason(error)}") from error
            raise StoreError(f"{self.address}: {reason(error)}") from error
