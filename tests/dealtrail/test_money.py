"""The commands that show where the money goes, with the real extractor on a story of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

STORY = Path(__file__).parents[1] / "data" / "money_story.jsonl"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _ingested(STORY, tmp_path_factory.mktemp("money") / "d.sqlite")


def _ingested(path: Path, database: Path) -> str:
    from pipeline.extract import extract_articles
    from pipeline.ingest import ingest
    from pipeline.read import read_articles
    from pipeline.store import Store

    with Store(str(database)) as store:
        ingest(read_articles([str(path)]), store, extract_articles)
    return str(database)


def _loops(command: Callable[..., Ran], database: str, *options: str) -> dict[str, dict]:  # type: ignore[type-arg]
    ran = command("loops", "--database", database, "--format", "jsonl", *options)
    assert ran.code == 0, ran.err
    return {_name(each): each for each in ran.records()}


def _name(loop: dict) -> str:  # type: ignore[type-arg]
    return f"{loop['kind']}: {', '.join(each['name'] for each in loop['members'])}"


def test_the_circle_is_found_with_its_evidence(command: Callable[..., Ran], database: str) -> None:
    loop = _loops(command, database)["circle: Nvidia, OpenAI, Oracle"]
    legs = [(leg["from"], leg["to"], leg["usd"], leg["standing"], leg["ceiling"]) for leg in loop["legs"]]
    assert legs == [
        ("Nvidia", "OpenAI", 100e9, "planned", True),
        ("OpenAI", "Oracle", 300e9, "firm", False),
        ("Oracle", "Nvidia", 40e9, "firm", False),
    ]
    assert loop["smallest_leg"] == {"from": "Oracle", "to": "Nvidia"}
    articles = {
        line["doc_id"]: line["text"] for line in map(json.loads, STORY.read_text(encoding="utf-8").splitlines())
    }
    for leg in loop["legs"]:
        for told in leg["deals"]:
            assert told["evidence"]
            for item in told["evidence"]:
                assert item["quote"] in articles[item["doc_id"]]


def test_the_triangle_and_equity_against_purchases_are_found(command: Callable[..., Ran], database: str) -> None:
    found = _loops(command, database)
    triangle = found["triangle: Anthropic, Microsoft, Nvidia"]
    assert {(leg["from"], leg["to"]) for leg in triangle["legs"]} == {
        ("Anthropic", "Microsoft"),
        ("Microsoft", "Anthropic"),
        ("Nvidia", "Anthropic"),
    }
    assert triangle["links"][0]["between"] == ["Microsoft", "Nvidia"]
    warrants = found["two-party: AMD, OpenAI"]
    assert warrants["equity_against_purchases"]
    assert [leg["only_shares"] for leg in warrants["legs"]] == [True, False]


def test_loops_are_chosen_by_company_length_and_status(command: Callable[..., Ran], database: str) -> None:
    assert "circle: Nvidia, OpenAI, Oracle" in _loops(command, database, "--company", "甲骨文")
    assert "circle: Nvidia, OpenAI, Oracle" not in _loops(command, database, "--length", "2")
    assert "circle: Nvidia, OpenAI, Oracle" not in _loops(command, database, "--status", "agreed")
    assert "circle: Nvidia, OpenAI, Oracle" in _loops(command, database, "--min-amount", "40bn")
    assert "circle: Nvidia, OpenAI, Oracle" not in _loops(command, database, "--min-amount", "41bn")
    assert _loops(command, database, "--reviewed") == {}
    unknown = command("loops", "--database", database, "--company", "Nobody Inc")
    assert unknown.code != 0 and "Nobody Inc" in unknown.err


def test_loops_are_told_to_people(command: Callable[..., Ran], database: str) -> None:
    ran = command("loops", "--database", database)
    assert "Nvidia → OpenAI → Oracle → Nvidia" in ran.out
    assert "smallest leg told: 40bn USD (Oracle → Nvidia)" in ran.out
    assert "not agreed: Nvidia → OpenAI" in ran.out
    assert "向甲骨文购买价值3000亿美元的算力" in ran.out


def test_the_sentence_shown_is_the_one_that_names_both_sides_and_the_sum() -> None:
    from pipeline.money.words import best_quote
    from schemas import Evidence, Kind, Role
    from schemas.merged import Claim
    from tests.conftest import mention, party
    from tests.pipeline.money.build import deal, graph_of

    (edge,) = graph_of([deal("ax", "bx", 1)]).edges

    def claim(quote: str, said: str) -> Claim:
        evidence = (Evidence(field="amount", start=0, end=len(said), quote=said),)
        told = mention(
            party("ax", Role.BUYER, "甲"),
            party("bx", Role.SELLER, "乙"),
            quote=quote,
            evidence=evidence,
            kind=Kind.COMPUTE,
        )
        return Claim(doc_id="a", position=0, language="zh-Hant", mention=told)

    claims = [claim("市場追捧甲。", "10億"), claim("甲將向乙付款。", "10億"), claim("甲將向乙付10億。", "10億")]
    assert best_quote(edge, claims) == "甲將向乙付10億。"
    assert best_quote(edge, []) == edge.deal.quote


def test_commitments_stand_against_figures(command: Callable[..., Ran], database: str) -> None:
    (record,) = command("commitments", "甲骨文", "--database", database, "--format", "jsonl").records()
    assert record["to_get"]["sums"]["usd"] == {"firm": 300e9}
    assert [each["year"] for each in record["to_get"]["by_year"]] == [2027, 2028, 2029, 2030, 2031]
    assert all(each["spread_evenly"] and each["usd"] == {"firm": 60e9} for each in record["to_get"]["by_year"])
    figures = {each["measure"]: each for each in record["figures"]}
    assert figures["backlog"]["amount"]["value"] == 455e9
    assert figures["debt ratio"]["percent"] == 450
    assert (figures["capital spending"]["amount"]["value"], figures["capital spending"]["basis"]) == (35e9, "expected")
    page = command("commitments", "Oracle", "--database", database)
    assert "backlog" in page.out and "450%" in page.out and "spread" in page.out
    everyone = command("commitments", "--database", database)
    assert "OpenAI" in everyone.out and "390bn" in everyone.out


@pytest.mark.parametrize("ending", ["svg", "png", "graphml", "html"])
def test_pictures_are_written_by_their_ending(
    command: Callable[..., Ran], database: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"money.{ending}"
    ran = command("graph", "--database", database, "--output", path)
    assert ran.code == 0, ran.err
    head = path.read_bytes()[:200]
    assert {"svg": b"<svg", "png": b"\x89PNG", "graphml": b"graphml", "html": b"<!doctype html>"}[ending] in head


def test_a_sankey_and_a_format_can_be_named(command: Callable[..., Ran], database: str, tmp_path: Path) -> None:
    path = tmp_path / "money"
    ran = command("graph", "--database", database, "--output", path, "--as", "sankey", "--format", "svg")
    assert ran.code == 0, ran.err
    assert "Sankey" in path.read_text(encoding="utf-8")
    assert command("graph", "--database", database, "--output", path).code != 0


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_the_seeds_tell_the_circle_and_who_pays_back(
    command: Callable[..., Ran], tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = _ingested(SEEDS, tmp_path_factory.mktemp("seeds") / "d.sqlite")
    found = _loops(command, database)
    texts = "".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))
    for name in ("circle: Nvidia, OpenAI, Oracle", "two-party: Anthropic, Microsoft"):
        for leg in found[name]["legs"]:
            quotes = [item["quote"] for told in leg["deals"] for item in told["evidence"]]
            assert quotes and all(quote in texts for quote in quotes)
