"""A linear chain over characters: the likeliest labels, and how probable each is.

Viterbi and forward-backward as in Rabiner's tutorial (1989), over many sentences at once: a step is one character of all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

LABELS = ("O", "B", "I", "E", "S")
"""Outside of names; the first, an inner and the last character of one; a name of one character."""

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)

_FREE = 20_000
"""Characters of padding that are not worth another group."""


def decode(scores: Array, steps: Array, lengths: Sequence[int]) -> tuple[NDArray[np.int64], Array]:
    """The likeliest label of each character and its probability in its place.

    Args:
        scores: characters × labels, the sentences one after another.
        steps: labels × labels, what it is worth to go from one to the next.
        lengths: How many characters each sentence has; none has no characters.

    Returns:
        Labels and probabilities, both as long as `scores`; where a sentence holds no name the latter are 0.
    """
    lengths_ = np.asarray(lengths, dtype=np.int64)
    starts = np.cumsum(lengths_) - lengths_
    order = np.argsort(-lengths_, kind="stable")
    labels = np.zeros(len(scores), dtype=np.int64)
    chances = np.zeros(len(scores), dtype=np.float32)
    for group in _groups(order, lengths_):
        longest = int(lengths_[group].max())
        places = np.minimum(starts[group, None] + np.arange(longest), len(scores) - 1)
        there = np.arange(longest) < lengths_[group, None]
        padded = np.where(there[:, :, None], scores[places], 0).astype(np.float32)
        path = _viterbi(padded, steps, lengths_[group])
        labels[places[there]] = path[there]
        told = np.flatnonzero((path != OUTSIDE).any(1))
        if len(told):
            chance = _marginals(padded[told], steps, lengths_[group][told])
            own = np.take_along_axis(chance, path[told][:, :, None], 2)[:, :, 0]
            chances[places[told][there[told]]] = own[there[told]]
    return labels, chances


def _groups(order: NDArray[np.int64], lengths: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Sentences from the longest to the shortest in few groups, none of which is mostly padding."""
    groups: list[list[int]] = []
    held = 0
    for number, length in zip(order.tolist(), lengths[order].tolist(), strict=True):
        if groups and (len(groups[-1]) + 1) * int(lengths[groups[-1][0]]) <= 4 * (held + length) + _FREE:
            groups[-1].append(number)
            held += length
        else:
            groups.append([number])
            held = length
    return [np.array(group) for group in groups]


def _viterbi(scores: Array, steps: Array, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    rows, longest, labels = scores.shape
    best = scores[:, 0]
    back = np.zeros((rows, longest, labels), dtype=np.int64)
    ends = np.empty((rows, labels), dtype=np.float32)
    ends[lengths == 1] = best[lengths == 1]
    for place in range(1, longest):
        ways = best[:, :, None] + steps
        back[:, place] = ways.argmax(1)
        best = ways.max(1) + scores[:, place]
        last = lengths == place + 1
        ends[last] = best[last]
    path = np.zeros((rows, longest), dtype=np.int64)
    label = ends.argmax(1)
    every = np.arange(rows)
    for place in range(longest - 1, -1, -1):
        inside = place < lengths
        path[inside, place] = label[inside]
        label = np.where(inside, back[every, place, label], label)
    return path


def _marginals(scores: Array, steps: Array, lengths: NDArray[np.int64]) -> Array:
    longest = scores.shape[1]
    there = (np.arange(longest) < lengths[:, None])[:, :, None]
    emitted = np.exp(scores - scores.max(2, keepdims=True))
    stepped = np.exp(steps - steps.max())
    forward = np.empty_like(scores)
    forward[:, 0] = emitted[:, 0]
    for place in range(1, longest):
        reached = (forward[:, place - 1] @ stepped) * emitted[:, place]
        forward[:, place] = reached / reached.sum(1, keepdims=True)
    backward = np.ones_like(scores)
    for place in range(longest - 2, -1, -1):
        onward = (backward[:, place + 1] * emitted[:, place + 1]) @ stepped.T
        backward[:, place] = np.where(there[:, place + 1], onward / onward.sum(1, keepdims=True), 1)
    chances: Array = forward * backward
    chances /= chances.sum(2, keepdims=True)
    return chances
