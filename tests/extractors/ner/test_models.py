"""Any model of spaCy or transformers finds companies beside the gazetteer; one that is no good is named with why."""

from __future__ import annotations

import gc
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import spacy
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from extractors.ner.load import load_finder
from extractors.reader import extract, read
from extractors.recognisers import load_recognisers
from schemas.article import Article
from schemas.errors import ModelError
from schemas.recognisers import Choice, NerModel, NerSettings
from tests.tiny_ner import train_spacy, write_config, write_onnx, write_spacy, write_table, write_tokenizer

LABELS = ["O", "B-ORG", "I-ORG", "B-PER"]
WORDS = {"zorblatt": "B-ORG", "works": "I-ORG", "ann": "B-PER", "矽": "B-ORG", "硅": "B-ORG", "兰": "I-ORG"}
TEXT = "On Monday zorblatt works agreed to buy servers from Microsoft for $3 billion."


def finder(text: str, **settings: object):  # type: ignore[no-untyped-def]
    return load_finder(NerModel.parse(text), NerSettings(**settings))  # type: ignore[arg-type]


def names(text: str, model: str, **settings: object) -> list[str]:
    return [text[found.start : found.end] for found in finder(model, **settings).find(text)]


@pytest.fixture
def onnx(tmp_path: Path) -> Path:
    return write_onnx(tmp_path / "onnx", LABELS, WORDS)


def test_a_token_classifier_finds_names_by_their_characters(onnx: Path) -> None:
    assert names("Then zorblatt works met ann; zorblatt left.", f"transformers:{onnx}") == [
        "zorblatt works",
        "zorblatt",
    ]
    assert names("昨日硅兰签约", f"transformers:{onnx}") == ["硅兰"]


def test_a_tokenizer_that_parts_words_by_spaces_alone_hides_no_name(onnx: Path) -> None:
    tokenizer = Tokenizer.from_file(str(onnx / "tokenizer.json"))
    table = {f"▁{word}": number for word, number in tokenizer.get_vocab().items()} | tokenizer.get_vocab()
    pieces = sorted(table, key=lambda piece: (table[piece], piece))
    unigram = Tokenizer(Unigram([(piece, -1.0) for piece in pieces], unk_id=pieces.index("[UNK]")))
    unigram.pre_tokenizer = Metaspace()  # type: ignore[assignment]
    unigram.save(str(onnx / "tokenizer.json"))
    labels = {piece.removeprefix("▁"): WORDS.get(piece.removeprefix("▁"), "O") for piece in pieces}
    scores = np.array(
        [[4.0 * (label == labels[piece.removeprefix("▁")]) for label in LABELS] for piece in pieces], "f4"
    )
    write_table(onnx / "model.onnx", scores)
    assert names("met (zorblatt works) today", f"transformers:{onnx}") == ["zorblatt works"]
    assert names("昨日硅兰签约硅", f"transformers:{onnx}") == ["硅兰", "硅"]


def test_a_long_article_is_read_to_its_end_and_over_every_window_edge(onnx: Path) -> None:
    for before in range(20, 70):
        text = "so " * before + "zorblatt works" + " and" * 400 + " zorblatt works"
        assert names(text, f"transformers:{onnx}") == ["zorblatt works"] * 2
    assert len(names("zorblatt works met " * 900, f"transformers:{onnx}", batch_tokens=64)) == 900


def test_what_the_model_holds_unlikely_is_left_out(onnx: Path) -> None:
    (found,) = finder(f"transformers:{onnx}").find("zorblatt fell")
    assert 0.5 < found.score < 1
    assert names("zorblatt fell", f"transformers:{onnx}", least=min(1.0, found.score + 0.01)) == []


