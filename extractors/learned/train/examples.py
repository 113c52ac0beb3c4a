"""What a role reader learns from: the project's passages and gold articles, as labelled windows."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpora.goldfile import read_gold
from corpora.passages import read_passages
from extractors.learned.train.labels import Labels, article_labels, passage_labels


@dataclass(frozen=True, slots=True)
class Examples:
    """Windows to learn from and windows held out, and the files that they come from."""

    learned: list[Labels]
    held_out: list[Labels]
    files: tuple[Path, ...]


def read_examples(passages: Iterable[Path], gold: Iterable[Path], share: float, seed: int = 0) -> Examples:
    """The examples of files of passages, of which a random `share` is held out, and of gold files, all learned.

    Raises:
        InputError: At the first block or line that does not follow its format.
    """
    paths, articles = sorted(passages), sorted(gold)
    found = [
        labels
        for path in paths
        for passage in read_passages(path)
        if (labels := passage_labels(passage, f"{path.stem}: {passage.shape}")) is not None
    ]
    random.Random(seed).shuffle(found)
    cut = round(len(found) * share)
    learned = found[cut:]
    for path in articles:
        for item in read_gold(path):
            learned.extend(article_labels(item))
    return Examples(learned, found[:cut], (*paths, *articles))
