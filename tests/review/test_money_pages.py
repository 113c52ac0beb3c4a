"""Loops and commitments as pages, over real deals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from pipeline.store import Store
from schemas import Kind, Money, Party, Role, Status
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


def test_a_loop_is_told_with_its_smallest_leg_its_plans_and_its_sentences(circle: TestClient) -> None:
    page = circle.get("/loops").text
    assert "Nvidia → OpenAI → Oracle → Nvidia" in page
    assert "smallest leg told: 40bn USD (Oracle → Nvidia)" in page
    assert "not agreed: Nvidia → OpenAI" in page
    assert "OpenAI pays Oracle $300 billion &lt;b&gt;now&lt;/b&gt;." in page
    assert 'href="/loops" aria-current="page"' in page
    assert "→ Nvidia</h2>" not in circle.get("/loops?least=200").text
    assert "Nvidia → OpenAI → Oracle" in circle.get("/loops?company=甲骨文").text


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
