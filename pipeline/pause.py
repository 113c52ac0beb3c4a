"""Work that makes many values which all stay: looking for garbage among them again and again took two thirds of it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MUCH = 50_000
"""Values made at one go whose search would be felt: among ten million others one of 65,000 took a tenth of a second."""

_SEARCHES_OF_YOUNGER = 100
"""Searches of younger values before one of all: by Python's own ten, pages would halt every 15 seconds."""


_lock = threading.Lock()
_resting = 0


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector of cycles rest until the last of those who asked for it is done, unless it rests anyway.

    Where much was made, it is left out of later searches: the first of them would go through all of it, and every page
    would wait for seconds.
    """
    global _resting
    with _lock:
        if not _resting and not gc.isenabled():
            counted = False
        else:
            counted = True
            _resting += 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            _resting -= counted
            if counted and not _resting:
                # What little was made stays searched: what waits there to be thrown away would else stay for ever.
                if gc.get_count()[0] > MUCH:
                    gc.freeze()
                gc.enable()


def keep_what_is_there() -> None:
    """Leave what there is now out of later searches for garbage, and let those of all values come seldom.

    Among millions of values that stay, each search halts all pages for a third of a second.
    """
    young, younger, _ = gc.get_threshold()
    gc.set_threshold(young, younger, _SEARCHES_OF_YOUNGER)
    gc.collect()
    gc.freeze()