def test_a_spacy_pipeline_is_read_from_its_folder(tmp_path: Path) -> None:
    assert names("then zorblatt bought it", f"spacy:{train_spacy(tmp_path / 'trained')}") == ["zorblatt"]
    ruled = write_spacy(tmp_path / "ruled", ["Zorblatt Works"])
    text = "He said so. " * 6000 + "Then Zorblatt Works bought it."
    assert names(text, f"spacy:{ruled}") == ["Zorblatt Works"]


def test_a_party_that_only_a_model_saw_makes_the_deal_and_says_so(onnx: Path) -> None:
    article = Article(doc_id="a", text=TEXT)
    assert extract(article, load_recognisers(Choice())).mentions == ()
    choice = Choice.parse(f"rules,ner=en:transformers:{onnx}")
    (mention,) = extract(article, load_recognisers(choice)).mentions
    assert [party.name for party in mention.parties] == ["Microsoft", "zorblatt works"]
    assert mention.rules[-1] == "ner:onnx"
    evidence = next(item for item in mention.evidence if item.field == "party.buyer")
    assert TEXT[evidence.start : evidence.end] == "zorblatt works"
    assert extract(article, load_recognisers(Choice.parse(f"rules,ner=zh:transformers:{onnx}"))).mentions == ()


def test_offsets_lead_back_to_the_articles_own_script(onnx: Path) -> None:
    text = "昨日,矽  蘭向輝達採購30億美元伺服器。"
    article = Article(doc_id="a", text=text)
    reading = read(article, load_recognisers(Choice.parse(f"rules,ner=transformers:{onnx}")))
    spans = [span for span in reading.companies.spans if span.source == "ner:onnx"]
    assert [reading.normal.quote(span.start, span.end) for span in spans] == ["矽  蘭"]


def test_the_gazetteer_and_context_prevail_over_a_model(tmp_path: Path) -> None:
    greedy = write_spacy(tmp_path / "greedy", ["Microsoft for", "from Microsoft", "Zorblatt"])
    text = "Zorblatt agreed to buy servers from Microsoft for $3 billion."
    reading = read(Article(doc_id="a", text=text), load_recognisers(Choice.parse(f"rules,ner=spacy:{greedy}")))
    assert [(text[span.start : span.end], span.source) for span in reading.companies.spans] == [
        ("Zorblatt", "latin"),
        ("Microsoft", "gazetteer"),
    ]


def test_each_that_finds_companies_can_be_switched_off(tmp_path: Path) -> None:
    text = "Zorblatt Inc agreed to buy servers from Microsoft for $3 billion."
    article = Article(doc_id="a", text=text)

    def sources(choice: str) -> set[str]:
        return {span.source for span in read(article, load_recognisers(Choice.parse(choice))).companies.spans}

    assert sources("rules") == {"gazetteer", "latin"}
    assert sources("rules,-gazetteer") == {"latin"}
    assert sources("rules,-context") == {"gazetteer"}
    alone = write_spacy(tmp_path / "alone", ["Zorblatt Inc", "Microsoft"])
    assert sources(f"rules,-gazetteer,-context,ner=spacy:{alone}") == {"ner:alone"}


def refused(text: str) -> str:
    with pytest.raises(ModelError) as told:
        finder(text)
    return str(told.value)


