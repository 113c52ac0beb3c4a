"""Tickers in the forms that news writes: (ORCL-US), (NASDAQ: AMD), (2330), 2330.TW, 09988.HK, （600276.SH）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpora.gazetteer import Company, by_ticker

_EXCHANGES = {
    "US": None, "NASDAQ": "NASDAQ", "NYSE": "NYSE", "纽约证券交易所": "NYSE", "纳斯达克": "NASDAQ",
    "TW": "TWSE", "TWO": "TPEX", "TWSE": "TWSE", "TPEX": "TPEX", "HK": "HKEX", "HKEX": "HKEX", "SEHK": "HKEX",
    "港交所": "HKEX",
    "SH": "SSE", "SS": "SSE", "SSE": "SSE", "SZ": "SZSE", "SZSE": "SZSE", "BJ": "BSE", "BSE": "BSE",
    "KS": "KRX", "KRX": "KRX", "T": "TSE", "TYO": "TSE", "TSE": "TSE", "SI": "SGX", "SGX": "SGX",
}  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, _EXCHANGES), key=len, reverse=True))
_IN_BRACKETS = re.compile(
    rf"[(（\[](?:股票代码|股份代号|证券代码|代号|代码)?[:：]?"
    rf"(?:(?P<before>{_NAMES})[:：] ?(?P<code1>[A-Z]{{1,5}}|\d{{4,6}})"
    rf"|(?P<code2>[A-Z]{{1,5}}|\d{{4,6}})(?:[-.](?P<after>{_NAMES}|[A-Z]{{1,2}}))?)(?:[,，、/][^()（）]{{1,24}})?[)）\]]"
)
_BARE = re.compile(
    rf"(?<![\w.])(?P<code>\d{{4,6}})\.(?P<after>{_NAMES})(?![A-Za-z])|(?<![\w$])\$(?P<symbol>[A-Z]{{2,5}})(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Ticker:
    """A ticker at `start:end` of the matching text (brackets included) and the companies that it may stand for."""

    start: int
    end: int
    code: str
    company: Company | None


def _companies(code: str, exchange: str | None) -> Company | None:
    """The one company of a code: by its exchange, else by the length that exchanges use."""
    exact = by_ticker(code, exchange) if exchange else None
    if exact is not None:
        return exact
    for guess in (
        ("TWSE", "TPEX")
        if len(code) == 4
        else ("HKEX",)
        if len(code) == 5
        else ("SSE", "SZSE", "BSE")
        if code.isdigit()
        else ("NASDAQ", "NYSE")
    ):
        found = by_ticker(code, guess)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1)
def find_tickers(text: str) -> tuple[Ticker, ...]:
    """The tickers of a matching text; a bracket of letters counts only with an exchange or a company that has them."""
    return tuple(_find_tickers(text))  # three recognisers ask for the tickers of the same text


def _find_tickers(text: str) -> Iterator[Ticker]:
    for match in _IN_BRACKETS.finditer(text):
        code = match["code1"] or match["code2"]
        exchange = _EXCHANGES.get(match["before"] or match["after"] or "")
        company = _companies(code, exchange)
        if company is not None or code.isdigit() or match["before"] or match["after"]:
            yield Ticker(match.start(), match.end(), code, company)
    for match in _BARE.finditer(text):
        code = match["code"] or match["symbol"]
        yield Ticker(match.start(), match.end(), code, _companies(code, _EXCHANGES.get(match["after"] or "")))
