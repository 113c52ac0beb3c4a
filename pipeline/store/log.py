"""The log of decisions in the database: written once, read in order, its anchors led to the mentions that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from pipeline.compare import compare, match_actors
from pipeline.decisions import Ruled, active, company_rulings
from pipeline.facts import facts
from pipeline.resolve import GAZETTEER, PROVISIONAL, Companies, CompanyRulings
from pipeline.store import models as t
from pipeline.store.load import StoredMention, load_mentions, parts_of
from schemas.deal import DealMention, Kind, Party, Role, Status
from schemas.decision import COMPANY_ACTIONS, Action, Anchor, Decision


def append(connection: Connection, decision: Decision) -> None:
    """Write a decision; its anchors are led to their mentions at the next `resolve_anchors`."""
    row = {
        "id": decision.id,
        "at": decision.at.isoformat(timespec="microseconds"),
        "by": decision.by,
        "action": decision.action.value,
        "deal_id": decision.deal_id,
        "undoes": decision.undoes,
        "record": decision.model_dump_json(exclude_defaults=True),
    }
    connection.execute(insert(t.decision).values(row))
    rows = anchor_rows(decision)
    if rows:
        connection.execute(insert(t.decision_mention), rows)


def anchor_rows(decision: Decision) -> list[dict[str, Any]]:
    """The rows of a decision's anchors, which wait to be led to their mentions."""
    return [
        {"decision_id": decision.id, "side": side, "position": position, "uid": None}
        for side, anchors in enumerate((decision.mentions, decision.others))
        for position, _ in enumerate(anchors)
    ]


def misled_anchors(connection: Connection) -> list[str]:
    """Places of decisions that are led to another mention than they would be now, or that are not kept at all."""
    stored = {
        (row.decision_id, row.side, row.position): row.uid for row in connection.execute(select(t.decision_mention))
    }
    by_article: dict[str, list[StoredMention]] = {}
    wrong = []
    for decision in read_log(connection):
        for side, anchors in enumerate((decision.mentions, decision.others)):
            for position, anchor in enumerate(anchors):
                uid = stored.get((decision.id, side, position), "")
                if uid is not None and uid != _find(connection, anchor, by_article):
                    wrong.append(f"{decision.id} → {anchor.doc_id}")
    return wrong


def read_log(connection: Connection, query: Select[Any] | None = None) -> list[Decision]:
    """All decisions in order, or those of a query over the table."""
    found = select(t.decision.c.record).order_by(t.decision.c.number) if query is None else query
    return [Decision.model_validate_json(row.record) for row in connection.execute(found)]


def read_decision(connection: Connection, decision_id: str) -> Decision | None:
    """One decision by its id."""
    found = read_log(connection, select(t.decision.c.record).where(t.decision.c.id == decision_id.strip().upper()))
    return found[0] if found else None


def companies_of(connection: Connection, names: Mapping[str, str] | None = None) -> Companies:
    """Who companies are, after what people ruled.

    Args:
        connection: A connection.
        names: Learned names with the companies that bear them, for parties that have not been identified yet.
    """
    actions = [action.value for action in (*COMPANY_ACTIONS, Action.UNDO)]
    query = select(t.decision.c.record).where(t.decision.c.action.in_(actions)).order_by(t.decision.c.number)
    rulings = company_rulings(active(read_log(connection, query)))
    if rulings == CompanyRulings():
        return Companies(CompanyRulings(names=names)) if names else GAZETTEER
    return Companies(_as_now(connection, rulings, names or {}))


def _as_now(connection: Connection, rulings: CompanyRulings, names: Mapping[str, str]) -> CompanyRulings:
    """Rulings with every provisional company under the id that it has since other names of it were learned."""
    told = {*rulings.leads, *rulings.leads.values(), *rulings.shown, *rulings.parents, *rulings.parents.values()}
    wanted = sorted(each.removeprefix(PROVISIONAL) for each in told | rulings.confirmed if each.startswith(PROVISIONAL))
    now: dict[str, str] = {}
    for part in parts_of(wanted):
        for row in connection.execute(select(t.company_name).where(t.company_name.c.name.in_(part))):
            now[PROVISIONAL + row.name] = row.company_id
    now |= {PROVISIONAL + name: company for name, company in names.items() if PROVISIONAL + name in told}

    def led(company: str) -> str:
        return now.get(company, company)

    return CompanyRulings(
        leads={led(a): led(b) for a, b in rulings.leads.items() if led(a) != led(b)},
        names={**names, **rulings.names},
        shown={led(company): name for company, name in rulings.shown.items()},
        parents={led(a): led(b) for a, b in rulings.parents.items()},
        confirmed=frozenset(map(led, rulings.confirmed)),
    )


def ruled_about(connection: Connection, uids: Sequence[str]) -> list[Ruled]:
    """The decisions that stand and speak of any of these mentions, in order, with all mentions of which they speak."""
    ids: set[str] = set()
    for part in parts_of(uids):
        query = select(t.decision_mention.c.decision_id).where(t.decision_mention.c.uid.in_(part)).distinct()
        ids.update(connection.scalars(query))
    if not ids:
        return []
    decisions = _with_undos(connection, ids)
    anchors: dict[tuple[str, int], list[str]] = defaultdict(list)
    for part in parts_of(sorted(ids)):
        rows = (
            select(t.decision_mention)
            .where(t.decision_mention.c.decision_id.in_(part), t.decision_mention.c.uid.is_not(None))
            .order_by(t.decision_mention.c.decision_id, t.decision_mention.c.side, t.decision_mention.c.position)
        )
        for row in connection.execute(rows):
            anchors[row.decision_id, row.side].append(row.uid)
    return [
        Ruled(each, tuple(anchors[each.id, 0]), tuple(anchors[each.id, 1]))
        for each in active(decisions)
        if each.id in ids
    ]


