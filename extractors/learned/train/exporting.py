"""Writes a trained role reader as files that run without PyTorch: int8 layers for ONNX Runtime, int8 token vectors."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from extractors.learned.package import CLASSES, FILES, FORMAT, digest
from extractors.learned.train.network import RoleNetwork


class _Layers(nn.Module):
    """The encoder behind its token vectors, as it is exported."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        states: Tensor = self.model(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        return states


def export(
    network: RoleNetwork, folder: Path, tokenizer: Path, chinese: Sequence[str], facts: Mapping[str, Any]
) -> None:
    """Write the files of `extractors.learned.package` to a folder; `facts` go to its card as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    model: Any = network.encoder.model
    table = model.embeddings.word_embeddings.weight.detach().numpy()
    scales = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    rows = np.round(table / scales[:, None]).astype(np.int8)
    np.savez(folder / "embeddings.npz", rows=rows, scales=scales.astype(np.float16))
    np.savez(folder / "heads.npz", **{name: value.numpy() for name, value in network.heads.state_dict().items()})
    copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "words.txt").write_text("\n".join(chinese) + "\n", encoding="utf-8")
    _export_layers(model, folder / "encoder.onnx", table.shape[1])
    (folder / "card.toml").write_text(card(folder, facts), encoding="utf-8")


def _export_layers(model: nn.Module, path: Path, width: int) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    layers = _Layers(model).eval()
    example = torch.zeros((2, 8, width)), torch.ones((2, 8), dtype=torch.long)
    with tempfile.TemporaryDirectory() as held:
        whole = Path(held) / "encoder.onnx"
        torch.onnx.export(
            layers,
            example,
            str(whole),
            input_names=["vectors", "mask"],
            output_names=["states"],
            dynamic_axes={name: {0: "rows", 1: "tokens"} for name in ("vectors", "mask", "states")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)


def card(folder: Path, facts: Mapping[str, Any]) -> str:
    """The text of card.toml for the files of a folder."""
    lines = [f"format = {FORMAT}"]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    lines += ["", "[files]"]
    lines += [f'"{name}" = "{digest(folder / name)}"' for name in FILES]
    lines += ["", "[classes]"]
    lines += [f"{name} = {json.dumps(list(classes))}" for name, classes in CLASSES.items()]
    return "\n".join(lines) + "\n"
