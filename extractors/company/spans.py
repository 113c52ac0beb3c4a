"""A company as the article speaks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MODEL = "ner:"
"""How the source of a span begins that a model found; the model's name follows."""

DERIVED = frozenset({"repeated", "bracket"})
"""Sources of spans that repeat a name which the article has from elsewhere."""


class Entity(NamedTuple):
    """One company of one article: `key` is its gazetteer id or a folded name, `known` whether the gazetteer has it."""

    key: str
    name: str
    company_id: str | None = None

    @property
    def known(self) -> bool:
        """Whether the gazetteer knows the company."""
        return self.company_id is not None


@dataclass(frozen=True, slots=True)
class CompanySpan:
    """A name at `start:end` of the matching text; `source` says which recogniser found it.

    `weak` names need a second cue: they count only where a frame wants a company in just that place.
    """

    start: int
    end: int
    entity: Entity
    source: str
    weak: bool = False


class Finding(NamedTuple):
    """Who looks for companies besides the models: the tables of the `gazetteer`, and the `context` of unlisted names.

    `weighed` lets learned weights overrule what the rules of context say of a name.
    """

    gazetteer: bool = True
    context: bool = True
    weighed: bool = True


ALL = Finding()
"""All of them."""