def test_a_classifier_that_is_no_good_is_named_with_its_fault(onnx: Path, tmp_path: Path) -> None:
    where = f"transformers:{onnx}"
    assert "there is no such folder" in refused(f"transformers:{tmp_path / 'nowhere'}")
    whole = (onnx / "model.onnx").read_bytes()
    (onnx / "model.onnx").write_bytes(whole[: len(whole) // 2])
    assert str(onnx) in refused(where)
    (onnx / "model.onnx").unlink()
    assert "neither model.onnx nor model.safetensors" in refused(where)
    (onnx / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    assert "pickled weights can run code" in refused(where)
    (onnx / "model.onnx").write_bytes(whole)
    write_config(onnx, [*LABELS, "B-LOC"])
    assert "files of two models" in refused(where)
    write_config(onnx, LABELS, architectures=["BertForMaskedLM"])
    assert "no token classifier but BertForMaskedLM" in refused(where)
    write_config(onnx, ["O", "B-PER"])
    assert "none of its labels means a company" in refused(where)
    (onnx / "config.json").write_text('{"id2label": ', encoding="utf-8")
    assert "config.json: no JSON" in refused(where)


def test_a_model_of_the_hub_needs_its_commit_and_is_not_fetched_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "needs its commit pinned" in refused("transformers:someone/some-ner")
    assert "needs its commit pinned" in refused("transformers:someone/some-ner@main")
    told = refused(f"transformers:someone/some-ner@{'0' * 40}")
    assert "not on this machine; [ner] download = true lets it be fetched" in told


def test_a_spacy_model_that_is_no_good_is_named_with_its_fault(tmp_path: Path) -> None:
    assert "nowhere_at_all" in refused("spacy:nowhere_at_all")
    folder = write_spacy(tmp_path / "model", ["Zorblatt"], label="PLACE")
    assert "it has PLACE" in refused(f"spacy:{folder}")
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"spacy_version": ">=9.1.0,<9.2.0"}), encoding="utf-8")
    assert f"made for spaCy >=9.1.0,<9.2.0, this is {spacy.__version__}" in refused(f"spacy:{folder}")
    (folder / "vocab" / "thing.pkl").write_bytes(b"\x80\x04.")
    assert "pickled data can run code" in refused(f"spacy:{folder}")
    cut_short = train_spacy(tmp_path / "cut")
    (cut_short / "ner" / "model").write_bytes((cut_short / "ner" / "model").read_bytes()[:300])
    assert "cannot be loaded" in refused(f"spacy:{cut_short}")
    assert gc.isenabled(), "reading a damaged file left the collector of cycles off"


def test_what_loads_reads_on_beside_what_does_not(onnx: Path) -> None:
    recognisers = load_recognisers(
        Choice.parse(f"rules,ner=spacy:nowhere_at_all,ner=transformers:{onnx},roles=nowhere")
    )
    assert [fault.partition(":")[0] for fault in recognisers.faults] == ["nowhere_at_all", "nowhere/card.toml"]
    (mention,) = extract(Article(doc_id="a", text=TEXT), recognisers).mentions
    assert "ner:onnx" in mention.rules


NO_TORCH = [name for name in ("torch", "transformers") if find_spec(name) is None]


@pytest.mark.skipif(not NO_TORCH, reason="PyTorch is installed here")
def test_safetensors_without_pytorch_say_what_to_do(onnx: Path) -> None:
    (onnx / "model.onnx").rename(onnx / "model.safetensors")
    assert "safetensors need " in refused(f"transformers:{onnx}")


@pytest.mark.skipif(bool(NO_TORCH), reason=f"not installed: {', '.join(NO_TORCH)}")
def test_a_classifier_in_safetensors_runs_in_pytorch(tmp_path: Path) -> None:
    import torch
    from transformers import BertConfig, BertForTokenClassification

    folder = tmp_path / "torch"
    names_of = dict(enumerate(LABELS))
    config = BertConfig(
        vocab_size=12, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=32, id2label=names_of, label2id={name: number for number, name in names_of.items()},
    )  # fmt: skip
    torch.manual_seed(0)
    network = BertForTokenClassification(config)
    optimizer = torch.optim.AdamW(network.parameters(), 0.02)
    rows = torch.randint(4, 8, (64, 10))
    labels = torch.where(rows == 4, 1, torch.where(rows == 5, 2, 0))
    for _ in range(40):
        loss = network(input_ids=rows, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    network.save_pretrained(folder)
    write_tokenizer(folder, ["zorblatt", "works", "then", "met"])
    text = "then zorblatt works met " * 40
    assert names(text, f"transformers:{folder}") == ["zorblatt works"] * 40
    weights = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    load_finder.cache_clear()
    assert str(folder) in refused(f"transformers:{folder}")
