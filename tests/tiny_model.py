"""A reader of roles that is made in a moment and knows nothing: its weights are drawn by chance, always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from extractors.learned.classes import FIELDS, PAIRS, STATUSES
from extractors.learned.hints import PAIR_WIDTH
from extractors.learned.package import card_text

WIDTH, HIDDEN = 8, 6


def write_model(folder: Path) -> Path:
    """Write the model's files into a folder, which is made; say the folder."""
    folder.mkdir()
    chance = np.random.default_rng(0)
    words = {f"[{number}]": number for number in range(103)} | {"from": 103, "buy": 104}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[100]"))
    tokenizer.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "words.txt").write_text("采购\n服务器\n", encoding="utf-8")
    rows = chance.integers(-127, 127, (len(words) + 2, WIDTH)).astype("i1")
    np.savez(folder / "embeddings.npz", rows=rows, scales=np.full(len(rows), 0.01, "f2"))
    np.savez(folder / "heads.npz", **_heads(chance))
    _encoder(folder / "encoder.onnx")
    (folder / "card.toml").write_text(card_text(folder, {"name": "tiny"}), encoding="utf-8")
    return folder


def _encoder(path: Path) -> None:
    """A network that gives the vectors as they come."""
    names = {name: helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in (
        ("vectors", TensorProto.FLOAT, ["rows", "tokens", WIDTH]),
        ("mask", TensorProto.INT64, ["rows", "tokens"]),
        ("states", TensorProto.FLOAT, ["rows", "tokens", WIDTH]),
    )}  # fmt: skip
    graph = helper.make_graph(
        [helper.make_node("Identity", ["vectors"], ["states"])],
        "tiny",
        [names["vectors"], names["mask"]],
        [names["states"]],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), str(path))


def _heads(chance: np.random.Generator) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    tokens_in = {"payer": HIDDEN, "paid": HIDDEN, "word": HIDDEN, "figure": HIDDEN, "key": 4}
    pairs_in = {
        "both": HIDDEN,
        "deal": HIDDEN,
        "ask": 4,
        "kind": len(PAIRS),
        "status": len(STATUSES),
        "field": len(FIELDS),
    }
    shapes = {name: (size, WIDTH) for name, size in tokens_in.items()}
    shapes |= {name: (size, HIDDEN) for name, size in pairs_in.items()}
    heads = {f"{name}.weight": chance.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    heads |= {f"{name}.bias": np.zeros(shape[0], "f4") for name, shape in shapes.items()}
    hints = {"hint": (HIDDEN, PAIR_WIDTH), "status_hint": (len(STATUSES),) * 2, "field_hint": (HIDDEN, len(FIELDS))}
    return heads | {f"{name}.weight": chance.normal(size=shape).astype("f4") for name, shape in hints.items()}
