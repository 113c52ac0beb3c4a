"""Deals, companies, articles and runs: found, sorted, counted, and shown with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert

from pipeline.decide import decisions
from pipeline.rates import shipped_rates
from pipeline.search import find_deals
from pipeline.store import Store
from pipeline.store import models as t
from review.catalogue import Catalogue
from schemas import Bound, Kind, Language, Party, Role
from tests.review.conftest import CHINESE, IREN, MICROSOFT, Opened, article, doubtful, key_of, send, told


def found(client: TestClient, query: str) -> list[str]:
    """The first parties of the deals that a query lists."""
    return [deal["parties"][-1]["name"] for deal in client.get(f"/api/deals?{query}").json()["deals"]]


@pytest.mark.parametrize("name", ["輝達", "辉达", "英伟达", "Nvidia", "nvidia openai", "OpenAI"])
def test_a_deal_is_found_by_any_name_in_either_script(client: TestClient, name: str) -> None:
    assert found(client, f"q={name}") == ["OpenAI"]
    assert "1" in client.get(f"/deals?q={name}").text.partition('class="total">')[2][:3]


def test_deals_are_sorted_and_narrowed(client: TestClient) -> None:
    assert found(client, "sort=size") == ["OpenAI", "Nebius", "IREN"]
    assert found(client, "sort=sources")[0] == "IREN"
    assert found(client, "least=10bn") == found(client, "least=10bn USD&sort=day")
    assert set(found(client, "least=10bn")) == {"OpenAI", "Nebius"}
    assert found(client, "kind=investment") == found(client, "language=zh-Hant") == ["OpenAI"]
    page = client.get("/deals").text
    assert 'href="/deals?kind=compute"' in page
    assert "news.example" in page


def test_rejected_deals_are_left_out_unless_asked_for(client: TestClient) -> None:
    send(client, "/decide", item=key_of(client, "n"), action="reject")
    assert "Nebius" not in found(client, "")
    assert found(client, "review=rejected") == ["Nebius"]


def test_a_long_list_has_pages(empty: Store, open_site: Opened) -> None:
    for number in range(120):
        name = f"Zenith{chr(97 + number // 26)}{chr(97 + number % 26)}"
        text = f"Microsoft rents from {name} for ${number + 1} billion."
        seller = Party(name=name, role=Role.SELLER)
        money = (f"${number + 1} billion", (number + 1) * 10**9)
        empty.save([article(f"p{number:03}", text, told(text, MICROSOFT, seller, amount=money))])
    empty.refresh()
    client = open_site(empty)
    first, last = client.get("/api/deals?sort=size").json(), client.get("/api/deals?sort=size&page=3").json()
    assert (first["total"], first["pages"], len(first["deals"]), len(last["deals"])) == (120, 3, 50, 20)
    assert last["deals"][-1]["amount"]["value"] == 10**9
    assert client.get("/api/deals?page=99").json()["page"] == 3
    assert 'rel="next"' in client.get("/deals").text
    assert 'rel="next"' not in client.get("/deals?page=3").text
    assert client.get("/deals?page=x&sort=y&since=z").status_code == 200


def test_a_deals_page_tells_its_claims_reasons_and_decisions(client: TestClient, store: Store) -> None:
    deal = next(each for each in client.get("/api/deals").json()["deals"] if each["sources"] == 2)
    answer = send(
        client,
        f"/deals/{deal['id']}",
        action="edit",
        field="terms.years",
        value="5",
        why="the filing",
        version=deal["version"],
    )
    assert answer.status_code == 303
    page = client.get(f"/deals/{deal['id']}").text
    assert page.count('class="claim"') == 2
    assert "Why it was merged" in page
    assert "same amount" in page
    assert "the filing" in page
    assert decisions(store)[-1].value == 5


def test_an_edit_of_a_deal_that_changed_meanwhile_is_refused(client: TestClient) -> None:
    deal = client.get("/api/deals").json()["deals"][0]
    fields = {"action": "edit", "field": "status", "version": deal["version"]}
    assert send(client, f"/deals/{deal['id']}", value="rumoured", **fields).status_code == 303
    answer = send(client, f"/deals/{deal['id']}", value="completed", **fields)
    assert answer.status_code == 409
    assert "Changed by someone else" in answer.text


def test_merging_shows_its_effect_and_does_nothing_before(empty: Store, open_site: Opened) -> None:
    empty.save(doubtful())
    empty.refresh()
    client = open_site(empty)
    first, second = (deal_id for deal_id, _ in find_deals(empty))
    page = client.get(f"/deals/{first}/merge?with={second}").text
    assert "What it would do" in page
    assert "would be gone into another" in page
    assert decisions(empty) == []
    assert len(find_deals(empty)) == 2
    assert send(client, f"/deals/{first}/merge", **{"with": second, "action": "merge"}).status_code == 303
    assert len(find_deals(empty)) == 1
    gone = second if empty.resolve_id(second) == first else first
    assert client.get(f"/deals/{gone}", follow_redirects=False).status_code == 303
    assert "There is no deal D-NOWHERE" in client.get(f"/deals/{empty.resolve_id(first)}/merge?with=D-NOWHERE").text


def test_splitting_shows_its_effect_first(client: TestClient, store: Store) -> None:
    deal = next(each for each in client.get("/api/deals").json()["deals"] if each["sources"] == 2)
    uid = key_of(client, "b")[2:]
    page = client.get(f"/deals/{deal['id']}/split?mention={uid}&keeps=leave").text
    assert page.count("card effect") == 2
    assert "new deal" in page
    assert len(find_deals(store)) == 3
    assert send(client, f"/deals/{deal['id']}/split", mention=uid, keeps="leave").status_code == 303
    assert len(find_deals(store)) == 4
    assert {claim.doc_id for claim in store.claims(deal["id"])} == {"b"}


def test_a_companys_page_never_adds_a_ceiling_to_what_is_spent(empty: Store, open_site: Opened) -> None:
    nebius = Party(name="Nebius", role=Role.SELLER)
    text = "Microsoft rents for $5 billion from IREN and up to $7 billion from Nebius."
    ceiling = told(text, MICROSOFT, nebius, amount=("$7 billion", 7 * 10**9), bound=Bound.MAX)
    empty.save([article("x", text, told(text, MICROSOFT, IREN, amount=("$5 billion", 5 * 10**9)), ceiling)])
    empty.refresh()
    client = open_site(empty)
    page = client.get("/companies/microsoft").text
    assert ">5bn USD<" in page
    assert ">≤ 7bn USD<" in page
    assert "12bn" not in page
    assert "Nebius" in page.partition("Counterparties")[2]
    assert client.get("/companies/nobody").status_code == 404


def test_a_company_nobody_listed_is_confirmed_or_led_to_another(empty: Store, open_site: Opened) -> None:
    unknown = Party(name="Microsofft", role=Role.BUYER)
    text = "Microsofft rents from IREN."
    empty.save([article("x", text, told(text, unknown, IREN))])
    empty.refresh()
    client = open_site(empty)
    assert "Microsofft" in client.get("/companies?provisional=1").text
    page = client.get("/companies/~microsofft").text
    assert "Who is this?" in page
    assert "is like" in page
    renamed = send(client, "/companies/~microsofft", action="rename-company", name="Macrosoft")
    assert renamed.status_code == 303
    assert "Macrosoft" in client.get("/companies/~microsofft").text
    assert found(client, "q=macrosoft") == ["IREN"]
    assert "to confirm" not in client.get("/companies/~microsofft").text


def test_articles_are_found_by_words_in_either_script(client: TestClient) -> None:
    for words in ("輝達投資", "辉达投资"):
        assert "/articles/z" in client.get(f"/articles?q={words}").text
    assert "/articles/z" not in client.get("/articles?language=en").text
    page = client.get("/articles/z?script=zh-Hans").text
    assert ">1,000亿美元</mark>" in page
    assert client.get("/articles/none").status_code == 404


def test_an_article_without_deals_says_what_to_do(empty: Store, open_site: Opened) -> None:
    empty.save([article("x", "Nothing here.")])
    client = open_site(empty)
    assert "dealtrail explain" in client.get("/articles/x").text
    assert "/articles/x" in client.get("/articles?empty=1").text


def test_sources_and_runs_tell_what_failed(empty: Store, open_site: Opened) -> None:
    with empty.writing() as connection:
        address = {"key": "k", "url": "javascript:alert(1)", "source": "paper", "kind": "page", "state": "failed"}
        rest = {"reason": "404 <b>", "tries": 1, "found_at": "2026-01-01", "distrusted": False, "part": 0}
        connection.execute(insert(t.address).values(**address, **rest))
        connection.execute(insert(t.failure).values(run_id="r1", place="x.html", kind="paywall", reason="a wall"))
    client = open_site(empty)
    assert "paper" in client.get("/sources").text
    assert "404 &lt;b&gt;" in client.get("/sources/paper").text
    assert 'href="javascript' not in client.get("/sources/paper").text
    assert "a wall" in client.get("/runs/r1").text


def test_the_lists_follow_decisions_as_a_fresh_start_would_see_them(store: Store, client: TestClient) -> None:
    store.save(doubtful())
    store.refresh()
    own = client.app.state.site.catalogue  # type: ignore[attr-defined]
    client.get("/")
    pair = next(each["key"] for each in client.get("/api/mentions?what=merge").json()["mentions"])
    deal = next(each for each in client.get("/api/deals").json()["deals"] if each["sources"] > 1)
    for path, fields in (
        ("/decide", {"item": key_of(client, "n"), "action": "accept"}),
        ("/decide", {"item": pair, "action": "merge"}),
        (f"/deals/{deal['id']}/split", {"mention": key_of(client, "b")[2:]}),
        ("/undo", {}),
        ("/undo", {}),
        ("/decide", {"item": key_of(client, "z"), "action": "reject"}),
    ):
        assert send(client, path, **fields).status_code in (200, 303)
        fresh = Catalogue(store, shipped_rates())
        fresh.look()
        assert held(own) == held(fresh)


def held(catalogue: Catalogue) -> tuple[object, ...]:
    """All that lists are made of, in words: items in order, deals, and which companies and sources are of which."""
    sheet, texts = catalogue.sheet, catalogue.texts
    companies: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for row, company, side in zip(*(sheet.of_deal[name] for name in ("row", "company", "side")), strict=True):
        companies["deal", int(row)].add((texts.companies.texts[company], int(side)))
    for row, company in zip(sheet.of_item["row"], sheet.of_item["company"], strict=True):
        companies["item", int(row)].add((texts.companies.texts[company], 0))
    items = [
        (replace(catalogue.item_at(sheet, row), row=0), companies["item", row], bool(sheet.items["located"][row]))
        for row in map(int, sheet.order)
    ]
    deals = {}
    for row in map(int, np.flatnonzero(sheet.deals_alive)):
        own = {name: column[row].item() for name, column in sheet.deals.items() if name != "deal"}
        told = {name: texts.words.texts[own[name]] for name in ("kind", "status", "review")}
        deals[texts.deals.texts[sheet.deals["deal"][row]]] = (repr(own | told), sorted(companies["deal", row]))
    hosts = {(int(row), texts.words.texts[host]) for row, host in zip(*sheet.hosts, strict=True)}
    named = {(texts.deals.texts[sheet.deals["deal"][row]], host) for row, host in hosts}
    return items, deals, named, catalogue.sources(), len(sheet.order), catalogue.whole, catalogue.whole_deals


def test_what_another_process_writes_is_seen(store: Store, client: TestClient) -> None:
    assert client.get("/api/deals").json()["total"] == 3
    text = "SoftBank acquires Ampere for $6.5 billion."
    buyer, target = Party(name="SoftBank", role=Role.ACQUIRER), Party(name="Ampere", role=Role.TARGET)
    store.save([article("q", text, told(text, buyer, target, kind=Kind.ACQUISITION))])
    store.refresh()
    client.app.state.site.catalogue._looked = 0.0  # type: ignore[attr-defined]
    assert client.get("/api/deals").json()["total"] == 4
    assert Language.EN.value in CHINESE or found(client, "kind=acquisition") == ["Ampere"]


def test_what_sources_tell_otherwise_is_shown_in_words(empty: Store, open_site: Opened) -> None:
    text = "Microsoft rents from IREN for {} billion."
    for doc_id, sum_ in (("x", "$9.7"), ("y", "$9.6")):
        own = text.format(sum_)
        money = (f"{sum_} billion", int(float(sum_[1:]) * 10) * 10**8)
        empty.save([article(doc_id, own, told(own, MICROSOFT, IREN, amount=money))])
    empty.refresh()
    client = open_site(empty)
    first, second = (deal_id for deal_id, _ in find_deals(empty))
    send(client, f"/deals/{first}/merge", **{"with": second, "action": "merge"})
    page = client.get(f"/deals/{empty.resolve_id(first)}").text
    assert "Sources differ" in page
    assert page.count('class="alternative">9.') == 2
    assert "9.6bn USD" in page
