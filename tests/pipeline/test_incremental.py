"""Merging bit by bit comes to what merging at once comes to, decisions hold whatever comes, ids never vanish."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from corpora.goldfile import read_gold
from corpora.merge_cases import articles
from pipeline.decide import Order, decide, decisions, undo
from pipeline.evaluate import predicted_records
from pipeline.store import Store
from pipeline.store import models as t
from schemas import Bound, DealMention, DecisionError, Extraction, Kind, Money, Party, Power, Role, Status
from schemas.decision import Action
from tests.conftest import extraction, mention, party

NOW = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
BUYERS = (party("Microsoft", Role.BUYER), party("Zzyx Compute", Role.BUYER), party("Zzyx", Role.BUYER, "澤克斯"))
SELLERS = (party("IREN", Role.SELLER), party("澤克斯", Role.SELLER), party("Northfield Power", Role.SELLER))

amounts = st.sampled_from(
    [None, (5, Bound.EXACT), (5.04, Bound.APPROX), (9, Bound.EXACT), (9, Bound.MAX), (40, Bound.EXACT)]
)


@st.composite
def mentions(draw: st.DrawFn) -> DealMention:
    """A mention out of few companies and sums, so that many tell of one deal and many nearly do."""
    buyer, seller = draw(st.sampled_from(BUYERS)), draw(st.sampled_from(SELLERS))
    told = draw(amounts)
    fields: dict[str, object] = {"status": draw(st.sampled_from([Status.PLANNED, Status.AGREED, Status.CANCELLED]))}
    if told is not None:
        fields["amount"] = Money(value=str(told[0]), currency="USD", bound=told[1])
    if draw(st.booleans()):
        fields["announced"] = draw(st.sampled_from(["2025-11-03", "2025-11-04", "2026-05"]))
    if draw(st.integers(0, 3)) == 0:
        fields["power"] = Power(value=draw(st.sampled_from(["0.2", "1.5"])))
    return mention(buyer, seller, **fields)  # type: ignore[arg-type]


def extractions(told: list[list[DealMention]]) -> list[Extraction]:
    return [
        extraction(f"doc-{number:02}", *each, published=f"2025-11-{number + 3:02}") for number, each in enumerate(told)
    ]


worlds = st.lists(st.lists(mentions(), min_size=1, max_size=2), min_size=1, max_size=8).map(extractions)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database: copying it takes less than making one."""
    path = tmp_path_factory.mktemp("empty") / "d.sqlite"
    Store(str(path)).close()
    return path


@contextmanager
def database(empty: Path) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.sqlite"
        shutil.copy(empty, path)
        with Store(str(path)) as store:
            yield store


Deals = dict[frozenset[tuple[str, int]], dict[str, object]]


def deals(store: Store) -> Deals:
    """What each deal says, by the mentions that tell of it."""
    with store.reading() as connection:
        records = dict(map(tuple, connection.execute(select(t.deal.c.id, t.deal.c.record))))
    homes: dict[str, set[tuple[str, int]]] = {}
    for found, ids in store.extractions():
        for position, deal_id in enumerate(ids):
            homes.setdefault(str(deal_id), set()).add((found.article.doc_id, position))
    assert homes.keys() == records.keys()
    return {frozenset(keys): json.loads(records[deal_id]) for deal_id, keys in homes.items()}


def differences(one: Deals, other: Deals) -> list[object]:
    """What two states of a database say differently: deals by their mentions, or fields of the same deal."""
    told: list[object] = sorted(map(sorted, one.keys() ^ other.keys()))
    for keys in one.keys() & other.keys():
        mine, theirs = one[keys], other[keys]
        told += [(sorted(keys), name, mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]]
    return told


def state(store: Store) -> dict[str, list[object]]:
    """Everything that follows from mentions and decisions, row by row."""
    queries = {
        "deals": select(t.deal.c.id, t.deal.c.created, t.deal.c.review, t.deal.c.record),
        "links": select(
            t.deal_mention.c.mention_id, t.deal_mention.c.deal_id, t.deal_mention.c.component, t.deal_mention.c.reasons
        ),
        "leads": select(t.deal_identity.c.deal_id, t.deal_identity.c.leads_to).where(
            t.deal_identity.c.deal_id == t.deal_identity.c.leads_to
        ),
        "doubts": select(t.doubt),
        "blocks": select(t.mention_block),
        "parties": select(t.mention_party.c.mention_id, t.mention_party.c.position, t.mention_party.c.company_id),
    }
    with store.reading() as connection:
        return {name: sorted(map(tuple, connection.execute(query)), key=repr) for name, query in queries.items()}


