"""The trained finder of company names in Chinese text: its files, how they are checked, and how it reads.

A folder holds `weights.npz` (rows of the table that are not nothing, steps between labels, words with their classes) and
`card.toml`, which vouches for it by its SHA-256 and says what it was made of. Nothing in them is code.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.cards import CARD, read_card
from extractors.ner.characters.chain import BEGIN, END, LABELS, SINGLE, Array, decode
from extractors.ner.characters.columns import Knowledge, columns_of, sentence_lengths
from extractors.ner.characters.features import BITS, TEMPLATES_DIGEST, features_of
from extractors.ner.found import Found
from extractors.quantity import Quantity, find_quantities
from schemas.errors import ModelError

FORMAT = 1
"""The version of the files that this program reads and writes."""

WEIGHTS = "weights.npz"
COMPONENT = "dealtrail_names"
"""What its spaCy component is called, and the folder of a pipeline that holds its files."""

_MOST_BYTES = 25_000_000
_PIECE = 20_000
"""Characters read at once."""

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class NameModel:
    """Weights of a chain over characters: `table` is 2**BITS × labels, `steps` labels × labels."""

    table: Array
    steps: Array
    knowledge: Knowledge

    def find(self, text: str, least: float = 0.5, name: str = "names") -> list[Found]:
        """The companies of a text in simplified characters that are at least so probable, in order, found by `name`."""
        text = _HALF.sub("\ufffd", text)
        figures = find_quantities(text, None, None)
        starts = [item.start for item in figures]
        found: list[Found] = []
        for start, end in _pieces(text):
            own = figures[bisect_left(starts, start) : bisect_left(starts, end)]
            moved = [replace(item, start=item.start - start, end=min(item.end, end) - start) for item in own]
            labels, chances = self._read(text[start:end], moved)
            spans = _spans(labels, chances)
            found += [
                Found(start + one, start + other, chance, name) for one, other, chance in spans if chance >= least
            ]
        return found

    def _read(self, text: str, quantities: Sequence[Quantity]) -> tuple[NDArray[np.int64], Array]:
        scores = np.zeros((len(text), len(LABELS)), dtype=np.float32)
        for rows in features_of(columns_of(text, quantities, self.knowledge)):
            scores += self.table[rows]
        return decode(scores, self.steps, sentence_lengths(text))


@dataclass(frozen=True, slots=True)
class NameFinder:
    """A model as one that reads beside others: under its name, and what is less probable than `least` left out."""

    model: NameModel
    name: str
    least: float

    def find(self, text: str) -> list[Found]:
        """The companies of a text, in order, none overlapping."""
        return self.model.find(text, self.least, self.name)


def load_names(folder: Path) -> NameModel:
    """The model of a folder.

    Raises:
        ModelError: If a file is missing, altered, cut short, foreign or newer than this program; the text names it.
    """
    card = card_of(folder)
    path = folder / WEIGHTS
    if not path.is_file():
        raise ModelError(f"{path}: this file of the model is missing")
    if path.stat().st_size > _MOST_BYTES:
        raise ModelError(f"{path}: larger than {_MOST_BYTES:,} bytes, which no model of names is")
    if hashlib.sha256(path.read_bytes()).hexdigest() != card.get("sha256"):
        raise ModelError(f"{path}: not the file that {CARD} vouches for (altered or cut short); get it again")
    if card.get("templates") != TEMPLATES_DIGEST:
        raise ModelError(f"{folder / CARD}: trained on other features than this program makes; train it again")
    try:
        with np.load(path, allow_pickle=False) as held:
            table = np.zeros((2**BITS, len(LABELS)), dtype=np.float32)
            table[held["rows"]] = held["values"]
            steps = held["steps"].astype(np.float32)
            knowledge = Knowledge(held["words"], held["classes"], tuple(str(end) for end in card["ends"]))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelError(f"{path}: the model cannot be loaded: {error}") from error
    if steps.shape != (len(LABELS), len(LABELS)) or len(knowledge.words) != len(knowledge.classes):
        raise ModelError(f"{path}: its tables are not of the shape that this program reads; train it again")
    return NameModel(table, steps, knowledge)


def card_of(folder: Path) -> dict[str, Any]:
    """What a model's card says.

    Raises:
        ModelError: If there is none, or none of ours, or a newer one.
    """
    return read_card(folder, FORMAT, "dealtrail train ner --language zh")


def save_names(folder: Path, model: NameModel, facts: Mapping[str, Any]) -> None:
    """Write a model and its card, which says the facts too."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.flatnonzero(np.abs(model.table).max(1) > 0)
    np.savez_compressed(
        folder / WEIGHTS,
        rows=rows.astype(np.uint32),
        values=model.table[rows].astype(np.float16),
        steps=model.steps.astype(np.float32),
        words=model.knowledge.words,
        classes=model.knowledge.classes,
    )
    card: dict[str, Any] = {"format": FORMAT, **facts}
    card["sha256"] = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    card |= {"templates": TEMPLATES_DIGEST, "ends": list(model.knowledge.ends)}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in card.items()]
    (folder / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of whole sentences, each no longer than is read at once if its sentences are not."""
    start = end = 0
    for length in sentence_lengths(text):
        if end > start and end + length - start > _PIECE:
            yield start, end
            start = end
        end += length
    if end > start:
        yield start, end


def _spans(labels: NDArray[np.int64], chances: Array) -> Iterator[tuple[int, int, float]]:
    """The names that labels tell, each as probable as the least probable of its characters."""
    begin: int | None = None
    for place in np.flatnonzero(labels):
        label = labels[place]
        if label == SINGLE:
            yield int(place), int(place) + 1, float(chances[place])
        elif label == BEGIN:
            begin = int(place)
        elif label == END and begin is not None:
            yield begin, int(place) + 1, float(chances[begin : place + 1].min())
            begin = None
