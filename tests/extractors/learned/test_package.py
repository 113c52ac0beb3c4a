"""A model's files: that they load and read, and that bad ones are named and left out. The model is made here, tiny."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.learned.package import CLASSES, FILES, card_text, digest, load_role_reader
from extractors.reader import read
from extractors.recognisers import Choice, load_recognisers
from schemas.article import Article
from schemas.errors import ModelError
from tests.tiny_model import write_model

TEXT = "Microsoft has agreed to buy capacity from CoreWeave for $10 billion. 微软向甲骨文采购服务器，金额2亿美元。"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "roles")


def test_a_model_loads_and_gives_probabilities_for_every_pair(model: Path) -> None:
    recognisers = load_recognisers(Choice(roles=model))
    assert recognisers.faults == ()
    assert recognisers.roles is not None
    first = read(Article(doc_id="a", text=TEXT), recognisers)
    assert first.extraction == read(Article(doc_id="a", text=TEXT), recognisers).extraction
    for mention in first.extraction.mentions if first.extraction else ():
        assert 0 <= mention.confidence <= 1
        assert all(TEXT[item.start : item.end] == item.quote for item in mention.evidence)


@pytest.mark.parametrize("text", ["", "\ud800", "微软\ud800向甲骨文采购", "Microsoft\x00 CoreWeave $5", "A" * 5000])
def test_odd_texts_are_read(model: Path, text: str) -> None:
    assert read(Article(doc_id="a", text=text), load_recognisers(Choice(roles=model))).extraction is not None


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named_and_the_rules_read_on(model: Path, name: str) -> None:
    path = model / name
    path.write_bytes(path.read_bytes()[:-3])
    recognisers = load_recognisers(Choice(roles=model))
    assert recognisers.roles is None
    (fault,) = recognisers.faults
    assert str(path) in fault and "cut short" in fault
    extraction = read(Article(doc_id="a", text=TEXT), recognisers).extraction
    assert extraction is not None and extraction.mentions


def _card(folder: Path, old: str, new: str) -> None:
    path = folder / "card.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_missing_file_a_newer_format_foreign_classes_and_a_broken_card_are_named(model: Path) -> None:
    (model / "words.txt").unlink()
    with pytest.raises(ModelError, match=r"words\.txt: this file of the model is missing"):
        load_role_reader(model)
    _card(model, "format = 1", "format = 2")
    with pytest.raises(ModelError, match="this program reads format 1"):
        load_role_reader(model)
    _card(model, "format = 2", "format = 1")
    _card(model, '"acquisition"', '"annexation"')
    with pytest.raises(ModelError, match="its pairs are not those of this program"):
        load_role_reader(model)
    (model / "card.toml").write_text("format = ", encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        load_role_reader(model)


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "tokenizer.json"])
def test_a_file_that_the_card_vouches_for_but_that_is_no_model_is_named(model: Path, name: str) -> None:
    (model / name).write_bytes(b"not a network")
    (model / "card.toml").write_text(card_text(model, {}), encoding="utf-8")
    with pytest.raises(ModelError, match="the model cannot be loaded"):
        load_role_reader(model)


def test_words_without_vectors_and_heads_without_layers_are_named(model: Path) -> None:
    (model / "words.txt").write_text("采购\n", encoding="utf-8")
    (model / "card.toml").write_text(card_text(model, {}), encoding="utf-8")
    with pytest.raises(ModelError, match="token vectors for"):
        load_role_reader(model)
    (model / "words.txt").write_text("采购\n服务器\n", encoding="utf-8")
    np.savez(model / "heads.npz", **{"kind.weight": np.zeros((3, 3), "f4")})
    (model / "card.toml").write_text(card_text(model, {}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"heads\.npz: lacks"):
        load_role_reader(model)


def test_a_folder_without_a_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="dealtrail train roles"):
        load_role_reader(tmp_path)


def test_the_card_names_every_file_and_every_class(model: Path) -> None:
    text = (model / "card.toml").read_text(encoding="utf-8")
    assert all(f'"{name}" = "{digest(model / name)}"' in text for name in FILES)
    assert all(f'"{word}"' in text for words in CLASSES.values() for word in words)
