"""A token classifier of transformers from a folder or the hub's cache: files checked, then ONNX Runtime or PyTorch.

A folder holds `config.json`, `tokenizer.json`, and `model.onnx` or `model.safetensors`. Pickled weights are refused and
no code of a model is ever run.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ner.labels import read_labels
from extractors.ner.token_classifier import Network, Shape, TokenClassifier
from schemas.errors import ModelError
from schemas.recognisers import NerModel, NerSettings

_ONNX = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_WANTED = ["config.json", "tokenizer.json", "*.safetensors", "*.safetensors.index.json", *_ONNX, "*.onnx_data"]
_PICKLED = ("pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "model.pth", "model.pkl")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_MOST_TOKENS = 512
_MOST_JSON = 100_000_000
_OFFSET = 2
"""Positions that models of RoBERTa's family keep to themselves."""


def load_transformers(model: NerModel, settings: NerSettings) -> TokenClassifier:
    """The finder of a token classifier.

    Raises:
        ModelError: If it is missing, cut short, foreign, pickled, not pinned or names no companies.
    """
    folder = _folder(model, settings)
    config = _json(folder / "config.json")
    _check_config(folder, config)
    try:
        names = {int(number): str(name) for number, name in (config.get("id2label") or {}).items()}
        labels = read_labels(names or _numbered(config), settings.labels, dict(settings.label_names))
    except ValueError as error:
        raise ModelError(f"{folder / 'config.json'}: {error}") from error
    if not (folder / "tokenizer.json").is_file():
        raise ModelError(
            f"{folder / 'tokenizer.json'}: this file of the model is missing; transformers writes it where a fast "
            "tokenizer is saved with save_pretrained"
        )
    try:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        network = _network(folder, settings)
        padding = int(config.get("pad_token_id") or 0)
        shape = Shape(_window(config, settings), settings.overlap_tokens, settings.batch_tokens, padding)
        finder = TokenClassifier(tokenizer, network, labels, shape, model.name, settings.least)
        _try_out(network, len(labels), folder)
    except ModelError:
        raise
    except Exception as error:  # the libraries raise errors of many sorts, all of which mean the same to the user
        raise ModelError(f"{folder}: the model cannot be loaded: {str(error).strip()[:300]}") from error
    return finder


def _folder(model: NerModel, settings: NerSettings) -> Path:
    folder = Path(model.where).expanduser()
    whole = Path(f"{model.where}@{model.revision}").expanduser()
    if folder.is_dir() or whole.is_dir():
        return folder if folder.is_dir() else whole
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", model.where):
        raise ModelError(f"{model.where}: there is no such folder")
    if model.revision is None or not _COMMIT.fullmatch(model.revision):
        raise ModelError(
            f"{model.where}: no such folder here; a model of the hub needs its commit pinned, all 40 digits of it: "
            f"transformers:{model.where}@COMMIT"
        )
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(
            model.where,
            revision=model.revision,
            allow_patterns=_WANTED,
            local_files_only=not settings.download,
        )
    except Exception as error:
        how = "" if settings.download else "; [ner] download = true lets it be fetched"
        raise ModelError(
            f"{model.where}@{model.revision[:12]}: not on this machine{how} ({type(error).__name__})"
        ) from error
    return Path(found)


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_JSON:
            raise ModelError(f"{path}: larger than {_MOST_JSON:,} bytes")
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: this file of the model is missing ({error.strerror})") from error
    except ValueError as error:
        raise ModelError(f"{path}: no JSON, altered or cut short: {error}") from error
    if not isinstance(told, dict):
        raise ModelError(f"{path}: not the configuration of a model")
    return told


def _check_config(folder: Path, config: dict[str, Any]) -> None:
    kinds = config.get("architectures") or []
    if kinds and not any(str(kind).endswith("ForTokenClassification") for kind in kinds):
        raise ModelError(
            f"{folder}: no token classifier but {', '.join(map(str, kinds))}; train its last layer on names first"
        )


def _numbered(config: dict[str, Any]) -> dict[int, str]:
    """Names for labels that have none, as transformers gives them."""
    return {number: f"LABEL_{number}" for number in range(int(config.get("num_labels") or 2))}


def _window(config: dict[str, Any], settings: NerSettings) -> int:
    takes = int(config.get("max_position_embeddings") or _MOST_TOKENS)
    if "roberta" in str(config.get("model_type", "")):
        takes -= _OFFSET
    most = max(8, min(takes, _MOST_TOKENS))
    return min(settings.window_tokens, most) if settings.window_tokens >= 8 else most


def _network(folder: Path, settings: NerSettings) -> Network:
    for name in _ONNX:
        if (folder / name).is_file():
            return _onnx(folder / name, settings)
    if any(folder.glob("*.safetensors")):
        return _torch(folder, settings)
    pickled = next((folder / name for name in _PICKLED if (folder / name).is_file()), None)
    if pickled is not None:
        raise ModelError(
            f"{pickled}: pickled weights can run code when they are read, so they are refused; save the model as "
            "safetensors or ONNX"
        )
    raise ModelError(f"{folder}: holds neither model.onnx nor model.safetensors")


def _onnx(path: Path, settings: NerSettings) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = settings.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    there = onnxruntime.get_available_providers()
    gpu = settings.device != "cpu" and "CUDAExecutionProvider" in there
    if settings.device == "cuda" and not gpu:
        raise ModelError(f"{path}: device = cuda, but this ONNX Runtime has no CUDA (it has {', '.join(there)})")
    providers = [*(["CUDAExecutionProvider"] if gpu else []), "CPUExecutionProvider"]
    session = onnxruntime.InferenceSession(str(path), options, providers=providers)
    inputs = {each.name: each for each in session.get_inputs()}
    unknown = set(inputs) - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown or "input_ids" not in inputs:
        raise ModelError(f"{path}: wants {', '.join(sorted(inputs))}, which no token classifier of transformers does")

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        result: NDArray[np.float32] = session.run(None, {name: given[name] for name in inputs})[0].astype(np.float32)
        return result

    return run


def _torch(folder: Path, settings: NerSettings) -> Network:
    missing = [name for name in ("torch", "transformers") if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"{folder}: safetensors need {' and '.join(missing)}, not installed here (pip install "
            f"{' '.join(missing)}); or put the model into the folder as model.onnx"
        )
    import torch
    from transformers import AutoModelForTokenClassification

    if settings.device == "cuda" and not torch.cuda.is_available():
        raise ModelError(f"{folder}: device = cuda, but PyTorch sees no GPU")
    gpu = settings.device != "cpu" and torch.cuda.is_available()
    network, told = AutoModelForTokenClassification.from_pretrained(
        str(folder),
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,
        dtype=torch.bfloat16 if gpu else torch.float32,
        output_loading_info=True,
    )
    if told.get("missing_keys"):  # transformers would fill them with chance and go on
        raise ModelError(f"{folder}: its weights lack {', '.join(sorted(told['missing_keys'])[:4])}")
    network = network.to("cuda" if gpu else "cpu").eval()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            given = {
                "input_ids": torch.from_numpy(ids).to(network.device),
                "attention_mask": torch.from_numpy(mask).to(network.device),
            }
            result: NDArray[np.float32] = network(**given).logits.float().cpu().numpy()
            return result

    return run


def _try_out(network: Network, labels: int, folder: Path) -> None:
    """Files of two models would go together until the first article; now is better."""
    scores = network(np.ones((1, 2), np.int64), np.ones((1, 2), np.int64))
    if scores.shape != (1, 2, labels):
        raise ModelError(f"{folder}: gives {scores.shape[-1]} scores a token for {labels} labels: files of two models")
