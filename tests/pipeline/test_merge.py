"""Mentions of one real deal become one deal, whatever their order, and every merge says why."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.choose import choose
from pipeline.columns import columns_of
from pipeline.compare import compare
from pipeline.facts import Facts, facts
from pipeline.merge import cluster
from pipeline.scores import score_pairs
from schemas import Bound, DealMention, Kind, Language, Money, PartialDate, Party, Power, Price, Role, Status, Terms
from schemas.deal import ROLES_OF_KIND
from schemas.merged import Claim
from tests.conftest import mention, party

BUYER, SELLER = party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)
MICROSOFT_HANT, MICROSOFT_HANS = party("微軟", Role.BUYER), party("微软", Role.BUYER)


def fact(doc_id: str, told: DealMention, published: str | None = None, position: int = 0) -> Facts:
    return facts((doc_id, position), told, None if published is None else PartialDate(published))


def one_deal(a: DealMention, b: DealMention, **published: str) -> bool:
    both = [fact("a", a, published.get("a")), fact("b", b, published.get("b"))]
    return len(cluster(both).clusters) == 1


def compute(*parties: Party, **fields: object) -> DealMention:
    return mention(*(parties or (BUYER, SELLER)), **fields)  # type: ignore[arg-type]


def usd(value: int | str, bound: Bound = Bound.EXACT) -> Money:
    return Money(value=Decimal(value), currency="USD", bound=bound)


def test_a_company_is_the_same_in_each_script_and_under_each_suffix() -> None:
    assert one_deal(compute(MICROSOFT_HANT, SELLER), compute(MICROSOFT_HANS, SELLER))
    new = [party(name, Role.SELLER) for name in ("樂塔爾電子股份有限公司", "乐塔尔电子")]
    assert one_deal(compute(BUYER, new[0]), compute(BUYER, new[1]))
    assert one_deal(
        compute(BUYER, party("Zzyx Holdings Ltd.", Role.SELLER)), compute(BUYER, party("ZZYX", Role.SELLER))
    )


def test_one_company_in_common_is_not_enough() -> None:
    assert not one_deal(compute(usd=5), compute(BUYER, party("Nebius", Role.SELLER), usd=5))


def test_a_subsidiary_told_as_its_parent_needs_more_than_the_names() -> None:
    parent = (party("OpenAI", Role.BUYER), party("Amazon", Role.SELLER, company_id="amazon"))
    child = (party("OpenAI", Role.BUYER), party("AWS", Role.SELLER, company_id="aws"))
    assert one_deal(compute(*parent, usd=38e9), compute(*child, usd=38e9))
    assert not one_deal(compute(*parent), compute(*child))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (usd(9_700_000_000), usd(9_700_000_000), True),
        (usd(12_500_000_000), usd(12_000_000_000, Bound.MAX), True),
        (usd(9_700_000_000), usd(17_400_000_000), False),
        (usd(100_000_000_000, Bound.MAX), usd(10_000_000_000), False),
        (usd(9_700_000_000), Money(value=Decimal("69000000000"), currency="CNY"), True),
        (usd(9_700_000_000), Money(value=Decimal("9700000000"), currency="CNY"), False),
        (usd(900), Money(value=Decimal(905), low=Decimal(800), high=Decimal(1010), currency="USD"), True),
        (usd(9_700_000_000), None, True),
    ],
)
def test_amounts(a: Money, b: Money | None, same: bool) -> None:
    assert one_deal(compute(amount=a), compute(amount=b)) is same


def test_a_ceiling_and_a_part_of_it_are_one_deal_if_more_speaks_for_it() -> None:
    whole = compute(amount=usd(6_050_000_000, Bound.MAX), announced="2025-05-20")
    part = compute(amount=usd(1_250_000_000), announced="2025-05-20")
    assert one_deal(whole, part)


def test_a_yearly_sum_over_the_years_is_the_total() -> None:
    yearly = Terms(years=Decimal(5), annual_amount=Price(value=Decimal(60), currency="USD"))
    reasons = [str(reason) for reason in compare(fact("a", compute(usd=300)), fact("b", compute(terms=yearly))).reasons]
    assert "the yearly sum over the years is the total (+2)" in reasons


def test_other_power_and_days_far_apart_forbid() -> None:
    small, large = Power(value=Decimal("0.168")), Power(value=Decimal("0.039"))
    assert not one_deal(compute(power=small), compute(power=large))
    assert one_deal(compute(power=small), compute(power=Power(value=Decimal("0.17"), bound=Bound.APPROX)))
    assert not one_deal(compute(announced="2017-04", usd=5), compute(announced="2019-12", usd=5))


def test_kinds_that_are_told_as_each_other() -> None:
    partners = mention(
        party("Microsoft", Role.PARTICIPANT), party("IREN", Role.PARTICIPANT), kind=Kind.PARTNERSHIP, usd=5
    )
    lent = mention(party("Microsoft", Role.LENDER), party("IREN", Role.BORROWER), kind=Kind.DEBT, usd=5)
    assert one_deal(compute(usd=5), partners)
    assert not one_deal(compute(usd=5), lent)


def test_two_mentions_of_one_article_are_two_deals() -> None:
    told = compute(usd=5)
    assert len(cluster([fact("a", told), fact("a", told, position=1)]).clusters) == 2


def test_a_vague_mention_bridges_no_two_deals() -> None:
    found = cluster([fact("a", compute(usd=9)), fact("b", compute()), fact("c", compute(usd=90))]).clusters
    assert sorted(len(each.keys) for each in found) == [1, 2]


def test_a_merge_says_why() -> None:
    (found,) = cluster([fact("a", compute(usd=9_700_000_000)), fact("b", compute(usd=9_700_000_000))]).clusters
    assert found.reasons["a", 0] == found.reasons["b", 0]
    assert "same amount, USD 9,700,000,000 (+3)" in found.reasons["a", 0]


def test_comparing_does_not_depend_on_the_side() -> None:
    a = fact("a", compute(amount=usd(100, Bound.MAX), announced="2025-05"), "2025-06")
    b = fact("b", compute(amount=usd(90), announced="2025-07"), "2025-04")
    assert compare(a, b) == compare(b, a)


COMPANIES = st.sampled_from(["Microsoft", "IREN", "Nebius", "OpenAI", "甲骨文", "Zzyx"])
MENTIONS = st.builds(
    lambda pair, kind, value, day: mention(
        party(pair[0], Role.BUYER), party(pair[1], Role.SELLER), kind=kind, usd=value, announced=day
    ),
    st.lists(COMPANIES, min_size=2, max_size=2, unique=True),
    st.sampled_from([Kind.COMPUTE, Kind.PURCHASE]),
    st.sampled_from([None, 5, 5.02, 9, 100]),
    st.sampled_from([None, "2025", "2025-09", "2023-01-05"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), MENTIONS), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(told: list[tuple[str, DealMention]], chance: object) -> None:
    ready = [fact(doc_id, each, "2025-10", position) for position, (doc_id, each) in enumerate(told)]
    shuffled = list(ready)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cluster(shuffled) == cluster(ready)


def claim(doc_id: str, told: DealMention, published: str | None = None) -> Claim:
    day = None if published is None else PartialDate(published)
    return Claim(doc_id=doc_id, position=0, language=Language.EN, published=day, mention=told)


def test_the_value_shown_is_the_majoritys_then_the_most_precise_then_the_newest() -> None:
    def shown(*amounts: Money) -> tuple[Money | None, str | None]:
        deal = choose([claim(str(n), compute(amount=each), f"2025-0{n + 1}") for n, each in enumerate(amounts)])
        return deal.amount, deal.chosen_by.get("amount")

    assert shown(usd(17), usd(17), usd(19)) == (usd(17), "2 of 3 sources")
    assert shown(usd(17), usd(19, Bound.APPROX)) == (usd(17), "most precise")
    assert shown(usd(17), usd(19)) == (usd(19), "newest")
    assert shown(usd(17), usd(17)) == (usd(17), None)


def test_the_status_shown_is_the_furthest_unless_the_newest_says_cancelled() -> None:
    def shown(*told: Status) -> Status:
        return choose([claim(str(n), compute(status=each), f"2025-0{n + 1}") for n, each in enumerate(told)]).status

    assert shown(Status.COMPLETED, Status.PLANNED) is Status.COMPLETED
    assert shown(Status.AGREED, Status.CANCELLED) is Status.CANCELLED
    assert shown(Status.CANCELLED, Status.AGREED) is Status.AGREED


def test_roles_of_another_kind_are_brought_to_the_shown_one() -> None:
    partners = [
        mention(party("Microsoft", Role.PARTICIPANT), party("Zzyx", Role.PARTICIPANT), kind=Kind.PARTNERSHIP),
        compute(party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)),
        compute(party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)),
    ]
    deal = choose([claim(str(n), each) for n, each in enumerate(partners)])
    assert {(each.name, each.role) for each in deal.parties} == {
        ("Microsoft", Role.BUYER),
        ("IREN", Role.SELLER),
        ("Zzyx", Role.BUYER),
    }


def test_of_two_tellings_of_who_pays_whom_the_surer_is_shown() -> None:
    backwards = compute(party("Microsoft", Role.SELLER), party("IREN", Role.BUYER), confidence=0.6)
    right = compute(party("Microsoft", Role.BUYER), party("IREN", Role.SELLER), confidence=0.8)
    deal = choose([claim("a", backwards, "2025-11-06"), claim("b", right, "2025-11-05")])
    assert {(each.name, each.role) for each in deal.parties} == {("Microsoft", Role.BUYER), ("IREN", Role.SELLER)}


def test_a_parent_told_in_its_subsidiarys_place_is_shown_once() -> None:
    told = [
        compute(party("OpenAI", Role.BUYER), party("Amazon", Role.SELLER, company_id="amazon")),
        compute(party("OpenAI", Role.BUYER), party("AWS", Role.SELLER, company_id="aws")),
    ]
    deal = choose([claim(str(n), each) for n, each in enumerate(told)])
    assert {each.name for each in deal.parties} == {"OpenAI", "AWS"}


SUMS = [usd(5), usd(9), usd("5.4"), usd(9, Bound.MAX), usd(4, Bound.MIN), None]
KINDS = list(Kind)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(st.sampled_from(SUMS), st.sampled_from(SUMS)),
    st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
    st.booleans(),
)
def test_a_glance_at_many_refuses_what_a_comparison_of_two_does(
    amounts: tuple[Money | None, ...], kinds: tuple[Kind, ...], staged: bool
) -> None:
    terms = Terms(tranche="in stages") if staged else Terms()
    ready = []
    for name, kind, amount in zip("ab", kinds, amounts, strict=True):
        role = sorted(ROLES_OF_KIND[kind])[0]
        told = mention(party("Microsoft", role), party("IREN", role), kind=kind, amount=amount, terms=terms)
        ready.append(fact(name, told))
    (score,) = score_pairs(columns_of(ready), np.array([0]), np.array([1]))
    assert np.isnan(score) == compare(*ready).barred


def test_one_number_is_shown_as_most_sources_tell_it() -> None:
    told = [usd(100, Bound.MAX), usd(100), usd(100, Bound.MAX)]
    deal = choose([claim(str(n), compute(amount=each), "2025-09") for n, each in enumerate(told)])
    assert deal.amount == usd(100, Bound.MAX)
    assert "amount" not in deal.chosen_by
    one_each = choose([claim(str(n), compute(amount=each), "2025-09") for n, each in enumerate(told[:2])])
    assert one_each.amount == usd(100)


@pytest.mark.parametrize(("later", "deals"), [("2025-03-02", 1), ("2027-06-01", 2)])
def test_a_third_that_names_all_buyers_joins_two_unless_years_lie_between(later: str, deals: int) -> None:
    target = party("Zzyx Towers", Role.TARGET)
    buyers = party("KKR", Role.ACQUIRER), party("Temasek", Role.ACQUIRER)

    def told(*who: Party, **fields: object) -> DealMention:
        return mention(*who, target, kind=Kind.ACQUISITION, usd=64, **fields)

    found = cluster(
        [
            fact("a", told(buyers[0], announced="2025-03-01")),
            fact("b", told(buyers[1], announced=later)),
            fact("c", told(*buyers)),
        ]
    )
    assert len(found.clusters) == deals
