"""Confidences are made probabilities by one rising map, from texts that no rule was written for; F1 stays as it is."""

from __future__ import annotations

import io
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from corpora.reliability import Point, reliability
from dealtrail.evaluation_tables import ablation_tables
from extractors.calibration import FILE, RAW, Line, found_by, read_calibration, shipped_calibration
from extractors.reader import extract
from extractors.recognisers import RULES_ONLY, load_recognisers
from pipeline.ablate import measure, variants
from pipeline.calibrate import fit, fit_line, gold_points, passage_points
from schemas.article import Article, Language
from schemas.errors import ModelError
from schemas.recognisers import Choice
from tests.conftest import Ran

SHIPPED = FILE.read_text(encoding="utf-8")
TEXTS = (
    "Microsoft has agreed to buy capacity from CoreWeave for $10 billion.",
    "Zorblatt Inc and Nvidia are in talks about a deal worth $3 billion.",
    "甲骨文宣布向輝達採購30億美元晶片。",
    "鴻海與日月光簽署合作備忘錄。",
)


def test_a_fit_makes_probabilities_of_confidences() -> None:
    draw = random.Random(0)
    raw = [draw.uniform(0.2, 0.98) for _ in range(4000)]
    true = Line(0.5, -0.6)
    right = [draw.random() < true.probability(each) for each in raw]
    found = fit_line(raw, right)
    assert (found.slope, found.offset) == pytest.approx((0.5, -0.6), abs=0.1)
    before = reliability(Point("en", c, r) for c, r in zip(raw, right, strict=True))
    after = reliability(Point("en", found.probability(c), r) for c, r in zip(raw, right, strict=True))
    assert before.error > 0.15
    assert after.error < 0.03


def test_a_map_rises_even_where_surer_deals_were_wrong_more_often() -> None:
    line = fit_line([0.9] * 50 + [0.3] * 50, [False] * 50 + [True] * 50)
    assert line.slope > 0
    assert line.probability(0.3) < line.probability(0.9)


def test_languages_and_finders_are_fitted_apart_and_few_mentions_not_at_all() -> None:
    sure = [Point("en", 0.8, number % 4 > 0, "rules") for number in range(80)]
    unsure = [Point("zh-Hant", 0.8, number % 4 == 0, "rules") for number in range(80)]
    few = [Point("en", 0.8, number % 2 == 0, "models") for number in range(10)]
    made = fit([*sure, *unsure, *few])
    assert made.probability(0.8, "rules", Language.EN) == pytest.approx(0.75, abs=0.02)
    assert made.probability(0.8, "rules", Language.ZH_HANS) == pytest.approx(0.25, abs=0.02)
    assert made.probability(0.8, "models", Language.EN) == 0.8


def test_who_found_a_deal_is_told_by_its_ids() -> None:
    assert found_by(["en-buy-from", "en-llm"]) == found_by(["zh-cooperate", "ner:x"]) == "rules"
    assert found_by(["en-learned", "en-llm", "ner:x"]) == "models"


def test_a_mention_carries_the_probability_and_the_deals_stay_the_same() -> None:
    for text in TEXTS:
        article = Article(doc_id="a", text=text)
        raw = extract(article, replace(load_recognisers(), calibration=RAW))
        for mention, plain in zip(extract(article).mentions, raw.mentions, strict=True):
            line = shipped_calibration().lines["zh" if "。" in text else "en", "rules"]
            assert mention.confidence == pytest.approx(line.probability(plain.confidence), abs=1e-4)
            assert mention.model_copy(update={"confidence": plain.confidence}) == plain
    assert extract(Article(doc_id="a", text=TEXTS[0])).mentions


def test_the_shipped_map_says_what_it_was_made_from_and_not_from_test_articles() -> None:
    assert (
        'recognisers = "rules, gazetteer, context, weighed names, weighed deals, shipped names, shipped roles"'
        in SHIPPED
    )
    assert "article-hant-01.txt" in SHIPPED
    assert "dev-" not in SHIPPED
    assert "check-" not in SHIPPED
    assert "test-" not in SHIPPED


