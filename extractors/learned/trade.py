"""What trade a company is in, as its name says it: what a reader of roles may know of a company beside its place."""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.spans import Entity
from extractors.english.sellers import sold_by
from schemas.deal import Kind

TRADES = (
    "compute", "power", "goods", "drugs", "mining", "bank", "fund", "insurer", "property", "transport", "software",
    "consumer",
)  # fmt: skip
"""All trades, in the order of their ids."""

_BY_SALES = {Kind.COMPUTE: "compute", Kind.POWER: "power", Kind.PURCHASE: "goods", Kind.DEBT: "bank"}


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon("trades_in_names")
    return tuple(
        (
            trade,
            re.compile(
                r"\b(?:" + "|".join(table[trade]["english"]) + r")\b|" + "|".join(table[trade]["chinese"]),
                re.IGNORECASE,
            ),
        )
        for trade in TRADES
    )


@lru_cache(maxsize=10_000)
def trade_of(entity: Entity) -> str | None:
    """The trade of a company: the last that its name tells, or what it is known to sell; None where neither says it."""
    sold = sold_by(entity)
    if sold is not None and entity.known:
        return _BY_SALES[sold]
    found = [(match.end(), trade) for trade, words in _words() for match in words.finditer(entity.name)]
    if found:
        return max(found)[1]
    return None if sold is None else _BY_SALES[sold]
