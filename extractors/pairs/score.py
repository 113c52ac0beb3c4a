"""How likely two companies of a sentence are parties of one deal, and in which roles: learned weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractors.loglinear import Model, Scores, read
from schemas.deal import Kind, Role

if TYPE_CHECKING:
    from extractors.learned.roles import RoleReader
    from extractors.pairs.pair import Pair
    from extractors.slots import MaskedSentence

LANGUAGES = ("en", "zh")


def weights_file(language: str) -> Path:
    """The weights of a language by way, one a line; `python -m extractors.pairs.learn` writes them."""
    return Path(__file__).with_name(f"{language}.jsonl")


NONE, SAME = "none", "same"
"""The ways of two companies that are no parties of one deal, and of two that play the same role in one."""


_LEAST = 1e-6
_UNHEARD = -9.0
"""The logarithm of how probable a way is at least to a reader of roles, also one that it never heard of."""


class Way(NamedTuple):
    """A kind of deal with the roles of the first company and of the second."""

    kind: Kind
    first: Role
    second: Role

    @property
    def label(self) -> str:
        """How the weights call it: `purchase:buyer/seller`."""
        return f"{self.kind.value}:{self.first.value}/{self.second.value}"


def way_of(label: str) -> Way:
    """The way that a label names."""
    kind, _, roles = label.partition(":")
    first, _, second = roles.partition("/")
    return Way(Kind(kind), Role(first), Role(second))


@lru_cache(maxsize=2)
def _model(language: str) -> tuple[Model, tuple[Way | None, ...]]:
    """The weights, and the way that each of their labels names."""
    model = Model(read(weights_file(language)))
    return model, tuple(None if label in (NONE, SAME) else way_of(label) for label in model.labels)


def scores_of(features: Iterable[str], language: str) -> Scores:
    """What features say for each way, summed up; each counts once."""
    return _model(language)[0].scores(features)


def read_pairs(
    reader: RoleReader, sentences: Sequence[MaskedSentence], asked: Mapping[int, Sequence[Pair]], language: str
) -> dict[tuple[int, int], Scores]:
    """What a reader of roles says of pairs for each way, by sentence and place among those asked of it; some it may not read."""
    labels = _model(language)[0].labels
    places = [reader.labels.index(label) if label in reader.labels else -1 for label in labels]
    found = {}
    for key, row in reader.read(sentences, asked).items():
        found[key] = np.maximum(np.append(row, _UNHEARD)[places], _UNHEARD).astype(np.float64)
    return found


def shares_of(told: Scores, language: str) -> Scores:
    """How probable the weights hold each way, by the sums of what features say."""
    return np.array(_model(language)[0].shares(told))


def joined(shares: Scores, said: Scores) -> Scores:
    """How probable each way is to weights and a reader of roles together: the geometric mean of both, so both count alike."""
    scores = (np.log(np.maximum(shares, _LEAST)) + said) / 2
    both = np.exp(scores - scores.max())
    result: Scores = both / both.sum()
    return result


def by_way(shares: Scores, language: str) -> dict[Way, float]:
    """How probable each way is; what is missing to 1 is that the two make no deal with each other."""
    ways = _model(language)[1]
    return {way: float(share) for way, share in zip(ways, shares, strict=True) if way is not None}
