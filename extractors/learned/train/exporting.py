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

_OPERATORS = "com.microsoft"
"""The operators of ONNX Runtime that ONNX itself lacks."""


class _Attention(torch.autograd.Function):
    """Attention of all tokens to all, as the one operator of ONNX Runtime that does it without writing the weights out.

    Written out as `transformers` does it, with a mask that is full of ones for any text, the whole encoder took 69 ms for
    510 tokens, so 44 (one core).
    """

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        query, key, value = (each.unflatten(-1, (heads, -1)).transpose(1, 2) for each in (query, key, value))
        return nn.functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        told = graph.op(f"{_OPERATORS}::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return told.setType(query.type())


class _Layers(nn.Module):
    """A BERT behind its token vectors, as it is exported: whole texts, each on its own, so that nothing is masked.

    Its matrices come in the order of `extractors.learned.train.start.MATRICES`, by which they are found again.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: Tensor) -> Tensor:
        states: Tensor = self.model.embeddings(inputs_embeds=vectors)
        for layer in self.model.encoder.layer:
            own = layer.attention.self
            heads = self.model.config.num_attention_heads
            told = _Attention.apply(own.query(states), own.key(states), own.value(states), heads)
            states = layer.attention.output(told, states)
            states = layer.output(layer.intermediate(states), states)
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
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    layers = _Layers(model).eval()
    with tempfile.TemporaryDirectory() as held:
        whole = Path(held) / "encoder.onnx"
        torch.onnx.export(
            layers,
            (torch.zeros((2, 8, width)),),
            str(whole),
            input_names=["vectors"],
            output_names=["states"],
            dynamic_axes={name: {0: "rows", 1: "tokens"} for name in ("vectors", "states")},
            opset_version=17,
            custom_opsets={_OPERATORS: 1},
            dynamo=False,
        )
        quantize_dynamic(
            str(whole),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},  # it knows no types of what is not of ONNX itself
        )
