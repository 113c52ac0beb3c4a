"""Labels of tokens to spans: IO, IOB1, IOB2 (BIO), BILOU and BIOES alike, by what their letters share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BEGINS, _GOES_ON, _ENDS = frozenset("BUS"), frozenset("IMLE"), frozenset("LEUS")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a token: whether it is of a company, and whether a name begins or ends with it."""

    company: bool = False
    begins: bool = False
    ends: bool = False


def read_labels(
    names: Mapping[int, str], meant: Sequence[str], renamed: Mapping[str, str] | None = None
) -> tuple[Label, ...]:
    """The labels of a model by their numbers.

    Args:
        names: Its own names by number (`id2label`).
        meant: Which of them mean a company, without the letters that say where in a name a token stands.
        renamed: What names stand for that say nothing, e.g. `LABEL_3` for `B-ORG`.

    Raises:
        ValueError: If the numbers have gaps, or no label means a company.
    """
    if sorted(names) != list(range(len(names))):
        raise ValueError("the numbers of its labels (id2label) have gaps")
    wanted = {name.upper() for name in meant}
    told = [(renamed or {}).get(names[number], names[number]) for number in range(len(names))]
    labels = tuple(_label(name, wanted) for name in told)
    if not any(label.company for label in labels):
        raise ValueError(
            f"none of its labels means a company: it has {', '.join(told[:12])}; say which do with [ner] labels, or what "
            "they stand for with label_names"
        )
    return labels


def _label(name: str, wanted: set[str]) -> Label:
    name = name.upper()
    head, sign, rest = name[:1], name[1:2], name[2:]
    placed = sign in ("-", "_") and bool(head) and (head in _BEGINS or head in _GOES_ON)
    if placed and rest in wanted:
        return Label(True, head in _BEGINS, head in _ENDS)
    for ending in ("-", "_"):  # ORG-B, as some Chinese models write
        stem, _, letter = name.rpartition(ending)
        if stem in wanted and len(letter) == 1 and (letter in _BEGINS or letter in _GOES_ON):
            return Label(True, letter in _BEGINS, letter in _ENDS)
    return Label(name in wanted)


def spans_of(
    chances: NDArray[np.float32], places: Sequence[tuple[int, int]], labels: Sequence[Label]
) -> list[tuple[int, int, float]]:
    """The names that the labels of a text tell, as (start, end, mean probability that its tokens are a company's).

    Args:
        chances: The probability of each label for each token, (tokens, labels).
        places: The characters of each token.
        labels: What the labels mean.
    """
    company = np.array([label.company for label in labels])
    best = chances.argmax(axis=1)
    sure = chances[:, company].sum(axis=1)
    found: list[tuple[int, int, float]] = []
    opened: list[int] = []

    def close() -> None:
        if opened:
            found.append((places[opened[0]][0], places[opened[-1]][1], float(sure[opened].mean())))
            opened.clear()

    last = -1
    for number in np.flatnonzero(company[best]).tolist():
        label = labels[best[number]]
        if label.begins or number != last + 1:
            close()
        last = number
        if places[number][0] < places[number][1]:
            opened.append(number)
            if label.ends:
                close()
    close()
    return found
