"""Features of characters: combinations of columns, each hashed into one table of weights.

The same code makes them for training and for reading, so a model fits only the templates that it was trained with: its
card names `TEMPLATES_DIGEST`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from extractors.ner.characters.columns import Column, beside, mixed

BITS = 20
"""The table has 2**BITS rows."""

TEMPLATES: tuple[tuple[str, ...], ...] = (
    (),
    ("char-2",), ("char-1",), ("char",), ("char+1",), ("char+2",),
    ("char-2", "char-1"), ("char-1", "char"), ("char", "char+1"), ("char+1", "char+2"), ("char-1", "char+1"),
    ("char-2", "char-1", "char"), ("char-1", "char", "char+1"), ("char", "char+1", "char+2"),
    ("shape-2", "shape-1", "shape", "shape+1", "shape+2"), ("shape-1", "shape", "shape+1"),
    ("place", "class"), ("place", "class", "class+1"), ("place", "class", "class-1"),
    ("place", "class-1", "class", "class+1"),
    ("place", "word"), ("word+1",), ("word-1",), ("word+2",), ("word-2",), ("place", "word+1"), ("place", "word-1"),
    ("spot", "tag"), ("spot", "tag", "tag+1"), ("spot", "tag", "tag-1"), ("spot", "tag-1", "tag", "tag+1"),
    ("spot", "tag", "class", "place"), ("spot", "token"), ("spot", "token+1"), ("spot", "token-1"),
    ("far", "end"), ("far", "shape-1", "place"), ("far", "char-1"), ("far", "class-1", "place"), ("far", "token-1"),
    ("far", "tag+1", "spot"),
    ("listed",), ("listed-1", "listed", "listed+1"), ("listed", "word-1"), ("listed", "word+1"),
    ("dealing",), ("dealing", "char"), ("dealing", "place", "class"), ("dealing", "place", "word"),
    ("dealing", "spot", "tag"), ("dealing", "far", "end"), ("dealing", "listed"), ("dealing", "shape-1", "shape"),
)  # fmt: skip
"""Which columns are seen together, those of characters beside named by how far they stand."""

TEMPLATES_DIGEST = hashlib.sha256(repr((BITS, TEMPLATES)).encode()).hexdigest()

_OFFSETS = {"char": (-2, -1, 1, 2), "shape": (-2, -1, 1, 2), "listed": (-1, 1)}


def features_of(columns: Mapping[str, Column]) -> Iterator[NDArray[np.int64]]:
    """For each template the row of the table that each character has."""
    told = dict(columns)
    for name, offsets in _OFFSETS.items():
        told |= {f"{name}{offset:+}": beside(columns[name], offset) for offset in offsets}
    numbers = {name: column.astype(np.uint64) for name, column in told.items()}
    size = len(columns["char"])
    for number, template in enumerate(TEMPLATES, start=1):
        state = mixed(np.zeros(size, dtype=np.uint64), np.uint64(number))
        for name in template:
            state = mixed(state, numbers[name])
        yield (state >> np.uint64(64 - BITS)).astype(np.int64)
