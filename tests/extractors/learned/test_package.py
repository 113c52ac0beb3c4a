"""The model that ships: that it loads and reads, and that a bad one is named and left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractors.learned.package import FILES, digest, load_role_reader
from extractors.reader import read
from extractors.recognisers import MODELS, Choice, load_recognisers
from schemas.article import Article
from schemas.errors import ModelError

SHIPPED = MODELS / "roles"
LARGEST = 25_000_000
PLAIN = "Halvorsen Power has agreed to buy Brightwater Energy for $2.1 billion in cash."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "roles"))


def test_the_card_vouches_for_every_file_and_none_is_too_large() -> None:
    card = (SHIPPED / "card.toml").read_text(encoding="utf-8")
    for name in FILES:
        assert f'"{name}" = "{digest(SHIPPED / name)}"' in card
        assert (SHIPPED / name).stat().st_size < LARGEST
    assert 'licence = "CC-BY-SA-4.0"' in card


def test_the_default_recognisers_are_the_rules_and_the_shipped_reader() -> None:
    recognisers = load_recognisers()
    assert recognisers.rules and recognisers.roles is not None
    assert recognisers.faults == ()


def test_the_reader_without_rules_finds_a_plain_deal() -> None:
    extraction = read(Article(doc_id="a", text=PLAIN), load_recognisers(Choice(rules=False))).extraction
    assert extraction is not None
    (mention,) = extraction.mentions
    assert {party.role.value: party.name for party in mention.parties} == {
        "acquirer": "Halvorsen Power",
        "target": "Brightwater Energy",
    }
    assert mention.amount is not None and mention.amount.value == 2_100_000_000


def test_the_same_text_gives_the_same_deals_every_time() -> None:
    article = Article(doc_id="a", text=PLAIN)
    assert read(article).extraction == read(article).extraction


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named_and_the_rules_read_on(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:-100])
    recognisers = load_recognisers(Choice(roles=copy))
    assert recognisers.roles is None
    (fault,) = recognisers.faults
    assert str(path) in fault and "cut short" in fault
    extraction = read(Article(doc_id="a", text="Meta acquired Manus for $2 billion."), recognisers).extraction
    assert extraction is not None and extraction.mentions


def _card(folder: Path, old: str, new: str) -> None:
    path = folder / "card.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_missing_file_a_newer_format_foreign_classes_and_a_broken_card_are_named(copy: Path) -> None:
    (copy / "words.txt").unlink()
    with pytest.raises(ModelError, match=r"words\.txt: this file of the model is missing"):
        load_role_reader(copy)
    _card(copy, "format = 1", "format = 2")
    with pytest.raises(ModelError, match="this program reads format 1"):
        load_role_reader(copy)
    _card(copy, "format = 2", "format = 1")
    _card(copy, '"acquisition"', '"annexation"')
    with pytest.raises(ModelError, match="its pairs are not those of this program"):
        load_role_reader(copy)
    (copy / "card.toml").write_text("format = ", encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        load_role_reader(copy)


def test_a_file_that_the_card_vouches_for_but_that_is_no_model_is_named(copy: Path) -> None:
    old = digest(copy / "encoder.onnx")
    (copy / "encoder.onnx").write_bytes(b"not a network")
    _card(copy, old, digest(copy / "encoder.onnx"))
    with pytest.raises(ModelError, match="the model cannot be loaded"):
        load_role_reader(copy)


def test_a_folder_without_a_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="dealtrail train roles"):
        load_role_reader(tmp_path)
