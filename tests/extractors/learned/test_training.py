"""Training the reader of roles, where PyTorch is installed: what it learns, and that its export reckons as it does."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corpora.teaching import Lesson
from extractors.learned.roles import LAYERS, TABLES, RoleReader
from extractors.learned.tokens import FREE, windows_of
from extractors.learned.train.examples import Taught, taught
from schemas.article import Article
from schemas.errors import ModelError
from tests.extractors.learned.test_tokens import OneByOne

WIDTH = 12
DEAL = {
    "kind": "purchase",
    "parties": [{"name": "Nvidia", "role": "buyer"}, {"name": "Oracle", "role": "seller"}],
}
SOLD = "Nvidia is a maker of chips. It bought servers from Oracle for $5 billion."
UNSOLD = "Nvidia is a maker of chips. Like Oracle, AMD will report its figures of $5 billion in May."


def lesson(text: str, *deals: dict[str, Any]) -> Taught:
    return taught(Lesson(Article(doc_id="a", text=text), list(deals), frozenset()))


def test_what_is_taught_names_the_way_of_each_pair_in_its_sentence_and_in_the_article() -> None:
    own = lesson(SOLD, DEAL)
    ways = {
        (pair.first.name, pair.second.name): own.ways[number, place]
        for number, pairs in own.pairs.items()
        for place, pair in enumerate(pairs)
        if (number, place) in own.ways
    }
    assert ways["Nvidia", "Oracle"] == "purchase:buyer/seller"
    assert {(one.name, other.name): way for (one, other), way in own.article_ways.items()} == {
        ("Nvidia", "Oracle"): "purchase:buyer/seller"
    }
    assert set(lesson(UNSOLD).ways.values()) == {"none"}


def test_the_export_reckons_as_the_network_and_training_lowers_the_loss() -> None:
    torch = pytest.importorskip("torch")
    from extractors.learned.train.fit import Schedule, pair_score, train, ways_of
    from extractors.learned.train.network import RoleNetwork

    class Plain(torch.nn.Module):  # type: ignore[misc, name-defined, unused-ignore]
        """An encoder that gives the vectors as they come."""

        def __init__(self) -> None:
            super().__init__()
            self.embeddings = torch.nn.Module()
            self.embeddings.word_embeddings = torch.nn.Embedding(70_000, WIDTH)

        def forward(self, inputs_embeds: Any, attention_mask: Any) -> Any:
            return SimpleNamespace(last_hidden_state=inputs_embeds)

    torch.manual_seed(0)
    texts = [lesson(SOLD, DEAL), lesson(UNSOLD)] * 4
    labels = ways_of(texts)
    assert labels == ["none", "purchase:buyer/seller"]
    network = RoleNetwork(Plain(), torch.randn(FREE, WIDTH), len(labels))
    losses: list[float] = []
    schedule = Schedule(epochs=12, tokens=200, heads_rate=1e-2)
    train(network, texts, OneByOne(), labels, schedule, lambda epoch, loss: losses.append(loss))
    assert losses[-1] < losses[0] / 2
    assert pair_score(network, texts, OneByOne(), labels).f1_of_kinds > 0.9

    heads = {name: value.numpy() for name, value in network.heads.state_dict().items()}
    assert set(TABLES) | {f"{name}.weight" for name in LAYERS} <= set(heads)

    def encoder(ids: Any) -> Any:
        with torch.no_grad():
            return network.vectors(torch.from_numpy(ids)).numpy()

    reader = RoleReader(encoder, heads, OneByOne(), labels)
    for text in texts[:2]:
        told = reader.read(text.sentences, text.pairs)
        (window,) = windows_of(text.sentences, text.pairs, OneByOne())
        with torch.no_grad():
            expected = network([window], [])[0].log_softmax(-1).numpy()
        rows = [told[place.sentence, place.number] for place in window.places]
        assert np.allclose(np.stack(rows), expected, atol=1e-4)


def written_reader(folder: Path, language: str, *chinese: str) -> Any:
    """A small network, written as a reader of a language."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from extractors.learned.train.exporting import export
    from extractors.learned.train.network import RoleNetwork
    from extractors.learned.train.pretrained import encoder_folder

    torch.manual_seed(0)
    shape = transformers.BertConfig(
        vocab_size=200, hidden_size=WIDTH, num_attention_heads=2, intermediate_size=24, num_hidden_layers=2
    )
    network = RoleNetwork(transformers.BertModel(shape, add_pooling_layer=False), torch.randn(FREE, WIDTH), 2)
    for value in network.parameters():  # equal ones would be written as one
        value.data.normal_()
    labels = ["none", "purchase:buyer/seller"]
    tokenizer = encoder_folder() / "tokenizer.json"
    export(network, folder, tokenizer, chinese, range(FREE, 200), language, labels, {})
    return network


