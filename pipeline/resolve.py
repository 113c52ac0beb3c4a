"""Who a party is: the gazetteer's company where a name leads to exactly one, else the name itself, normalised."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas.deal import Party

if TYPE_CHECKING:
    import opencc

PROVISIONAL = "~"
"""First character of the id of a company that is known by its name alone."""

_NOT_NAME = re.compile(r"[\s\W_]+")
_SUFFIX = re.compile(
    r"(incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|lp|ag|se|sa|nv|group|holdings|holding"
    r"|technologies|technology|控股|股份有限公司|有限责任公司|有限公司|股份公司|公司|集团|股份)$"
)
_LEAST_NAME = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """A company: `id` is the gazetteer's, or `~` and the normalised name where `known` is false."""

    id: str
    known: bool
    name: str


@lru_cache(maxsize=100_000)
def normal_name(name: str) -> str:
    """A name for comparison: one width, one script, one case, no spaces or signs, no legal suffix.

    The suffix is left where the name would be nothing without it.
    """
    plain = _NOT_NAME.sub("", _converter().convert(unicodedata.normalize("NFKC", name)).casefold())
    while (cut := _SUFFIX.sub("", plain)) != plain and len(cut) >= _LEAST_NAME:
        plain = cut
    return plain or name.strip().casefold()


@lru_cache(maxsize=100_000)
def identify(party: Party) -> Identity:
    """The company that a party is: by its own id, by its name, by its other names if they agree, else provisional."""
    if party.company_id is not None:
        return _known(party.company_id, party.name)
    by_name = company_ids(party.name)
    if len(by_name) == 1:
        return _known(next(iter(by_name)), party.name)
    by_alias = {company for alias in party.aliases for company in _sole(company_ids(alias))}
    if not by_name and len(by_alias) == 1:
        return _known(next(iter(by_alias)), party.name)
    return Identity(PROVISIONAL + normal_name(party.name), False, party.name)


def company_ids(name: str) -> frozenset[str]:
    """The gazetteer's companies that go by this name, in any script and with any legal suffix."""
    return _gazetteer().get(normal_name(name), frozenset())


@lru_cache(maxsize=100_000)
def parent_of(company_id: str) -> str | None:
    """The id of a company's owner; None where it has none or the gazetteer does not know it."""
    from corpora.gazetteer import company_by_id

    company = company_by_id(company_id)
    return None if company is None else company.parent


def names_of(party: Party) -> frozenset[str]:
    """The normalised name and aliases of a party that are long enough to tell companies apart."""
    names = {normal_name(name) for name in (party.name, *party.aliases)}
    return frozenset(name for name in names if len(name) >= _LEAST_NAME)


def _known(company_id: str, fallback: str) -> Identity:
    from corpora.gazetteer import company_by_id

    company = company_by_id(company_id)
    return Identity(company_id, True, fallback if company is None else company.name)


def _sole(companies: frozenset[str]) -> frozenset[str]:
    return companies if len(companies) == 1 else frozenset()


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, frozenset[str]]:
    """Companies by normalised name; one that needs context to be read as a name is still that company's name here."""
    from corpora.gazetteer import load_companies

    index: dict[str, set[str]] = {}
    for company in load_companies():
        for name in {company.name, *(alias.text for alias in company.aliases)}:
            index.setdefault(normal_name(name), set()).add(company.id)
    return {name: frozenset(companies) for name, companies in index.items()}


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")
