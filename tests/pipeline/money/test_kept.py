"""Views that follow a database: what is taken over from before is what would be made anew, and nobody waits long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.decide import Order, decide, decide_company, undo
from pipeline.money import kept
from pipeline.money.commitments import commitments
from pipeline.money.kept import Views
from pipeline.money.view import View, Wanted, view
from pipeline.search import Filter, ReadDeals, find_deals, search
from pipeline.store import Store
from schemas import Kind, Role
from schemas.decision import Action
from tests.conftest import extraction, mention, party
from tests.pipeline.money.build import RATES

NVIDIA, OPENAI, ORACLE = (party(name, Role.BUYER, company_id=name.lower()) for name in ("Nvidia", "OpenAI", "Oracle"))


def paid(doc_id: str, payer: object, receiver: object, usd: float, day: str = "2025-09-11"):  # type: ignore[no-untyped-def]
    """An article by which one buys of the other."""
    seller = receiver.model_copy(update={"role": Role.SELLER})  # type: ignore[attr-defined]
    return extraction(doc_id, mention(payer, seller, kind=Kind.PURCHASE, usd=usd), published=day)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A loop of three, and a deal beside it."""
    opened = Store(str(tmp_path / "money.sqlite"))
    opened.save(
        [paid("a", NVIDIA, OPENAI, 1e11), paid("b", OPENAI, ORACLE, 3e11), paid("c", ORACLE, NVIDIA, 4e10),
         paid("d", NVIDIA, ORACLE, 2e9, "2024-02-02")]
    )  # fmt: skip
    opened.refresh()
    return opened


def deal_of(store: Store, doc_id: str) -> str:
    return next(own for found, (own,) in store.extractions() if found.article.doc_id == doc_id and own)


def accept(store: Store) -> None:
    decide(store, Order(Action.ACCEPT, "ann", deal_of(store, "a")))


def reject_and_undo(store: Store) -> None:
    done = decide(store, Order(Action.REJECT, "ann", deal_of(store, "b")))
    undo(store, done.decision.id, "ann", "")
    decide(store, Order(Action.REJECT, "ann", deal_of(store, "d")))


def edit(store: Store) -> None:
    value = {"value": 7, "currency": "USD"}
    decide(store, Order(Action.EDIT, "ann", deal_of(store, "c"), field="amount", value=value))


def read_more(store: Store) -> None:
    store.save([paid("e", OPENAI, NVIDIA, 5e9), paid("a", NVIDIA, ORACLE, 1e11)])
    store.refresh()


def rename(store: Store) -> None:
    decide_company(store, Action.RENAME_COMPANY, "ann", "nvidia", name="Green")


def told(own: View) -> tuple[object, ...]:
    """All that pages show of a view."""
    return own.selection.deals, own.graph, own.legs, own.loops(), commitments(own.graph)


@pytest.mark.parametrize("change", [accept, reject_and_undo, edit, read_more, rename])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(rolled_up=True), Wanted(Filter(min_amount=10**10))])
def test_what_is_taken_over_is_what_would_be_made_anew(
    store: Store, change: Callable[[Store], None], wanted: Wanted
) -> None:
    views = Views(store, RATES)
    before = told(views.of(wanted))
    change(store)
    after = told(views.of(wanted))
    assert after == told(view(store, RATES, wanted))
    assert after != before or change is reject_and_undo


def test_what_did_not_change_is_not_made_again(store: Store) -> None:
    views = Views(store, RATES)
    before = views.of(Wanted())
    commitments(before.graph)
    legs = before.legs
    accept(store)
    after = views.of(Wanted())
    same = [pair for pair, leg in after.legs.items() if leg is legs[pair]]
    assert len(same) == 3
    assert len(after.legs) == 4
    held = dict(before.selection.deals)
    assert sum(held[deal_id] is deal for deal_id, deal in after.selection.deals) == 3


def test_a_view_that_takes_long_is_made_behind_the_one_that_is_shown(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = Views(store, RATES, patience=0.0)
    first = views.of(Wanted())
    assert not views.behind(Wanted())
    loops = first.loops(3)
    seen = threading.Event()

    def made_late(*told: Any) -> View:
        assert seen.wait(10)
        return view(*told)

    monkeypatch.setattr(kept, "view", made_late)
    decide(store, Order(Action.REJECT, "ann", deal_of(store, "a")))
    assert views.of(Wanted()) is first
    assert views.behind(Wanted())
    seen.set()
    end = time.monotonic() + 10
    while views.of(Wanted()) is first and time.monotonic() < end:
        time.sleep(0.01)
    now = views.of(Wanted())
    assert not views.behind(Wanted())
    assert now.asked == [(3, None)]  # What people asked of the view before is ready.
    assert len(now.loops(3).found) < len(loops.found)


def test_deals_that_were_read_are_found_as_if_they_were_read_anew(store: Store) -> None:
    read = ReadDeals()
    for change in (accept, edit, read_more, reject_and_undo):
        change(store)
        for wanted in (Filter(), Filter(min_amount=10**10), Filter(company="Oracle"), Filter(limit=2)):
            assert search(store, wanted, RATES, read) == search(store, wanted, RATES)
    assert len(find_deals(store)) == 4


def test_what_is_kept_with_a_view_is_made_once(store: Store) -> None:
    shown = view(store, RATES)
    assert shown.kept("x", list) is shown.kept("x", list)
    assert shown.kept(("y", 1), lambda: 1) == 1
