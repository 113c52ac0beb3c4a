"""Labels of every scheme give the same names; windows judge each position once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ner.labels import read_labels, spans_of
from extractors.ner.windows import batches, cut

WORDS = [(0, 4), (5, 9), (10, 14), (15, 19), (20, 24)]
ORGS = ("ORG", "COMPANY")


def spans(labels: list[str], tags: list[str], renamed: dict[str, str] | None = None) -> list[tuple[int, int]]:
    chances = np.full((len(tags), len(labels)), 0.01, np.float32)
    for number, tag in enumerate(tags):
        chances[number, labels.index(tag)] = 0.9
    found = spans_of(chances, WORDS, read_labels(dict(enumerate(labels)), ORGS, renamed))
    return [(start, end) for start, end, _ in found]


@pytest.mark.parametrize(
    ("labels", "tags"),
    [
        (["O", "B-ORG", "I-ORG", "B-PER"], ["B-ORG", "I-ORG", "B-ORG", "O", "B-PER"]),
        (["O", "B_COMPANY", "I_COMPANY", "PER"], ["B_COMPANY", "I_COMPANY", "B_COMPANY", "O", "PER"]),
        (["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"], ["B-ORG", "L-ORG", "U-ORG", "O", "O"]),
        (["O", "B-ORG", "M-ORG", "E-ORG", "S-ORG"], ["B-ORG", "E-ORG", "S-ORG", "O", "O"]),
        (["O", "I-ORG", "B-ORG", "I-LOC"], ["I-ORG", "I-ORG", "B-ORG", "O", "I-LOC"]),
        (["O", "org-B", "org-I", "loc-B"], ["org-B", "org-I", "org-B", "O", "loc-B"]),
    ],
)
def test_schemes_agree(labels: list[str], tags: list[str]) -> None:
    assert spans(labels, tags) == [(0, 9), (10, 14)]


def test_labels_without_letters_join_neighbours() -> None:
    assert spans(["O", "ORG", "PER"], ["ORG", "ORG", "PER", "ORG", "O"]) == [(0, 9), (15, 19)]


def test_labels_without_names_are_named_by_the_user() -> None:
    labels = ["LABEL_0", "LABEL_1", "LABEL_2"]
    with pytest.raises(ValueError, match=r"LABEL_0, LABEL_1, LABEL_2; say which do with \[ner\] labels"):
        spans(labels, ["LABEL_0"])
    named = {"LABEL_1": "B-ORG", "LABEL_2": "I-ORG"}
    assert spans(labels, ["LABEL_1", "LABEL_2", "LABEL_1", "LABEL_0", "LABEL_0"], named) == [(0, 9), (10, 14)]


@given(st.integers(0, 400), st.integers(2, 60), st.integers(0, 80))
def test_windows_judge_every_position_once_with_room_around(length: int, size: int, overlap: int) -> None:
    windows = cut(length, size, overlap)
    judged = [place for window in windows for place in range(window.first, window.last)]
    assert judged == list(range(length))
    for window in windows:
        assert window.end - window.start <= size
        assert window.start <= window.first <= window.last <= window.end


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(1, 200))
def test_batches_hold_every_row_once_and_no_more_than_is_wanted(lengths: list[int], most: int) -> None:
    made = list(batches(lengths, most))
    assert sorted(number for batch in made for number in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or max(lengths[number] for number in batch) * len(batch) <= most
