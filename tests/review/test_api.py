"""The same for programs."""

from __future__ import annotations

import feedparser
from fastapi.testclient import TestClient

from pipeline.decide import decisions
from pipeline.store import Store
from tests.review.conftest import csrf, key_of


def post(client: TestClient, path: str, **record: object):  # type: ignore[no-untyped-def]
    return client.post(path, json=record, headers={"X-CSRF-Token": csrf(client, "/deals")})


def test_a_deal_comes_with_its_claims_and_evidence(client: TestClient) -> None:
    deal = next(each for each in client.get("/api/deals").json()["deals"] if each["sources"] == 2)
    told = client.get(f"/api/deals/{deal['id']}").json()
    assert told["version"] == deal["version"]
    assert {claim["doc_id"] for claim in told["claims"]} == {"a", "b"}
    assert told["claims"][0]["evidence"][-1]["quote"] == "$9.7 billion"
    assert client.get("/api/deals/D-NONE").status_code == 404


def test_decisions_are_made_listed_and_undone(client: TestClient, store: Store) -> None:
    deal = client.get("/api/deals?kind=investment").json()["deals"][0]
    wrong = post(client, "/api/decisions", action="accept", deal_id=deal["id"], version=deal["version"] + 5)
    assert wrong.status_code == 409
    uid = key_of(client, "z")[2:]
    fields = {"deal_id": deal["id"], "mentions": [uid], "field": "terms.years", "value": 3, "version": deal["version"]}
    made = post(client, "/api/decisions", action="edit", **fields)
    assert made.status_code == 201
    assert client.get(f"/api/mentions/{uid}").json()["terms"]["years"] == 3
    listed = client.get(f"/api/decisions?deal_id={deal['id']}").json()
    assert listed["total"] == 1
    undone = post(client, "/api/decisions/undo", decision_id=made.json()["decision"]["id"])
    assert undone.status_code == 201
    assert client.get(f"/api/mentions/{uid}").json()["terms"]["years"] is None
    assert len(decisions(store)) == 2


def test_what_makes_no_sense_is_told(client: TestClient) -> None:
    for record, status in (
        ({"action": "accept", "deal_id": "D-NONE"}, 404),
        ({"action": "dance", "deal_id": "D-NONE"}, 422),
        ({"action": "accept", "deal_id": "D-NONE", "more": 1}, 422),
    ):
        answer = post(client, "/api/decisions", **record)
        assert answer.status_code == status
        assert answer.json()["detail"]
    assert post(client, "/api/decisions/undo", decision_id="R-NONE").status_code == 404
    for path in ("/api/deals?page=0", "/api/deals?sort=x", "/api/deals?kind=x"):
        assert client.get(path).status_code == 422


def test_the_feed_tells_what_is_new(client: TestClient) -> None:
    answer = client.get("/api/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert len(feed.entries) == 3
    assert not feed.bozo


def test_the_description_names_every_path(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/deals", "/api/deals/{deal_id}", "/api/companies", "/api/mentions", "/api/mentions/{uid}",
        "/api/decisions", "/api/decisions/undo", "/api/changes.atom",
        "/api/loops", "/api/graph", "/api/commitments", "/api/runs",
    }  # fmt: skip
