"""What stands behind a claim: the company's own release, a report, or a rumour."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.resolve import normal_name
from schemas.deal import Status
from schemas.merged import Claim, Standing

_FILE = Path(__file__).parents[1] / "corpora" / "lexicons" / "standing.toml"
_LEAST_NAME = 3


def standing(claim: Claim) -> Standing:
    """Rumour where it says so itself; release where its address is a press wire's or a party's own; else report."""
    if claim.mention.status is Status.RUMOURED:
        return Standing.RUMOUR
    if claim.url is None:
        return Standing.REPORT
    names = (name for party in claim.mention.parties for name in (party.name, *party.aliases))
    return Standing.RELEASE if _is_release(claim.url, tuple(names)) else Standing.REPORT


ORDER = {Standing.RELEASE: 0, Standing.REPORT: 1, Standing.RUMOUR: 2}
"""The weightiest first."""


@lru_cache(maxsize=10_000)
def _is_release(url: str, names: tuple[str, ...]) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    words = lexicon()
    if any(host == wire or host.endswith("." + wire) for wire in words["wires"]):
        return True
    labels = host.split(".")
    own = {each.replace("-", "") for each in labels[:-1]}
    if labels and labels[0] in words["labels"] and len(labels) > 2:
        return True
    return any(_bears(own, normal_name(name)) for name in names)


def _bears(labels: Iterable[str], name: str) -> bool:
    """Whether a host bears a company's name, alone or before a word for its news (examplenews.example.com)."""
    if not name.isascii() or len(name) < _LEAST_NAME:
        return False
    return any(label == name or label == name + "news" for label in labels)


@lru_cache(maxsize=1)
def lexicon() -> dict[str, list[str]]:
    """The hosts and labels; the words of change stand in tables of their own."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {"wires": data["wires"], "labels": data["labels"]}


@lru_cache(maxsize=4)
def words_of_change(what: str) -> tuple[str, ...]:
    """Words with which a sentence says that a sum was `cut`, `raised` or `corrected`, or speaks of `debt`.

    In lower case and simplified characters.
    """
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return (*data[what]["zh"], *data[what]["en"])
