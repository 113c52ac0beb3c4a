"""Who may do what: accounts, signing in, forged forms, names of hosts, proxies, tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.decide import decisions
from pipeline.store import Store
from review.accounts import Role, accounts, add_account, change_account, check_password, person_of, sign_in
from review.limits import TRIES, Limiter
from schemas import StoreError
from schemas.errors import AccountError
from tests.review.conftest import PASSWORD, Opened, csrf, key_of, send, signed_in


def test_passwords_are_kept_as_argon2_hashes_alone(empty: Store, tmp_path: Path) -> None:
    add_account(empty, "ann", Role.REVIEWER, PASSWORD)
    assert check_password(empty, "ann", PASSWORD) is not None
    assert check_password(empty, "ann", PASSWORD + "x") is None
    assert check_password(empty, "nobody", PASSWORD) is None
    secret = sign_in(empty, check_password(empty, "ann", PASSWORD))  # type: ignore[arg-type]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("review.sqlite*"))
    assert b"$argon2id$" in kept
    assert PASSWORD.encode() not in kept
    assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "short"), ("an n", PASSWORD), ("<b>", PASSWORD), ("", PASSWORD)]
)
def test_a_weak_password_or_an_odd_name_is_refused(empty: Store, name: str, password: str) -> None:
    with pytest.raises(AccountError):
        add_account(empty, name, Role.READER, password)
    assert accounts(empty) == []


def test_a_changed_or_closed_account_is_signed_out(empty: Store) -> None:
    add_account(empty, "ann", Role.REVIEWER, PASSWORD)
    with pytest.raises(AccountError, match="already"):
        add_account(empty, "ann", Role.ADMIN, PASSWORD)
    person = check_password(empty, "ann", PASSWORD)
    assert person is not None
    secret = sign_in(empty, person)
    assert person_of(empty, secret) == person
    change_account(empty, "ann", role=Role.READER)
    assert person_of(empty, secret) is None
    secret = sign_in(empty, person)
    change_account(empty, "ann", closed=True)
    assert person_of(empty, secret) is None
    assert check_password(empty, "ann", PASSWORD) is None
    with pytest.raises(AccountError, match="no account"):
        change_account(empty, "ben", closed=True)


def test_without_signing_in_nothing_is_seen(store: Store, open_site: Opened) -> None:
    client = open_site(store, open=False)
    answer = client.get("/deals?q=a", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?to=%2Fdeals%3Fq%3Da"
    assert client.get("/api/deals").status_code == 401
    assert client.post("/decide", data={}).status_code == 401
    assert client.get("/static/style.css").status_code == 200


def test_signing_in_leads_back_but_never_to_another_site(store: Store, open_site: Opened) -> None:
    add_account(store, "ann", Role.REVIEWER, PASSWORD)
    for to, leads in (
        ("/deals?q=a", "/deals?q=a"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil", "/"),
    ):
        client = open_site(store, open=False)
        fields = {"csrf": csrf(client), "name": "ann", "password": PASSWORD, "to": to}
        answer = client.post("/sign-in", data=fields, follow_redirects=False)
        assert answer.headers["location"] == leads


def test_cookies_are_bound_to_this_host_and_kept_from_scripts(store: Store, open_site: Opened) -> None:
    told = open_site(store, secure=True).get("/").headers["set-cookie"]
    assert told.startswith("__Host-dealtrail=")
    assert all(word in told for word in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))
    assert "Secure" not in open_site(store).get("/").headers["set-cookie"]


def test_a_new_session_begins_with_signing_in(store: Store, open_site: Opened) -> None:
    add_account(store, "ann", Role.REVIEWER, PASSWORD)
    client = open_site(store, open=False)
    token = csrf(client)
    before = client.cookies["dealtrail"]
    client.post("/sign-in", data={"csrf": token, "name": "ann", "password": PASSWORD})
    assert client.cookies["dealtrail"] != before
    client.post("/sign-out", data={"csrf": csrf(client, "/deals")})
    assert client.get("/deals", follow_redirects=False).status_code == 303


def test_a_form_from_elsewhere_is_refused(client: TestClient, store: Store) -> None:
    key = key_of(client, "n")
    for fields, headers in (({}, {}), ({"csrf": "0" * 64}, {}), ({}, {"X-CSRF-Token": "0" * 64})):
        answer = client.post("/decide", data={"item": key, "action": "accept"} | fields, headers=headers)
        assert answer.status_code == 403
    bare = TestClient(client.app, base_url="http://127.0.0.1")
    assert bare.post("/decide", data={"item": key, "action": "accept", "csrf": csrf(client)}).status_code == 403
    assert client.post("/api/decisions", json={"action": "accept", "deal_id": "D-X"}).status_code == 403
    assert decisions(store) == []


def test_too_many_tries_have_to_wait(store: Store, open_site: Opened) -> None:
    add_account(store, "ann", Role.REVIEWER, PASSWORD)
    client = open_site(store, open=False)
    token = csrf(client)
    answers = [
        client.post("/sign-in", data={"csrf": token, "name": "ann", "password": "x"}).status_code for _ in range(TRIES)
    ]
    assert answers == [403] * TRIES
    late = client.post("/sign-in", data={"csrf": token, "name": "ann", "password": PASSWORD})
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0
    other = client.post("/sign-in", data={"csrf": token, "name": "ben", "password": "x"})
    assert other.status_code == 403


def test_tries_are_forgotten_with_time() -> None:
    limiter = Limiter(tries=1, within=0.0)
    limiter.failed("a")
    assert limiter.wait("a") == 0
    strict = Limiter(tries=1, within=60)
    strict.failed("a")
    assert strict.wait("b") == 0 < strict.wait("a", "b") <= 60
    strict.passed("a")
    assert strict.wait("a") == 0


def test_roles_bind(store: Store, open_site: Opened) -> None:
    reader = signed_in(store, open_site, "rea", Role.READER)
    reviewer = signed_in(store, open_site, "rev", site=reader)
    admin = signed_in(store, open_site, "adm", Role.ADMIN, site=reader)
    deal = reader.get("/api/deals").json()["deals"][0]["id"]
    for path in ("/bulk", f"/deals/{deal}/merge", f"/deals/{deal}/split", "/people"):
        assert reader.get(path).status_code == 403
    for path in (
        "/decide",
        "/undo",
        "/bulk",
        "/bulk/undo",
        "/value",
        f"/deals/{deal}",
        f"/deals/{deal}/merge",
        f"/deals/{deal}/split",
        "/companies/microsoft",
    ):
        assert send(reader, path, action="accept", item="x").status_code == 403, path
    assert reviewer.get("/people").status_code == 403
    assert admin.get("/people").status_code == 200
    assert decisions(store) == []


def test_admins_see_time_and_agreement(store: Store, open_site: Opened) -> None:
    ann = signed_in(store, open_site, "ann")
    ben = signed_in(store, open_site, "ben", site=ann)
    admin = signed_in(store, open_site, "adm", Role.ADMIN, site=ann)
    for doc_id, first, second in (("n", "accept", "accept"), ("z", "accept", "reject"), ("a", "reject", "reject")):
        key = key_of(ann, doc_id)
        send(ann, "/decide", item=key, action=first, seconds="3.0")
        send(ben, "/decide", item=key, action=second, seconds="99999999")
    page = admin.get("/people").text
    assert "ann · ben" in page
    assert "67%" in page
    assert "0.40" in page
    assert ">3.0<" in page
    assert ">3600.0<" in page
    by_ben = admin.get("/decisions?by=ben").text
    assert by_ben.count("<strong>ben</strong>") == 3
    assert "<strong>ann</strong>" not in by_ben


def test_a_proxy_is_believed_only_if_it_is_the_one(store: Store, open_site: Opened) -> None:
    add_account(store, "ann", Role.READER, PASSWORD)
    header = {"X-User": "ann"}
    trusted = open_site(store, open=False, proxy_header="X-User", proxies=("testclient",))
    assert trusted.get("/deals", headers=header).status_code == 200
    assert trusted.get("/deals", headers={"X-User": "eve"}, follow_redirects=False).status_code == 303
    for other in (
        open_site(store, open=False, proxy_header="X-User", proxies=("10.0.0.1",)),
        open_site(store, open=False),
    ):
        assert other.get("/deals", headers=header, follow_redirects=False).status_code == 303


def test_another_sites_name_for_this_machine_is_not_answered(store: Store, open_site: Opened) -> None:
    client = open_site(store, hosts=("127.0.0.1", "localhost", "::1"))
    assert client.get("/deals").status_code == 200
    assert client.get("/deals", headers={"Host": "localhost:8710"}).status_code == 200
    assert client.get("/deals", headers={"Host": "[::1]:8710"}).status_code == 200
    assert client.get("/deals", headers={"Host": "evil.example:8710"}).status_code == 421


def test_a_token_lets_a_program_in_until_it_is_taken_back(store: Store, open_site: Opened) -> None:
    import re

    ann = signed_in(store, open_site, "ann")
    page = send(ann, "/tokens", title="nightly").text
    token = re.search(r"<pre>([\w-]{43})</pre>", page)
    assert token is not None
    program = TestClient(ann.app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token[1]}"})
    deal = program.get("/api/deals").json()["deals"][0]["id"]
    made = program.post("/api/decisions", json={"action": "accept", "deal_id": deal})
    assert made.status_code == 201
    assert decisions(store)[-1].by == "ann"
    assert token[1] not in ann.get("/tokens").text
    forget = re.search(r'name="forget" value="(\w+)"', ann.get("/tokens").text)
    assert forget is not None
    send(ann, "/tokens", forget=forget[1])
    assert program.get("/api/deals").status_code == 401


def test_the_commands_make_list_change_and_close_accounts(command, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    database, password = tmp_path / "d.sqlite", tmp_path / "password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    told = ("--database", database)
    assert command("users", "add", "ann", "--role", "admin", "--password-file", password, *told).code == 0
    assert command("users", "list", *told).out == "ann\tadmin\topen\n"
    assert command("users", "change", "ann", "--role", "reader", *told).code == 0
    assert command("users", "close", "ann", *told).code == 0
    assert command("users", "list", *told).out == "ann\treader\tclosed\n"
    assert command("users", "add", "ben", "--role", "king", "--password-file", password, *told).code == 1
    with Store(str(database)) as store:
        assert [each.name for each in accounts(store)] == ["ann"]


def test_it_listens_elsewhere_only_with_accounts(command, store: Store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    told = command("review", "--host", "0.0.0.0", "--database", tmp_path / "review.sqlite")
    assert told.code == 2
    assert "dealtrail users add" in told.err
    assert command("review", "--proxy-header", "X-User", "--database", tmp_path / "review.sqlite").code == 2
    missing = command("review", "--database", tmp_path / "none.sqlite")
    assert missing.code == 2
    assert StoreError.__name__ not in missing.err
