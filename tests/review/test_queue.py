"""The queue: its order, its filters, what deciding does, and that nobody gets what another person has."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.decide import decisions
from pipeline.rates import shipped_rates
from pipeline.search import find_deals
from pipeline.store import Store
from review import leases, queue, ruling
from review.accounts import Person, Role
from review.catalogue import Catalogue
from review.queue_filter import QueueFilter
from review.weight import weight
from schemas import Language, Party
from schemas import Role as Part
from schemas.decision import Action
from schemas.merged import Review
from tests.review.conftest import (
    IREN,
    MICROSOFT,
    OTHER,
    Opened,
    article,
    doubtful,
    key_of,
    send,
    shown_item,
    signed_in,
    told,
)


def reviews(store: Store) -> dict[str, Review]:
    from pipeline.search import Filter

    found = {}
    for state in (None, Review.REJECTED):
        for deal_id, deal in find_deals(store, Filter(review=state)):
            for claim in store.claims(deal_id):
                found[claim.doc_id] = deal.review
    return found


def test_weight_grows_with_doubt_size_and_conflict() -> None:
    assert weight(0.5, 1e9, None, 0) > weight(0.9, 1e9, None, 0) > weight(0.9, 1e6, None, 0)
    assert weight(0.9, 1e9, None, 2) == 3 * weight(0.9, 1e9, None, 0)
    assert weight(0.9, None, 1, 0) == weight(0.9, 10e9, None, 0)
    assert weight(1.0, 1e9, None, 0) > 0


def test_the_least_sure_and_largest_comes_first_with_its_words_marked(client: TestClient) -> None:
    page = client.get("/").text
    assert shown_item(page) == key_of(client, "n")
    assert 'data-fields="amount"' in page
    assert ">$17 billion</mark>" in page
    assert "17bn USD" in page


def test_accepting_shows_the_next_and_undo_brings_it_back(client: TestClient, store: Store) -> None:
    first = shown_item(client.get("/").text)
    done = send(
        client,
        "/decide",
        item=first,
        action="accept",
        seconds="4.2",
        version=client.get("/api/deals").json()["deals"][0]["version"],
    ).json()
    assert done["done"] == "accept"
    assert reviews(store)["n"] is Review.ACCEPTED
    second = shown_item(client.get("/").text)
    assert second not in ("", first)
    undone = send(client, "/undo", decision=done["decision"]).json()
    assert undone["item"] == first
    assert reviews(store)["n"] is Review.OPEN
    assert shown_item(client.get("/").text) == first


def test_undo_without_a_name_takes_back_the_last_that_stands(client: TestClient, store: Store) -> None:
    for doc_id in ("n", "z"):
        send(client, "/decide", item=key_of(client, doc_id), action="reject")
    for doc_id in ("z", "n"):
        assert send(client, "/undo").status_code == 200
        assert reviews(store)[doc_id] is Review.OPEN
    assert send(client, "/undo").status_code == 400


def test_it_works_by_forms_alone(client: TestClient, store: Store) -> None:
    from tests.review.conftest import csrf

    key = key_of(client, "n")
    form = {"csrf": csrf(client), "item": key, "action": "accept", "filter": "kind=compute"}
    answer = client.post("/decide", data=form)
    assert answer.status_code == 200
    assert answer.request.url.params["kind"] == "compute"
    assert shown_item(answer.text) not in ("", key)
    assert reviews(store)["n"] is Review.ACCEPTED


def test_skipping_puts_aside_until_it_is_taken_back(client: TestClient) -> None:
    first = shown_item(client.get("/").text)
    send(client, "/decide", item=first, action="skip")
    assert shown_item(client.get("/").text) != first
    send(client, "/undo", skipped=first)
    assert shown_item(client.get("/").text) == first


def test_filters_live_in_the_address(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"/api/mentions?{query}").json()["total"])

    assert total("") == 4
    assert total("kind=investment") == total("company=英伟达") == total("language=zh-Hant") == 1
    assert total("company=辉达") == total("company=輝達") == 1
    assert total("company=microsoft") == 3
    assert total("source=news.example") == 1
    assert total("since=2025-11-06") == 1
    assert total("until=2025-11-05") == 3
    assert total("most=60") == 1
    assert total("least=90&status=agreed") == 2
    assert total("what=merge") == 0
    send(client, "/decide", item=key_of(client, "n"), action="reject")
    assert total("") == 3
    assert total("state=rejected") == total("reviewer=local") == 1
    assert total("state=all") == 4


def test_evidence_that_is_not_in_the_article_is_a_queue_of_its_own(empty: Store, open_site: Opened) -> None:
    lost = told("Microsoft and IREN", MICROSOFT, IREN)
    elsewhere = article("lost", "IREN and Microsoft, quite another text", lost)
    without = article("bare", "nothing", told("nothing", Party(name="Oracle", role=Part.BUYER)))
    empty.save([elsewhere, without, article("good", OTHER, told(OTHER, MICROSOFT, IREN))])
    empty.refresh()
    client = open_site(empty)
    found = client.get("/api/mentions?what=unlocated").json()["mentions"]
    assert {each["key"] for each in found} == {key_of(client, "lost"), key_of(client, "bare")}
    assert "Evidence not found in the article" in client.get(f"/?item={key_of(client, 'lost')}").text


def test_an_edit_takes_what_was_selected_with_its_place(client: TestClient, store: Store) -> None:
    key = key_of(client, "z")
    read = send(client, "/value", uid=key[2:], field="amount", start=13, end=21).json()
    assert (read["quote"], read["text"], read["bound"]) == ("1,000億美元", "100bn USD", "exact")
    done = send(
        client,
        "/decide",
        item=key,
        action="edit",
        field="amount",
        value="至多 900億美元",
        quote="1,000億美元",
        start=13,
        end=21,
    ).json()
    assert done["stays"]
    (edit,) = decisions(store)
    assert edit.value == {"value": 90_000_000_000, "currency": "USD", "bound": "max"}
    assert "[13:21]" in edit.why
    page = client.get(f"/?item={key}").text
    assert "≤90bn USD" in page
    assert "edited" in page


def test_parties_are_edited_by_name_and_role(client: TestClient, store: Store) -> None:
    key = key_of(client, "n")
    fields = {
        "item": key,
        "action": "edit",
        "field": "parties",
        "party": ["Microsoft", "Nebius Group", ""],
        "role": ["buyer", "seller", "buyer"],
    }
    assert send(client, "/decide", **fields).status_code == 200
    assert [each["name"] for each in decisions(store)[-1].value] == ["Microsoft", "Nebius Group"]


def test_a_value_that_makes_no_sense_is_refused_with_the_reason(client: TestClient, store: Store) -> None:
    answer = send(client, "/decide", item=key_of(client, "n"), action="edit", field="amount", value="a lot")
    assert answer.status_code == 400
    assert "no sum of money" in answer.json()["detail"]
    assert decisions(store) == []


def test_a_change_by_someone_else_is_shown_not_overwritten(client: TestClient, store: Store) -> None:
    key = key_of(client, "n")
    version = next(
        each["version"]
        for each in client.get("/api/deals").json()["deals"]
        if each["amount"]["value"] == 17_000_000_000
    )
    assert send(client, "/decide", item=key, action="edit", field="status", value="rumoured").status_code == 200
    answer = send(client, "/decide", item=key, action="accept", version=version)
    assert answer.status_code == 409
    told_ = answer.json()
    assert ["status", '"agreed"', '"rumoured"'] in told_["changed"]
    assert "Changed by someone else" in told_["html"]
    assert reviews(store)["n"] is Review.OPEN
    assert send(client, "/decide", item=key, action="accept", version=told_["version"]).status_code == 200


def test_two_reviewers_are_never_given_the_same(store: Store, open_site: Opened) -> None:
    ann = signed_in(store, open_site, "ann")
    ben = signed_in(store, open_site, "ben", site=ann)
    first = shown_item(ann.get("/").text)
    ahead = {each["key"] for each in ann.get(f"/queue/next?after={first}&number=1").json()["items"]}
    theirs = shown_item(ben.get("/").text)
    assert theirs not in {"", first, *ahead}
    assert f"{'ann'} is looking at this now" in ben.get(f"/?item={first}").text
    assert shown_item(ann.get("/").text) == first


def test_what_was_decided_while_another_waited_for_it_is_not_given(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue(store, shipped_rates())
    ann, ben = (Person(name, Role.REVIEWER, open=False) for name in ("ann", "ben"))
    (first,) = queue.give(catalogue, store, QueueFilter(), ann)
    take = leases.take

    def take_late(*told: Any, **more: Any) -> list[str]:
        # As when ben waits for the database, in which ann's decision is being written.
        monkeypatch.setattr(leases, "take", take)
        ruling.rule(store, catalogue, ann, first, Action.ACCEPT)
        return take(*told, **more)

    monkeypatch.setattr(leases, "take", take_late)
    given = {each.key for each in queue.give(catalogue, store, QueueFilter(), ben, number=2)}
    assert given and first.key not in given


def test_who_only_reads_holds_nothing_and_decides_nothing(store: Store, open_site: Opened) -> None:
    reader = signed_in(store, open_site, "rea", Role.READER)
    ben = signed_in(store, open_site, "ben", site=reader)
    seen = reader.get("/").text
    assert "You may read but not decide." in seen
    assert 'value="accept"' not in seen
    assert shown_item(ben.get("/").text) == shown_item(seen)
    assert send(reader, "/decide", item=shown_item(seen), action="accept").status_code == 403
    assert decisions(store) == []


def test_bulk_says_how_many_decides_each_and_undoes_all(client: TestClient, store: Store) -> None:
    page = client.get("/bulk?company=IREN").text
    assert "Decide 2 items at once" in page
    wrong = send(client, "/bulk", filter="company=IREN", expected=3, action="accept")
    assert wrong.status_code == 400
    done = send(client, "/bulk", filter="company=IREN", expected=2, action="accept", why="all read")
    assert done.status_code == 303
    assert reviews(store)["a"] is Review.ACCEPTED
    assert len(decisions(store)) == 2
    batch = done.headers["location"].rpartition("batch=")[2]
    send(client, "/bulk/undo", batch=batch)
    assert reviews(store)["a"] is Review.OPEN
    assert client.get("/api/mentions").json()["total"] == 4


def test_two_deals_that_may_be_one_are_merged_or_kept_apart(empty: Store, open_site: Opened) -> None:
    empty.save([*doubtful()])
    empty.refresh()
    client = open_site(empty)
    (pair,) = client.get("/api/mentions?what=merge").json()["mentions"]
    page = client.get("/?what=merge").text
    assert "Are these one deal?" in page
    assert "Microsoft in both" in page
    stale = send(client, "/decide", item=pair["key"], action="merge", other_version=99)
    assert stale.status_code == 409
    done = send(client, "/decide", item=pair["key"], action="merge").json()
    assert client.get("/api/deals").json()["total"] == 1
    assert send(client, "/undo", decision=done["decision"]).json()["item"] == pair["key"]
    assert client.get("/api/deals").json()["total"] == 2
    send(client, "/decide", item=pair["key"], action="distinct")
    assert client.get("/api/mentions?what=merge").json()["total"] == 0
    assert client.get("/api/deals").json()["total"] == 2


def test_an_empty_database_says_what_to_do(empty: Store, open_site: Opened) -> None:
    client = open_site(empty)
    for path in ("/", "/deals"):
        assert "dealtrail ingest" in client.get(path).text
    assert "dealtrail crawl" in client.get("/sources").text
    assert "No company fits" in client.get("/companies").text
    assert "Nobody has decided" in client.get("/decisions").text


def test_the_other_script_keeps_the_marks(client: TestClient) -> None:
    key = key_of(client, "z")
    page = client.get(f"/?item={key}&script=zh-Hans").text
    assert ">1,000亿美元</mark>" in page
    assert ">辉达</mark>" in page
    assert 'lang="zh-Hans"' in page
    assert Language.ZH_HANT.value in page
