"""Lists held as columns: filters, orders, counts and pages are those that a plain look at every row gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from benchmarks.made_deals import fill
from pipeline.decide import Order, decide, undo
from pipeline.rates import shipped_rates
from pipeline.store import Store
from pipeline.store import models as t
from review import queue
from review.accounts import Person, Role
from review.catalogue import Catalogue
from review.columns import Columns, day_number, day_text, until
from review.company_view import company_rows, company_view
from review.deal_list import ORDERS, DealFilter, deal_page, near_deals
from review.entries import DealEntry, Item
from review.queue_filter import QueueFilter
from schemas.decision import Action
from tests import postgres

DEALS = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Made-up deals, to be read alone."""
    with Store(str(tmp_path_factory.mktemp("lists") / "made.sqlite")) as store:
        fill(store, DEALS)
        yield store


@pytest.fixture(scope="module")
def lists(made: Store) -> Catalogue:
    """Their lists."""
    catalogue = Catalogue(made, shipped_rates())
    catalogue.look()
    return catalogue


def every_item(catalogue: Catalogue) -> list[Item]:
    sheet = catalogue.sheet
    return [catalogue.item_at(sheet, int(row)) for row in np.flatnonzero(sheet.items_alive)]


def every_deal(catalogue: Catalogue) -> list[DealEntry]:
    ids = [catalogue.texts.deals.texts[code] for code in catalogue.sheet.deals["deal"]]
    return list(catalogue.entries(ids).values())


ITEM_TESTS = {
    "": lambda item: item.open,
    "what=merge": lambda item: item.open and item.what == "merge",
    "state=rejected": lambda item: item.state == "rejected",
    "state=all&kind=debt&most=80": lambda item: item.kind == "debt" and item.confidence <= 0.8,
    "since=2025&least=70": lambda item: item.open and item.day >= "2025" and item.confidence >= 0.7,
    "until=2024-06&status=agreed": lambda item: item.open and item.day[:7] <= "2024-06" and item.status == "agreed",
    "reviewer=ann": lambda item: item.by == "ann",
    "source=paper0.example": lambda item: item.open and item.source == "paper0.example",
}


@pytest.mark.parametrize("query", ITEM_TESTS)
def test_the_queue_is_what_a_look_at_every_item_gives(lists: Catalogue, query: str) -> None:
    wanted = QueueFilter.of(dict(pair.split("=") for pair in query.split("&") if pair))
    found = queue.matching(lists, wanted, 10_000)
    assert sorted(item.key for item in found) == sorted(
        item.key for item in every_item(lists) if ITEM_TESTS[query](item)
    )
    assert len(found) == queue.count(lists, wanted) > 0
    weights = [item.weight for item in found]
    assert weights == sorted(weights, reverse=True)


def test_one_item_after_the_other_leads_through_the_whole_queue(made: Store, lists: Catalogue) -> None:
    wanted, person = QueueFilter.of({"kind": "compute"}), Person("ann", Role.REVIEWER, open=True)
    keys = [item.key for item in queue.matching(lists, wanted, 10_000)]
    walked, after = [], None
    for _ in keys:
        (item,) = queue.give(lists, made, wanted, person, after=after)
        walked.append(item.key)
        after = item.key
    assert walked == keys
    assert [item.key for item in queue.give(lists, made, wanted, person, after=keys[-1], number=2)] == keys[:2]


def test_mentions_whose_evidence_is_elsewhere_are_found(made: Store, lists: Catalogue) -> None:
    found = {item.uid for item in queue.matching(lists, QueueFilter.of({"what": "unlocated", "state": "all"}), 10_000)}
    lost = set()
    for extraction, _ in made.extractions():
        text = extraction.article.text
        for mention in extraction.mentions:
            if any(text[each.start : each.end] != each.quote for each in mention.evidence):
                lost.add(extraction.article.doc_id)
    told = {claim.doc_id for deal in every_deal(lists) for claim in made.claims(deal.id) if claim.uid in found}
    assert told == lost
    assert lost


SORTED_BY = {
    "day": lambda deal: (deal.day, deal.id),
    "size": lambda deal: (deal.usd if deal.usd is not None else -1.0, deal.gigawatts or 0.0, deal.id),
    "power": lambda deal: (deal.gigawatts or 0.0, deal.id),
    "sources": lambda deal: (deal.sources, deal.day, deal.id),
    "confidence": lambda deal: (deal.confidence, deal.id),
    "conflicts": lambda deal: (len(deal.conflicts), deal.usd or 0.0, deal.id),
}


@pytest.mark.parametrize("up", ["", "1"])
@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_one_order_and_miss_nothing(lists: Catalogue, order: str, up: str) -> None:
    ids: list[str] = []
    first = deal_page(lists, DealFilter(sort=order, up=up))
    for page in range(1, first.pages + 1):
        ids += [deal.id for deal in deal_page(lists, DealFilter(sort=order, up=up, page=page)).deals]
    deals = [deal for deal in every_deal(lists) if deal.review != "rejected"]
    assert ids == [deal.id for deal in sorted(deals, key=SORTED_BY[order], reverse=not up)]
    assert first.total == len(deals)