def decisions_about(connection: Connection, uids: Sequence[str]) -> list[Decision]:
    """All decisions that speak of any of these mentions, undone or not, and their undos, in order."""
    ids: set[str] = set()
    for part in parts_of(uids):
        query = select(t.decision_mention.c.decision_id).where(t.decision_mention.c.uid.in_(part)).distinct()
        ids.update(connection.scalars(query))
    return _with_undos(connection, ids)


def _with_undos(connection: Connection, ids: Iterable[str]) -> list[Decision]:
    found: dict[int, Decision] = {}
    wanted, seen = sorted(ids), set(ids)
    column = t.decision.c.id
    while wanted:
        following: list[str] = []
        for part in parts_of(wanted):
            for row in connection.execute(select(t.decision.c.number, t.decision.c.record).where(column.in_(part))):
                found[row.number] = Decision.model_validate_json(row.record)
            undos = select(t.decision.c.id).where(t.decision.c.undoes.in_(part))
            following += [each for each in connection.scalars(undos) if each not in seen]
        seen.update(following)
        wanted = following
    return [found[number] for number in sorted(found)]


def resolve_anchors(connection: Connection) -> set[str]:
    """Lead anchors that wait for their mention to it; give the uids of the mentions that were found."""
    waiting = connection.execute(
        select(t.decision_mention, t.decision.c.record)
        .join(t.decision, t.decision.c.id == t.decision_mention.c.decision_id)
        .where(t.decision_mention.c.uid.is_(None))
        .order_by(t.decision.c.number, t.decision_mention.c.side, t.decision_mention.c.position)
    ).all()
    found: set[str] = set()
    by_article: dict[str, list[StoredMention]] = {}
    for row in waiting:
        decision = Decision.model_validate_json(row.record)
        anchor = (decision.mentions, decision.others)[row.side][row.position]
        uid = _find(connection, anchor, by_article)
        if uid is not None:
            place = (
                (t.decision_mention.c.decision_id == row.decision_id)
                & (t.decision_mention.c.side == row.side)
                & (t.decision_mention.c.position == row.position)
            )
            connection.execute(update(t.decision_mention).where(place).values(uid=uid))
            found.add(uid)
    return found


def waiting_anchors(connection: Connection) -> list[tuple[str, Anchor]]:
    """Decisions that speak of a mention which is not there (yet), with what they say of it."""
    rows = connection.execute(
        select(t.decision_mention, t.decision.c.record)
        .join(t.decision, t.decision.c.id == t.decision_mention.c.decision_id)
        .where(t.decision_mention.c.uid.is_(None))
        .order_by(t.decision.c.number, t.decision_mention.c.side, t.decision_mention.c.position)
    )
    told = []
    for row in rows:
        decision = Decision.model_validate_json(row.record)
        told.append((decision.id, (decision.mentions, decision.others)[row.side][row.position]))
    return told


def anchor_of(mention: StoredMention) -> Anchor:
    """What a decision keeps of a mention."""
    return Anchor(
        uid=mention.claim.uid,
        doc_id=mention.claim.doc_id,
        kind=mention.mention.kind.value,
        parties=tuple(party.name for party in mention.mention.parties),
        quote=mention.mention.quote,
    )


def _find(connection: Connection, anchor: Anchor, by_article: dict[str, list[StoredMention]]) -> str | None:
    """The mention that an anchor means: by its uid, else the one of its article that says the same."""
    direct = connection.scalar(select(t.mention.c.uid).where(t.mention.c.uid == anchor.uid))
    if direct is not None:
        return str(direct)
    if anchor.doc_id not in by_article:
        article_id = connection.scalar(select(t.article.c.id).where(t.article.c.doc_id == anchor.doc_id))
        by_article[anchor.doc_id] = [] if article_id is None else load_mentions(connection, article_id)
    told = facts(("anchor", 0), _as_mention(anchor), None)
    best: tuple[float, str] | None = None
    for each in by_article[anchor.doc_id]:
        other = facts(("mention", each.position), each.mention, None)
        shared = len(match_actors(told.actors, other.actors))
        same_sentence = anchor.quote in each.mention.quote or each.mention.quote in anchor.quote
        if shared >= min(2, len(told.actors)) and (same_sentence or not compare(told, other).barred):
            rate = shared + 10.0 * same_sentence
            best = max(best or (rate, each.claim.uid), (rate, each.claim.uid))
    return None if best is None else best[1]


def _as_mention(anchor: Anchor) -> DealMention:
    kind = Kind(anchor.kind)
    parties = tuple(
        Party.model_construct(name=name, role=Role.PARTICIPANT, company_id=None, aliases=()) for name in anchor.parties
    )
    return DealMention.model_construct(
        kind=kind, parties=parties, status=Status.AGREED, quote=anchor.quote, evidence=(), confidence=1.0
    )
