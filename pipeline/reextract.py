"""New rules over everything that was ever fetched, from the archive and without the network, and what they change."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import select

from pipeline.archive import recover
from pipeline.crawl.read import Tally, read_batch
from pipeline.crawl.run import Runner, here, merge
from pipeline.crawl.workplace import Workplace
from pipeline.ingest import Extract
from pipeline.store import Refreshed
from pipeline.store import models as t
from pipeline.store.addresses import Fetched, archived
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one deal, as JSON text before and after."""

    deal_id: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Reextracted(Tally):
    """What reading the archive again did."""

    pages: int = 0
    deals: Refreshed = field(default_factory=Refreshed)
    changes: list[Change] = field(default_factory=list)


def reextract(
    sources: Mapping[str, Source],
    place: Workplace,
    extract: Extract,
    runner: Runner = here,
    tell: Callable[[Reextracted], None] = lambda _: None,
) -> Reextracted:
    """Read every archived page again.

    Args:
        sources: The sources by name, for the time zones and encodings of their pages.
        place: Where all is kept.
        extract: The extractor.
        runner: How steps are run.
        tell: Called after every batch with what has been done.
    """
    done = Reextracted()
    recover(place.archive)
    before = _records(place)
    now = datetime.datetime.now(datetime.UTC)
    doc_ids: list[str] = []
    for source, pages in _batches(place):
        batch = runner("read", read_batch)(sources.get(source), pages, place, extract, now, forget=True)
        done.pages += len(pages)
        done.count(batch)
        doc_ids += batch.doc_ids
        tell(done)
    done.deals = runner("merge", merge)(place, doc_ids)
    done.changes = list(_changes(before, _records(place), done.deals.changed_ids))
    return done


def archived_pages(place: Workplace) -> int:
    """How many pages there are to read."""
    with place.store.reading() as connection:
        return sum(page.part_of is None for _, page in archived(connection))


def _batches(place: Workplace) -> Iterator[tuple[str, list[Fetched]]]:
    with place.store.reading() as connection:
        pages = [(source, page) for source, page in archived(connection) if page.part_of is None]
    size = place.settings.batch_pages
    for source, group in groupby(pages, key=lambda each: each[0]):
        own = [page for _, page in group]
        for start in range(0, len(own), size):
            yield source, own[start : start + size]


def _records(place: Workplace) -> dict[str, str]:
    with place.store.reading() as connection:
        return {row.id: row.record for row in connection.execute(select(t.deal.c.id, t.deal.c.record))}


def _changes(before: Mapping[str, str], after: Mapping[str, str], ids: Sequence[str]) -> Iterator[Change]:
    for deal_id in ids:
        old, new = json.loads(before[deal_id]), json.loads(after[deal_id])
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                said = (json.dumps(each.get(name), ensure_ascii=False) for each in (old, new))
                yield Change(deal_id, name, *said)
