"""Deciding on the command line: each command does what it says, and says what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dealtrail.output import FAILED
from tests.conftest import Ran

Command = Callable[..., Ran]


@pytest.fixture
def base(command: Command, toy: None, tmp_path: Path) -> Path:
    """A database of four articles: two tell of one deal, two of others, one of them by a company that nobody listed."""
    lines = [
        {"doc_id": "a", "text": "Microsoft rents from IREN for USD 9700000000.", "published": "2025-11-03"},
        {"doc_id": "b", "text": "Microsoft rents from IREN for USD 9700000000.", "published": "2025-11-05"},
        {"doc_id": "c", "text": "Microsoft rents from IREN for USD 200000000.", "published": "2026-03-05"},
        {"doc_id": "d", "text": "Microsoft rents from Zzyxolar for USD 77000000.", "published": "2026-03-05"},
        {"doc_id": "e", "text": "Microsoft rents from Zzyxolars for USD 78500000.", "published": "2026-05-05"},
        {"doc_id": "f", "text": "Microsoft rents from IREN for USD 220000000.", "published": "2026-04-05"},
    ]
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    database = tmp_path / "d.sqlite"
    assert command("ingest", news, "--database", database).code == 0
    return database


def deal_ids(command: Command, base: Path) -> dict[str, str]:
    """The deal of each article."""
    records = command("export", "--by", "article", "--database", base).records()
    return {record["doc_id"]: record["deals"][0]["deal_id"] for record in records}


def mention_of(base: Path, doc_id: str) -> str:
    from pipeline.store import Store

    with Store(str(base)) as store:
        (found,) = [ids[0] for each, ids in store.extractions() if each.article.doc_id == doc_id]
        return next(claim.uid for claim in store.claims(str(found)) if claim.doc_id == doc_id)


def test_merge_list_undo(command: Command, base: Path) -> None:
    before = deal_ids(command, base)
    assert before["a"] == before["b"] != before["c"]
    merged = command(
        "decide", "merge", before["a"], before["c"], "--by", "ann", "--why", "one contract", "--database", base
    )
    assert merged.code == 0
    assert "gone into others" in merged.err
    assert len(set(deal_ids(command, base).values())) == len(set(before.values())) - 1
    listed = command("decisions", "list", "--database", base)
    assert "merge" in listed.out
    assert "one contract" in listed.out
    assert command("decide", "undo", merged.out.strip(), "--by", "ben", "--database", base).code == 0
    assert deal_ids(command, base) == before
    again = command("decide", "undo", merged.out.strip(), "--database", base)
    assert "is so already" in again.err
    assert "2 decisions" in command("decisions", "list", "--deal", before["a"], "--database", base).err


def test_edit_takes_json_and_plain_words(command: Command, base: Path) -> None:
    deal = deal_ids(command, base)["a"]
    assert command("decide", "edit", deal, "status", "completed", "--database", base).code == 0
    assert command("decide", "edit", deal, "terms.years", "5", "--database", base).code == 0
    (record,) = [
        each for each in command("export", "--format", "jsonl", "--database", base).records() if each["deal_id"] == deal
    ]
    assert (record["status"], record["terms"]["years"]) == ("completed", 5)
    wrong = command("decide", "edit", deal, "status", "someday", "--database", base)
    assert wrong.code == FAILED
    assert "status cannot be 'someday'" in wrong.err


def test_split_needs_to_know_what_leaves(command: Command, base: Path) -> None:
    deal = deal_ids(command, base)["a"]
    refused = command("decide", "split", deal, "--database", base)
    assert refused.code == FAILED
    assert "needs some of its 2 mentions" in refused.err
    uid = mention_of(base, "b")
    assert command("decide", "split", deal, "--mention", uid, "--database", base).code == 0
    after = deal_ids(command, base)
    assert after["a"] == deal != after["b"]
    told = command("compare", after["a"], after["b"], "--database", base)
    assert "two deals" in told.out
    assert "kept apart by a person" in told.out


def test_decisions_are_written_out_and_replayed(command: Command, base: Path, tmp_path: Path) -> None:
    ids = deal_ids(command, base)
    command("decide", "merge", ids["a"], ids["c"], "--database", base)
    file = tmp_path / "decisions.jsonl"
    file.write_text(command("decisions", "export", "--database", base).out, encoding="utf-8")
    rebuilt = tmp_path / "rebuilt.sqlite"
    command("ingest", tmp_path / "news.jsonl", "--database", rebuilt)
    assert "1 new, 0 known, 0 mentions not found" in command("decisions", "replay", file, "--database", rebuilt).err
    after = deal_ids(command, rebuilt)
    assert after["a"] == after["c"]
    file.write_text("{}\n", encoding="utf-8")
    refused = command("decisions", "replay", file, "--database", rebuilt)
    assert refused.code == FAILED
    assert "decisions.jsonl, line 1: no decision" in refused.err


def test_an_accepted_deal_and_a_rejected_one(command: Command, base: Path) -> None:
    ids = deal_ids(command, base)
    assert command("decide", "accept", ids["a"], "--database", base).code == 0
    assert command("decide", "reject", ids["c"], "--why", "a rumour", "--database", base).code == 0
    assert "a rumour" in command("decisions", "list", "--database", base).out
    stale = command("decide", "accept", ids["d"], "--version", "99", "--database", base)
    assert stale.code == FAILED
    assert "changed by someone else" in stale.err


def test_a_pair_to_look_at_is_told_and_compared(command: Command, base: Path) -> None:
    ids = deal_ids(command, base)
    told = command("compare", ids["c"], ids["f"], "--database", base)
    assert told.code == 0
    assert "not enough to tell" in told.out
    listed = command("doubts", "--database", base)
    assert ids["c"] in listed.out
    assert ids["f"] in listed.out
    command("decide", "distinct", ids["c"], ids["f"], "--database", base)
    assert command("doubts", "--database", base).out == ""


def test_companies_are_listed_matched_and_merged(command: Command, base: Path) -> None:
    listed = command("companies", "list", "--provisional", "--database", base)
    assert "Zzyxolars ?" in listed.out
    assert "Microsoft" not in listed.out
    found = command("companies", "candidates", "Zzyxolars", "--database", base)
    assert "~zzyxolar" in found.out
    assert "is like zzyxolars" in found.out
    assert command("companies", "merge", "Zzyxolars", "Zzyxolar", "--database", base).code == 0
    assert command("companies", "rename", "Zzyxolar", "Zzyx Compute", "--database", base).code == 0
    listed = command("companies", "list", "--like", "zzyx", "--database", base)
    assert "1 of 1 companies" in listed.err
    assert "Zzyx Compute" in listed.out
    unknown = command("companies", "confirm", "Nobody", "--database", base)
    assert unknown.code == FAILED
    assert "no company in this database is called 'Nobody'" in unknown.err


def test_an_owner_that_people_name_makes_a_group(command: Command, base: Path) -> None:
    assert command("companies", "parent", "Zzyxolar", "IREN", "--database", base).code == 0
    listed = command("companies", "list", "--like", "Zzyxolar", "--database", base)
    assert "iren" in listed.out


def test_a_deal_that_there_is_not(command: Command, base: Path) -> None:
    for line in (
        ["decide", "accept", "D-NOTHING"],
        ["compare", "D-NOTHING", "D-NEITHER"],
        ["decide", "undo", "R-NOTHING"],
    ):
        refused = command(*line, "--database", base)
        assert refused.code == FAILED
        assert "there is no de" in refused.err


def test_show_tells_history_contradictions_and_decisions(command: Command, base: Path, tmp_path: Path) -> None:
    ids = deal_ids(command, base)
    command("decide", "merge", ids["a"], ids["c"], "--why", "one contract in two parts", "--database", base)
    shown = " ".join(command("show", ids["a"], "--database", base).out.split())
    assert "one contract in two parts" in shown
    assert "said otherwise" in shown
    assert "put together by a person" in shown
    assert f"mention {mention_of(base, 'b')}" in shown
    assert "version" in shown


def test_a_deal_is_found_by_the_name_that_a_person_gave(command: Command, base: Path) -> None:
    command("companies", "rename", "Zzyxolar", "Northlight", "--database", base)
    command("companies", "parent", "Zzyxolars", "Zzyxolar", "--database", base)
    assert "2 of 5 deals" in command("deals", "--company", "Northlight", "--database", base).err
