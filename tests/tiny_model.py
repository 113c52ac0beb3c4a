"""A reader of roles made in a moment that knows one thing: whoever is named before another buys from that one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from extractors.learned.package import card_text
from extractors.learned.roles import LAYERS
from extractors.learned.tokens import STANDINGS
from extractors.pairs.score import NONE

WIDTH, HIDDEN = 8, 6
LABELS = (NONE, "purchase:buyer/seller", "purchase:seller/buyer")


def write_model(folder: Path, language: str = "en") -> Path:
    """Write the model's files into a folder, which is made; say the folder."""
    folder.mkdir()
    chance = np.random.default_rng(0)
    words = {f"[{number}]": number for number in range(103)} | {"from": 103, "buy": 104}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[100]"))
    tokenizer.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "words.txt").write_text("采购\n服务器\n", encoding="utf-8")
    numbers = np.arange(len(words) + 2, dtype="i4")
    rows = chance.integers(-127, 127, (len(numbers), WIDTH)).astype("i1")
    np.savez(folder / "embeddings.npz", rows=rows, scales=np.full(len(rows), 0.01, "f2"), numbers=numbers)
    np.savez(folder / "heads.npz", **_heads(chance))
    _encoder(folder / "encoder.onnx")
    write_card(folder, language)
    return folder


def write_card(folder: Path, language: str = "en") -> None:
    """Write the card of the files as they are now."""
    (folder / "card.toml").write_text(card_text(folder, {"name": "tiny"}, language, LABELS), encoding="utf-8")


def _encoder(path: Path) -> None:
    """A network that gives the vectors as they come."""
    names = {name: helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in (
        ("vectors", TensorProto.FLOAT, ["rows", "tokens", WIDTH]),
        ("states", TensorProto.FLOAT, ["rows", "tokens", WIDTH]),
    )}  # fmt: skip
    graph = helper.make_graph(
        [helper.make_node("Identity", ["vectors"], ["states"])],
        "tiny",
        [names["vectors"]],
        [names["states"]],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), str(path))


def _heads(chance: np.random.Generator) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    sizes = {"ask": (4, HIDDEN), "key": (4, WIDTH), "both": (HIDDEN, HIDDEN), "way": (len(LABELS), HIDDEN)}
    shapes = {name: sizes.get(name, (HIDDEN, WIDTH)) for name in LAYERS}
    heads = {f"{name}.weight": chance.normal(size=shape).astype("f4") / 9 for name, shape in shapes.items()}
    heads |= {f"{name}.bias": np.zeros(shape[0], "f4") for name, shape in shapes.items()}
    heads["way.bias"] = np.array([0, 30, 15], "f4")
    return heads | {"near.weight": np.zeros((3, 1), "f4"), "standing.weight": np.zeros((STANDINGS, HIDDEN), "f4")}
