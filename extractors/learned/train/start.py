"""What a reader of roles that was written before has learned, for training that goes on from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from extractors.learned.package import load_role_reader
from extractors.learned.tokens import FREE
from schemas.errors import ModelError

_ENCODER = "encoder."
_EXPORTED = "model."
_LAYER = "MatMulInteger"

MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The matrices of a layer of the encoder, in the order in which they are written."""


class Start(NamedTuple):
    """A reader that was written: its weights by their names in `RoleNetwork`, the ways that it tells apart, its Chinese
    words, and the vectors of the words it knows (`ids`, and a row of `vectors` for each).

    What was rounded to 8 bits for use comes back rounded. The heads over whole articles are missing: only training has
    them.
    """

    weights: dict[str, Tensor]
    ways: tuple[str, ...]
    chinese: tuple[str, ...]
    ids: Tensor
    vectors: Tensor


def start_of(folder: Path, chinese: Sequence[str]) -> Start:
    """A reader to go on from: of these Chinese words, an English one, or of any words where none are given (for English).

    Raises:
        ModelError: If the folder holds no such reader that this program can read.
    """
    _, reader = load_role_reader(folder)
    own = tuple((folder / "words.txt").read_text(encoding="utf-8").split())
    if not reader.trades or (own and chinese and own != tuple(chinese)):
        raise ModelError(
            f"{folder}: it sees no trades of companies, or other Chinese words; train it from the beginning"
        )
    with np.load(folder / "embeddings.npz", allow_pickle=False) as held:
        rows = torch.from_numpy(held["rows"].astype(np.float32) * held["scales"].astype(np.float32)[:, None])
        numbers = torch.from_numpy(held["numbers"].astype(np.int64))
    if numbers[:FREE].tolist() != list(range(FREE)):
        raise ModelError(f"{folder / 'embeddings.npz'}: lacks vectors of slots; training cannot go on from it")
    with np.load(folder / "heads.npz", allow_pickle=False) as held:
        found = {f"heads.{name}": torch.from_numpy(held[name].astype(np.float32)) for name in held.files}
    found |= {"slots.weight": rows[:FREE]} | _layers(folder / "encoder.onnx")
    return Start(found, reader.labels, own, numbers[FREE:], rows[FREE:])


def fitted(start: Start, labels: Sequence[str], fresh: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a reader for a network that tells these ways apart; what it never learned is as in `fresh`."""
    held = dict(start.weights)
    for name in ("heads.way.weight", "heads.way.bias"):
        held[name] = fresh[name].clone()
        for place, label in enumerate(labels):
            if label in start.ways:
                held[name][place] = start.weights[name][start.ways.index(label)]
    return held


def _layers(path: Path) -> dict[str, Tensor]:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    held = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {
        _own_name(name): torch.from_numpy(np.array(value))
        for name, value in held.items()
        if name.startswith(_EXPORTED) and value.dtype == np.float32 and not name.endswith("_scale")
    }
    for name in held:
        if name.startswith(_EXPORTED) and name.endswith("_quantized"):
            found[_own_name(name.removesuffix("_quantized"))] = _rounded(held, name)
    matrices = [node.input[1] for node in graph.node if node.op_type == _LAYER and node.input[1] in held]
    for number, name in enumerate(matrices):
        layer, place = divmod(number, len(MATRICES))
        own = f"{_ENCODER}encoder.layer.{layer}.{MATRICES[place]}.weight"
        found[own] = _rounded(held, name).T.contiguous()
    return found


def _own_name(exported: str) -> str:
    return _ENCODER + exported.removeprefix(_EXPORTED)


def _rounded(held: dict[str, np.ndarray], name: str) -> Tensor:
    stem = name.removesuffix("_quantized")
    steps = held[name].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
    return torch.from_numpy(np.asarray(steps * held[f"{stem}_scale"], dtype=np.float32))
