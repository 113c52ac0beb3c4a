"""The money in a real browser: loops with their legs and evidence, the graph and the Sankey that lead to sentences,
commitments; over a story of our own, the demo's articles, and the seeds where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.extract import extract_articles
from pipeline.ingest import ingest
from pipeline.read import read_articles
from pipeline.store import Store
from tests.review.browser import launched, opened, picture, running, why_not

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a browser")

TESTS = Path(__file__).parents[1]
STORY = TESTS / "data" / "money_story.jsonl"
DEMO = TESTS.parent / "corpora" / "demo"
SEEDS = TESTS.parents[1] / "shared" / "seeds"
CIRCLE = "Nvidia → OpenAI → Oracle → Nvidia"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened_browser:
        yield opened_browser


def site_of(path: Path, folder: Path) -> Iterator[str]:
    with Store(str(folder / "d.sqlite")) as store:
        ingest(read_articles([str(path)]), store, extract_articles)
        with running(store) as address:
            yield address


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from site_of(STORY, tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module", params=["story", "demo", "seeds"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    path = {"story": STORY, "demo": DEMO, "seeds": SEEDS}[request.param]
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    for address in site_of(path, tmp_path_factory.mktemp(request.param)):
        yield request.param, address


@pytest.fixture
def page(browser: Browser, story: str) -> Iterator[Page]:
    yield from opened(browser, story)


def loop_called(page: Page, name: str) -> Locator:
    return page.locator("section.loop").filter(has=page.get_by_role("heading", name=name, exact=True, level=2))


def test_the_circle_is_listed_with_evidence(browser: Browser, told: tuple[str, str]) -> None:
    name, site = told
    for page in opened(browser, site):
        page.goto("/loops")
        circle = loop_called(page, CIRCLE)
        assert circle.count() == 1
        legs = circle.locator(".leg")
        assert legs.count() == 3
        for leg in legs.all():
            assert leg.locator(".status").count() >= 1
            assert leg.locator("blockquote p").first.inner_text().strip()
        circle.scroll_into_view_if_needed()
        picture(page, f"loops-{name}")
        quote = legs.nth(1).locator("blockquote p").first.inner_text()
        legs.nth(1).get_by_role("link", name="show the evidence").first.click()
        page.wait_for_selector("#item .item")
        assert page.locator("#text mark").count() >= 2
        assert quote[:10] in page.locator("#text").inner_text()


def test_the_triangle_is_listed_with_evidence(browser: Browser, told: tuple[str, str]) -> None:
    name, site = told
    # The demo does not say that the two investors deal with each other, so there each goes round with the third alone.
    # Of the seeds only the loop of two is read; that Microsoft spends on Nvidia's chips is missed.
    two = ("Anthropic → Microsoft → Anthropic", "Anthropic → Nvidia → Anthropic")
    called = {"demo": two, "seeds": two[:1]}
    for page in opened(browser, site):
        page.goto("/loops")
        for title in called.get(name, ("Anthropic – Microsoft – Nvidia",)):
            found = loop_called(page, title)
            assert found.count() == 1
            assert found.locator(".leg").count() == (2 if name in called else 3)
            for leg in found.locator(".leg").all():
                assert leg.locator("blockquote p").first.inner_text().strip()
            if name not in called:
                assert "who pays is not told" in found.inner_text()


def test_a_loop_says_which_legs_are_plans_and_which_is_the_smallest(page: Page) -> None:
    page.goto("/loops")
    circle = loop_called(page, CIRCLE)
    facts = circle.locator(".facts").inner_text()
    assert "with legs only planned" in facts
    assert "not agreed: Nvidia → OpenAI" in facts
    assert circle.locator(".leg.standing-planned h3").inner_text().startswith("Nvidia → OpenAI")
    assert circle.locator(".leg.standing-planned .status-planned").count() == 1
    assert circle.locator(".leg", has_text="smallest leg").locator("h3").inner_text().startswith("Oracle → Nvidia")
    both = loop_called(page, "AMD → OpenAI → AMD").locator(".facts").inner_text()
    assert "two-party, equity against purchases" in both


def test_the_filter_of_the_loops_is_followed(page: Page) -> None:
    page.goto("/loops")
    page.get_by_label("Company, by any name").fill("甲骨文")
    page.get_by_label("Status").select_option("sure")
    page.get_by_role("button", name="Search").click()
    assert "status=sure" in page.url
    assert page.locator(".empty").inner_text().startswith("No loop passes the filter.")
    page.get_by_role("link", name="Show all loops").click()
    assert loop_called(page, CIRCLE).count() == 1


@pytest.mark.parametrize("drawing", ["graph", "sankey"])
def test_an_edge_leads_by_keyboard_to_its_deals_and_their_sentences(page: Page, drawing: str) -> None:
    page.goto("/graph")
    picture(page, "graph", whole=True)
    shown = page.locator(f"h2#{drawing} ~ figure.drawing").first
    stops = shown.locator("a:not([tabindex])")
    assert stops.count() == page.locator("section.leg").count()
    edge = stops.filter(has_text="Oracle → Nvidia").first
    edge.focus()
    assert page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('text, path:last-of-type')).outlineWidth"
    )
    page.keyboard.press("Enter")
    leg = page.locator("section.leg:target")
    assert leg.locator("h3").inner_text().startswith("Oracle → Nvidia: firm")
    assert "甲骨文宣布與輝達簽約" in leg.locator("blockquote").inner_text()
    leg.get_by_role("link", name="All sentences, and how the sum is made").click()
    assert page.locator("h1").inner_text() == "Oracle → Nvidia"
    assert "counts as firm" in page.locator("main").inner_text()
    assert "甲骨文宣布與輝達簽約" in page.locator("blockquote").inner_text()
    page.locator(".deal-of-leg a").click()
    assert "甲骨文宣布與輝達簽約" in page.locator(".claim blockquote").inner_text()


def test_the_graph_needs_no_script(browser: Browser, story: str) -> None:
    for page in opened(browser, story, java_script_enabled=False):
        page.goto("/graph?company=Oracle&least=1&status=sure&by=group")
        assert page.locator("section.leg").count() == 2
        page.locator("figure.drawing a:not([tabindex])").first.click()
        assert "#leg-" in page.url
        page.goto("/graph?company=Nobody")
        assert "No payment of a company called Nobody" in page.locator(".warning").inner_text()


def test_commitments_stand_against_what_articles_report(page: Page) -> None:
    page.goto("/commitments")
    picture(page, "commitments")
    page.get_by_role("link", name="OpenAI", exact=True).click()
    main = page.locator("main").inner_text()
    assert "counts as firm" in main
    assert "revenue" in main and "13bn USD" in main
    assert "2027" in page.locator("table", has_text="year by year").first.inner_text()
    picture(page, "commitments-openai", whole=True)


@pytest.mark.parametrize(
    ("locale", "language", "titles", "firm"),
    [
        ("en-US", "en", ("Loops", "Who pays whom", "Commitments"), "firm 300bn USD"),
        ("zh-TW", "zh-Hant", ("資金迴圈", "誰付款給誰", "承諾"), "確定 300bn USD"),
        ("zh-CN", "zh-Hans", ("资金循环", "谁付款给谁", "承诺"), "确定 300bn USD"),
    ],
)
def test_three_languages(
    browser: Browser, story: str, locale: str, language: str, titles: tuple[str, ...], firm: str
) -> None:
    for page in opened(browser, story, locale=locale):
        for path, title in zip(("/loops", "/graph", "/commitments"), titles, strict=True):
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").inner_text().startswith(title)
        page.goto("/graph")
        assert firm in page.locator("#table ~ div tbody").inner_text()
        assert firm in page.locator("figure.drawing title").nth(0).text_content()
        picture(page, f"graph-{language}")
        if language != "en":
            for path in ("/loops", "/graph", "/commitments?company=OpenAI"):
                page.goto(path)
                words = "firm|planned|counts|agreed|legs|loop|told"
                own = f"document.querySelector('main').innerText.replace(/{CIRCLE}/g, '')"
                quotes = "[...document.querySelectorAll('blockquote, [lang=en]')].forEach((each) => each.remove())"
                assert page.evaluate(f"{quotes}; ({own}.match(/\\b({words})\\b/i) ?? [''])[0]") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_screens_scroll_the_drawing_and_not_the_page(browser: Browser, story: str, scheme: str) -> None:
    for page in opened(browser, story, color_scheme=scheme, viewport={"width": 390, "height": 800}):
        for path in ("/loops", "/graph", "/commitments", "/commitments?company=OpenAI"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            picture(page, f"narrow-{scheme}-{path.strip('/').partition('?')[0]}")
        page.goto("/graph")
        text = page.locator("figure.drawing text.halo").first
        assert page.evaluate("(node) => node.getBoundingClientRect().height", text.element_handle()) >= 10
        page.emulate_media(media="print")
        assert page.locator("figure.drawing").first.is_visible()
        assert not page.locator("form.search").is_visible()
