"""Trains the finder of Chinese names: a linear-chain CRF by CRFsuite (L-BFGS, L1 and L2), on hashed features.

The features are those that the finder makes when it reads; what CRFsuite learned is copied into its table.
"""

from __future__ import annotations

import random
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora.lexicon import lexicon
from corpora.tagged import Tagged
from extractors.learned.train.dictionary import entries
from extractors.ner.characters.chain import BEGIN, END, INSIDE, LABELS, SINGLE
from extractors.ner.characters.columns import Knowledge, columns_of, sentence_lengths
from extractors.ner.characters.features import BITS, features_of
from extractors.ner.characters.model import NameModel
from extractors.ner.train.word_classes import knowledge_of
from extractors.normal_text import normalise
from extractors.quantity import find_quantities

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class CrfSchedule:
    """How to train: weights of the two penalties, the most steps, and the share of listed names shown as unlisted.

    Without the last the finder would lean on the gazetteer, which lacks just the names that it is there for.
    """

    sparse: float = 0.05
    small: float = 0.1
    steps: int = 100
    hidden: float = 0.3
    seed: int = 0


def dictionary_knowledge() -> Knowledge:
    """What CC-CEDICT says of words, and the ends of names.

    Raises:
        ModelError: If the dictionary is not installed or not the one that was tested.
    """
    return knowledge_of(entries(), [end for part in lexicon("name_ends").values() for end in part])


def train_names(texts: Sequence[Tagged], knowledge: Knowledge, schedule: CrfSchedule = CrfSchedule()) -> NameModel:
    """Fit a finder of names to texts."""
    import pycrfsuite

    chance = random.Random(schedule.seed)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": schedule.sparse, "c2": schedule.small, "max_iterations": schedule.steps})
    for each in texts:
        for rows, labels in _sentences(each, knowledge, schedule.hidden, chance):
            trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as held:
        path = str(Path(held) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        with tagger.open(path):
            told = tagger.info()
    table = np.zeros((2**BITS, len(LABELS)), dtype=np.float32)
    steps = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (row, label), weight in told.state_features.items():
        table[int(row), LABELS.index(label)] = weight
    for (one, other), weight in told.transitions.items():
        steps[LABELS.index(one), LABELS.index(other)] = weight
    return NameModel(table, steps, knowledge)


def _sentences(
    tagged: Tagged, knowledge: Knowledge, hidden: float, chance: random.Random
) -> Iterator[tuple[Rows, list[str]]]:
    normal = normalise(tagged.text)
    text = normal.text
    if not text:
        return
    columns = columns_of(text, find_quantities(text, None, None), knowledge)
    for start, end in _runs(columns["listed"].tolist()):
        if chance.random() < hidden:
            columns["listed"][start:end] = 0
    rows = np.stack(list(features_of(columns)), axis=1).astype(str).tolist()
    own = [normal.span(place, place + 1)[0] for place in range(len(text))]
    companies = [(bisect_left(own, one), bisect_left(own, other)) for one, other in tagged.companies]
    labels = _labels(len(text), companies)
    start = 0
    for length in sentence_lengths(text):
        yield rows[start : start + length], labels[start : start + length]
        start += length


def _runs(marks: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for place, mark in enumerate([*marks, 0]):
        if mark and start is None:
            start = place
        elif not mark and start is not None:
            yield start, place
            start = None


def _labels(size: int, companies: Sequence[tuple[int, int]]) -> list[str]:
    numbers = np.zeros(size, dtype=np.int64)
    for start, end in companies:
        if start >= end:
            continue
        numbers[start:end] = INSIDE
        numbers[start], numbers[end - 1] = BEGIN, END
        if end - start == 1:
            numbers[start] = SINGLE
    return [LABELS[number] for number in numbers.tolist()]
