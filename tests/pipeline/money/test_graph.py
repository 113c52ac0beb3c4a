"""Who pays whom: direction, sellers, several parties, groups, shares in place of money, and what makes no edge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.decide import decide_company
from pipeline.money.ceilings import told_as_ceilings
from pipeline.money.graph import Edge
from pipeline.money.kept import Views
from pipeline.money.payments import Flow
from pipeline.money.view import Wanted, view
from pipeline.search import Filter, find_deals
from pipeline.store import Store
from schemas import Bound, Kind, Money, Price, Role, Status
from schemas.decision import Action
from schemas.errors import DecisionError
from schemas.merged import Deal, Event, Happening
from tests.conftest import extraction, mention, party
from tests.pipeline.money.build import RATES, deal, graph_of, node


def pairs(deals: list[Deal], rolled_up: bool = False) -> set[tuple[str, str, str]]:
    return {(e.payer.strip("~"), e.receiver.strip("~"), e.flow.value) for e in graph_of(deals, (), rolled_up).edges}


@pytest.mark.parametrize(
    "kind", [Kind.INVESTMENT, Kind.PURCHASE, Kind.COMPUTE, Kind.POWER, Kind.DEBT, Kind.ACQUISITION]
)
def test_money_leads_from_who_pays_to_who_is_paid(kind: Kind) -> None:
    assert pairs([deal("ax", "by", 1, kind=kind)]) == {("ax", "by", "money")}


def test_who_sells_its_shares_is_paid_and_not_the_company() -> None:
    bought = deal("softbank-x", "abb-robots", 5, kind=Kind.ACQUISITION, sellers="abb-x")
    assert pairs([bought]) == {("softbankx", "abbx", "money")}


def test_a_consortium_is_told_jointly() -> None:
    edges = graph_of([deal("ax bx cx", "dx", 40, kind=Kind.INVESTMENT)]).edges
    assert {(each.payer, each.jointly, each.pairs) for each in edges} == {
        (node(name), True, 3) for name in ("ax", "bx", "cx")
    }


def test_partners_make_a_link_and_no_edge() -> None:
    graph = graph_of([deal("", "", 500, kind=Kind.PROJECT, participants="ax bx cx")])
    assert not graph.edges
    assert {(each.first, each.second) for each in graph.links} == {
        (node("ax"), node("bx")),
        (node("ax"), node("cx")),
        (node("bx"), node("cx")),
    }
    assert graph.left_out == {"nobody pays anybody": 1}


def test_a_side_that_is_not_told_makes_no_edge() -> None:
    graph = graph_of([deal("", "ax", 40, kind=Kind.INVESTMENT)])
    assert not graph.edges
    assert graph.left_out == {"one side not told": 1}


def test_subsidiaries_count_as_their_group_where_that_is_asked_for() -> None:
    bought = deal("OpenAI", "AWS", 38)
    assert pairs([bought]) == {("openai", "aws", "money")}
    (edge,) = graph_of([bought], rolled_up=True).edges
    assert (edge.payer, edge.receiver, edge.getters) == ("openai", "amazon", {"aws"})


def test_what_a_group_pays_itself_makes_no_edge() -> None:
    graph = graph_of([deal("Amazon", "AWS", 1)], rolled_up=True)
    assert not graph.edges
    assert graph.left_out == {"within one group": 1}


def test_shares_given_to_a_customer_flow_against_its_money() -> None:
    cent = Price(value=Decimal("0.01"), currency="USD")
    warrants = deal("ax", "bx", 90, kind=Kind.INVESTMENT, power="6", shares=Decimal(160), price_per_share=cent)
    assert pairs([warrants]) == {("bx", "ax", "shares"), ("ax", "bx", "money")}
    told_as_purchase = deal("ax", "bx", 90, kind=Kind.PURCHASE, shares=Decimal(160), price_per_share=cent)
    assert pairs([told_as_purchase]) == {("bx", "ax", "shares"), ("ax", "bx", "money")}
    only_shares = deal("ax", "bx", kind=Kind.INVESTMENT, shares=Decimal(160), price_per_share=cent)
    assert pairs([only_shares]) == {("bx", "ax", "shares")}


def test_shares_that_are_paid_for_are_an_investment() -> None:
    price = Price(value=Decimal("23.28"), currency="USD")
    assert pairs([deal("ax", "bx", 5, kind=Kind.INVESTMENT, price_per_share=price)]) == {("ax", "bx", "money")}


def test_what_was_cancelled_or_lapsed_is_left_out() -> None:
    lapsed = deal("ax", "bx", 5, status=Status.PLANNED).model_copy(
        update={"history": (Event(what=Happening.PLANNED), Event(what=Happening.LAPSED))}
    )
    graph = graph_of([deal("ax", "bx", 9, status=Status.CANCELLED), lapsed])
    assert not graph.edges
    assert graph.left_out == {"cancelled or lapsed": 2}


def test_an_edge_carries_the_deal_and_its_dollars() -> None:
    (edge,) = graph_of([deal("ax", "bx", 38, power="2", years=Decimal(7), yearly="5")]).edges
    assert isinstance(edge, Edge)
    assert edge.dollars is not None and edge.dollars.value == 38 * 10**9
    assert edge.yearly is not None and edge.yearly.value == 5 * 10**9
    assert edge.flow is Flow.MONEY
    assert edge.deal.quote == "ax pays bx"


@pytest.fixture
def store(tmp_path: object) -> Store:
    store = Store(f"{tmp_path}/d.sqlite")
    ceiling = Money(value=Decimal(100 * 10**9), currency="USD", bound=Bound.MAX)
    investor = party("Nvidia", Role.INVESTOR, company_id="nvidia")
    investee = party("OpenAI", Role.INVESTEE, company_id="openai")
    investment = {"kind": Kind.INVESTMENT, "announced": "2025-09-22"}
    cloud = mention(
        party("OpenAI", Role.BUYER, company_id="openai"), party("AWS", Role.SELLER, company_id="aws"), usd=38e9
    )
    store.save(
        [
            extraction("a", mention(investor, investee, amount=ceiling, **investment), published="2025-09-22"),
            extraction("b", mention(investor, investee, usd=100 * 10**9, **investment), published="2025-09-23"),
            extraction("c", cloud, published="2025-11-03"),
        ]
    )
    store.refresh()
    return store


def test_a_headline_that_leaves_out_up_to_makes_no_promise(store: Store) -> None:
    ((deal_id, found),) = find_deals(store, Filter(kind=Kind.INVESTMENT))
    assert found.amount is not None and found.amount.bound is Bound.EXACT
    assert told_as_ceilings(store, find_deals(store)) == {deal_id}
    (edge,) = [each for each in view(store, RATES).graph.edges if each.deal_id == deal_id]
    assert edge.ceiling


def test_a_sum_that_a_person_set_is_as_they_set_it(store: Store) -> None:
    ((deal_id, found),) = find_deals(store, Filter(kind=Kind.INVESTMENT))
    edited = found.model_copy(update={"edited": {"amount": "X-1"}})
    assert told_as_ceilings(store, [(deal_id, edited)]) == frozenset()


def test_a_view_knows_companies_by_any_name_and_groups(store: Store) -> None:
    shown = view(store, RATES, Wanted(rolled_up=True))
    assert shown.node_called("AWS") == "amazon"
    assert shown.node_called("Nvidia") == "nvidia"
    with pytest.raises(DecisionError, match="Nobody Inc"):
        shown.node_called("Nobody Inc")
    only = view(store, RATES, Wanted(Filter(kind=Kind.INVESTMENT)))
    with pytest.raises(DecisionError, match="passes the filter"):
        only.node_called("AWS")


def test_evidence_is_what_the_articles_say(store: Store) -> None:
    shown = view(store, RATES)
    claims = shown.claims(edge.deal_id for edge in shown.graph.edges)
    assert sorted(len(each) for each in claims.values()) == [1, 2]


def test_views_are_kept_until_the_database_changes(store: Store) -> None:
    views = Views(store, RATES, most=2)
    first = views.of(Wanted())
    assert views.of(Wanted()) is first
    assert views.of(Wanted(rolled_up=True)) is not first
    assert first.loops() is first.loops()
    buyer, seller = party("OpenAI", Role.BUYER, company_id="openai"), party("Oracle", Role.SELLER, company_id="oracle")
    store.save([extraction("d", mention(buyer, seller, usd=3e11), published="2025-09-11")])
    store.refresh()
    assert len(views.of(Wanted()).graph.edges) == len(first.graph.edges) + 1


def test_only_the_newest_views_are_kept(store: Store) -> None:
    views = Views(store, RATES, most=1)
    first = views.of(Wanted())
    views.of(Wanted(rolled_up=True))
    assert views.of(Wanted()) is not first


def test_a_person_who_says_who_owns_whom_changes_groups(store: Store) -> None:
    views = Views(store, RATES)
    before = views.of(Wanted(rolled_up=True))
    decide_company(store, Action.PARENT_COMPANY, "ann", "openai", other="nvidia")
    after = views.of(Wanted(rolled_up=True))
    assert "openai" in before.graph.nodes and "openai" not in after.graph.nodes
    assert after.graph.left_out["within one group"] == 1


def test_statuses_choose_deals_of_every_output(store: Store) -> None:
    none = view(store, RATES, Wanted(statuses=frozenset({Status.RUMOURED})))
    assert not none.graph.edges and not none.selection.deals
    assert (none.selection.about.deals, none.selection.about.filter) == (0, {"status": "rumoured"})
    firm = view(store, RATES, Wanted(statuses=frozenset({Status.AGREED, Status.RUMOURED})))
    assert len(firm.selection.deals) == len(firm.graph.edges) == 2