@pytest.mark.filterwarnings("ignore")  # PyTorch warns of its own exporter
def test_training_goes_on_from_a_reader_that_was_written(tmp_path: Path) -> None:
    network = written_reader(tmp_path, "en")
    from extractors.learned.train.start import start_of

    held, ways, chinese, ids, vectors = start_of(tmp_path, ("芯片",))
    assert ways == ("none", "purchase:buyer/seller")
    assert chinese == ()
    words = network.encoder.embeddings.word_embeddings.weight
    assert (vectors - words[ids]).abs().max() <= words.abs().max() / 60
    own = {
        name: value
        for name, value in network.state_dict().items()
        if "article" not in name and not name.endswith("word_embeddings.weight")
    }
    assert held.keys() == own.keys()
    for name, value in own.items():
        steps = value.abs().max() / 60
        assert (held[name] - value).abs().max() <= steps, name


@pytest.mark.filterwarnings("ignore")
def test_training_goes_on_from_a_chinese_reader_of_the_same_words_alone(tmp_path: Path) -> None:
    written_reader(tmp_path, "zh", "芯片", "算力")
    from extractors.learned.train.start import start_of

    assert start_of(tmp_path, ("芯片", "算力")).chinese == ("芯片", "算力")
    assert start_of(tmp_path, ()).chinese == ("芯片", "算力")  # English takes what it learned but its words
    with pytest.raises(ModelError, match="other Chinese words"):
        start_of(tmp_path, ("芯片",))


@pytest.mark.filterwarnings("ignore")
def test_the_exported_encoder_gives_the_vectors_of_the_one_that_was_trained(tmp_path: Path) -> None:
    network = written_reader(tmp_path, "en")
    torch = pytest.importorskip("torch")
    import onnxruntime

    vectors = torch.randn(2, 30, WIDTH)
    with torch.no_grad():
        expected = network.encoder(inputs_embeds=vectors).last_hidden_state.numpy()
    session = onnxruntime.InferenceSession(str(tmp_path / "encoder.onnx"), providers=["CPUExecutionProvider"])
    told = session.run(None, {"vectors": vectors.numpy()})[0]
    assert np.corrcoef(told.ravel(), expected.ravel())[0, 1] > 0.98


@pytest.mark.filterwarnings("ignore")
def test_ways_that_a_reader_knew_are_gone_on_with_in_any_order_and_others_begin_anew(tmp_path: Path) -> None:
    written_reader(tmp_path, "en")
    from extractors.learned.train.start import fitted, start_of

    start = start_of(tmp_path, ())
    labels = ["none", "debt:lender/borrower", "purchase:buyer/seller"]
    fresh = {name: start.weights[name].new_full((3, *start.weights[name].shape[1:]), 7) for name in
             ("heads.way.weight", "heads.way.bias")}  # fmt: skip
    held = fitted(start, labels, fresh)
    for name, value in fresh.items():
        assert held[name].shape == value.shape
        assert (held[name][[0, 2]] == start.weights[name]).all()
        assert (held[name][1] == 7).all()
    assert held.keys() == start.weights.keys()


@pytest.mark.filterwarnings("ignore")
def test_what_goes_on_from_a_model_under_share_alike_is_under_it_too(tmp_path: Path) -> None:
    written_reader(tmp_path, "en")
    from extractors.learned.train.build import ALIKE, LICENCE, licence_for

    assert licence_for((), None) == LICENCE
    assert licence_for(("芯片",), None) == ALIKE
    card = tmp_path / "card.toml"
    own = card.read_text(encoding="utf-8")
    for licence in (LICENCE, ALIKE):
        card.write_text(f'licence = "{licence}"\n{own}', encoding="utf-8")
        assert licence_for((), tmp_path) == licence
