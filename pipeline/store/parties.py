"""Which company each party of a mention counts as, after what people ruled."""

from __future__ import annotations

import json

from sqlalchemy import Connection, bindparam, select, update

from pipeline.store import models as t
from pipeline.store.insert import insert_new
from pipeline.store.load import parts_of
from pipeline.store.log import companies_of
from pipeline.store.refresh import unsettle_mentions
from schemas.deal import Party, Role


def identify_parties(connection: Connection) -> int:
    """Tell every party's company anew; what changes is thought over at the next refresh. Say how many changed."""
    companies = companies_of(connection)
    of_party = t.mention_party.c
    distinct = select(of_party.name, of_party.role, of_party.known_id, of_party.aliases, of_party.company_id).distinct()
    changed = 0
    for row in connection.execute(distinct).all():
        party = Party(
            name=row.name, role=Role(row.role), company_id=row.known_id, aliases=tuple(json.loads(row.aliases))
        )
        identity = companies.identity(party)
        if identity.id == row.company_id:
            continue
        insert_new(
            connection, t.company, [{"id": identity.id, "name": identity.name, "provisional": not identity.known}]
        )
        known = of_party.known_id.is_(None) if row.known_id is None else of_party.known_id == row.known_id
        same = (of_party.name == row.name) & (of_party.role == row.role) & known & (of_party.aliases == row.aliases)
        ids = list(connection.scalars(select(of_party.mention_id).where(same, of_party.company_id == row.company_id)))
        connection.execute(
            update(t.mention_party).where(same, of_party.company_id == row.company_id).values(company_id=identity.id)
        )
        unsettle_mentions(connection, ids)
        changed += len(ids)
    changed += _name_companies(connection)
    return changed


def _name_companies(connection: Connection) -> int:
    """Give companies the names that people gave them, and think over the deals that show them."""
    companies = companies_of(connection)
    renamed = []
    for row in connection.execute(select(t.company)).all():
        identity = companies.by_id(row.id, row.name)
        name = identity.name if row.id in companies.rulings.shown else _own_name(connection, row.id, identity.name)
        if (name, not identity.known) != (row.name, row.provisional):
            renamed.append({"of": row.id, "called": name, "unsure": not identity.known})
    if renamed:
        statement = update(t.company).where(t.company.c.id == bindparam("of"))
        connection.execute(statement.values(name=bindparam("called"), provisional=bindparam("unsure")), renamed)
    for part in parts_of([str(row["of"]) for row in renamed]):
        of_party = t.mention_party.c
        unsettle_mentions(
            connection,
            list(connection.scalars(select(of_party.mention_id).where(of_party.company_id.in_(part)).distinct())),
        )
    return len(renamed)


def _own_name(connection: Connection, company_id: str, fallback: str) -> str:
    """What a company is called where people gave it no name: what the gazetteer says, or the least of its own forms."""
    if not company_id.startswith("~"):
        return fallback
    least = select(t.mention_party.c.name).where(t.mention_party.c.company_id == company_id)
    return connection.scalar(least.order_by(t.mention_party.c.name).limit(1)) or fallback
