"""The texts from which company names are learned: the project's passages and dev articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from corpora.goldfile import GOLD
from corpora.passages import TRAINING, read_passages
from corpora.tagged import LEFT_OUT

NAME, OTHER = "name", "other"
"""What a run of words may be."""


class Text(NamedTuple):
    """A text with names of companies in it; where not `all_named`, other companies stand in it too."""

    own: str
    names: frozenset[str]
    all_named: bool = True


def texts(language: str) -> Iterator[Text]:
    """All passages of a language but every fifth, and its dev articles, of which only the parties of deals are written down."""
    for path in sorted((TRAINING / language).glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if number % LEFT_OUT:
                yield Text(passage.text, frozenset(name for company in passage.companies for name in company))
    for path in sorted(GOLD.glob(f"*dev-{language}*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            parties = [party for deal in record["deals"] for party in deal["parties"]]
            names = frozenset(name for party in parties for name in (party["name"], *party.get("aliases", ())))
            yield Text(record["text"], names, all_named=False)