def test_only_passages_that_taught_nothing_are_counted(tmp_path: Path) -> None:
    blocks = [f"# wire; active\n{text}" for text in (TEXTS * 6)[:6]]
    path = tmp_path / "passages.txt"
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    every, some = (list(passage_points([path], RULES_ONLY, left_out=left_out)) for left_out in (False, True))
    told = [len(extract(Article(doc_id="a", text=text)).mentions) for text in (TEXTS * 6)[:6]]
    assert len(every) == sum(told)
    assert len(some) == told[0] + told[5] < len(every)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (SHIPPED.replace("format = 1", "format = 2"), "format 2; this program reads format 1"),
        (SHIPPED[:120], "no calibration"),
        (SHIPPED.replace("slope = ", "slope = -"), "a slope is not above 0"),
        ("format = 1\nen = 3\nzh = 4\n", "no calibration"),
    ],
)
def test_a_damaged_map_is_named(tmp_path: Path, told: str, fault: str) -> None:
    path = tmp_path / "calibration.toml"
    path.write_text(told, encoding="utf-8")
    with pytest.raises(ModelError, match=fault) as error:
        read_calibration(path)
    assert str(path) in str(error.value)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    parties = [{"name": "Microsoft", "role": "buyer"}, {"name": "CoreWeave", "role": "seller"}]
    deal = {"kind": "compute", "parties": parties, "status": "agreed", "quote": TEXTS[0]}
    deal["amount"] = {"value": 10_000_000_000, "currency": "USD"}
    records = [
        {"doc_id": f"a{number}", "lang": "en", "text": TEXTS[0], "deals": [deal] if number % 2 else []}
        for number in range(6)
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_points_say_which_mentions_are_right(gold: Path) -> None:
    assert [point.right for point in gold_points([gold], RULES_ONLY)] == [False, True] * 3


def test_evaluate_draws_the_curve_and_prints_its_numbers(
    command: Callable[..., Ran], gold: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "curve.svg"
    ran = command("evaluate", gold, "--calibration", picture)
    assert ran.code == 0, ran.err
    assert "0.500" in ran.out
    drawn = ElementTree.parse(picture).getroot()
    assert drawn.tag.endswith("svg")
    titles = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert [title for title in titles if title and "50% of 6 are right" in title]
    numbers = json.loads(command("evaluate", gold, "--calibration", picture, "--format", "json").out)
    assert (numbers["en"]["mentions"], numbers["en"]["bins"][0]["right"]) == (6, 0.5)
    assert numbers["en"]["error"] == pytest.approx(abs(numbers["en"]["bins"][0]["confidence"] - 0.5), abs=1e-3)
    assert command("evaluate", gold, "--ablate", "--calibration", picture).code == 2


def test_evaluate_ablates_recogniser_by_recogniser_each_with_its_price(
    command: Callable[..., Ran], gold: Path, tmp_path: Path
) -> None:
    from tests.tiny_model import write_model
    from tests.tiny_ner import write_onnx

    ner = write_onnx(tmp_path / "ner", ["O", "B-ORG"], {"zorblatt": "B-ORG"})
    named = f"rules,ner=transformers:{ner},roles={write_model(tmp_path / 'roles')}"
    other = tmp_path / "other.jsonl"
    other.write_text(gold.read_text(encoding="utf-8").splitlines()[1] + "\n", encoding="utf-8")
    told = json.loads(command("evaluate", gold, other, "--ablate", "--format", "json", "--recognisers", named).out)
    rules = told["ablation"][0]
    assert [each["recognisers"] for each in told["ablation"]] == [
        "rules", "+ weighed names", "+ weighed deals", "+ shipped names", "+ shipped roles", "+ ner", "+ roles",
    ]  # fmt: skip
    assert rules["scores"]["gold"]["en"]["deal"] == {"p": 0.5, "r": 1.0, "f1": 0.667, "gold": 3, "said": 6}
    assert rules["scores"]["other"]["en"]["amount"]["f1"] == 1.0
    assert rules["scores"]["all files"]["en"]["deal"]["said"] == 7
    assert (rules["articles"], rules["faults"]) == (7, [])
    assert 50 < rules["peak_megabytes"] < 2000
    assert rules["articles_a_second"] > 1
    assert command("evaluate", tmp_path / "none.jsonl", "--ablate").code == 1


def test_what_a_choice_adds_to_the_rules_is_tried_in_turn() -> None:
    told = variants(Choice.parse("rules,-context,ner=spacy:nowhere"))
    assert [each.name for each in told] == [
        "rules", "+ weighed names", "+ weighed deals", "+ shipped names", "+ shipped roles", "+ ner",
    ]  # fmt: skip
    assert [(each.choice.weighed_names, each.choice.weighed_deals) for each in told[:3]] == [
        (False, False), (True, False), (True, True),
    ]  # fmt: skip
    without_deals = variants(Choice.parse("rules,-weighed-deals"))
    assert [each.name for each in without_deals] == ["rules", "+ weighed names", "+ shipped names"]


def test_a_model_that_did_not_load_is_told_beside_its_numbers(gold: Path) -> None:
    done = measure(variants(Choice.parse("rules,ner=spacy:nowhere"))[-1], [gold])
    assert done.name == "+ ner"
    assert [fault.partition(":")[0] for fault in done.faults] == ["nowhere"]
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(ablation_tables([done]))
    assert re.search(r"^en +\+ ner +50 100 66\.7 ", console.export_text(), re.MULTILINE)


def test_calibrating_anew_is_one_command(command: Callable[..., Ran], gold: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.toml"
    ran = command("train", "calibration", "--gold", gold, "--out", made)
    assert (ran.code, "too few mentions to calibrate en and zh" in ran.err) == (2, True)
    ran = command("train", "calibration", "--out", made)
    assert ran.code == 0, ran.err
    assert set(read_calibration(made).lines) == {("en", "rules"), ("zh", "rules")}
