"""axe-core finds nothing on any page: full and empty, signed in and not, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from pipeline.store import Store, runs
from pipeline.store import models as t
from review.accounts import Role, add_account
from review.app import create_app
from tests.review.axe import looked_over
from tests.review.browser import launched, running, why_not
from tests.review.conftest import IREN, MICROSOFT, PASSWORD, article, doubtful, stories, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a browser")

EVERYWHERE = [
    "/", "/?what=merge", "/?what=unlocated", "/?state=all", "/bulk", "/deals", "/companies", "/articles", "/loops",
    "/graph", "/commitments", "/sources", "/decisions", "/people", "/tokens", "/sign-in", "/nowhere",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def full(empty: Store) -> Store:
    """A database with something on every page."""
    from pipeline.decide import Order, decide
    from pipeline.search import find_deals
    from schemas.decision import Action

    lost = "Nobody knows where this deal is told."
    empty.save([*stories(), *doubtful(), article("lost", lost, told(lost, MICROSOFT, IREN))])
    empty.refresh()
    deal_id = find_deals(empty)[0][0]
    decide(empty, Order(Action.EDIT, "ben", deal_id, field="status", value="rumoured", why="says so"))
    run_id = runs.begin(empty, "paper")
    runs.end(empty, run_id, {"fetched": 3, "failures": 1}, {"new": [deal_id]}, [("https://n.example/x", "empty", "no")])
    with empty.writing() as connection:
        row = {"key": "k", "url": "https://n.example/x", "source": "paper", "kind": "page", "state": "aside"}
        rest = {"reason": "404", "tries": 1, "found_at": "2026-01-01", "distrusted": False, "part": 0}
        connection.execute(insert(t.address).values(**row, **rest))
    return empty


def own_pages(store: Store) -> list[str]:
    """Pages of one deal, company, article, leg and run each."""
    from pipeline.search import find_deals

    deal = max(find_deals(store), key=lambda each: each[1].sources)[0]
    run = runs.runs(store)[0].id
    return [
        f"/deals/{deal}", f"/deals/{deal}/split", f"/deals/{deal}/merge?with=D-NONE", "/companies/microsoft",
        "/articles/z", "/articles/lost", "/graph?company=Microsoft", "/graph/leg?payer=nvidia&receiver=openai",
        "/commitments?company=OpenAI", "/loops?company=Nobody", "/deals?q=nothing", "/sources/paper", f"/runs/{run}",
    ]  # fmt: skip


def test_axe_finds_nothing_on_full_pages(browser: Browser, full: Store) -> None:
    with running(full) as site:
        assert looked_over(browser, site, EVERYWHERE + own_pages(full)) == {}


def test_axe_finds_nothing_on_empty_pages(browser: Browser, empty: Store) -> None:
    with running(empty) as site:
        assert looked_over(browser, site, EVERYWHERE, fully=False, locale="zh-TW") == {}


def test_axe_finds_nothing_for_who_signs_in(browser: Browser, full: Store) -> None:
    add_account(full, "ann", Role.ADMIN, PASSWORD)
    with running(full, open=False) as site:
        context = browser.new_context(base_url=site, locale="zh-CN")
        page = context.new_page()
        page.goto("/")
        page.locator("[name=name]").fill("ann")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_selector("#item")
        state = context.storage_state()
        context.close()
        assert looked_over(browser, site, ["/sign-in"], fully=False) == {}
        found = looked_over(
            browser, site, ["/", "/people", "/tokens"], fully=False, storage_state=state, locale="zh-CN"
        )
        assert found == {}


def test_no_page_is_forgotten(full: Store) -> None:
    looked = {path.partition("?")[0] for path in EVERYWHERE + own_pages(full)}
    parts = {each.count("/") and each.split("/")[1] for each in looked}
    for route in create_app(full).routes:
        path, methods = getattr(route, "path", ""), getattr(route, "methods", None) or set()
        if "GET" in methods and not path.startswith("/api"):
            assert path.split("/")[1] in parts, path
