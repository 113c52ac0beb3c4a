"""Builds the finder of English company names: pretrained encoder, training, int8 files, card."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import torch
from torch import Tensor, nn

from corpora.tagged import Tagged
from extractors.learned.train.pretrained import ENCODER_SHA256, encoder_folder
from extractors.ner.train.fit import LABELS, Schedule, rows, train

_ENCODER = "all-MiniLM-L6-v2 (Apache-2.0)"


class _Scores(nn.Module):
    """The network as it is exported: token ids and mask in, scores of the labels out."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        scores: Tensor = self.model(input_ids=ids, attention_mask=mask).logits
        return scores


def build_ner(folder: Path, texts: Sequence[Tagged], schedule: Schedule, tell: Callable[[str], None]) -> int:
    """Train a finder of company names on texts and write it to a folder; `tell` hears how it goes.

    Gives how many texts it learned from.
    """
    from tokenizers import Tokenizer
    from transformers import AutoModelForTokenClassification

    source = encoder_folder()
    torch.manual_seed(schedule.seed)
    network: Any = AutoModelForTokenClassification.from_pretrained(
        str(source),
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={name: number for number, name in enumerate(LABELS)},
        local_files_only=True,
        use_safetensors=True,
    )
    examples = rows(Tokenizer.from_file(str(source / "tokenizer.json")), texts)
    train(network, examples, schedule, lambda epoch, loss: tell(f"epoch {epoch + 1}: loss {loss:.4f}"))
    folder.mkdir(parents=True, exist_ok=True)
    network.config.architectures = [type(network).__name__]
    network.config.to_json_file(str(folder / "config.json"))
    copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    _export(network, folder / "model.onnx")
    return len(examples)


def write_card(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what a model was made of and how well it does."""
    card = {"made": datetime.date.today().isoformat(), "encoder": _ENCODER, "encoder_sha256": ENCODER_SHA256, **facts}
    lines = [f"{json.dumps(name)} = {json.dumps(value, ensure_ascii=False)}" for name, value in card.items()]
    (folder / "card.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _export(network: nn.Module, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = torch.ones((2, 8), dtype=torch.long), torch.ones((2, 8), dtype=torch.long)
    with tempfile.TemporaryDirectory() as held:
        whole = Path(held) / "model.onnx"
        torch.onnx.export(
            _Scores(network).eval(),
            example,
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={name: {0: "rows", 1: "tokens"} for name in ("input_ids", "attention_mask", "logits")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)
