"""The pages over PostgreSQL say what they say over SQLite."""

from __future__ import annotations

import pytest

from pipeline.decide import decisions
from pipeline.store import Store
from tests import postgres
from tests.review.conftest import Opened, doubtful, key_of, send, signed_in, stories

pytestmark = pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not installed here")


def test_a_session_over_postgresql(open_site: Opened) -> None:
    with postgres.running() as address, Store(address) as store:
        store.save([*stories(), *doubtful()])
        store.refresh()
        client = signed_in(store, open_site, "ann")
        key = key_of(client, "n")
        for path in ("/", "/?what=unlocated", "/deals?q=輝達", "/companies", "/articles?q=x", "/sources", "/decisions"):
            assert client.get(path).status_code == 200
        done = send(client, "/decide", item=key, action="accept", seconds="2").json()
        assert done["done"] == "accept"
        assert send(client, "/decide", item=key_of(client, "z"), action="skip").status_code == 200
        pair = client.get("/api/mentions?what=merge").json()["mentions"][0]["key"]
        assert send(client, "/decide", item=pair, action="merge").json()["done"] == "merge"
        assert send(client, "/undo").status_code == 200
        assert send(client, "/bulk", filter="company=Nebius&state=open", expected=1, action="reject").status_code == 400
        deal = client.get("/api/deals").json()["deals"][0]["id"]
        assert client.get(f"/deals/{deal}/merge?with={deal}").status_code == 200
        assert [each.action.value for each in decisions(store)] == ["accept", "merge", "undo"]


def test_what_postgresql_cannot_hold_breaks_no_page(open_site: Opened) -> None:
    with postgres.running() as address, Store(address) as store:
        store.save(stories())
        store.refresh()
        client = open_site(store)
        for path in ("/loops", "/graph", "/commitments?company=OpenAI", "/api/loops", "/api/graph", "/api/runs"):
            assert client.get(path).status_code == 200, path
        lists = (
            "/?item=",
            "/?company=",
            "/deals?q=",
            "/articles?q=",
            "/companies?q=",
            "/graph?company=",
            "/api/deals?q=",
        )
        pages = ("/deals/", "/companies/", "/articles/", "/sources/", "/runs/", "/api/deals/", "/api/mentions/")
        for path in (*lists, *pages):
            for strange in ("%00", "a%00b", "%ed%a0%80", "9" * 3_000):
                assert client.get(path + strange).status_code < 500, path + strange
        answer = send(client, "/decide", item=key_of(client, "z"), action="comment", why="with \x00 in it")
        assert answer.status_code == 200
        assert "with  in it" in decisions(store)[-1].why
