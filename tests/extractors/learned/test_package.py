"""A model's files: that they load and read, and that bad ones are named and left out. The model is made here, tiny."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractors.learned.package import FILES, digest, load_role_reader
from extractors.learned.trade import TRADES
from extractors.pairs.pair import pairs_of
from extractors.reader import read, read_sentences
from extractors.recognisers import RULES_ONLY, SHIPPED, Choice, load_recognisers
from schemas.article import Article, Place
from schemas.errors import ModelError
from tests.tiny_model import LABELS, write_card, write_model

TEXT = "Microsoft has agreed to buy capacity from CoreWeave for $10 billion. 微软向甲骨文采购服务器，金额2亿美元。"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "roles")


def test_a_model_loads_and_reads_in_place_of_the_one_that_ships(model: Path) -> None:
    recognisers = load_recognisers(Choice(roles=model))
    assert recognisers.faults == ()
    shipped = load_recognisers(Choice())
    assert recognisers.roles["en"].labels == LABELS != shipped.roles["en"].labels
    assert recognisers.roles["zh"].labels == shipped.roles["zh"].labels
    first = read(Article(doc_id="a", text=TEXT), recognisers)
    assert first.extraction == read(Article(doc_id="a", text=TEXT), recognisers).extraction
    for mention in first.extraction.mentions if first.extraction else ():
        assert 0 <= mention.confidence <= 1
        assert all(TEXT[item.start : item.end] == item.quote for item in mention.evidence)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_ships_loads_and_is_small(language: str) -> None:
    said, reader = load_role_reader(SHIPPED / language)
    assert said == language
    assert len(reader.labels) > 10
    assert sum(path.stat().st_size for path in (SHIPPED / language).iterdir()) <= 25_000_000


def test_readers_can_be_switched_off() -> None:
    assert load_recognisers(Choice.parse("rules,-shipped-roles")).roles == {}
    assert load_recognisers(Choice.parse("rules,-weighed-deals")).roles == {}
    assert set(load_recognisers(Choice.parse("rules")).roles) == {"en", "zh"}


def test_the_finder_of_chinese_names_that_ships_can_be_switched_off() -> None:
    article = Article(doc_id="a", text="凌霄光电周三宣布，向赤松智算租用两千张显卡。")
    told = [load_recognisers(Choice.parse(each)) for each in ("rules", "rules,-shipped-names")]
    assert [len(each.finders) for each in told] == [1, 0]
    assert told[0].find_companies(article.text, Place.MAINLAND)
    assert told[0].find_companies(article.text, None) == []


@pytest.mark.parametrize("text", ["", "\ud800", "微软\ud800向甲骨文采购", "Microsoft\x00 CoreWeave $5", "A" * 5000])
def test_odd_texts_are_read(model: Path, text: str) -> None:
    assert read(Article(doc_id="a", text=text), load_recognisers(Choice(roles=model))).extraction is not None


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named_and_the_others_read_on(model: Path, name: str) -> None:
    path = model / name
    path.write_bytes(path.read_bytes()[:-3])
    recognisers = load_recognisers(Choice(roles=model))
    assert recognisers.roles["en"].labels != LABELS
    (fault,) = recognisers.faults
    assert str(path) in fault and "cut short" in fault
    extraction = read(Article(doc_id="a", text=TEXT), recognisers).extraction
    assert extraction is not None and extraction.mentions


def _card(folder: Path, old: str, new: str) -> None:
    path = folder / "card.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_model_that_was_taught_no_trades_sees_none_and_one_taught_others_is_refused(model: Path) -> None:
    reading = read_sentences(Article(doc_id="a", text=TEXT), RULES_ONLY)
    pairs = {number: pairs_of(each) for number, each in enumerate(reading.sentences)}
    with_trades = load_role_reader(model)[1].read(reading.sentences, pairs)
    _card(model, f"trades = {json.dumps(TRADES)}", "trades = []")
    without = load_role_reader(model)[1].read(reading.sentences, pairs)
    assert with_trades.keys() == without.keys()
    assert any((with_trades[key] != without[key]).any() for key in without)
    before = "trades = []"
    for other in ('trades = ["farming"]', "trades = 5", "trade = []"):
        _card(model, before, other)
        before = other
        with pytest.raises(ModelError, match="its trades are not those of this program"):
            load_role_reader(model)


def test_a_missing_file_another_format_foreign_ways_and_a_broken_card_are_named(model: Path) -> None:
    (model / "words.txt").unlink()
    with pytest.raises(ModelError, match=r"words\.txt: this file of the model is missing"):
        load_role_reader(model)
    _card(model, "format = 4", "format = 5")
    with pytest.raises(ModelError, match="this program reads format 4"):
        load_role_reader(model)
    _card(model, "format = 5", "format = 4")
    _card(model, '"purchase:seller/buyer"', '"annexation:seller/buyer"')
    with pytest.raises(ModelError, match="'annexation:seller/buyer' is no way of two companies"):
        load_role_reader(model)
    _card(model, 'language = "en"', 'language = "fr"')
    with pytest.raises(ModelError, match="language 'fr'"):
        load_role_reader(model)
    (model / "card.toml").write_text("format = ", encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        load_role_reader(model)


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "embeddings.npz", "tokenizer.json"])
def test_a_file_that_the_card_vouches_for_but_that_is_no_model_is_named(model: Path, name: str) -> None:
    (model / name).write_bytes(b"not a network")
    write_card(model)
    with pytest.raises(ModelError, match="the model cannot be loaded"):
        load_role_reader(model)


def test_vectors_of_no_use_and_heads_without_layers_are_named(model: Path) -> None:
    with np.load(model / "embeddings.npz") as held:
        whole = dict(held)
    for rows, fault in ((slice(50, None), "lacks vectors of slots"), (slice(None, None, -1), "do not belong together")):
        np.savez(model / "embeddings.npz", **{name: values[rows] for name, values in whole.items()})
        write_card(model)
        with pytest.raises(ModelError, match=fault):
            load_role_reader(model)
    np.savez(model / "embeddings.npz", **whole)
    with np.load(model / "heads.npz") as held:
        heads = dict(held)
    np.savez(model / "heads.npz", **{**heads, "way.bias": np.zeros(7, "f4")})
    write_card(model)
    with pytest.raises(ModelError, match="have not the sizes"):
        load_role_reader(model)
    np.savez(model / "heads.npz", **{"way.weight": np.zeros((3, 3), "f4")})
    write_card(model)
    with pytest.raises(ModelError, match=r"heads\.npz: lacks"):
        load_role_reader(model)


def test_a_folder_without_a_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="dealtrail train roles"):
        load_role_reader(tmp_path)


def test_the_card_names_every_file_and_every_way(model: Path) -> None:
    text = (model / "card.toml").read_text(encoding="utf-8")
    assert all(f'"{name}" = "{digest(model / name)}"' in text for name in FILES)
    assert all(f'"{label}"' in text for label in LABELS)
