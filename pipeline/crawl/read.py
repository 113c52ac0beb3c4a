"""The third step of a crawl: archived pages to articles with their deals, in the database."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from pipeline.archive import read_one
from pipeline.crawl.workplace import Failure, Workplace
from pipeline.ingest import Extract
from pipeline.reading import join_parts, read_page
from pipeline.reading.page import html_page
from pipeline.store import Saved
from pipeline.store.addresses import Fetched, State, note_state, parts_of, want_part
from pipeline.store.readings import forget_article, save_readings
from schemas.errors import InputError, NoArticle
from schemas.page import Reading
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a range, None where it is open."""

    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What reading pages did: articles by what became of them, mentions of deals, what failed.

    `forgotten` are articles whose pages hold none any more.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    forgotten: int = 0
    mentions: int = 0
    failures: list[Failure] = field(default_factory=list)

    def count(self, other: Tally) -> None:
        """Count another one in."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.forgotten += other.forgotten
        self.mentions += other.mentions
        self.failures += other.failures


@dataclass(slots=True)
class ReadBatch(Tally):
    """What became of a batch of pages; `parts` are further pages of their articles that are now wanted."""

    parts: int = 0
    doc_ids: list[str] = field(default_factory=list)


def read_batch(
    source: Source | None,
    pages: Sequence[Fetched],
    place: Workplace,
    extract: Extract,
    now: datetime.datetime,
    forget: bool = False,
    days: Days | None = None,
) -> ReadBatch:
    """Read archived pages, find their deals, and save both.

    Args:
        source: Where they are from; None if nobody knows any more.
        pages: The pages; further pages of an article are read with its first.
        place: Where all is kept.
        extract: The extractor.
        now: The time of this run.
        forget: Whether an article that was read from the same page before goes if the page gives it no more. A page
            that has changed is no reason: its site may have put an error message in an article's place.
        days: Only articles published within these; those that state no day are taken.
    """
    done = ReadBatch()
    firsts = _firsts(pages, place)
    read: list[tuple[Fetched, Reading]] = []
    notes: list[Callable[[Connection], object]] = []
    for page in firsts:
        try:
            reading, wants = _read(page, source, place)
            _refuse_outside(reading, days)
        except NoArticle as error:
            notes.append(_note(page.key, State.EMPTY, error.reason))
            if forget and page.doc_id is not None:
                notes.append(_forget(page, done))
            done.failures.append(Failure(page.url, "empty", error.reason))
            continue
        except InputError as error:
            notes.append(_note(page.key, State.ASIDE, error.reason))
            done.failures.append(Failure(page.url, "unread", error.reason))
            continue
        read.append((page, reading))
        if forget and page.doc_id not in (None, reading.article.doc_id):
            notes.append(_forget(page, done))
        if wants is not None and source is not None:
            notes.append(_want(page.key, source.name, wants, now, done))
        notes.append(_note(page.key, State.READ, None, reading.article.doc_id))
    # Their first pages carry their text; that they were looked at is all there is to note.
    notes.extend(_note(page.key, State.READ, None) for page in pages if page.part_of)
    extractions = list(extract(reading.article for _, reading in read))
    pairs = [(reading, extraction) for (_, reading), extraction in zip(read, extractions, strict=True)]

    def note_all(connection: Connection) -> None:
        for note in notes:
            note(connection)

    counts = save_readings(place.store, pairs, note_all)
    done.new, done.changed, done.unchanged = (counts[each] for each in (Saved.NEW, Saved.CHANGED, Saved.UNCHANGED))
    done.mentions = sum(len(extraction.mentions) for extraction in extractions)
    done.doc_ids = [reading.article.doc_id for _, reading in read]
    return done


def _refuse_outside(reading: Reading, days: Days | None) -> None:
    published = reading.article.published
    if days is None or published is None:
        return
    if (days.since and published.last_day() < days.since) or (days.until and published.first_day() > days.until):
        raise NoArticle(reading.address, "outside", f"it was published on {published}")


@dataclass(frozen=True, slots=True)
class _Next:
    url: str
    part: int


def _read(page: Fetched, source: Source | None, place: Workplace) -> tuple[Reading, _Next | None]:
    """The reading of an article with those of its parts that are archived, and the part that is still wanted."""
    zone, encoding = (source.zone, source.encoding) if source else (None, None)
    most = place.settings.fetch.body_bytes
    reading = read_page(read_one(place.archive, page.place, most), zone=zone, encoding=encoding)
    with place.store.reading() as connection:
        parts = parts_of(connection, page.key)
    further = [html_page(read_one(place.archive, part.place, most), encoding) for part in parts]
    wanted = further[-1].next_part if further else reading.next_part
    number = len(parts) + 2
    wants = _Next(wanted, number) if wanted and number <= place.settings.discovery.parts else None
    return join_parts(reading, further) if further else reading, wants


def _firsts(pages: Iterable[Fetched], place: Workplace) -> list[Fetched]:
    """The pages that articles begin on: a part that has come in means to read its first page again."""
    found: dict[str, Fetched] = {}
    for page in pages:
        if page.part_of is None:
            found[page.key] = page
        elif page.part_of not in found and (first := place.archived_page(page.part_of)) is not None:
            found[first.key] = first
    return list(found.values())


def _note(key: str, state: State, reason: str | None, doc_id: str | None = None) -> Callable[[Connection], object]:
    return lambda connection: note_state(connection, key, state, reason, doc_id)


def _forget(page: Fetched, done: ReadBatch) -> Callable[[Connection], object]:
    def note(connection: Connection) -> None:
        done.forgotten += forget_article(connection, page.doc_id or "", page.key)

    return note


def _want(
    key: str, source: str, wanted: _Next, now: datetime.datetime, done: ReadBatch
) -> Callable[[Connection], object]:
    def note(connection: Connection) -> None:
        done.parts += want_part(connection, key, source, wanted.url, wanted.part, now)

    return note
