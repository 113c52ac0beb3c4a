"""What people decide holds, can be undone, and is all that a rebuilt database needs."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from pipeline.decide import Order, decide, decide_company, decisions, undo
from pipeline.replay import replay, write_decisions
from pipeline.search import deal_by_id, find_deals
from pipeline.store import Store
from pipeline.store import models as t
from schemas import Bound, DecisionConflict, DecisionError, InputError, Kind, Money, Role, Status
from schemas.decision import Action
from schemas.merged import Review
from tests.conftest import extraction, mention, party

MICROSOFT, IREN = party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)
NEBIUS = party("Nebius", Role.SELLER)
CLOCK = (datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=n) for n in itertools.count())


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as opened:
        yield opened


def tell(store: Store, **articles: object) -> None:
    """Save articles, each with one mention or a list of them, and merge."""
    for doc_id, told in articles.items():
        mentions = told if isinstance(told, list) else [told]
        store.save([extraction(doc_id, *mentions, published="2025-11-05")])  # type: ignore[arg-type]
    store.refresh()


def groups(store: Store) -> set[frozenset[str]]:
    """Which articles tell of one deal."""
    homes: dict[str, set[str]] = {}
    for found, deal_ids in store.extractions():
        for deal_id in deal_ids:
            homes.setdefault(str(deal_id), set()).add(found.article.doc_id)
    return {frozenset(each) for each in homes.values()}


def deal_of(store: Store, doc_id: str, position: int = 0) -> str:
    return next(str(ids[position]) for found, ids in store.extractions() if found.article.doc_id == doc_id)


def uid_of(store: Store, doc_id: str) -> str:
    return next(claim.uid for claim in store.claims(deal_of(store, doc_id)) if claim.doc_id == doc_id)


def ruled(store: Store, action: Action, doc_id: str, **order: object):  # type: ignore[no-untyped-def]
    return decide(store, Order(action, "ann", deal_of(store, doc_id), **order), next(CLOCK))  # type: ignore[arg-type]


def compute(usd: float | None, *parties: object, **fields: object):  # type: ignore[no-untyped-def]
    return mention(*(parties or (MICROSOFT, IREN)), usd=usd, **fields)  # type: ignore[arg-type]


def test_two_deals_that_a_person_merged_stay_one(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    first, second = deal_of(store, "a"), deal_of(store, "b")
    ruled(store, Action.MERGE, "b", other_id=first, why="the second sum is the option")
    assert groups(store) == {frozenset("ab")}
    assert deal_of(store, "a") == min((first, second), key=lambda each: each == second)
    assert store.resolve_id(second) == first
    tell(store, c=compute(700), d=compute(3000))
    assert frozenset("ab") <= next(each for each in groups(store) if "a" in each)
    assert frozenset("d") in groups(store)


def test_not_the_same_keeps_two_deals_apart_whatever_comes(store: Store) -> None:
    tell(store, a=compute(100), b=compute(100))
    both = deal_of(store, "a")
    ruled(store, Action.SPLIT, "a", mentions=(uid_of(store, "b"),))
    assert groups(store) == {frozenset("a"), frozenset("b")}
    assert deal_of(store, "a") == both
    tell(store, c=compute(100), d=compute(100))
    assert not any({"a", "b"} <= each for each in groups(store))


def test_a_split_says_which_part_keeps_the_id(store: Store) -> None:
    tell(store, a=compute(100), b=compute(100))
    both = deal_of(store, "a")
    done = ruled(store, Action.SPLIT, "a", mentions=(uid_of(store, "b"),), keeps="leave")
    assert deal_of(store, "b") == both != deal_of(store, "a")
    undo(store, done.decision.id, "ann")
    assert deal_of(store, "a") == deal_of(store, "b") == both


def test_distinct_deals_are_not_merged_by_what_comes_later(store: Store) -> None:
    tell(store, a=compute(100), b=compute(None))
    ruled(store, Action.SPLIT, "a", mentions=(uid_of(store, "b"),))
    tell(store, b=compute(100))
    assert groups(store) == {frozenset("a"), frozenset("b")}


def test_a_rejected_deal_stays_and_is_marked(store: Store) -> None:
    tell(store, a=compute(100), b=compute(100), c=compute(9, MICROSOFT, NEBIUS))
    deal_id = deal_of(store, "a")
    ruled(store, Action.REJECT, "a", why="a joke")
    assert deal_by_id(store, deal_id).review is Review.REJECTED
    tell(store, d=compute(100))
    assert deal_of(store, "d") != deal_id
    assert deal_by_id(store, deal_of(store, "d")).review is Review.OPEN


def test_a_rejected_mention_leaves_its_deal_and_counts_no_more(store: Store) -> None:
    tell(store, a=compute(100), b=compute(100), c=compute(None, announced="2025-11-04"))
    ruled(store, Action.REJECT, "c", mentions=(uid_of(store, "c"),))
    assert groups(store) == {frozenset("ab"), frozenset("c")}
    assert deal_by_id(store, deal_of(store, "a")).announced is None


def test_what_people_put_together_finds_each_other_again(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b"))
    refused = ruled(store, Action.REJECT, "a", mentions=(uid_of(store, "a"),)).decision
    assert groups(store) == {frozenset("a"), frozenset("b")}
    undo(store, refused.id, "ann")
    assert groups(store) == {frozenset("ab")}


def test_the_part_that_left_takes_neither_id_nor_edits_when_it_is_read_again(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b"))
    both = deal_of(store, "a")
    ruled(store, Action.EDIT, "a", field="terms.years", value=7)
    ruled(store, Action.SPLIT, "a", mentions=(uid_of(store, "a"),), keeps="stay")
    assert deal_of(store, "b") == both
    years = {doc_id: deal_by_id(store, deal_of(store, doc_id)).terms.years for doc_id in "ab"}
    tell(store, a=compute(100, status=Status.COMPLETED))
    tell(store, b=compute(700, status=Status.COMPLETED))
    assert deal_of(store, "b") == both
    assert {doc_id: deal_by_id(store, deal_of(store, doc_id)).terms.years for doc_id in "ab"} == years


def test_a_decision_about_a_mention_that_went_holds_when_it_comes_back_otherwise(store: Store) -> None:
    tell(store, a=compute(100))
    ruled(store, Action.REJECT, "a")
    tell(store, a=[])
    assert groups(store) == set()
    tell(store, a=compute(100, quote="it is told in other words", status=Status.PLANNED))
    assert deal_by_id(store, deal_of(store, "a")).review is Review.REJECTED


def test_accepted_means_every_mention_was_seen(store: Store) -> None:
    tell(store, a=compute(100))
    ruled(store, Action.ACCEPT, "a")
    assert deal_by_id(store, deal_of(store, "a")).review is Review.ACCEPTED
    tell(store, b=compute(100))
    assert deal_by_id(store, deal_of(store, "a")).review is Review.PARTLY


def test_an_edited_field_stands_above_all_claims(store: Store) -> None:
    tell(store, a=compute(100))
    done = ruled(
        store,
        Action.EDIT,
        "a",
        field="amount",
        value={"value": "12.5", "currency": "EUR", "bound": "max"},
        why="per filing",
    )
    assert done.decision.before == {"value": 100, "currency": "USD", "bound": "exact"}
    tell(store, b=compute(100), c=compute(100))
    deal = deal_by_id(store, deal_of(store, "a"))
    assert deal.amount is not None
    assert (str(deal.amount.value), deal.amount.currency, deal.amount.bound) == ("12.5", "EUR", Bound.MAX)
    assert deal.edited == {"amount": done.decision.id}
    undo(store, done.decision.id, "ann")
    assert deal_by_id(store, deal_of(store, "a")).amount == Money(value=100, currency="USD")


def test_an_edit_stays_when_an_article_that_sorts_before_joins_the_deal(store: Store) -> None:
    tell(store, b=compute(100))
    ruled(store, Action.EDIT, "b", field="terms.years", value=7)
    tell(store, a=compute(100))
    assert groups(store) == {frozenset("ab")}
    assert str(deal_by_id(store, deal_of(store, "b")).terms.years) == "7"


def test_an_edited_mention_is_merged_as_edited(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    ruled(
        store, Action.EDIT, "b", mentions=(uid_of(store, "b"),), field="amount", value={"value": 100, "currency": "USD"}
    )
    assert groups(store) == {frozenset("ab")}
    tell(store, b=compute(700, status=Status.PLANNED))  # read anew by other rules: the edit holds
    assert groups(store) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("amount", {"value": "much", "currency": "USD"}, "valid decimal"),
        ("status", "sometime", "rumoured"),
        ("kind", "gift", "gift"),
        ("colour", "red", "no field 'colour'"),
        ("parties", [{"name": "X", "role": "lender"}], "no role lender"),
        ("announced", "2026-13-40", "partial date|month"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(store: Store, field: str, value: object, reason: str) -> None:
    tell(store, a=compute(100))
    with pytest.raises(DecisionError, match=reason):
        ruled(store, Action.EDIT, "a", field=field, value=value)
    assert decisions(store) == []


def test_an_edited_kind_keeps_payer_and_receiver(store: Store) -> None:
    tell(store, a=compute(100))
    ruled(store, Action.EDIT, "a", field="kind", value="investment")
    deal = deal_by_id(store, deal_of(store, "a"))
    assert deal.kind is Kind.INVESTMENT
    assert {(each.name, each.role) for each in deal.parties} == {("Microsoft", Role.INVESTOR), ("IREN", Role.INVESTEE)}


def test_undoing_twice_is_undoing_once_and_an_undo_can_be_undone(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    merged = ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b")).decision
    back = undo(store, merged.id, "ann")
    again = undo(store, merged.id, "ben")
    assert again.known
    assert again.decision == back.decision
    assert len(decisions(store)) == 2
    undo(store, back.decision.id, "ann")
    assert groups(store) == {frozenset("ab")}


def test_what_later_decisions_build_on_is_not_undone(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    merged = ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b")).decision
    seen = ruled(store, Action.ACCEPT, "a").decision
    ruled(store, Action.COMMENT, "a", why="fine")
    with pytest.raises(DecisionError, match=f"{seen.id} .accept by ann"):
        undo(store, merged.id, "ann")
    undo(store, seen.id, "ann")
    undo(store, merged.id, "ann")
    assert groups(store) == {frozenset("a"), frozenset("b")}


def test_edits_of_other_fields_do_not_build_on_each_other(store: Store) -> None:
    tell(store, a=compute(100))
    first = ruled(store, Action.EDIT, "a", field="status", value="completed").decision
    ruled(store, Action.EDIT, "a", field="terms.years", value=5)
    undo(store, first.id, "ann")
    deal = deal_by_id(store, deal_of(store, "a"))
    assert (deal.status, str(deal.terms.years)) == (Status.AGREED, "5")


def test_nobody_decides_about_what_changed_under_them(store: Store) -> None:
    tell(store, a=compute(100))
    deal_id = deal_of(store, "a")
    with store.reading() as connection:
        version = connection.scalar(select(t.deal.c.version).where(t.deal.c.id == deal_id))
    tell(store, b=compute(100, status=Status.COMPLETED))
    with pytest.raises(DecisionConflict, match=r"changed by someone else.*status") as refused:
        decide(store, Order(Action.ACCEPT, "ann", deal_id, version=version))
    assert ("status", '"agreed"', '"completed"') in refused.value.changed
    assert decisions(store) == []


def test_nobody_merges_a_deal_with_one_that_changed_under_them(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    first, second = deal_of(store, "a"), deal_of(store, "b")
    tell(store, c=compute(700, status=Status.COMPLETED))
    with pytest.raises(DecisionConflict, match=f"{second} was changed"):
        decide(store, Order(Action.MERGE, "ann", first, other_id=second, version=1, other_version=1))
    decide(store, Order(Action.MERGE, "ann", first, other_id=second, version=1, other_version=2))
    assert groups(store) == {frozenset("abc")}


def test_a_rebuilt_database_with_the_decisions_replayed_is_the_same(
    store: Store, new_database: Callable[[], str]
) -> None:
    articles = {
        "a": compute(100),
        "b": compute(700),
        "c": compute(9, MICROSOFT, NEBIUS),
        "d": compute(9, MICROSOFT, NEBIUS),
    }
    tell(store, **articles)
    ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b"))
    ruled(store, Action.SPLIT, "c", mentions=(uid_of(store, "d"),))
    wrong = ruled(store, Action.REJECT, "a").decision
    undo(store, wrong.id, "ann")
    ruled(store, Action.EDIT, "c", field="terms.years", value=7)
    lines = list(write_decisions(store))
    with Store(new_database()) as rebuilt:
        waiting = replay(rebuilt, lines).waiting
        assert {anchor.doc_id for _, anchor in waiting} == set("abcd")
        tell(rebuilt, **dict(reversed(articles.items())))
        assert groups(rebuilt) == groups(store) == {frozenset("ab"), frozenset("c"), frozenset("d")}
        assert {d.model_dump_json() for _, d in find_deals(rebuilt)} == {
            d.model_dump_json() for _, d in find_deals(store)
        }
        again = replay(rebuilt, lines)
        assert (again.new, again.known, again.waiting) == (0, len(lines), ())


def test_decisions_are_found_again_where_rules_read_differently_since(
    store: Store, new_database: Callable[[], str]
) -> None:
    tell(store, a=compute(100), b=compute(700))
    ruled(store, Action.MERGE, "a", other_id=deal_of(store, "b"))
    lines = list(write_decisions(store))
    with Store(new_database()) as rebuilt:
        tell(rebuilt, a=[compute(9, MICROSOFT, NEBIUS), compute(100, status=Status.PLANNED)], b=compute(7000))
        assert replay(rebuilt, lines).waiting == ()
        assert deal_of(rebuilt, "a", 1) == deal_of(rebuilt, "b")


def test_another_decision_under_a_known_id_is_refused(store: Store) -> None:
    tell(store, a=compute(100))
    ruled(store, Action.ACCEPT, "a", why="seen")
    (line,) = write_decisions(store)
    with pytest.raises(InputError, match=r"line 1.*another decision"):
        replay(store, [line.replace("seen", "unseen")])
    with pytest.raises(InputError, match="line 2: no decision"):
        replay(store, [line, "{}"])


def test_companies_that_a_person_merged_are_one_from_then_on(store: Store) -> None:
    new = party("Zzyx Northern Compute", Role.SELLER), party("澤克斯", Role.SELLER)
    tell(store, a=compute(100, MICROSOFT, new[0]), b=compute(100, MICROSOFT, new[1]))
    assert len(groups(store)) == 2
    with store.reading() as connection:
        ids = {name: key for key, name in connection.execute(select(t.company.c.id, t.company.c.name))}
    done = decide_company(
        store, Action.MERGE_COMPANIES, "ann", ids["澤克斯"], other=ids["Zzyx Northern Compute"], why="their own site"
    )
    assert groups(store) == {frozenset("ab")}
    tell(store, c=compute(100, MICROSOFT, new[1]))
    assert groups(store) == {frozenset("abc")}
    undo(store, done.decision.id, "ann")
    assert groups(store) == {frozenset("a"), frozenset("bc")}


def test_a_company_that_a_person_named_keeps_its_name(store: Store) -> None:
    tell(store, a=compute(100, MICROSOFT, party("Zzyx", Role.SELLER)))
    (company,) = {each for each in _companies(store) if each.startswith("~")}
    decide_company(store, Action.RENAME_COMPANY, "ann", company, name="Zzyx Compute")
    tell(store, b=compute(100, MICROSOFT, party("ZZYX", Role.SELLER)))
    deal = deal_by_id(store, deal_of(store, "b"))
    assert "Zzyx Compute" in {each.name for each in deal.parties}
    assert groups(store) == {frozenset("ab")}
    with pytest.raises(DecisionError, match="no company"):
        decide_company(store, Action.RENAME_COMPANY, "ann", "nobody", name="X")


def test_a_name_taken_out_of_a_company_is_another_company(store: Store) -> None:
    one, other = party("Northfield", Role.SELLER, "Northfield Power"), party("Northfield", Role.SELLER)
    tell(store, a=compute(100, MICROSOFT, one), b=compute(100, MICROSOFT, other), c=compute(100, MICROSOFT, NEBIUS))
    decide_company(store, Action.SPLIT_COMPANY, "ann", "nebius", name="Nebius", other="~nebiuspaper")
    assert "~nebiuspaper" in _companies(store)


def _companies(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.scalars(select(t.mention_party.c.company_id)))


def test_a_rejected_deal_is_not_merged_with_one_that_stands(store: Store) -> None:
    tell(store, a=compute(100), b=compute(700))
    refused = ruled(store, Action.REJECT, "a").decision
    with pytest.raises(DecisionError, match="was rejected; undo that"):
        ruled(store, Action.MERGE, "b", other_id=deal_of(store, "a"))
    undo(store, refused.id, "ann")
    ruled(store, Action.MERGE, "b", other_id=deal_of(store, "a"))
    assert groups(store) == {frozenset("ab")}
