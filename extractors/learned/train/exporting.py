"""Writes a trained reader of roles as files that run without PyTorch: int8 layers for ONNX Runtime, int8 token vectors."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from extractors.learned.package import card_text
from extractors.learned.tokens import FREE
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
    network: RoleNetwork,
    folder: Path,
    tokenizer: Path,
    chinese: Sequence[str],
    known: Sequence[int],
    language: str,
    labels: Sequence[str],
    facts: Mapping[str, Any],
) -> None:
    """Write the files of `extractors.learned.package` to a folder.

    Args:
        network: What was trained.
        folder: Where the files go; it is made.
        tokenizer: The word pieces' `tokenizer.json`.
        chinese: The Chinese words, in the order of their ids.
        known: The ids from `FREE` on whose vectors are kept, rising; all others are unknown words.
        language: Which language it reads.
        labels: The ways that its heads tell apart.
        facts: What else its card says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    words = network.encoder.embeddings.word_embeddings.weight.detach().numpy()
    table = np.concatenate([network.slots.weight.detach().numpy(), words[list(known)]])
    scales = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    rows = np.round(table / scales[:, None]).astype(np.int8)
    numbers = np.array([*range(FREE), *known], dtype=np.int32)
    np.savez_compressed(folder / "embeddings.npz", rows=rows, scales=scales.astype(np.float16), numbers=numbers)
    heads = {
        name: value.numpy().astype(np.float16)
        for name, value in network.heads.state_dict().items()
        if "article" not in name
    }
    np.savez_compressed(folder / "heads.npz", **heads)
    copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "words.txt").write_text("\n".join(chinese) + "\n", encoding="utf-8")
    _export_layers(network.encoder, folder / "encoder.onnx", table.shape[1])
    (folder / "card.toml").write_text(card_text(folder, facts, language, labels), encoding="utf-8")


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
