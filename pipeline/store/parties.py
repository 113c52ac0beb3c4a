"""Which company each party of a mention counts as: by its own id, by names told together, and by what people ruled."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, select, update

from pipeline.names import learnable, told_together
from pipeline.resolve import PROVISIONAL, Companies, CompanyRulings, Identity
from pipeline.store import models as t
from pipeline.store.insert import insert_new, put
from pipeline.store.load import parts_of
from pipeline.store.log import companies_of
from pipeline.store.unsettle import unsettle_mentions
from schemas.deal import Party, Role

_OF = t.mention_party.c


def learn_names(connection: Connection, mention_ids: Sequence[int]) -> list[int]:
    """Learn which names are one company's from the parties of new mentions, and tell those parties' companies.

    Gives the mentions whose parties are other companies than before.
    """
    fresh: list[Row[Any]] = []
    for part in parts_of(mention_ids):
        rows = select(t.mention_party).where(_OF.mention_id.in_(part), _OF.known_id.is_(None))
        fresh += connection.execute(rows).all()
    parties = {_party(row) for row in fresh}
    names = sorted({name for party in parties for name in learnable(party)})
    known: dict[str, str] = {}
    for some in parts_of(names):
        query = select(t.company_name).where(t.company_name.c.name.in_(some))
        known.update({row.name: row.company_id for row in connection.execute(query)})
    homes, moved = _joined(parties, known)
    _move(connection, moved)
    _bear(connection, {name: home for name, home in homes.items() if known.get(name) != home})
    return _tell(connection, fresh, companies_of(connection, homes))


def learn_all(connection: Connection) -> None:
    """Learn names anew from every party there is, and tell every party's company."""
    rows = connection.execute(select(t.mention_party)).all()
    learned = told_together(_party(row) for row in rows if row.known_id is None).rulings.names
    connection.execute(delete(t.company_name))
    _bear(connection, learned)
    companies = companies_of(connection, learned)
    ruled = companies.rulings != CompanyRulings(names=learned)
    _tell(connection, [row for row in rows if ruled or row.known_id != row.company_id], companies)


def forget_names(connection: Connection, lost: Iterable[Party]) -> None:
    """Learn names anew that parties told together which are not there any more."""
    parties = {each for each in lost if each.company_id is None and len(learnable(each)) > 1}
    told = [each for each in parties if not _still_told(connection, each)]
    names = sorted({name for each in told for name in learnable(each)})
    borne = select(t.company_name.c.company_id).where(t.company_name.c.name.in_(names))
    homes = sorted(set(connection.scalars(borne))) if names else []
    if not homes:
        return
    companies = companies_of(connection)
    bearers = sorted({*homes, *map(companies.final, homes)})
    connection.execute(delete(t.company_name).where(t.company_name.c.company_id.in_(homes)))
    ids = connection.scalars(select(_OF.mention_id).where(_OF.company_id.in_(bearers)).distinct())
    unsettle_mentions(connection, learn_names(connection, sorted(ids)))


def _still_told(connection: Connection, party: Party) -> bool:
    aliases = json.dumps(list(party.aliases), ensure_ascii=False)
    same = and_(_OF.name == party.name, _OF.aliases == aliases, _OF.known_id.is_(None))
    return connection.execute(select(_OF.mention_id).where(same).limit(1)).first() is not None


def identify_parties(connection: Connection) -> None:
    """Tell every party's company anew after people ruled; what changes is thought over at the next refresh."""
    learned = {row.name: row.company_id for row in connection.execute(select(t.company_name))}
    companies = companies_of(connection, learned)
    unsettle_mentions(connection, _tell(connection, connection.execute(select(t.mention_party)).all(), companies))
    _name_companies(connection, companies)


def misidentified(connection: Connection) -> list[int]:
    """The mentions with a party that counts as another company than its names and people's rulings make it now."""
    rows = connection.execute(select(t.mention_party)).all()
    learned = told_together(_party(row) for row in rows if row.known_id is None).rulings.names
    companies = companies_of(connection, learned)
    return sorted({row.mention_id for row in rows if companies.remembered(_party(row), _identity).id != row.company_id})


