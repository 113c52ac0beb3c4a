"""The companies of a database, and for those that nobody listed, which company each may be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, func, select

from pipeline.resolve import PROVISIONAL, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.log import companies_of
from schemas.errors import DecisionError

_LATIN, _CHINESE = 88.0, 80.0
"""The least likeness of two names in percent; of the few characters of a Chinese name one more may differ."""

_MOST = 5
_LETTER = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company as it stands: `mentions` are those that name it, `names` its forms in articles, `group` its topmost
    owner.
    """

    id: str
    name: str
    provisional: bool
    mentions: int
    names: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that a provisional one may be, how likely (percent), and why."""

    id: str
    name: str
    score: float
    reason: str


def companies(store: Store, *, provisional: bool = False, like: str | None = None) -> list[CompanyRow]:
    """The companies that deals name, the most told of first.

    Args:
        store: The database.
        provisional: Only those that are known by their names alone.
        like: Only those one of whose names holds this text, in any script and case.
    """
    with store.reading() as connection:
        known = companies_of(connection)
        names = _names(connection)
        counts = _counts(connection)
        rows = (
            connection.execute(select(t.company).where(t.company.c.id.in_(counts)))
            if len(counts) < 500
            else (row for row in connection.execute(select(t.company)) if row.id in counts)
        )
        wanted = None if like is None else normal_name(like)
        found = [
            CompanyRow(
                row.id, row.name, row.provisional, counts[row.id], tuple(sorted(names[row.id])), known.group(row.id)
            )
            for row in rows
            if (row.provisional or not provisional)
            and (wanted is None or any(wanted in normal_name(name) for name in {row.name, *names[row.id]}))
        ]
    return sorted(found, key=lambda each: (-each.mentions, each.name, each.id))


def company_called(store: Store, text: str) -> str:
    """The id of the one company that an id or a name means.

    Raises:
        DecisionError: If there is none, or several; the text names those.
    """
    with store.reading() as connection:
        if connection.scalar(select(t.company.c.id).where(t.company.c.id == text)) is not None:
            return text
        plain = normal_name(text)
        names = _names(connection)
        shown = {row.id: row.name for row in connection.execute(select(t.company))}
    found = sorted(
        company for company, own in names.items() if plain in {normal_name(name) for name in {shown[company], *own}}
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise DecisionError(f"no company in this database is called {text!r}; `dealtrail companies list` shows them")
    raise DecisionError(f"several companies are called {text!r}: {', '.join(found)}; name one by its id")


def candidates(
    store: Store,
    company_id: str,
    names: Mapping[str, set[str]] | None = None,
    shown: Mapping[str, str] | None = None,
) -> list[Candidate]:
    """Who a company that nobody listed may be, the likeliest first: by like names or by a deal told of both.

    Names are compared within one script alone: 輝達 and 英伟达 share no character. Across scripts a candidate is who
    does the same deal: the same counterparty, kind and sum.

    Args:
        store: The database.
        company_id: The company.
        names: The names of all companies by id, where they are known already.
        shown: The names that they are shown by, likewise.
    """
    with store.reading() as connection:
        names = _names(connection) if names is None else names
        own = {normal_name(name) for name in names.get(company_id, ())} | {company_id.removeprefix(PROVISIONAL)}
        if shown is None:
            shown = {row.id: row.name for row in connection.execute(select(t.company))}
        found = {each.id: each for each in _of_like_deals(connection, company_id, shown)}
    for each in _of_like_names(own, company_id, names, shown):
        if each.id not in found or found[each.id].score < each.score:
            found[each.id] = each
    return sorted(found.values(), key=lambda each: (-each.score, each.id))[:_MOST]


def read_listed_names() -> None:
    """Read the listed names now, so that who first asks for candidates does not wait for them."""
    for latin in (True, False):
        _listed_in(latin)


def _of_like_names(
    own: Iterable[str], company_id: str, names: Mapping[str, set[str]], shown: Mapping[str, str]
) -> Iterator[Candidate]:
    listed, told_here = _listed(), dict[str, str]()
    for company, forms in list(names.items()):
        for form in forms:
            plain = normal_name(form)
            if plain not in listed:
                told_here.setdefault(plain, company)
    for name in own:
        latin = bool(_LETTER.search(name))
        like = [*_listed_in(latin), *(each for each in told_here if bool(_LETTER.search(each)) == latin)]
        least = _LATIN if latin else _CHINESE
        for match, score, _ in process.extract(name, like, scorer=fuzz.ratio, score_cutoff=least, limit=_MOST):
            company = listed[match] if match in listed else told_here[match]
            if company != company_id:
                told = f"{match} is like {name}" if match != name else f"both are called {name}"
                yield Candidate(company, shown.get(company) or _listed_name(company), round(score, 1), told)


def _of_like_deals(connection: Connection, company_id: str, shown: Mapping[str, str]) -> Iterator[Candidate]:
    """Companies in the same place of a deal of the same kind and sum with the same counterparty."""
    other, mine, beside = t.mention_party.alias(), t.mention_party.alias(), t.mention_party.alias()
    theirs, first, second = t.mention_party.alias(), t.mention.alias(), t.mention.alias()
    query = (
        select(theirs.c.company_id, other.c.company_id.label("with_id"), first.c.amount_value, first.c.amount_currency)
        .select_from(mine)
        .join(first, first.c.id == mine.c.mention_id)
        .join(other, (other.c.mention_id == first.c.id) & (other.c.company_id != company_id))
        .join(beside, beside.c.company_id == other.c.company_id)
        .join(second, (second.c.id == beside.c.mention_id) & (second.c.id != first.c.id))
        .join(theirs, (theirs.c.mention_id == second.c.id) & (theirs.c.role == mine.c.role))
        .where(
            mine.c.company_id == company_id,
            first.c.kind == second.c.kind,
            first.c.amount_value == second.c.amount_value,
            first.c.amount_currency == second.c.amount_currency,
            theirs.c.company_id != company_id,
            theirs.c.company_id != other.c.company_id,
        )
        .distinct()
    )
    for row in connection.execute(query):
        told = f"{row.amount_currency} {row.amount_value} with {shown.get(row.with_id, row.with_id)} is told of both"
        yield Candidate(row.company_id, shown.get(row.company_id, row.company_id), 75.0, told)


def _names(connection: Connection) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(t.mention_party.c.company_id, t.mention_party.c.name).distinct()):
        names[row.company_id].add(row.name)
    return names


def _counts(connection: Connection) -> dict[str, int]:
    query = select(t.mention_party.c.company_id, func.count(t.mention_party.c.mention_id.distinct())).group_by(
        t.mention_party.c.company_id
    )
    return {company: int(count) for company, count in connection.execute(query)}


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """The gazetteer's companies by normalised name, where that is one company's alone."""
    from corpora.gazetteer import load_companies

    names: dict[str, set[str]] = defaultdict(set)
    for company in load_companies():
        for name in {company.name, *(alias.text for alias in company.aliases)}:
            names[normal_name(name)].add(company.id)
    return {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}


@lru_cache(maxsize=2)
def _listed_in(latin: bool) -> tuple[str, ...]:
    """The listed names with Latin letters, or those without: to part them takes longer than to compare them."""
    return tuple(name for name in _listed() if bool(_LETTER.search(name)) == latin)


def _listed_name(company_id: str) -> str:
    from corpora.gazetteer import company_by_id

    company = company_by_id(company_id)
    return company_id if company is None else company.name
