"""Who a party is: the gazetteer's company where a name leads to exactly one, else the name itself, normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

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


T = TypeVar("T")


@lru_cache(maxsize=100_000)
def normal_name(name: str) -> str:
    """A name for comparison: one width, one script, one case, no spaces or signs, no legal suffix.

    The suffix is left where the name would be nothing without it.
    """
    plain = _NOT_NAME.sub("", simplified(unicodedata.normalize("NFKC", name)).casefold())
    while (cut := _SUFFIX.sub("", plain)) != plain and len(cut) >= _LEAST_NAME:
        plain = cut
    return plain or name.strip().casefold()


def simplified(text: str) -> str:
    """A text in simplified characters, as long as it was."""
    return str(_converter().convert(text))


@lru_cache(maxsize=100_000)
def identify(party: Party) -> Identity:
    """The company that a party is: by its own id, by its name, by its other names if they agree, else provisional."""
    if party.company_id is not None:
        if party.company_id.startswith(PROVISIONAL):
            return Identity(party.company_id, False, party.name)
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


@dataclass(frozen=True, slots=True)
class CompanyRulings:
    """What people ruled of companies.

    `leads` sends a company to the one that it was merged into, `names` a normalised name to the company that bears it,
    `shown` gives a company its name for people, `parents` its owner; `confirmed` are companies that are no longer
    provisional.
    """

    leads: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


class Companies:
    """Who companies are: the gazetteer, overruled by people. A name that they gave a company never falls back."""

    def __init__(self, rulings: CompanyRulings | None = None) -> None:
        self.rulings = rulings or CompanyRulings()
        self._made: dict[tuple[Callable[..., object], Party], object] = {}

    def identity(self, party: Party) -> Identity:
        """The company that a party is."""
        rulings = self.rulings
        ruled = rulings.names.get(normal_name(party.name)) if rulings.names else None
        found = identify(party) if ruled is None else Identity(ruled, not ruled.startswith(PROVISIONAL), party.name)
        final = self.final(found.id)
        if final != found.id:
            found = self.by_id(final, party.name)
        if final in rulings.shown or final in rulings.confirmed or ruled is not None:
            found = self.by_id(final, party.name)
        return found

    def by_id(self, company_id: str, fallback: str) -> Identity:
        """A company by its id, which must not lead to another; `fallback` names it if nothing else does."""
        provisional = company_id.startswith(PROVISIONAL)
        found = Identity(company_id, False, fallback) if provisional else _known(company_id, fallback)
        known = found.known or company_id in self.rulings.confirmed
        return Identity(company_id, known, self.rulings.shown.get(company_id, found.name))

    def final(self, company_id: str) -> str:
        """The id of the company that this one was merged into, or its own."""
        seen = {company_id}
        while (leads_to := self.rulings.leads.get(company_id)) is not None and leads_to not in seen:
            seen.add(leads_to)
            company_id = leads_to
        return company_id

    def parent(self, company_id: str) -> str | None:
        """The id of a company's owner; None where it has none or nobody knows it."""
        ruled = self.rulings.parents.get(company_id)
        found = ruled or (None if company_id.startswith(PROVISIONAL) else parent_of(company_id))
        return None if found is None or self.final(found) == company_id else self.final(found)

    def group(self, company_id: str) -> str:
        """The id of a company's topmost owner, or its own."""
        seen = {company_id}
        while (parent := self.parent(company_id)) is not None and parent not in seen:
            seen.add(parent)
            company_id = parent
        return company_id

    def remembered(self, party: Party, make: Callable[[Party, Companies], T]) -> T:
        """What `make` makes of a party, made once: the same few companies stand in most mentions."""
        made = self._made.get((make, party))
        if made is None:
            made = self._made[make, party] = make(party, self)
        return made  # type: ignore[return-value]


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


GAZETTEER = Companies()
"""Companies as the gazetteer alone knows them."""
