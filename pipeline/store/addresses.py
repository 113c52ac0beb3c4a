"""What is known of addresses and hosts: what is wanted, what was fetched and where it lies, what failed and why."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from pipeline.addresses import key_of
from pipeline.fetch import HostState, Validators
from pipeline.store import models as t
from pipeline.store.insert import insert_new, put
from schemas.page import ArchivePlace, Page


class State(StrEnum):
    """How far an address has come.

    `wanted` is to be fetched, `fetched` is archived and to be read, `read` gave an article, `empty` gave none;
    `later` failed and is fetched again after `next_at`, `aside` failed for good; `list` is no page but a feed,
    sitemap or section.
    """

    WANTED = "wanted"
    FETCHED = "fetched"
    READ = "read"
    EMPTY = "empty"
    LATER = "later"
    ASIDE = "aside"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a source announced; `modified` is what it says of its last change, as a text."""

    url: str
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An archived page: its key, its place, how far down its article it stands, and the article it gave last time."""

    key: str
    url: str
    place: ArchivePlace
    part_of: str | None = None
    part: int = 1
    doc_id: str | None = None


def want(connection: Connection, source: str, found: Sequence[Found], now: datetime.datetime) -> int:
    """Note announced addresses; say how many of them are new or changed and therefore to be fetched."""
    by_key = {key_of(each.url): each for each in found}
    known = {row.key: row for row in _rows(connection, by_key)}
    new = [
        _new(key, each.url, source, "page", State.WANTED, now) | {"modified": each.modified}
        for key, each in by_key.items()
        if key not in known
    ]
    insert_new(connection, t.address, new)
    changed = 0
    for key, each in by_key.items():
        row = known.get(key)
        if row is None or each.modified is None or row.modified == each.modified:
            continue
        values: dict[str, Any] = {"modified": each.modified}
        # What was set aside stays there; what was never told a change of is not fetched again for its first one.
        if row.modified is not None and row.state in (State.READ, State.EMPTY):
            values |= {"state": State.WANTED, "tries": 0}
            changed += 1
        connection.execute(update(t.address).where(t.address.c.key == key).values(values))
    return len(new) + changed


def want_part(connection: Connection, first: str, source: str, url: str, part: int, now: datetime.datetime) -> bool:
    """Note the next page of an article; say whether it is to be fetched."""
    row = _new(key_of(url), url, source, "page", State.WANTED, now) | {"part_of": first, "part": part}
    if connection.execute(select(t.address.c.key).where(t.address.c.key == row["key"])).first():
        return False
    insert_new(connection, t.address, [row])
    return True


def wanted(connection: Connection, source: str, now: datetime.datetime, most: int) -> list[str]:
    """The addresses of a source that are to be fetched now, those found last first."""
    due = or_(
        t.address.c.state == State.WANTED,
        (t.address.c.state == State.LATER) & (t.address.c.next_at <= stamp(now)),
    )
    query = select(t.address.c.url).where(t.address.c.source == source, t.address.c.kind == "page", due)
    return list(connection.scalars(query.order_by(t.address.c.found_at.desc(), t.address.c.key).limit(most)))


def unread(connection: Connection, source: str) -> list[Fetched]:
    """The archived pages of a source that have not been read."""
    query = select(t.address).where(t.address.c.source == source, t.address.c.state == State.FETCHED)
    return [_fetched(row) for row in connection.execute(query.order_by(t.address.c.key))]


def archived(connection: Connection) -> list[tuple[str, Fetched]]:
    """Every archived page with its source, in the order in which they lie in the archive."""
    query = select(t.address).where(t.address.c.archive_file.is_not(None), t.address.c.kind == "page")
    order = (t.address.c.archive_file, t.address.c.archive_offset)
    return [(row.source, _fetched(row)) for row in connection.execute(query.order_by(*order))]


def archived_page(connection: Connection, key: str) -> Fetched | None:
    """Where the page of an address lies, None if it was never fetched."""
    query = select(t.address).where(t.address.c.key == key, t.address.c.archive_file.is_not(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else _fetched(row)


def parts_of(connection: Connection, first: str) -> list[Fetched]:
    """The archived further pages of an article, in order."""
    query = select(t.address).where(t.address.c.part_of == first, t.address.c.archive_file.is_not(None))
    return [_fetched(row) for row in connection.execute(query.order_by(t.address.c.part))]


def validators(connection: Connection, url: str, since: datetime.datetime | None = None) -> Validators:
    """What to ask the server with; nothing for one whose ETag is distrusted, or that gave no page `since` then."""
    row = connection.execute(select(t.address).where(t.address.c.key == key_of(url))).one_or_none()
    if row is None or row.distrusted or (since is not None and (row.fetched_at or "") < stamp(since)):
        return Validators()
    return Validators(row.etag, row.last_modified)


def note_page(connection: Connection, page: Page, place: ArchivePlace) -> bool:
    """Note that a page was fetched and lies in the archive; say whether its bytes have changed."""
    digest = hashlib.sha256(page.body).hexdigest()
    where = t.address.c.key == key_of(page.url)
    old = connection.scalar(select(t.address.c.body_hash).where(where))
    values = _fetch_values(page, digest) | {
        "state": State.FETCHED,
        "archive_file": place.file,
        "archive_offset": place.offset,
    }
    connection.execute(update(t.address).where(where).values(values))
    return old != digest


def note_list(connection: Connection, source: str, kind: str, page: Page) -> bool:
    """Note that a feed, sitemap or section was fetched; say whether it has changed.

    A server that gives other bytes under the ETag of the last ones is distrusted from then on: it would one day
    answer 'not modified' to a feed that was.
    """
    digest = hashlib.sha256(page.body).hexdigest()
    key = key_of(page.url)
    old = connection.execute(select(t.address).where(t.address.c.key == key)).one_or_none()
    if old is None:
        insert_new(connection, t.address, [_new(key, page.url, source, kind, State.LIST, page.fetched)])
    values = _fetch_values(page, digest)
    changed = old is None or old.body_hash != digest
    if old is not None and changed and old.etag and old.etag == values["etag"]:
        values["distrusted"] = True
    connection.execute(update(t.address).where(t.address.c.key == key).values(values))
    return changed


def note_state(
    connection: Connection, key: str, state: State, reason: str | None = None, doc_id: str | None = None
) -> None:
    """Note what became of an archived page."""
    connection.execute(
        update(t.address).where(t.address.c.key == key).values(state=state, reason=reason, doc_id=doc_id)
    )


def note_unchanged(connection: Connection, url: str) -> None:
    """Note that the server has no newer version of a page."""
    where = t.address.c.key == key_of(url)
    row = connection.execute(select(t.address.c.doc_id).where(where)).one_or_none()
    state = State.READ if row is not None and row.doc_id else State.EMPTY
    connection.execute(update(t.address).where(where).values(state=state, reason=None, tries=0, next_at=None))


def note_failure(
    connection: Connection, url: str, reason: str, again_at: Callable[[int], datetime.datetime] | None, most_tries: int
) -> State:
    """Note that an address gave no page; without `again_at`, or after so many runs, it is set aside.

    `again_at` says from the number of runs in which it failed when it may be tried again.
    """
    where = t.address.c.key == key_of(url)
    tries = (connection.scalar(select(t.address.c.tries).where(where)) or 0) + 1
    later = again_at is not None and tries < most_tries
    values = {
        "state": State.LATER if later else State.ASIDE,
        "reason": reason,
        "tries": tries,
        "next_at": stamp(again_at(tries)) if later and again_at else None,
    }
    connection.execute(update(t.address).where(where).values(values))
    return State.LATER if later else State.ASIDE


def load_hosts(connection: Connection) -> dict[str, HostState]:
    """What is remembered of hosts."""
    rows = connection.execute(select(t.host)).all()
    return {row.name: HostState(row.failures, row.dead_until, row.next_at) for row in rows}


def save_hosts(connection: Connection, hosts: Mapping[str, HostState]) -> None:
    """Remember hosts."""
    rows = [
        {"name": name, "failures": each.failures, "dead_until": each.dead_until, "next_at": each.next_at}
        for name, each in sorted(hosts.items())
    ]
    put(connection, t.host, rows)


def counts(connection: Connection, source: str) -> dict[str, int]:
    """How many pages of a source are in each state."""
    query = select(t.address.c.state, func.count()).where(t.address.c.source == source, t.address.c.kind == "page")
    return {str(state): count for state, count in connection.execute(query.group_by(t.address.c.state)).all()}


def stamp(instant: datetime.datetime) -> str:
    """An instant as a text that sorts by time."""
    return instant.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def _rows(connection: Connection, keys: Iterable[str]) -> list[Any]:
    every = list(keys)
    found: list[Any] = []
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        found += connection.execute(select(t.address).where(t.address.c.key.in_(part))).all()
    return found


def _new(key: str, url: str, source: str, kind: str, state: State, now: datetime.datetime) -> dict[str, Any]:
    return {
        "key": key,
        "url": url,
        "source": source,
        "kind": kind,
        "state": state,
        "tries": 0,
        "found_at": stamp(now),
        "distrusted": False,
        "part": 1,
    }


def _fetch_values(page: Page, digest: str) -> dict[str, Any]:
    return {
        "etag": page.header("etag"),
        "last_modified": page.header("last-modified"),
        "body_hash": digest,
        "fetched_at": stamp(page.fetched),
        "reason": None,
        "tries": 0,
        "next_at": None,
    }


def _fetched(row: Any) -> Fetched:
    place = ArchivePlace(file=row.archive_file, offset=row.archive_offset)
    return Fetched(row.key, row.url, place, row.part_of, row.part, row.doc_id)
