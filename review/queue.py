"""The queue: what wants a person, in order, and never the same to two people at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import func, or_, select

from pipeline.store import Store
from pipeline.store import models as t
from review import leases
from review.accounts import Person
from review.catalogue import Catalogue
from review.entries import Item, Place
from review.queue_filter import QueueFilter

_LOOK_AT = 2_000
"""How many items in order are looked at for one that nobody holds."""


MOST_COUNTED = 1_000
"""How far items are counted where a filter has to look at each."""


def count(catalogue: Catalogue, store: Store, wanted: QueueFilter, most: int | None = MOST_COUNTED) -> int:
    """How many items a filter lets through; of more than `most` one more than that."""
    catalogue.look()
    if not wanted.query():
        return len(catalogue.ordered())
    if most == MOST_COUNTED:
        return len(_first(catalogue, store, wanted))
    return catalogue.kept(("count", wanted), lambda: sum(1 for _ in _fitting(catalogue, store, wanted)))


def count_words(wanted: QueueFilter, number: int) -> str:
    """A count for people: `1,000+` where it was not counted to the end."""
    return f"{number:,}" if not wanted.query() or number <= MOST_COUNTED else f"{MOST_COUNTED:,}+"


def matching(catalogue: Catalogue, store: Store, wanted: QueueFilter, limit: int) -> list[Item]:
    """The first items that a filter lets through."""
    catalogue.look()
    return list(islice(_fitting(catalogue, store, wanted), limit))


def _first(catalogue: Catalogue, store: Store, wanted: QueueFilter) -> list[Item]:
    """The first items that a filter lets through, found once for as long as nothing changes."""
    return catalogue.kept(("first", wanted), lambda: list(islice(_fitting(catalogue, store, wanted), MOST_COUNTED + 1)))


def _fitting(catalogue: Catalogue, store: Store, wanted: QueueFilter, place: Place | None = None) -> Iterator[Item]:
    """The items that a filter lets through, in order, behind a place."""
    tests = wanted.tests(catalogue, lambda: unlocated(catalogue, store))
    return catalogue.after(place, tests, wanted.everything, wanted.places(catalogue))


def _behind(catalogue: Catalogue, store: Store, wanted: QueueFilter, place: Place | None) -> Iterator[Item]:
    """As `_fitting`, from the first on out of those that were found already."""
    if place is None:
        first = _first(catalogue, store, wanted)
        yield from first
        if len(first) <= MOST_COUNTED:
            return
        place = first[-1].place
    yield from _fitting(catalogue, store, wanted, place)


def give(
    catalogue: Catalogue,
    store: Store,
    wanted: QueueFilter,
    person: Person,
    *,
    after: str | None = None,
    without: Sequence[str] = (),
    number: int = 1,
) -> list[Item]:
    """The next items for a person: in order behind `after` (an item's key), not those they have already.

    When the order is at its end it begins again, so that what others gave back is not lost.
    """
    catalogue.look()
    held = catalogue.items.get(after) if after else None
    passed = {*without, *([after] if after else [])}
    places = [held.place, None] if held is not None else [None]
    found: list[str] = []
    for place in places:
        candidates = islice(
            (item.key for item in _behind(catalogue, store, wanted, place) if item.key not in passed), _LOOK_AT
        )
        passed.update(found)
        wanting = number - len(found)
        if wanting:
            keys = [key for key in candidates if key not in found]
            found += leases.take(store, keys, person.name, wanting, alone=person.open)
    return [catalogue.items[key] for key in found if key in catalogue.items]


def unlocated(catalogue: Catalogue, store: Store) -> frozenset[str]:
    """The uids of mentions without evidence, or with evidence that is not what their article says there."""
    return catalogue.kept("unlocated", lambda: _unlocated(store))


def _unlocated(store: Store) -> frozenset[str]:
    text = func.substr(t.article.c.text, t.evidence.c.start + 1, t.evidence.c.end - t.evidence.c.start)
    query = (
        select(t.mention.c.uid)
        .join(t.article, t.article.c.id == t.mention.c.article_id)
        .outerjoin(t.evidence, t.evidence.c.mention_id == t.mention.c.id)
        .where(or_(t.evidence.c.mention_id.is_(None), text != t.evidence.c.quote))
        .distinct()
    )
    with store.reading() as connection:
        return frozenset(connection.scalars(query))
