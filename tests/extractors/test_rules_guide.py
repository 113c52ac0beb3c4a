"""docs/rules.md says what is true: its sentences look as it shows them, and its rules work when they are added."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import cue, frames
from extractors.explain import explain_article
from extractors.frames import Frame
from extractors.reader import extract, read
from extractors.recognisers import RULES_ONLY
from schemas import Article, Kind, Role

GUIDE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
MASKED = re.findall(r"^\| `([^`]+)` \| `([^`]*\{[^`]+)` \|$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_masked_sentences_look_as_shown(text: str, masked: str) -> None:
    assert [sentence.masked() for sentence in read(Article(doc_id="a", text=text)).sentences] == [masked]


def test_the_guide_shows_masked_sentences() -> None:
    assert len(MASKED) >= 4


def test_explain_prints_what_is_shown() -> None:
    (shown,) = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert shown in explain_article(Article(doc_id="a", text=MASKED[0][0]))


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the guide beside the project's own."""
    rules, cues = tmp_path / "rules", tmp_path / "cues"
    shutil.copytree(frames.FOLDER, rules)
    shutil.copytree(cue.FOLDER, cues)
    for block in BLOCKS:
        path = rules / "zh-guide.toml" if "[[frame]]" in block else cues / "drop.toml"
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{old}\n{block}", encoding="utf-8")
    monkeypatch.setattr(frames, "FOLDER", rules)
    monkeypatch.setattr(cue, "FOLDER", cues)
    frames.load_frames.cache_clear()
    cue.load_cues.cache_clear()


@pytest.fixture(autouse=True)
def restored() -> object:
    """The project's own rules again, after each test."""
    yield
    frames.load_frames.cache_clear()
    cue.load_cues.cache_clear()


@pytest.mark.usefixtures("added")
def test_the_frame_works() -> None:
    (row,) = [row for block in BLOCKS for row in tomllib.loads(block).get("frame", [])]
    by_frames = replace(RULES_ONLY, weighed=False)  # the weights were learned without the guide's frame
    (mention,) = extract(Article(doc_id="a", text=row["examples"][0]), by_frames).mentions
    assert mention.kind is Kind.PURCHASE and "zh-naming" in mention.rules
    assert {(party.role, party.company_id) for party in mention.parties} == {
        (Role.BUYER, "nvidia"),
        (Role.SELLER, "microsoft"),
    }
    not_told = extract(Article(doc_id="a", text=row["not_examples"][0]), by_frames).mentions
    assert all("zh-naming" not in each.rules for each in not_told)


def test_without_the_frame_the_sentence_tells_no_purchase() -> None:
    (row,) = [row for block in BLOCKS for row in tomllib.loads(block).get("frame", [])]
    assert all(m.kind is not Kind.PURCHASE for m in extract(Article(doc_id="a", text=row["examples"][0])).mentions)


@pytest.mark.usefixtures("added")
def test_the_cue_works() -> None:
    joke = "愚人节当天，輝達宣布收購OpenAI。"
    assert not extract(Article(doc_id="a", text=joke)).mentions
    assert extract(Article(doc_id="a", text=joke.replace("愚人节当天", "上周五"))).mentions


def test_every_field_of_a_frame_is_explained() -> None:
    named = set(re.findall(r"^(?:\| |- )`(\w+)`", GUIDE, re.MULTILINE))
    assert set(Frame.model_fields) - named <= {"not_examples"}  # told together with `examples`
    assert "`not_examples`" in GUIDE


@pytest.mark.parametrize("path", re.findall(r"`((?:extractors|corpora|tests)/[\w./-]+)`", GUIDE))
def test_files_named_exist(path: str) -> None:
    assert (Path(__file__).parents[2] / path).exists()
