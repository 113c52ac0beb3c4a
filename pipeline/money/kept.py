"""Views of one database, kept while it changes: pages ask for the same one again and again, by many people."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock, Thread

import sqlalchemy as sa

from pipeline.money.commitments import commitments
from pipeline.money.view import View, Wanted, view
from pipeline.rates import Rates
from pipeline.search import ReadDeals
from pipeline.store import Store
from pipeline.store import models as t

PATIENCE_SECONDS = 0.5
"""A view that takes longer to make is made in the background; the one from before is shown until it is ready."""

_SHARE = 10
"""Making such a view anew takes at most one in so many seconds: people who decide all the time wait for nothing."""

Stamp = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Held:
    view: View
    stamp: Stamp
    seconds: float
    made_at: float


class Views:
    """The views of one database; safe to use from several threads.

    A view is of the database as it is now, or, where it takes long to make, as it was some seconds ago (`behind`).

    Args:
        store: The database.
        rates: For sums in USD.
        most: How many are kept.
        patience: How many seconds whoever asks may wait for one to be made anew.
    """

    def __init__(self, store: Store, rates: Rates, most: int = 8, patience: float = PATIENCE_SECONDS) -> None:
        self._store, self._rates, self._most, self._patience = store, rates, most, patience
        self._lock, self._making = Lock(), Lock()
        self._read = ReadDeals()
        self._held: OrderedDict[Wanted, _Held] = OrderedDict()
        self._waiting: set[Wanted] = set()

    def of(self, wanted: Wanted) -> View:
        """The view that is wanted."""
        held = self._known(wanted)
        if held is None or (held.stamp != stamp(self._store) and held.seconds <= self._patience):
            return self._made(wanted).view
        if held.stamp != stamp(self._store):
            self._make_later(wanted, held)
        return held.view

    def behind(self, wanted: Wanted) -> bool:
        """Whether something was decided or merged since the view that is shown was made."""
        held = self._known(wanted)
        return held is not None and held.stamp != stamp(self._store)

    def _known(self, wanted: Wanted) -> _Held | None:
        with self._lock:
            if wanted in self._held:
                self._held.move_to_end(wanted)
            return self._held.get(wanted)

    def _made(self, wanted: Wanted) -> _Held:
        # One at a time: two at once would take twice as long each, and read every deal twice.
        with self._making:
            now, before = stamp(self._store), self._known(wanted)
            if before is not None and before.stamp == now:
                return before
            began = time.monotonic()
            made = view(self._store, self._rates, wanted, self._read, None if before is None else before.view)
            if before is not None:
                _complete(made, before.view)
            held = _Held(made, now, time.monotonic() - began, time.monotonic())
            with self._lock:
                self._held[wanted] = held
                if len(self._held) > self._most:
                    self._held.popitem(last=False)
            return held

    def _make_later(self, wanted: Wanted, held: _Held) -> None:
        with self._lock:
            rested = time.monotonic() - held.made_at >= (_SHARE - 1) * held.seconds
            if wanted in self._waiting or not (rested or self._patience <= 0):
                return
            self._waiting.add(wanted)
        Thread(target=self._make, args=(wanted,), daemon=True).start()

    def _make(self, wanted: Wanted) -> None:
        try:
            self._made(wanted)
        finally:
            with self._lock:
                self._waiting.discard(wanted)


def _complete(made: View, before: View) -> None:
    """Make all that people asked of the view before."""
    if "legs" in before.__dict__:
        assert made.legs is not None
    for length, through in before.asked:
        made.loops(length, through)
    if before.graph.all_promised is not None:
        commitments(made.graph)


def stamp(store: Store) -> Stamp:
    """What changes whenever a deal or a ruling on companies does: the numbers of the last change and decision."""
    with store.reading() as connection:
        change = connection.scalar(sa.select(sa.func.max(t.deal_change.c.id)))
        decision = connection.scalar(sa.select(sa.func.max(t.decision.c.number)))
    return change, decision
