"""Models that find companies, made in a moment: a spaCy pipeline, and a network that labels words by a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import spacy
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write_spacy(folder: Path, names: Sequence[str], label: str = "ORG", language: str = "en") -> Path:
    """A pipeline that calls each of these names by a label; say its folder."""
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name in names])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


def train_spacy(folder: Path) -> Path:
    """A pipeline whose network learned in a few steps that Zorblatt and Quuxcorp are companies."""
    from spacy.training import Example

    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    ner.add_label("ORG")  # type: ignore[attr-defined]
    told = [("zorblatt bought it", 0, 8), ("then quuxcorp sold it", 5, 13), ("it was sold then", 0, 0)]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(start, end, "ORG")] if end else []})
        for text, start, end in told
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(folder)
    return folder


def write_tokenizer(folder: Path, words: Sequence[str]) -> Tokenizer:
    """A tokenizer of whole words and single Chinese characters with BERT's marks around a text."""
    table = {word: number for number, word in enumerate([*SPECIAL, *words])}
    tokenizer = Tokenizer(WordLevel(table, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=False)  # type: ignore[assignment]
    tokenizer.pre_tokenizer = BertPreTokenizer()  # type: ignore[assignment]
    tokenizer.post_processor = TemplateProcessing(  # type: ignore[assignment]
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def write_onnx(folder: Path, labels: Sequence[str], label_of: Mapping[str, str], **config: object) -> Path:
    """A token classifier that gives each word of a table its label and all others the first one; say its folder."""
    folder.mkdir()
    words = list(label_of)
    write_tokenizer(folder, words)
    scores = np.zeros((len(SPECIAL) + len(words), len(labels)), np.float32)
    scores[:, 0] = 4
    for number, word in enumerate(words, start=len(SPECIAL)):
        scores[number] = 0
        scores[number, labels.index(label_of[word])] = 4
    write_table(folder / "model.onnx", scores)
    write_config(folder, labels, **config)
    return folder


def write_table(path: Path, scores: np.ndarray) -> None:  # type: ignore[type-arg]
    """A network that gives each token the row of its id."""
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["rows", "tokens"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["rows", "tokens"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", "tokens", scores.shape[1]])
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["logits"])],
        "tiny",
        [ids, mask],
        [logits],
        [numpy_helper.from_array(scores, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.save(model, str(path))


def write_config(folder: Path, labels: Sequence[str], **config: object) -> None:
    """The configuration of a token classifier with these labels."""
    told = {
        "architectures": ["BertForTokenClassification"],
        "model_type": "bert",
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "max_position_embeddings": 32,
        "pad_token_id": 0,
    } | config
    (folder / "config.json").write_text(json.dumps(told), encoding="utf-8")
