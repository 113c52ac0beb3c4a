"""The scorer gives the numbers that careful counting by hand gives, and gold files are read with line numbers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpora.goldfile import read_gold, read_records
from corpora.score import bcubed, score
from schemas import Bound, InputError, Kind, SettingsError
from schemas.record import extraction_record

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "gold"


def deal(**fields: Any) -> dict[str, Any]:
    parties = [
        {"name": "Nvidia", "aliases": ["輝達"], "role": "investor"},
        {"name": "OpenAI", "aliases": [], "role": "investee"},
    ]
    base = {
        "cluster": "n-o",
        "kind": "investment",
        "kinds_ok": ["investment", "partnership"],
        "parties": parties,
        "amount": {"value": 100_000_000_000, "currency": "USD", "bound": "max"},
        "power_gw": {"value": 10, "bound": "min"},
        "terms": {"years": None, "start": "2026-H2", "stake_pct": None, "shares": None},
        "status": "planned",
        "announced": None,
        "quote": "q",
    }
    return base | fields


def article(*deals: dict[str, Any], doc_id: str = "a", lang: str = "zh-Hant") -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "lang": lang,
        "url": None,
        "title": "",
        "published": "2025-09-23",
        "text": "q",
        "deals": list(deals),
    }


def numbers(gold: list[dict[str, Any]], said: list[dict[str, Any]], scope: str = "all") -> dict[str, Any]:
    found: dict[str, Any] = score(gold, said).numbers()[scope]
    return found


def test_a_perfect_prediction_scores_one_in_every_stated_field() -> None:
    found = numbers([article(deal())], [article(deal())])
    assert {field: rates["f1"] for field, rates in found.items() if rates["gold"]} == dict.fromkeys(
        ["deal", "pair", "parties", "roles", "kind", "amount", "power_gw", "start", "status"], 1.0
    )
    assert found["parties"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 2, "said": 2}


def test_a_missed_deal_costs_its_fields_and_an_invented_one_too() -> None:
    found = numbers([article(deal())], [article(deal(parties=[{"name": "IBM", "role": "investor"}]))])
    assert found["deal"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 1, "said": 1}
    assert found["amount"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 1, "said": 1}
    assert [fault.missed for fault in score([article(deal())], [article(deal(parties=[]))]).faults] == [True, False]


def test_another_accepted_kind_is_right_and_a_wrong_one_is_still_a_pair() -> None:
    assert numbers([article(deal())], [article(deal(kind="partnership"))])["deal"]["f1"] == 1.0
    wrong = numbers([article(deal())], [article(deal(kind="debt"))])
    assert (wrong["deal"]["f1"], wrong["pair"]["f1"], wrong["kind"]["f1"]) == (0.0, 1.0, 0.0)


def test_names_match_by_alias_suffix_and_case() -> None:
    said = deal(parties=[{"name": "輝達", "role": "investor"}, {"name": "OPENAI, Inc.", "role": "seller"}])
    found = numbers([article(deal())], [article(said)])
    assert (found["parties"]["r"], found["roles"]["r"]) == (1.0, 0.5)


def test_amounts_agree_within_a_hundredth_or_as_the_same_range() -> None:
    def hit(gold: dict[str, Any], said: dict[str, Any]) -> float:
        return float(numbers([article(deal(amount=gold))], [article(deal(amount=said))])["amount"]["f1"])

    money = {"value": 100, "currency": "USD"}
    assert hit(money, {"value": 101, "currency": "usd"}) == 1.0
    assert hit(money, {"value": 102, "currency": "USD"}) == 0.0
    assert hit(money, {"value": 100, "currency": "TWD"}) == 0.0
    assert hit(money | {"low": 50, "high": 150}, {"value": 7, "currency": "USD", "low": 50, "high": 150}) == 1.0


def test_the_best_prediction_is_taken_whatever_the_order() -> None:
    worse = deal(amount=None, power_gw=None)
    for saids in ([worse, deal()], [deal(), worse]):
        found = numbers([article(deal())], [article(*saids)])
        assert (found["deal"]["r"], found["amount"]["r"]) == (1.0, 1.0)
        assert found["deal"]["p"] == 0.5


def test_languages_are_counted_apart_and_an_unknown_one_is_refused() -> None:
    gold = [article(deal()), article(deal(), doc_id="b", lang="en")]
    report = score(gold, [gold[0]]).numbers()
    assert (report["zh-Hant"]["deal"]["r"], report["en"]["deal"]["r"], report["all"]["deal"]["r"]) == (1.0, 0.0, 0.5)
    assert "zh-Hans" not in report
    with pytest.raises(SettingsError, match="article b has lang 'fr'"):
        score([article(deal(), doc_id="b", lang="fr")], [])


def test_bcubed_by_hand() -> None:
    pairs = [("x", "1"), ("x", "1"), ("x", "2"), ("y", "2")]
    # precision (1 + 1 + 1/2 + 1/2) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4
    assert bcubed(pairs) == {"bcubed_p": 0.75, "bcubed_r": 0.667, "bcubed_f1": 0.706, "pairs": 4}
    merged = score([article(deal())], [article(deal(deal_id="D-1"))]).numbers()["merge"]
    assert merged == {"bcubed_p": 1.0, "bcubed_r": 1.0, "bcubed_f1": 1.0, "pairs": 1}


def test_gold_becomes_nouns_with_exact_numbers_and_prints_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    written = article(deal(amount={"value": 0.1, "currency": "USD", "bound": "approx", "low": 0.05, "high": 0.15}))
    path.write_text(json.dumps(written) + "\n\n", encoding="utf-8")
    (found,) = read_gold(path)
    (mention,) = found.mentions
    assert mention.kind is Kind.INVESTMENT
    assert mention.amount is not None
    assert (mention.amount.value, mention.amount.bound) == (Decimal("0.1"), Bound.APPROX)
    (printed,) = extraction_record(found)["deals"]
    assert printed["amount"] == written["deals"][0]["amount"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: is not JSON"),
        ("[]", 'line 2: is no JSON object with a text "doc_id"'),
        ('{"doc_id": "x"}', 'line 2: has no list of "deals"'),
        (
            '{"doc_id": "x", "lang": "en", "text": "t", "deals": [{"kind": "loan"}]}',
            "line 2: x does not fit the gold format",
        ),
        ('{"doc_id": "x", "lang": "en", "deals": []}', "line 2: x lacks the field 'text'"),
    ],
)
def test_a_bad_gold_line_is_named_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(article(deal())) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        list(read_gold(path))


def test_a_gold_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        list(read_records(tmp_path / "none.jsonl"))


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the reference scorer lies beside some checkouts only")
@pytest.mark.parametrize("seed", range(4))
def test_the_same_numbers_as_the_reference_scorer(tmp_path: Path, seed: int) -> None:
    gold = [record for path in sorted(SHARED.glob("dev-*.jsonl")) for record in read_records(path)]
    said = _perturbed(gold, random.Random(seed))
    gold_path, said_path = tmp_path / "gold.jsonl", tmp_path / "said.jsonl"
    for path, records in ((gold_path, gold), (said_path, said)):
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    line = [sys.executable, str(SHARED / "score.py"), str(gold_path), str(said_path), "--json"]
    reference = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert score(gold, said).numbers() == json.loads(reference)


def _perturbed(gold: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Predictions with every kind of fault: missing, doubled, renamed, other kind, other numbers, other roles."""
    said = []
    for record in deepcopy(gold):
        deals = []
        for each in record["deals"]:
            each["deal_id"] = f"D-{chance.randrange(60)}"
            fault = chance.randrange(12)
            if fault == 0:
                continue
            if fault == 1:
                deals.append(deepcopy(each))
            elif fault == 2:
                each["parties"][0] |= {"name": "Nobody Ltd", "aliases": []}
            elif fault == 3:
                each["kind"] = "power"
            elif fault == 4 and each["amount"]:
                each["amount"]["value"] *= chance.choice([1.005, 1.1])
            elif fault == 5:
                each["amount"] = each["terms"] = None
            elif fault == 6:
                each["parties"][-1]["role"] = "seller"
            elif fault == 7:
                each["power_gw"] = {"value": None}
            elif fault == 8:
                del each["deal_id"]
            deals.append(each)
        chance.shuffle(deals)
        if chance.random() > 0.05:
            said.append(record | {"deals": deals})
    return said