def _joined(parties: Iterable[Party], known: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The company of each name of these parties, and companies that turn out to be another one.

    A company's id is made of the least of its names, in whatever order they are learned.
    """
    home: dict[str, str] = {}

    def find(company: str) -> str:
        while home.setdefault(company, company) != company:
            home[company] = home[home[company]]
            company = home[company]
        return company

    homes: dict[str, str] = {}
    for party in sorted(parties, key=lambda each: (each.name, each.aliases)):
        names = sorted(learnable(party))
        for name in names:
            homes.setdefault(name, known.get(name, PROVISIONAL + name))
        for name in names[1:]:
            first, second = sorted((find(homes[names[0]]), find(homes[name])))
            home[second] = first
    moved = {company: find(company) for company in set(known.values()) if find(company) != company}
    return {name: find(company) for name, company in homes.items()}, moved


def _move(connection: Connection, moved: Mapping[str, str]) -> None:
    """Give companies that turned out to be others their new ids, everywhere."""
    for company, home in sorted(moved.items()):
        insert_new(connection, t.company, [{"id": home, "name": home.removeprefix(PROVISIONAL), "provisional": True}])
        names = t.company_name
        connection.execute(update(names).where(names.c.company_id == company).values(company_id=home))
        ids = list(connection.scalars(select(_OF.mention_id).where(_OF.company_id == company).distinct()))
        connection.execute(update(t.mention_party).where(_OF.company_id == company).values(company_id=home))
        unsettle_mentions(connection, ids)


def _bear(connection: Connection, names: Mapping[str, str]) -> None:
    companies = sorted(set(names.values()))
    rows = [{"id": each, "name": each.removeprefix(PROVISIONAL), "provisional": True} for each in companies]
    insert_new(connection, t.company, rows)
    put(connection, t.company_name, [{"name": name, "company_id": names[name]} for name in sorted(names)])


def _tell(connection: Connection, rows: Sequence[Row[Any]], companies: Companies) -> list[int]:
    """Write the company of each of these parties where it is another than before; give the mentions that changed."""
    changed = []
    for row in rows:
        identity = companies.remembered(_party(row), _identity)
        if identity.id != row.company_id:
            changed.append((row.mention_id, row.position, identity))
    known = {identity.id: identity for _, _, identity in changed}
    told = [{"id": each.id, "name": each.name, "provisional": not each.known} for each in known.values()]
    insert_new(connection, t.company, sorted(told, key=lambda row: str(row["id"])))
    if changed:
        own = (_OF.mention_id == bindparam("mention")) & (_OF.position == bindparam("place"))
        connection.execute(
            update(t.mention_party).where(own).values(company_id=bindparam("company")),
            [{"mention": mention, "place": place, "company": each.id} for mention, place, each in changed],
        )
    return [mention for mention, _, _ in changed]


def _identity(party: Party, companies: Companies) -> Identity:
    return companies.identity(party)


def _name_companies(connection: Connection, companies: Companies) -> None:
    """Give companies the names that people gave them, and think over the deals that show them."""
    least: dict[str, str] = {}
    rows = select(_OF.company_id, _OF.name).where(_OF.company_id.startswith(PROVISIONAL)).distinct()
    for row in connection.execute(rows):
        least[row.company_id] = min(least.get(row.company_id, row.name), row.name)
    renamed = []
    for row in connection.execute(select(t.company)).all():
        identity = companies.by_id(row.id, least.get(row.id, row.name))
        if (identity.name, not identity.known) != (row.name, row.provisional):
            renamed.append({"of": row.id, "called": identity.name, "unsure": not identity.known})
    if renamed:
        statement = update(t.company).where(t.company.c.id == bindparam("of"))
        connection.execute(statement.values(name=bindparam("called"), provisional=bindparam("unsure")), renamed)
    ids: dict[int, None] = defaultdict()
    for part in parts_of([str(row["of"]) for row in renamed]):
        ids.update(dict.fromkeys(connection.scalars(select(_OF.mention_id).where(_OF.company_id.in_(part)))))
    unsettle_mentions(connection, list(ids))


def _party(row: Row[Any]) -> Party:
    return _made_party(row.name, row.role, row.known_id, row.aliases)


@lru_cache(maxsize=100_000)
def _made_party(name: str, role: str, known_id: str | None, aliases: str) -> Party:
    return Party(name=name, role=Role(role), company_id=known_id, aliases=tuple(json.loads(aliases)))
