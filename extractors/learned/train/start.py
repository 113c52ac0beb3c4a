"""The weights of a reader of roles that was written before, for training that goes on from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from extractors.learned.package import load_role_reader
from extractors.learned.tokens import FREE
from schemas.errors import ModelError

_ENCODER = "encoder."
_EXPORTED = "model."
_LAYER = "MatMulInteger"


def weights_of(folder: Path) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The weights of an English reader by their names in `RoleNetwork`, and the ways that it tells apart.

    What was rounded to 8 bits for use comes back rounded. Token vectors of words are left out (training lays its own),
    and so are the heads over whole articles, which only training has.

    Raises:
        ModelError: If the folder holds no such reader that this program can read.
    """
    language, reader = load_role_reader(folder)
    if language != "en" or not reader.trades:
        raise ModelError(
            f"{folder}: training goes on from an English reader that sees trades of companies, not from this"
        )
    with np.load(folder / "embeddings.npz", allow_pickle=False) as held:
        rows = held["rows"][:FREE].astype(np.float32) * held["scales"][:FREE].astype(np.float32)[:, None]
        numbers = held["numbers"][:FREE].tolist()
    if numbers != list(range(FREE)):
        raise ModelError(f"{folder / 'embeddings.npz'}: lacks vectors of slots; training cannot go on from it")
    with np.load(folder / "heads.npz", allow_pickle=False) as held:
        found = {f"heads.{name}": torch.from_numpy(held[name].astype(np.float32)) for name in held.files}
    return found | {"slots.weight": torch.from_numpy(rows)} | _layers(folder / "encoder.onnx"), reader.labels


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
    for node in graph.node:
        if node.op_type == _LAYER and node.input[1] in held:
            place = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
            found[f"{_own_name(place)}.weight"] = _rounded(held, node.input[1]).T.contiguous()
    return found


def _own_name(exported: str) -> str:
    return _ENCODER + exported.removeprefix(_EXPORTED)


def _rounded(held: dict[str, np.ndarray], name: str) -> Tensor:
    stem = name.removesuffix("_quantized")
    steps = held[name].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
    return torch.from_numpy(np.asarray(steps * held[f"{stem}_scale"], dtype=np.float32))
