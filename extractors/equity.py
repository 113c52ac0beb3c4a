"""Whether a stake makes an investment or an acquisition: up to half of a company is one, more than half the other."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.assemble import Draft
from schemas.deal import Kind

_HALF = 50
_INVESTED = {"acquirer": "investor", "target": "investee"}
_ACQUIRED = {invested: acquired for acquired, invested in _INVESTED.items()}


@lru_cache(maxsize=1)
def _whole() -> re.Pattern[str]:
    words = lexicon("equity")["whole"]
    return re.compile("|".join([*words["zh"], *(rf"\b{word}\b" for word in words["en"])]), re.IGNORECASE)


def settle_equity(item: Draft) -> None:
    """Set kind and roles of a deal by the stake that it states, unless its sentence speaks of the whole company."""
    stake = item.others.get("stake_pct")
    if stake is None or stake.value is None or any(candidate.ware is not None for candidate in item.candidates):
        return
    if item.kind is Kind.ACQUISITION and stake.value <= _HALF:
        if not any(_whole().search(candidate.masked.body) for candidate in item.candidates):
            _retell(item, Kind.INVESTMENT, _INVESTED)
    elif item.kind is Kind.INVESTMENT and stake.value > _HALF:
        _retell(item, Kind.ACQUISITION, _ACQUIRED)


def _retell(item: Draft, kind: Kind, roles: dict[str, str]) -> None:
    item.kind = kind
    item.filled = [replace(filled, role=roles.get(filled.role, filled.role)) for filled in item.filled]
