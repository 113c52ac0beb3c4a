"""Articles into the database: read, extract, save, and merge at the end. What cannot be read is told and passed by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.store import Refreshed, Saved, Store
from schemas.article import Article
from schemas.deal import Extraction
from schemas.errors import InputError

BATCH = 64
"""Articles in one transaction: what a killed run may have to do again."""

Extract = Callable[[Iterable[Article]], Iterable[Extraction]]


@dataclass(slots=True)
class Ingested:
    """What an ingest has done so far; `seen` counts articles and failures, `mentions` are deals before merging."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    mentions: int = 0
    failures: list[InputError] = field(default_factory=list)
    deals: Refreshed = field(default_factory=Refreshed)

    @property
    def read(self) -> int:
        """Articles that were read."""
        return self.new + self.changed + self.unchanged


def ingest(
    items: Iterable[Article | InputError],
    store: Store,
    extract: Extract,
    *,
    skip_known: bool = False,
    tell: Callable[[Ingested], None] | None = None,
) -> Ingested:
    """Ingest articles.

    Args:
        items: Articles, and errors in place of those that could not be read.
        store: The database.
        extract: The extractor.
        skip_known: Pass over articles that the database holds unchanged, to continue a backfill; without it they are
            read again, by the rules as they are now.
        tell: Called after every article and every failure with what has been done.
    """
    done = Ingested()
    say = tell or (lambda _: None)
    batch: list[Article] = []
    for item in items:
        if isinstance(item, InputError):
            done.failures.append(item)
            done.seen += 1
            say(done)
        elif skip_known and store.holds(item):
            done.unchanged += 1
            done.seen += 1
            say(done)
        else:
            batch.append(item)
            if len(batch) >= BATCH:
                _save(batch, store, extract, done, say)
                batch = []
    _save(batch, store, extract, done, say)
    if done.new or done.changed:
        done.deals = store.refresh()
    else:
        store.refresh_if_pending()
    say(done)
    return done


def readable(items: Iterable[Article | InputError], failures: list[InputError]) -> Iterator[Article]:
    """The articles alone; errors are put into `failures` as they come."""
    for item in items:
        if isinstance(item, InputError):
            failures.append(item)
        else:
            yield item


def _save(
    batch: list[Article], store: Store, extract: Extract, done: Ingested, say: Callable[[Ingested], None]
) -> None:
    """Extract first and save after: the database is not held while texts are read."""
    if not batch:
        return
    extractions = []
    for extraction in extract(batch):
        extractions.append(extraction)
        done.seen += 1
        done.mentions += len(extraction.mentions)
        say(done)
    counts = store.save(extractions)
    done.new += counts[Saved.NEW]
    done.changed += counts[Saved.CHANGED]
    done.unchanged += counts[Saved.UNCHANGED]
