"""The company gazetteer: who a company is, and under which names the press of each region speaks of it.

Two files lie in ``corpora/companies/``: ``core.jsonl``, edited by hand, and ``listed.jsonl``, the long tail that
``python -m corpora.build_companies`` writes from exchange tables. Both hold one JSON object a line::

    {"id": "nvidia", "name": "Nvidia", "country": "US", "parent": null, "tickers": ["NASDAQ:NVDA"],
     "aliases": [{"text": "輝達", "regions": ["TW"]}, {"text": "英伟达", "regions": ["CN"]}]}

Names are written in the script in which they are used and never converted: whoever matches them converts the name
and the article alike (OpenCC ``t2s``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.errors import DealtrailError

REGIONS = frozenset({"TW", "HK", "CN", "EN", "*"})
"""Whose press uses a name: Taiwan, Hong Kong, Mainland China, the English press, or everybody's (``*``)."""

COMPANY_FILES = (
    Path(__file__).parent / "companies" / "core.jsonl",
    Path(__file__).parent / "companies" / "listed.jsonl",
)
"""The two files of the gazetteer; where both know a company, the first one wins."""

_HONG_KONG_CODE_WIDTH = 5
_COMPANY_KEYS = frozenset({"id", "name", "country", "parent", "tickers", "aliases"})
_ALIAS_KEYS = frozenset({"text", "regions", "context", "not_before", "not_after"})
_EMPTY: tuple[str, ...] = ()


class GazetteerError(DealtrailError):
    """A line of a company file is not what it should be.

    Args:
        file: The file's name.
        line: The line's number, from 1.
        reason: What is wrong with it.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a company.

    Attributes:
        text: The name, in the script in which it is used.
        regions: Whose press uses it, a subset of `REGIONS`.
        context: Whether a match needs a second cue (a ticker, a legal suffix, a deal verb, an amount of money).
        not_before: Strings in simplified characters after which the name is no name (令人 before 联想).
        not_after: Strings in simplified characters before which the name is no name (膨 after 高通).
    """

    text: str
    regions: tuple[str, ...]
    context: bool = False
    not_before: tuple[str, ...] = _EMPTY
    not_after: tuple[str, ...] = _EMPTY

    def used_in(self, region: str) -> bool:
        """Say whether the press of ``region`` uses this name."""
        return region in self.regions or "*" in self.regions


@dataclass(frozen=True, slots=True)
class Company:
    """A company as a party to deals.

    Attributes:
        id: A stable slug (``nvidia``); listed companies of the long tail carry their ticker (``twse-1101``).
        name: The usual short name, English where there is one.
        country: ISO 3166 alpha-2 code, None where the source does not say.
        parent: The id of the owner, for subsidiaries and brands that act under their own name.
        tickers: ``EXCHANGE:CODE``, the main listing first.
        aliases: All its names, ``name`` among them.
    """

    id: str
    name: str
    country: str | None
    parent: str | None
    tickers: tuple[str, ...]
    aliases: tuple[Alias, ...]


def read_companies(path: Path) -> Iterator[Company]:
    """Yield the companies of one file, in its order.

    Raises:
        GazetteerError: At the first line that is not a company.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield _company(json.loads(line))
        except json.JSONDecodeError as error:
            raise GazetteerError(path.name, number, f"no JSON: {error.msg}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise GazetteerError(path.name, number, _reason(error)) from error


@lru_cache(maxsize=1)
def load_companies() -> tuple[Company, ...]:
    """Return every company of `COMPANY_FILES`, the hand-made core first."""
    return tuple(company for path in COMPANY_FILES for company in read_companies(path))


def company_by_id(company_id: str) -> Company | None:
    """Return the company with this id, None if there is none."""
    return _ids().get(company_id)


def by_ticker(code: str, exchange: str | None = None) -> Company | None:
    """Return the company listed under a code.

    Args:
        code: The code alone (``NVDA``, ``2330``, ``700``); Hong Kong's leading zeros may be missing.
        exchange: The exchange as in `Company.tickers` (``NASDAQ``, ``TWSE``, ``HKEX``), None for any.

    Returns:
        None if nobody has the code, or if no exchange is given and more than one company has it.
    """
    found = {
        company.id: company for company in _tickers().get(_plain_code(code), ()) if _listed(company, code, exchange)
    }
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=1)
def _ids() -> dict[str, Company]:
    return {company.id: company for company in reversed(load_companies())}


@lru_cache(maxsize=1)
def _tickers() -> dict[str, tuple[Company, ...]]:
    index: dict[str, tuple[Company, ...]] = {}
    for company in load_companies():
        for ticker in company.tickers:
            key = _plain_code(ticker.partition(":")[2])
            index[key] = (*index.get(key, ()), company)
    return index


def _listed(company: Company, code: str, exchange: str | None) -> bool:
    """Say whether a ticker of the company is this code on this exchange, written in full outside Hong Kong."""
    wanted = code.upper()
    for ticker in company.tickers:
        place, _, own = ticker.partition(":")
        full = wanted.zfill(_HONG_KONG_CODE_WIDTH) if place == "HKEX" else wanted
        if own.upper() == full and exchange in (None, place):
            return True
    return False


def _plain_code(code: str) -> str:
    return code.upper().lstrip("0")


def _company(entry: dict[str, Any]) -> Company:
    if not isinstance(entry, dict):
        raise TypeError("no JSON object")
    if not entry.keys() <= _COMPANY_KEYS:
        raise ValueError(f"unknown key: {', '.join(sorted(entry.keys() - _COMPANY_KEYS))}")
    aliases = tuple([_alias(alias) for alias in entry["aliases"]])
    if not aliases:
        raise ValueError("no aliases")
    return Company(
        _text(entry, "id"),
        _text(entry, "name"),
        entry.get("country"),
        entry.get("parent"),
        _texts(entry.get("tickers", _EMPTY), "tickers"),
        aliases,
    )


def _alias(entry: dict[str, Any]) -> Alias:
    if not entry.keys() <= _ALIAS_KEYS:
        raise ValueError(f"unknown key in an alias: {', '.join(sorted(entry.keys() - _ALIAS_KEYS))}")
    regions = _texts(entry["regions"], "regions")
    if not regions or not REGIONS.issuperset(regions):
        raise ValueError(f"bad regions: {entry['regions']}")
    if len(entry) == 2:  # the common case: no flags
        return Alias(_text(entry, "text"), regions)
    context = entry.get("context", False)
    if not isinstance(context, bool):
        raise TypeError("context is neither true nor false")
    return Alias(
        _text(entry, "text"),
        regions,
        context,
        _texts(entry.get("not_before", _EMPTY), "not_before"),
        _texts(entry.get("not_after", _EMPTY), "not_after"),
    )


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} is not a text")
    return value


def _texts(values: object, key: str) -> tuple[str, ...]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"{key} is not a list")
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{key} holds something that is not a text")
    return tuple(values)


def _reason(error: Exception) -> str:
    return f"missing key: {error.args[0]}" if isinstance(error, KeyError) else str(error)