DEAL_TESTS = {
    "kind=debt": lambda deal: deal.kind == "debt",
    "status=planned&language=en": lambda deal: deal.status == "planned" and "en" in deal.languages,
    "review=accepted": lambda deal: deal.review == "accepted",
    "since=2025-03": lambda deal: deal.day >= "2025-03",
    "until=2024&least=5bn": lambda deal: deal.day[:4] <= "2024" and (deal.usd or 0) >= 5e9,
}


@pytest.mark.parametrize("query", DEAL_TESTS)
def test_deals_and_their_counts_are_what_a_look_at_every_deal_gives(lists: Catalogue, query: str) -> None:
    wanted = DealFilter.of(dict(pair.split("=") for pair in query.split("&")))
    deals = [
        deal for deal in every_deal(lists)
        if DEAL_TESTS[query](deal) and (deal.review != "rejected" or "review" in query)
    ]  # fmt: skip
    found = deal_page(lists, wanted)
    assert found.total == len(deals) > 0
    for name in ("kind", "status", "review"):
        assert dict(found.facets[name]) == Counter(getattr(deal, name) for deal in deals)
    assert dict(found.facets["language"]) == Counter(each for deal in deals for each in deal.languages)
    hosts = Counter(
        host
        for deal in deals
        for host in {claim.url.split("/")[2] for claim in lists._store.claims(deal.id) if claim.url}
    )
    assert dict(found.facets["host"]).items() <= hosts.items()
    assert found.facets["host"][0][1] == max(hosts.values())


