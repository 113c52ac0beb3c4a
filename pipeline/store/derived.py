"""Whether what is made of mentions and decisions is what they would make now, and making it anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.store import making, refresh
from pipeline.store import models as t
from pipeline.store.fault import Fault, fault
from pipeline.store.insert import insert_new
from pipeline.store.load import parts_of
from pipeline.store.located import locate, mislocated
from pipeline.store.log import anchor_rows, companies_of, misled_anchors, read_log
from pipeline.store.parties import identify_parties, misidentified
from pipeline.store.references import drop_dangling
from pipeline.store.refresh import Refreshed
from pipeline.store.unsettle import unsettle_all


def differing(connection: Connection) -> list[Fault]:
    """Deals, links, blocks and doubts that differ from those made anew; what waits for the next merge is left out."""
    settled = _settled(connection)
    anew = making.made_anew(connection, [mention_id for ids in settled.values() for mention_id in ids])
    links = {row.mention_id: row for row in connection.execute(select(t.deal_mention))}
    elsewhere: list[int] = []
    other: list[int] = []
    found: dict[int, str] = {}
    for number, group in enumerate(anew.groups):
        deal_id = links[group[0]].deal_id
        if sorted(group) != sorted(settled[deal_id]):
            elsewhere += group
            continue
        found[number] = deal_id
        for mention_id in group:
            component, reasons = anew.link(number, mention_id)
            row = links[mention_id]
            if (row.component, row.reasons) != (component, json.dumps(reasons, ensure_ascii=False)):
                other.append(mention_id)
    return [
        *fault("mentions that belong to another deal", _places(connection, elsewhere)),
        *fault("mentions merged for other reasons than now", _places(connection, other)),
        *fault("deals that differ from what their mentions and decisions make", _stale(connection, anew, found)),
        *fault("mentions with other block keys", _places(connection, _unblocked(connection, anew))),
        *fault("doubts that differ from those that there are now", _doubts(connection, anew, found)),
    ]


def misled(connection: Connection) -> list[Fault]:
    """Parties and decisions that are led to another company or mention than they would be now."""
    return [
        *fault("mentions with a party that is another company", _places(connection, misidentified(connection))),
        *fault("decisions led to another mention", misled_anchors(connection)),
        *fault(
            "mentions that say wrongly whether their evidence is found", _places(connection, mislocated(connection))
        ),
    ]


def make_anew(connection: Connection, now: str) -> tuple[int, Refreshed]:
    """Make all derived tables anew, in a transaction that writes; say how many lost rows went, and what changed.

    Articles, mentions, decisions and the ids of deals are left as they are.
    """
    for table in (t.mention_block, t.doubt, t.decision_mention, t.unsettled):
        connection.execute(delete(table))
    dropped = drop_dangling(connection)
    insert_new(connection, t.decision_mention, [row for each in read_log(connection) for row in anchor_rows(each)])
    _put_companies(connection)
    _lead_ids(connection, now)
    _let_go_of_garbled_records(connection)
    identify_parties(connection)
    locate(connection)
    unsettle_all(connection)
    return dropped, refresh.refresh(connection, now)


def _settled(connection: Connection) -> dict[str, list[int]]:
    """The mentions of each deal of which nothing waits for the next merge."""
    waiting = set(connection.scalars(select(t.unsettled.c.component)))
    unmerged = set(connection.scalars(select(t.deal_mention.c.deal_id).where(t.deal_mention.c.component.is_(None))))
    deals: dict[str, list[int]] = defaultdict(list)
    present = select(t.deal_mention).join(t.mention, t.mention.c.id == t.deal_mention.c.mention_id)
    for row in connection.execute(present):
        if not {row.deal_id, row.component} & waiting and row.deal_id not in unmerged:
            deals[row.deal_id].append(row.mention_id)
    return deals


def _places(connection: Connection, ids: Iterable[int]) -> list[str]:
    places: list[str] = []
    for part in parts_of(list(ids)):
        query = select(t.article.c.doc_id, t.mention.c.position).join(t.mention).where(t.mention.c.id.in_(part))
        places += (f"{row.doc_id} mention {row.position}" for row in connection.execute(query))
    return sorted(places)


def _stale(connection: Connection, anew: making.Anew, found: dict[int, str]) -> list[str]:
    stored = {row.id: row._mapping for row in connection.execute(select(t.deal))}
    return sorted(
        row["id"]
        for row in anew.rows(found)
        if row["id"] in stored and any(stored[row["id"]][name] != value for name, value in row.items())
    )


def _unblocked(connection: Connection, anew: making.Anew) -> list[int]:
    stored: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(select(t.mention_block)):
        stored[row.mention_id].add(row.key)
    return [mention_id for mention_id, keys in anew.block_keys() if stored[mention_id] != keys]


def _doubts(connection: Connection, anew: making.Anew, found: dict[int, str]) -> list[str]:
    deals = set(found.values())
    stored = {
        (row.deal_id, row.other_id)
        for row in connection.execute(select(t.doubt))
        if row.deal_id in deals and row.other_id in deals
    }
    now = {
        tuple(sorted((found[first], found[second])))
        for first, second in anew.doubts
        if first in found and second in found
    }
    return sorted(f"{first} and {second}" for first, second in stored ^ now)


def _put_companies(connection: Connection) -> None:
    """Write companies that parties are but that are not there."""
    companies = companies_of(connection)
    ids = select(t.mention_party.c.company_id).distinct()
    lost = connection.scalars(ids.where(t.mention_party.c.company_id.not_in(select(t.company.c.id)))).all()
    named = [companies.by_id(company_id, company_id) for company_id in sorted(lost)]
    rows = [{"id": each.id, "name": each.name, "provisional": not each.known} for each in named]
    own = {row["id"] for row in rows}
    rows += [{"id": each, "name": each, "provisional": True} for each in sorted(lost) if each not in own]
    insert_new(connection, t.company, rows)


def _lead_ids(connection: Connection, now: str) -> None:
    """Keep the id of every deal, and let none lead to a deal that is not there."""
    kept = select(t.deal_identity.c.deal_id)
    lost = select(t.deal.c.id, t.deal.c.created).where(t.deal.c.id.not_in(kept)).order_by(t.deal.c.created, t.deal.c.id)
    rows = connection.execute(lost).all()
    _keep_ids(connection, [{"deal_id": row.id, "created": row.created or now, "leads_to": row.id} for row in rows])
    _recall_ids(connection)
    own = t.deal_identity.c
    astray = own.leads_to.is_not(None) & own.leads_to.not_in(select(t.deal.c.id))
    connection.execute(update(t.deal_identity).where(astray).values(leads_to=None))
    living = own.deal_id.in_(select(t.deal.c.id))
    connection.execute(update(t.deal_identity).where(living).values(leads_to=own.deal_id))


def _recall_ids(connection: Connection) -> None:
    """Keep ids that only the changes of deals tell of any more, with the deals that they were merged into."""
    of_change = t.deal_change.c
    told = select(t.deal_change).where(of_change.deal_id.not_in(select(t.deal_identity.c.deal_id)))
    known: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(told.order_by(of_change.id)):
        own = known.setdefault(row.deal_id, {"deal_id": row.deal_id, "created": row.at})
        own["leads_to"] = json.loads(row.fields)[0]["after"] if row.what == "merged" else None
    _keep_ids(connection, list(known.values()))


def _keep_ids(connection: Connection, rows: Sequence[dict[str, str | None]]) -> None:
    """Keep ids whose owners are not known any more, numbered on."""
    last = connection.scalar(select(func.max(t.deal_identity.c.number))) or 0
    if rows:
        numbered = [{**row, "owner": None, "number": number} for number, row in enumerate(rows, start=last + 1)]
        connection.execute(insert(t.deal_identity), numbered)


def _let_go_of_garbled_records(connection: Connection) -> None:
    garbled = []
    for row in connection.execute(select(t.deal.c.id, t.deal.c.record)):
        try:
            json.loads(row.record)
        except ValueError:
            garbled.append(row.id)
    for part in parts_of(garbled):
        connection.execute(update(t.deal).where(t.deal.c.id.in_(part)).values(record="{}"))