# Shrinking takes minutes here, and the worlds are small as they come.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = int(os.environ.get("DEALTRAIL_EXAMPLES", "15"))
slow = settings(
    max_examples=EXAMPLES, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@slow
@given(world=worlds, data=st.data())
def test_any_order_and_any_batches_come_to_the_same_deals(
    empty: Path, world: list[Extraction], data: st.DataObject
) -> None:
    with database(empty) as store:
        store.save(world)
        store.refresh(NOW)
        once = deals(store)
    with database(empty) as store:
        for each in data.draw(st.permutations(world)):
            store.save([each])
            if data.draw(st.booleans()):
                store.refresh(NOW)
        store.refresh(NOW)
        assert differences(deals(store), once) == []
        doubts = state(store)["doubts"]
        with store.writing() as connection:
            connection.execute(t.fact.delete())
        store.refresh(NOW)
        assert differences(deals(store), once) == []
        assert state(store)["doubts"] == doubts


@slow
@given(world=worlds, later=worlds, data=st.data())
def test_decisions_hold_after_any_further_input(
    empty: Path, world: list[Extraction], later: list[Extraction], data: st.DataObject
) -> None:
    with database(empty) as store:
        store.save(world)
        store.refresh(NOW)
        ruled = [each for each in (some_decision(store, data) for _ in range(2)) if each is not None]
        more = [
            each.model_copy(update={"article": each.article.model_copy(update={"doc_id": "x" + each.article.doc_id})})
            for each in later
        ]
        store.save(more)
        store.refresh(NOW)
        home = homes(store)
        for number, decision in enumerate(ruled):
            overruled = [
                each for each in ruled[number + 1 :] if each.action in (Action.MERGE, Action.SPLIT, Action.REJECT)
            ]
            if overruled:
                continue
            own = {home[anchor.uid] for anchor in decision.mentions}
            others = {home[anchor.uid] for anchor in decision.others}
            if decision.action is Action.MERGE:
                assert len(own | others) == 1
            if decision.action is Action.SPLIT:
                stay = {home[a.uid] for a in decision.mentions if a not in decision.others}
                assert not stay & others


@slow
@given(world=worlds, data=st.data())
def test_an_undo_restores_the_state_exactly(empty: Path, world: list[Extraction], data: st.DataObject) -> None:
    with database(empty) as store:
        store.save(world)
        store.refresh(NOW)
        some_decision(store, data)
        before = state(store)
        decision = some_decision(store, data)
        if decision is not None:
            undo(store, decision.id, "ben", now=NOW)
            assert state(store) == before
            undo(store, decision.id, "ben", now=NOW)
            assert state(store) == before


@slow
@given(world=worlds, changes=st.lists(worlds, min_size=1, max_size=3), data=st.data())
def test_ids_never_vanish(
    empty: Path, world: list[Extraction], changes: list[list[Extraction]], data: st.DataObject
) -> None:
    with database(empty) as store:
        seen: set[str] = set()
        for batch in (world, *changes):
            store.save(batch)
            store.refresh(NOW)
            some_decision(store, data)
            with store.reading() as connection:
                seen |= set(connection.scalars(select(t.deal.c.id)))
                known = dict(
                    map(tuple, connection.execute(select(t.deal_identity.c.deal_id, t.deal_identity.c.leads_to)))
                )
                current = set(connection.scalars(select(t.deal.c.id)))
            assert seen <= known.keys()
            assert {leads_to for leads_to in known.values() if leads_to is not None} == current
            assert all(known[deal_id] == deal_id for deal_id in current)


ACTIONS = (Action.MERGE, Action.SPLIT, Action.REJECT, Action.ACCEPT, Action.EDIT, Action.DISTINCT)
STRUCTURAL = (Action.MERGE, Action.SPLIT, Action.REJECT, Action.DISTINCT)


def homes(store: Store) -> dict[str, str]:
    """The deal of each mention, by its uid."""
    with store.reading() as connection:
        query = select(t.mention.c.uid, t.deal_mention.c.deal_id).join(t.deal_mention)
        return dict(map(tuple, connection.execute(query)))


def some_decision(store: Store, data: st.DataObject):  # type: ignore[no-untyped-def]
    """Decide something that can be decided here; None where nothing can."""
    ids = sorted(set(homes(store).values()))
    deal_id = data.draw(st.sampled_from(ids))
    action = data.draw(
        st.sampled_from([Action.MERGE, Action.SPLIT, Action.REJECT, Action.ACCEPT, Action.EDIT, Action.DISTINCT])
    )
    uids = sorted(uid for uid, home in homes(store).items() if home == deal_id)
    one_or_all = data.draw(st.sampled_from([(), tuple(uids[:1])]))
    keeps = data.draw(st.sampled_from(["stay", "leave"]))
    order = {
        Action.MERGE: {"other_id": data.draw(st.sampled_from(ids))},
        Action.DISTINCT: {"other_id": data.draw(st.sampled_from(ids))},
        Action.SPLIT: {"mentions": (data.draw(st.sampled_from(uids)),), "keeps": keeps},
        Action.REJECT: {"mentions": one_or_all},
        Action.EDIT: {"field": "amount", "value": {"value": 9, "currency": "USD"}, "mentions": one_or_all},
    }.get(action, {})  # fmt: skip
    try:
        return decide(store, Order(action, "ann", deal_id, **order), NOW).decision  # type: ignore[arg-type]
    except DecisionError:
        return None


def test_the_merge_set_comes_to_the_same_deals_bit_by_bit(empty: Path) -> None:
    told = [each for path in articles() for each in read_gold(path)]
    expected: dict[str, set[tuple[str, int]]] = {}
    for record in predicted_records(told):
        for position, deal in enumerate(record["deals"]):
            expected.setdefault(deal["deal_id"], set()).add((record["doc_id"], position))
    with database(empty) as store:
        for start in range(0, len(told), 40):
            store.save(told[start : start + 40])
            store.refresh(NOW)
        assert set(deals(store)) == {frozenset(keys) for keys in expected.values()}
        assert decisions(store) == []


def test_names_learned_later_join_what_stood_apart(empty: Path) -> None:
    def told(doc_id: str, *names: str) -> Extraction:
        seller = Party(name=names[0], role=Role.SELLER, aliases=names[1:])
        return extraction(doc_id, mention(BUYERS[0], seller, usd=5, kind=Kind.COMPUTE))

    with database(empty) as store:
        for each in (told("a", "雲梯智能"), told("b", "CloudLadder AI")):
            store.save([each])
            store.refresh(NOW)
        assert len(deals(store)) == 2
        store.save([told("c", "CloudLadder AI", "雲梯智能")])
        store.refresh(NOW)
        assert len(deals(store)) == 1
