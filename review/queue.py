"""The queue: what wants a person, in order, and never the same to two people at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from pipeline.store import Store
from review import leases
from review.accounts import Person
from review.catalogue import Catalogue, Sheet, position
from review.entries import Item
from review.queue_filter import QueueFilter

_LOOK_AT = 2_000
"""How many items in order are looked at for one that nobody holds."""


def count(catalogue: Catalogue, wanted: QueueFilter) -> int:
    """How many items a filter lets through."""
    catalogue.look()
    return catalogue.kept(("count", wanted), lambda: int(np.count_nonzero(wanted.mask(catalogue, catalogue.sheet))))


def matching(catalogue: Catalogue, wanted: QueueFilter, limit: int, first: int = 0) -> list[Item]:
    """Items that a filter lets through, in order, from the `first` on."""
    catalogue.look()
    sheet = catalogue.sheet
    rows = sheet.order[wanted.mask(catalogue, sheet)[sheet.order]]
    return [catalogue.item_at(sheet, int(row)) for row in rows[first : first + limit]]


def _behind(catalogue: Catalogue, sheet: Sheet, wanted: QueueFilter, start: int) -> Iterator[str]:
    """The keys of the items that a filter lets through, from a place in the order on."""
    order = sheet.order[start:]
    keys, texts = sheet.items["key"], catalogue.texts.keys.texts
    return (texts[keys[row]] for row in order[wanted.mask(catalogue, sheet)[order]])


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
    held = catalogue.item(after) if after else None
    sheet = catalogue.sheet
    passed = {*without, *([after] if after else [])}
    starts = [0] if held is None else [position(sheet.items, sheet.order, held.row), 0]
    found: list[str] = []
    for start in starts:
        candidates = islice((key for key in _behind(catalogue, sheet, wanted, start) if key not in passed), _LOOK_AT)
        passed.update(found)
        while len(found) < number:
            keys = (key for key in candidates if key not in found)
            taken = leases.take(store, keys, person.name, number - len(found), alone=person.open)
            found += [key for key in taken if _waits(catalogue, sheet, wanted, key)]
            if not taken:
                break
    items = (catalogue.item(key) for key in found)
    return [item for item in items if item is not None]


def _waits(catalogue: Catalogue, sheet: Sheet, wanted: QueueFilter, key: str) -> bool:
    """Whether an item still passes: whoever had it may have decided and let it go while this one waited to take it."""
    if catalogue.sheet is sheet:
        return True
    item, now = catalogue.item(key), catalogue.sheet
    return item is not None and bool(wanted.mask(catalogue, now)[item.row])