def test_a_companys_page_adds_up_its_deals(made: Store, lists: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.company_view.MOST_OF_YEAR", 5)
    busiest = company_rows(made, lists, "", False)[0]
    view = company_view(made, lists, busiest.id)
    assert view is not None
    deals = [
        deal for deal in every_deal(lists) if any(known == busiest.id for _, _, known in deal.parties)
    ]  # fmt: skip
    assert sum(number for _, number, _ in view.years) == len(deals) > 10
    assert all(len(shown) == min(number, 5) for _, number, shown in view.years)
    counted = [deal for deal in deals if deal.status != "cancelled" and deal.review != "rejected"]
    assert sum(total.deals for total in view.totals.values()) == len(counted)
    firm = [deal for deal in counted if deal.status in ("agreed", "completed") and deal.usd is not None]
    exact = [deal.usd for deal in firm if deal.amount is not None and deal.amount.bound != "max"]
    assert sum(total.firm for total in view.totals.values()) == pytest.approx(sum(each or 0.0 for each in exact))
    party, ids = t.mention_party.c, [deal.id for deal in counted]
    told = (
        select(party.company_id, t.deal_mention.c.deal_id)
        .join(t.deal_mention, t.deal_mention.c.mention_id == party.mention_id)
        .where(t.deal_mention.c.deal_id.in_(ids), party.company_id != busiest.id)
        .distinct()
    )
    with made.reading() as connection:
        others = Counter(row.company_id for row in connection.execute(told))
    assert {other: number for other, _, number, _ in view.counterparties}.items() <= others.items()
    assert view.counterparties[0][2] == max(others.values())


def test_deals_like_one_share_its_companies(lists: Catalogue) -> None:
    deal = next(deal for deal in every_deal(lists) if len(near_deals(lists, deal.id)) > 3)
    own = {known for _, _, known in deal.parties}
    shared = [len(own & {known for _, _, known in each.parties}) for each in near_deals(lists, deal.id)]
    assert shared == sorted(shared, reverse=True)
    assert min(shared) > 0
    assert deal.id not in {each.id for each in near_deals(lists, deal.id)}


def test_lists_of_before_stay_whole_while_a_decision_changes_them(tmp_path: Path) -> None:
    with Store(str(tmp_path / "own.sqlite")) as store:
        fill(store, 60)
        catalogue = Catalogue(store, shipped_rates())
        catalogue.look()
        before, wanted = catalogue.sheet, QueueFilter.of({})
        order = [catalogue.item_at(before, int(row)) for row in before.order]
        first = queue.matching(catalogue, wanted, 1)[0]
        done = decide(store, Order(Action.REJECT, "ann", first.deal_id))
        catalogue.changed([first.deal_id, *done.deals.changed_ids, *done.deals.new_ids])
        assert [catalogue.item_at(before, int(row)) for row in before.order] == order
        assert first.key not in {item.key for item in queue.matching(catalogue, wanted, 10_000)}
        assert first.deal_id not in {deal.id for deal in deal_page(catalogue, DealFilter()).deals}


def test_where_deals_are_from_is_known_after_a_decision_as_if_all_were_read_anew(tmp_path: Path) -> None:
    with Store(str(tmp_path / "own.sqlite")) as store:
        fill(store, 60)
        catalogue = Catalogue(store, shipped_rates())
        catalogue.look()
        assert deal_page(catalogue, DealFilter()).facets["host"]
        first = queue.matching(catalogue, QueueFilter.of({}), 1)[0]
        done = decide(store, Order(Action.SPLIT, "ann", _of_several(catalogue), mentions=_one_of_several(catalogue)))
        catalogue.changed([done.deals.changed_ids[0], *done.deals.changed_ids, *done.deals.new_ids])
        done = decide(store, Order(Action.REJECT, "ann", first.deal_id))
        catalogue.changed([first.deal_id, *done.deals.changed_ids, *done.deals.new_ids])
        assert "hosts" in catalogue.sheet.__dict__
        anew = Catalogue(store, shipped_rates())
        anew.look()
        assert deal_page(catalogue, DealFilter()).facets == deal_page(anew, DealFilter()).facets


def test_what_a_decision_did_is_not_read_a_second_time(tmp_path: Path) -> None:
    with Store(str(tmp_path / "own.sqlite")) as store:
        fill(store, 60)
        catalogue = Catalogue(store, shipped_rates())
        catalogue.look()
        first, *others = queue.matching(catalogue, QueueFilter.of({}), 60)
        second = next(
            item for item in others if item.other_id is None and item.deal_id not in (first.deal_id, first.other_id)
        )
        done = decide(store, Order(Action.REJECT, "ann", first.deal_id))
        catalogue.changed([first.deal_id, *done.deals.changed_ids])
        taken = catalogue.sheet
        catalogue._looked = 0.0
        catalogue.look()
        assert catalogue.sheet is taken
        # What somebody else decided meanwhile is taken in beside it.
        decide(store, Order(Action.REJECT, "bob", second.deal_id))
        mine = undo(store, done.decision.id, "ann")
        catalogue.changed([first.deal_id, *mine.deals.changed_ids])
        keys = {item.key for item in queue.matching(catalogue, QueueFilter.of({}), 10_000)}
        assert first.key in keys and second.key not in keys


def _of_several(catalogue: Catalogue) -> str:
    return next(deal.id for deal in every_deal(catalogue) if catalogue.mentions_of_deal(deal.id) > 1)


def _one_of_several(catalogue: Catalogue) -> tuple[str, ...]:
    own = [item.uid for item in every_item(catalogue) if item.deal_id == _of_several(catalogue) and item.uid]
    return tuple(own[:1])


def test_a_deal_that_was_shown_before_is_shown_as_it_was_decided(tmp_path: Path) -> None:
    with Store(str(tmp_path / "own.sqlite")) as store:
        fill(store, 60)
        catalogue = Catalogue(store, shipped_rates())
        catalogue.look()
        deal = deal_page(catalogue, DealFilter()).deals[0]
        assert catalogue.entries([deal.id])[deal.id] == deal
        decide(store, Order(Action.EDIT, "ann", deal.id, field="status", value="cancelled"))
        catalogue.changed([deal.id])
        assert deal.status != catalogue.entries([deal.id])[deal.id].status == "cancelled"
        assert list(catalogue.entries(["D-NOBODY", deal.id])) == [deal.id]


@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not installed here")
def test_postgresql_gives_the_same_lists(lists: Catalogue) -> None:
    with postgres.running() as address, Store(address) as store:
        fill(store, DEALS)
        other = Catalogue(store, shipped_rates())
        other.look()
        for query in ({}, {"kind": "compute", "least": "60"}, {"what": "unlocated"}, {"what": "merge"}):
            pair = [queue.matching(each, QueueFilter.of(query), 300) for each in (lists, other)]
            assert [item.key for item in pair[0]] == [item.key for item in pair[1]]
        for order in ORDERS:
            pages = [deal_page(each, DealFilter(sort=order, page=2)) for each in (lists, other)]
            assert pages[0] == pages[1]
        decide(store, Order(Action.ACCEPT, "ann", pages[1].deals[0].id))
        busiest = company_rows(store, other, "", False)
        assert busiest == company_rows(store, lists, "", False)


def test_days_sort_as_their_texts_do() -> None:
    days = ["", "2024", "2024-02", "2024-02-29", "2024-11", "2025-01-01"]
    numbers = [day_number(day) for day in days]
    assert numbers == sorted(numbers)
    assert [day_text(number) for number in numbers] == days
    assert [day for day, fits in zip(days, until(np.array(numbers), "2024-02"), strict=True) if fits] == days[1:4]
    assert day_number("yesterday") == 0


def test_columns_that_were_read_stay_while_rows_are_added() -> None:
    columns = Columns({"a": np.int32})
    columns.add({"a": [1, 2]})
    before = columns.read()["a"]
    for number in range(100):
        columns.add({"a": [number, number]})
    assert before.tolist() == [1, 2]
    assert columns.read()["a"].tolist()[-2:] == [99, 99]
    assert columns.length == 202
