"""Work that makes many values which all stay: looking for garbage among them again and again took two thirds of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector of cycles rest, unless it rests already."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def keep_what_is_there() -> None:
    """Leave what there is now out of later searches for garbage: among millions of values that stay, each halts all
    pages for a third of a second.
    """
    gc.collect()
    gc.freeze()
