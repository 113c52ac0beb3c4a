"""Places for the nodes of a graph: spring forces (T. Fruchterman and E. Reingold, 1991), the same ones every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
_STEPS = 400
_PUSHES = 200


def spread(count: int, ties: Sequence[tuple[int, int]], width: float, height: float, margin: float) -> Places:
    """Places of nodes in a frame.

    Args:
        count: How many nodes there are.
        ties: Which of them belong near each other.
        width: The frame's.
        height: The frame's.
        margin: How far all of them stay from its border.

    Returns:
        An array of (count, 2): x and y, y growing downwards.
    """
    if count == 0:
        return np.zeros((0, 2))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) - np.pi / 2
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    if count > 2:
        places = _settle(_unmixed(places, ties, count), ties)
        places = _evened(places)
    return _into_frame(places, width, height, margin)


def _evened(places: Places) -> Places:
    """Half of the way to even distances in each direction: what hangs far out leaves room for the crowded middle."""
    low, high = places.min(axis=0), places.max(axis=0)
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(places) - 1)
    return np.asarray(((places - low) / np.maximum(high - low, 1e-9) + ranks) / 2)


def _unmixed(places: Places, ties: Sequence[tuple[int, int]], count: int) -> Places:
    """The start on a circle, the nodes with most ties evenly among the others."""
    degree = np.bincount(np.array(ties, dtype=int).ravel(), minlength=count) if ties else np.zeros(count)
    order = np.argsort(-degree, kind="stable")
    step = max(1, int(np.sqrt(count)))
    slots = [slot for first in range(step) for slot in range(first, count, step)]
    found = np.zeros_like(places)
    found[order] = places[slots]
    return found


def _settle(places: Places, ties: Sequence[tuple[int, int]]) -> Places:
    count = len(places)
    ideal = 1.6 / np.sqrt(count)
    pairs = np.array(sorted({(min(tie), max(tie)) for tie in ties if tie[0] != tie[1]}), dtype=int).reshape(-1, 2)
    heat = 0.2
    for _ in range(_STEPS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        force = (apart * (ideal**2 / distance**2)[:, :, None]).sum(axis=1)
        if len(pairs):
            along = places[pairs[:, 0]] - places[pairs[:, 1]]
            pull = along * (np.sqrt((along**2).sum(axis=1)) / ideal)[:, None]
            np.add.at(force, pairs[:, 0], -pull)
            np.add.at(force, pairs[:, 1], pull)
        force -= places * 0.4  # what hangs on nothing must not drift away
        length = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        places = places + force / length[:, None] * np.minimum(length, heat)[:, None]
        heat = max(0.003, heat * 0.988)
    return places


def _into_frame(places: Places, width: float, height: float, margin: float) -> Places:
    low, high = places.min(axis=0), places.max(axis=0)
    size = np.maximum(high - low, 1e-9)
    frame = np.array([width - 2 * margin, height - 2 * margin])
    found = (places - low) / size * frame + margin
    found[:, size < 1e-6] = (np.array([width, height]) / 2)[size < 1e-6]
    return np.asarray(found)


def push_apart(places: Places, widths: Sequence[float], height: float, frame: tuple[float, float]) -> Places:
    """Places at which boxes of these widths and this height do not cover each other, as far as the frame allows."""
    found = places.copy()
    if not len(found):
        return found
    wide = np.asarray(widths, dtype=float)
    room = np.stack([(wide[:, None] + wide[None, :]) / 2 + 24, np.full((len(wide), len(wide)), height + 34)], axis=2)
    half = np.stack([wide / 2 + 6, np.full(len(wide), height / 2 + 6)], axis=1)
    for step in range(_PUSHES):
        push = _pushes(found, room)
        if not push.any():
            break
        found = np.clip(found + push * (0.5 + 0.5 * step / _PUSHES), half, np.array(frame) - half)
    return np.asarray(found)


def _pushes(places: Places, room: Places) -> Places:
    """How far each box is pushed by all those that it covers: along the shorter way, half of it, the other the rest."""
    gap = places[None, :, :] - places[:, None, :]
    cover = room - np.abs(gap)
    covered = np.asarray((cover > 1e-6).all(axis=2))
    np.fill_diagonal(covered, False)
    first = np.arange(len(places))
    later = np.where(first[None, :] > first[:, None], 1.0, -1.0)[:, :, None]
    away = np.where(gap == 0, later, np.sign(gap))
    shorter = np.arange(2) == cover.argmin(axis=2)[:, :, None]
    return np.asarray(-(away * cover / 2 * shorter * covered[:, :, None]).sum(axis=1))
