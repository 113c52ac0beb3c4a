"""A reviewer's session in a real browser: by keys, by selecting words, in three languages, in the dark, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.decide import decisions
from pipeline.store import Store
from tests.review.browser import launched, opened, picture, running, settle, why_not
from tests.review.conftest import PASSWORD, article, doubtful, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a browser")

FAST_MS = 100
FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def site(store: Store) -> Iterator[str]:
    store.save(doubtful())
    store.refresh()
    with running(store) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    yield from opened(browser, site)


def key(page: Page) -> str:
    return page.locator("#item .item").get_attribute("data-key") or ""


def test_a_whole_session_by_keyboard(page: Page, store: Store) -> None:
    page.goto("/")
    settle(page)
    first = key(page)
    picture(page, "queue")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    second = key(page)
    assert second != first
    assert "Accepted" in page.locator("#told").inner_text()
    settle(page)
    page.keyboard.press("r")
    settle(page)
    page.keyboard.press("s")
    settle(page)
    assert [each.action.value for each in decisions(store)] == ["accept", "reject"]
    fourth = key(page)
    page.keyboard.press("u")
    settle(page)
    page.keyboard.press("u")
    settle(page)
    assert key(page) == second
    assert [each.action.value for each in decisions(store)] == ["accept", "reject", "undo"]
    page.keyboard.press("k")
    settle(page)
    assert key(page) == first
    assert page.locator(".state-accepted").count() == 1
    page.keyboard.press("j")
    settle(page)
    assert key(page) == second
    page.keyboard.press("c")
    page.keyboard.type("ask the company")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(store)[-1].why == "ask the company"
    assert key(page) == second != fourth


def test_the_next_item_is_there_within_a_tenth_of_a_second(page: Page) -> None:
    page.goto("/")
    settle(page)
    took = page.evaluate(
        """async () => {
            const before = document.querySelector("#item .item").dataset.key;
            const began = performance.now();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
            const now = () => document.querySelector("#item .item").dataset.key;
            while (now() === before) await new Promise(requestAnimationFrame);
            return performance.now() - began;
        }"""
    )
    assert took < FAST_MS
    settle(page)


def test_words_selected_in_the_article_become_the_value(page: Page, store: Store) -> None:
    page.goto("/?language=zh-Hant")
    settle(page)
    page.locator("details.add > summary").click()
    field = page.locator("details.add .row[data-name=power_gw]")
    field.locator("summary").click()
    field.locator("input[name=value]").focus()
    words = page.get_by_text("雙方將部署10吉瓦的系統。", exact=True)
    page.evaluate(
        """(node) => {
            const text = node.firstChild, at = text.data.indexOf("10吉瓦"), range = document.createRange();
            range.setStart(text, at); range.setEnd(text, at + 4);
            getSelection().removeAllRanges(); getSelection().addRange(range);
            node.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
        }""",
        words.element_handle(),
    )
    page.wait_for_selector(".add .row[data-name=power_gw] .selected:not([hidden])")
    assert field.locator("input[name=value]").input_value() == "10"
    assert "10吉瓦" in field.locator(".selected").inner_text()
    field.locator("button").click()
    settle(page)
    (edit,) = decisions(store)
    assert edit.value == {"value": 10, "bound": "exact"}
    assert "10吉瓦" in edit.why
    assert "10 GW" in page.locator(".row[data-name=power_gw] .value").first.inner_text()
    page.keyboard.press("u")
    settle(page)
    assert decisions(store)[-1].action.value == "undo"


def test_a_drag_of_the_mouse_over_marks_selects_them(page: Page) -> None:
    page.goto("/?language=zh-Hant")
    settle(page)
    page.locator(".row[data-name=amount]").focus()
    page.keyboard.press("e")
    box = page.locator("mark.e-amount").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    page.wait_for_selector(".row[data-name=amount] .selected:not([hidden])")
    assert "1,000億美元" in page.locator(".row[data-name=amount] .selected").inner_text()


def test_a_field_and_its_words_light_each_other_up(page: Page) -> None:
    page.goto("/?language=zh-Hant")
    page.locator(".row[data-field=amount]").hover()
    assert page.locator("mark.e.lit").inner_text() == "1,000億美元"
    page.locator("mark.e-party").first.focus()
    assert page.locator(".row.lit .value").inner_text().startswith("輝達")


def test_merging_and_splitting_show_what_they_would_do(page: Page, store: Store) -> None:
    page.goto("/?what=merge")
    settle(page)
    picture(page, "merge")
    page.keyboard.press("m")
    settle(page)
    assert decisions(store)[-1].action.value == "merge"
    deal = decisions(store)[-1].deal_id
    page.goto(f"/deals/{deal}/split")
    page.locator("input[name=mention]").last.check()
    page.get_by_role("button", name="Show the effect").click()
    assert page.locator(".effect").count() == 2
    assert decisions(store)[-1].action.value == "merge"
    picture(page, "split")
    page.get_by_role("button", name="Split", exact=True).click()
    assert decisions(store)[-1].action.value == "split"
    page.get_by_role("button", name="undo").first.click()
    assert decisions(store)[-1].action.value == "undo"


def tab_to(page: Page, wanted: str) -> None:
    """Go by the Tab key to what a selector means."""
    for _ in range(80):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {wanted}")


def test_merge_split_and_undo_by_keyboard_alone(page: Page, store: Store) -> None:
    page.goto("/?what=mention&company=IREN")
    settle(page)
    page.keyboard.press("m")
    page.wait_for_url("**/merge*")
    own = page.url.split("/deals/")[1].split("/")[0]
    other = next(each for each in deals_of(store, "IREN") if each != own)
    page.wait_for_selector("input[name=with]:focus")  # a page has its address before its field has the keys
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    page.wait_for_selector(".effect")
    assert decisions(store) == []
    tab_to(page, "button.accept")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deals/*")
    assert decisions(store)[-1].action.value == "merge"

    page.goto("/?what=mention&company=IREN")
    settle(page)
    page.keyboard.press("u")
    settle(page)
    page.wait_for_function("document.querySelector('#told').innerText.length > 0")
    assert [each.action.value for each in decisions(store)] == ["merge", "undo"]

    whole = max(deals_of(store, "IREN"), key=lambda each: len(store.claims(each)))
    page.goto(f"/?what=mention&deal={whole}")
    settle(page)
    page.keyboard.press("p")
    page.wait_for_url("**/split*")
    tab_to(page, "input[name=mention]")
    page.keyboard.press("Space")
    tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".effect")
    tab_to(page, "form[method=post] button.accept")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deals/*")
    assert decisions(store)[-1].action.value == "split"
    tab_to(page, ".log form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [each.action.value for each in decisions(store)] == ["merge", "undo", "split", "undo"]


def deals_of(store: Store, name: str) -> list[str]:
    from pipeline.search import find_deals

    return [each for each, told in find_deals(store) if any(party.name == name for party in told.parties)]


def test_many_at_once_and_back(page: Page, store: Store) -> None:
    page.goto("/?company=IREN&what=mention")
    page.get_by_text("Decide all").click()
    page.get_by_role("button", name=re.compile("Accept all")).click()
    assert "items decided" in page.locator(".notice").first.inner_text()
    number = len(decisions(store))
    assert number == 4
    page.get_by_role("button", name="Undo all of them").click()
    assert len(decisions(store)) == 2 * number


def test_a_crossing_decision_is_told_with_the_difference(page: Page, store: Store) -> None:
    from pipeline.decide import Order, decide
    from pipeline.search import find_deals
    from schemas.decision import Action

    page.goto("/?company=Nebius")
    settle(page)
    ((deal_id, _),) = [each for each in find_deals(store) if any(p.name == "Nebius" for p in each[1].parties)]
    decide(store, Order(Action.EDIT, "ben", deal_id, field="status", value="rumoured"))
    page.keyboard.press("a")
    page.wait_for_selector(".item .warning")
    assert "rumoured" in page.locator(".item .warning").inner_text()
    assert len(decisions(store)) == 1
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert [each.action.value for each in decisions(store)] == ["edit", "accept"]


@pytest.mark.parametrize(
    ("locale", "language", "title"),
    [("en-US", "en", "Queue"), ("zh-TW", "zh-Hant", "佇列"), ("zh-CN", "zh-Hans", "队列")],
)
def test_three_languages(browser: Browser, site: str, locale: str, language: str, title: str) -> None:
    for page in opened(browser, site, locale=locale):
        page.goto("/")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").inner_text().startswith(title)
        picture(page, f"queue-{language}")
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?what=merge", "/deals", "/companies/microsoft", "/articles/z", "/people"])
def test_contrast_names_and_narrow_screens(browser: Browser, site: str, scheme: str, path: str) -> None:
    for page in opened(browser, site, color_scheme=scheme, viewport={"width": 390, "height": 800}):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(FAULTS) == []
        picture(page, f"narrow-{scheme}-{re.sub(r'[^a-z]+', '-', path).strip('-') or 'queue'}")


def test_two_reviewers_at_once(browser: Browser, store: Store) -> None:
    from review.accounts import Role, add_account

    for name in ("ann", "ben"):
        add_account(store, name, Role.REVIEWER, PASSWORD)
    shown = []
    with running(store, open=False) as site:
        contexts = [opened(browser, site) for _ in range(2)]
        pages = [next(each) for each in contexts]
        for name, page in zip(("ann", "ben"), pages, strict=True):
            page.goto("/")
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_selector("#item")
            shown.append(key(page) if page.locator("#item .item").count() else "")
        assert shown[0] != shown[1]
        for page, own in zip(pages, shown, strict=True):
            page.keyboard.press("a")
            page.wait_for_function("(own) => document.querySelector('#item .item')?.dataset.key !== own", arg=own)
            settle(page)
            assert not page.locator("#item .item").count() or key(page) not in shown
        assert sorted(each.by for each in decisions(store)) == ["ann", "ben"]
        for each in contexts:
            for _ in each:
                pass


TRICKS = {
    "script": "<script>alert(1)</script> $9.7 billion </script>",
    "handler": "<img src=x onerror=alert(2)><b onmouseover=alert(3)>$9.7 billion</b>",
    "link": "<a href='javascript:alert(4)'>javascript:alert(5)</a> $9.7 billion",
    "direction": "\u202e\u2067evil\u2069 \u2066$9.7 billion\u2069 \u202c end",
    "unseen": "a\u200b\u200d\ufeff\u2060b \u200b$9.7 billion\u200b",
    "halves": "broken \ud800 and \udfff $9.7 billion",
    "template": "{{ 7 * 7 }} ${7*7} {% raw %} $9.7 billion ]]> --> </textarea></title>",
    "long": "long " * 400_000 + "\nthen $9.7 billion\n" + "長" * 3_000_000,
}


@pytest.mark.parametrize("trick", TRICKS)
def test_an_article_that_wants_harm_does_none(browser: Browser, empty: Store, trick: str) -> None:
    """Nothing of it runs or becomes markup, and the amount is marked where it stands."""
    from schemas import Article
    from tests.review.conftest import IREN, MICROSOFT

    text = Article(doc_id="h", text=f"Microsoft rents from IREN. {TRICKS[trick]}").text
    mention = told(text, MICROSOFT, IREN, amount=("$9.7 billion", 9_700_000_000), sentence=text[:400])
    empty.save([article("h", text, mention, url="javascript:alert(1)", title=text[27:200])])
    empty.refresh()
    with running(empty) as site:
        for page in opened(browser, site):
            page.on("dialog", lambda dialog: pytest.fail(dialog.message))
            for path in ("/", "/articles/h", "/deals", "/graph", "/loops"):
                page.goto(path)
                assert page.locator("main :is(img, iframe, object, b, textarea), main script").count() == 0
                assert page.locator("main a[href^='javascript']").count() == 0
            for path in ("/", "/articles/h"):
                page.goto(path)
                marked = page.locator("mark.e-amount").first
                at = int(marked.get_attribute("data-start") or -1)
                assert marked.inner_text() == "$9.7 billion" == text[at : at + 12]
            own = page.locator("main").inner_text()
            assert not set(own) & set("\u202e\u2066\u2067\u200b\u2060\ufeff")


def test_an_article_of_markup_and_tricks_runs_nothing(browser: Browser, empty: Store) -> None:
    from tests.review.test_hostile_pages import HOSTILE, PARTIES

    mention = told(HOSTILE, *PARTIES, amount=("$9.7 billion", 9_700_000_000))
    empty.save([article("h", HOSTILE, mention, url="javascript:alert(1)", title="<img src=x onerror=alert(2)>")])
    empty.refresh()
    with running(empty) as site:
        for page in opened(browser, site):
            page.on("dialog", lambda dialog: pytest.fail(dialog.message))
            page.goto("/")
            settle(page)
            assert page.locator("mark.e-amount").inner_text() == "$9.7 billion"
            assert page.locator("#text script, #text img, #text iframe, #text a").count() == 0
            positions = page.evaluate(
                "[...document.querySelectorAll('#text [data-start]')]"
                ".map(each => [Number(each.dataset.start), [...each.textContent].length])"
            )
            for start, length in positions:
                assert HOSTILE[start : start + length].count("\n") == 0
            at = page.evaluate("Number(document.querySelector('mark.e-amount').dataset.start)")
            assert HOSTILE[at : at + 12] == "$9.7 billion"
