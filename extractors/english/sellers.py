"""What a company sells, by its name: a contract with a cloud is for computing, one with a utility for electricity."""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.gazetteer import company_by_id
from corpora.lexicon import lexicon
from extractors.company.latin_names import folded
from extractors.company.spans import Entity
from schemas.deal import Kind

_KINDS = {"compute": Kind.COMPUTE, "power": Kind.POWER, "goods": Kind.PURCHASE, "loan": Kind.DEBT}


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[Kind, frozenset[str], re.Pattern[str]], ...]:
    table = lexicon("sellers")
    return tuple(
        (
            kind,
            frozenset(folded(name) for name in table[trade]["names"]),
            re.compile(r"\b(?:" + "|".join(table[trade]["words"]) + r")\b", re.IGNORECASE),
        )
        for trade, kind in _KINDS.items()
    )


@lru_cache(maxsize=10_000)
def sold_by(entity: Entity) -> Kind | None:
    """The kind of the deals in which a company sells, None where its name does not say it."""
    company = company_by_id(entity.key)
    names = [entity.name] if company is None else [entity.name, *(alias.text for alias in company.aliases)]
    keys = {folded(name) for name in names}
    for kind, listed, _ in _table():
        if keys & listed:
            return kind
    for kind, _, words in _table():
        if words.search(entity.name):
            return kind
    return None
