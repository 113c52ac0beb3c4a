"""Loops and commitments as pages, over real deals."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from lxml import html as markup
from sqlalchemy import select

from pipeline.decide import Order, decide
from pipeline.money.kept import Views
from pipeline.rates import shipped_rates
from pipeline.store import Store
from pipeline.store import models as t
from schemas import Kind, Money, Party, Role, Status
from schemas.decision import Action
from tests.conftest import extraction, mention
from tests.review.conftest import Opened


@pytest.fixture
def circle(empty: Store, open_site: Opened) -> TestClient:
    """Nvidia pays OpenAI, which pays Oracle, which pays Nvidia."""

    def told(payer: tuple[str, Role], paid: tuple[str, Role], kind: Kind, billions: int, status: Status):  # type: ignore[no-untyped-def]
        parties = (Party(name=payer[0], role=payer[1]), Party(name=paid[0], role=paid[1]))
        money = Money(value=Decimal(billions) * 10**9, currency="USD")
        quote = f"{payer[0]} pays {paid[0]} ${billions} billion <b>now</b>."
        return mention(*parties, kind=kind, amount=money, status=status, quote=quote)

    deals = (
        told(("Nvidia", Role.INVESTOR), ("OpenAI", Role.INVESTEE), Kind.INVESTMENT, 100, Status.PLANNED),
        told(("OpenAI", Role.BUYER), ("Oracle", Role.SELLER), Kind.COMPUTE, 300, Status.AGREED),
        told(("Oracle", Role.BUYER), ("Nvidia", Role.SELLER), Kind.PURCHASE, 40, Status.AGREED),
    )
    empty.save([extraction("a", *deals, published="2025-10-01", text=" ".join(each.quote for each in deals))])
    empty.refresh()
    return open_site(empty)


@pytest.fixture
def many(empty: Store, open_site: Opened) -> TestClient:
    """Fifty-two companies that pay one company and are paid by it."""
    deals = []
    for number in range(52):
        money = Money(value=Decimal(1 + number) * 10**9, currency="USD")
        small, large = f"Zorb{chr(97 + number // 26)}{chr(97 + number % 26)} Energy", "Nvidia"
        for payer, paid in ((small, large), (large, small)):
            parties = (Party(name=payer, role=Role.BUYER), Party(name=paid, role=Role.SELLER))
            quote = f"{payer} buys from {paid} for ${1 + number} billion."
            deals.append(mention(*parties, kind=Kind.PURCHASE, amount=money, status=Status.AGREED, quote=quote))
    empty.save([extraction("a", *deals, published="2025-10-01", text=" ".join(each.quote for each in deals))])
    empty.refresh()
    return open_site(empty)


def test_every_loop_stands_on_one_of_the_pages(many: TestClient) -> None:
    pages = [many.get(f"/loops?length=2&page={number}").text for number in (1, 2, 3)]
    assert [len(titles(page)) for page in pages] == [20, 20, 12]
    assert len({title for page in pages for title in titles(page)}) == 52
    assert 'rel="next" href="/loops?length=2&amp;page=2"' in pages[0]
    assert titles(many.get("/loops?length=2&page=99").text) == titles(pages[-1])
    assert titles(many.get("/loops?length=2&page=no").text) == titles(pages[0])


def test_every_company_with_commitments_stands_on_one_of_the_pages(many: TestClient) -> None:
    pages = [markup.fromstring(many.get(f"/commitments?page={number}").text) for number in (1, 2)]
    told = [[each.text_content() for each in page.xpath("//main//th[@scope='row']")] for page in pages]
    assert [len(names) for names in told] == [50, 3]
    assert len({*told[0], *told[1]}) == 53


def titles(page: str) -> list[str]:
    """The titles of the loops on a page."""
    return [" ".join(each.text_content().split()) for each in markup.fromstring(page).xpath("//main//h2")]


def test_a_loop_is_told_with_its_smallest_leg_its_plans_and_its_sentences(circle: TestClient) -> None:
    page = circle.get("/loops").text
    assert titles(page) == ["Nvidia → OpenAI → Oracle → Nvidia"]
    assert "smallest leg told: 40bn USD (Oracle → Nvidia)" in page
    assert "not agreed: Nvidia → OpenAI" in page
    assert "OpenAI pays Oracle $300 billion &lt;b&gt;now&lt;/b&gt;." in page
    assert 'href="/loops" aria-current="page"' in page
    assert titles(circle.get("/loops?least=200").text) == []
    assert len(titles(circle.get("/loops?company=甲骨文").text)) == 1


def test_a_loop_that_is_asked_for_wrongly_says_so(circle: TestClient) -> None:
    assert "no company" in circle.get("/loops?company=Nobody").text
    assert circle.get("/loops?least=much").status_code == 400
    assert circle.get("/loops?length=99").status_code == 200
    assert "No loop passes the filter." in circle.get("/loops?reviewed=1").text


def test_commitments_are_told_for_all_and_for_one_company(circle: TestClient) -> None:
    everybody = circle.get("/commitments").text
    assert "300bn" in everybody
    one = circle.get("/commitments?company=OpenAI").text
    assert "No figure was found." in one
    assert "how it counts" in one
    assert "Oracle" in one


def test_the_pages_speak_chinese_too(circle: TestClient) -> None:
    chinese = circle.get("/loops", headers={"Accept-Language": "zh-TW"}).text
    assert "資金迴圈" in chinese
    assert "最多段數" in chinese


def test_a_large_graph_says_how_much_of_it_is_not_drawn(empty: Store, open_site: Opened) -> None:
    deals = [
        mention(
            Party(name=f"Buyer {number}", role=Role.BUYER),
            Party(name=f"Seller {number}", role=Role.SELLER),
            amount=Money(value=Decimal(number + 1) * 10**9, currency="USD"),
            quote=f"Buyer {number} pays Seller {number}.",
        )
        for number in range(23)
    ]
    empty.save([extraction(f"a{number}", each, text=each.quote) for number, each in enumerate(deals)])
    empty.refresh()
    client = open_site(empty)
    page = client.get("/graph?most=20").text
    assert "3 weaker lines are not drawn." in page
    assert page.count('class="card leg') == 20
    assert "Buyer 22" in page and "Buyer 2 pays" not in page
    assert "not drawn" not in client.get("/graph?most=40").text
    assert client.get("/graph?most=9999").status_code == 200


def test_the_graph_leads_to_every_deal_of_a_pair(circle: TestClient) -> None:
    page = circle.get("/graph").text
    assert page.count('<a href="#leg-') == 3 * 4  # a line, its words and a band each, and a row of the table
    assert '<section class="card leg standing-planned" id="leg-3"' in page
    assert "/graph/leg?payer=openai&amp;receiver=oracle" in page
    leg = circle.get("/graph/leg?payer=openai&receiver=oracle").text
    assert "OpenAI pays Oracle $300 billion &lt;b&gt;now&lt;/b&gt;." in leg
    assert "counts as firm" in leg
    assert circle.get("/graph/leg?payer=oracle&receiver=openai").status_code == 404
    assert "style=" not in page and "<style" not in page


def test_the_filter_of_the_money_is_followed(circle: TestClient) -> None:
    assert "Oracle" not in circle.get("/graph?kind=investment").text
    assert "#leg-1" not in circle.get("/graph?since=2025-11").text
    assert "#leg-3" not in circle.get("/graph?status=sure").text
    assert "#leg-2" not in circle.get("/graph?least=200").text
    assert "No deal that passes the filter says who pays whom." in circle.get("/graph?reviewed=1").text
    for wrong in ("least=much", "least=nan", "least=1e9", "since=2025-13", "since=tomorrow"):
        assert circle.get(f"/graph?{wrong}").status_code == 400
    assert circle.get("/graph?kind=nothing&status=nothing&by=nothing").status_code == 200


def test_empty_pages_say_what_to_do_next(empty: Store, open_site: Opened) -> None:
    client = open_site(empty)
    for path in ("/loops", "/graph", "/commitments"):
        assert "dealtrail ingest news/" in client.get(path).text


def test_names_in_drawings_are_text(empty: Store, open_site: Opened) -> None:
    name = "</title></svg><script>alert(1)</script>"
    deal = mention(Party(name=name, role=Role.BUYER), Party(name="IREN", role=Role.SELLER), quote=f"{name} pays")
    empty.save([extraction("x", deal, text=deal.quote)])
    empty.refresh()
    client = open_site(empty)
    assert "<script>alert" not in client.get("/graph").text
    assert client.get("/graph/drawing.css").headers["content-type"].startswith("text/css")


def test_programs_are_told_the_same_money(circle: TestClient) -> None:
    loops = circle.get("/api/loops").json()
    assert [each["name"] for each in loops["loops"][0]["members"]] == ["Nvidia", "OpenAI", "Oracle"]
    legs = circle.get("/api/graph?company=OpenAI&status=sure").json()["legs"]
    assert [(each["payer"], each["receiver"], each["usd"]) for each in legs] == [("openai", "oracle", 300e9)]
    companies = circle.get("/api/commitments?company=Oracle").json()["companies"]
    assert companies[0]["to_pay"]["sums"]["usd"] == {"firm": 40_000_000_000}
    assert circle.get("/api/graph?company=Nobody").status_code == 404
    assert circle.get("/api/runs").json() == {"runs": []}


def test_a_picture_that_is_older_than_the_deals_says_so_until_it_is_drawn_again(
    circle: TestClient, empty: Store
) -> None:
    views = circle.app.state.site.views = Views(empty, shipped_rates(), patience=0.0)  # type: ignore[attr-defined]
    note = "Deals have changed since this was drawn."
    first = circle.get("/loops").text
    assert note not in first and titles(first)
    with empty.reading() as connection:
        one = connection.scalars(select(t.deal.c.id).where(t.deal.c.kind == "purchase")).one()
    decide(empty, Order(Action.REJECT, "ann", one))
    with views._making:  # Of three deals it would be drawn again before the page is written.
        assert note in circle.get("/loops").text
    end = time.monotonic() + 20
    while note in circle.get("/loops").text and time.monotonic() < end:
        time.sleep(0.02)
    last = circle.get("/loops").text
    assert note not in last and not titles(last)
