"""Work that makes many values which all stay: looking for garbage among them again and again took two thirds of it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MUCH = 200_000
"""Values made at one go whose search would be felt: some 50 ms."""


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
    """Leave what there is now out of later searches for garbage: among millions of values that stay, each halts all
    pages for a third of a second.
    """
    gc.collect()
    gc.freeze()
