"""A trained role reader as files: what they are, how they are checked, and how they are loaded.

A folder holds `encoder.onnx` (the layers, int8), `embeddings.npz` (the token vectors as int8 rows with a scale each),
`heads.npz`, `tokenizer.json` and `words.txt` (Chinese words, one a line), and `card.toml`, which names the SHA-256 of
each and the classes that the heads give. Nothing in them is code, and nothing is loaded that the card does not vouch for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.cards import CARD, read_card
from extractors.learned.classes import FIELDS, PAIRS, STATUSES
from extractors.learned.roles import LAYERS, Array, RoleReader
from extractors.learned.window import SLOT_WORDS
from schemas.errors import ModelError

FORMAT = 1
"""The version of the files that this program reads and writes."""

FILES = ("encoder.onnx", "embeddings.npz", "heads.npz", "tokenizer.json", "words.txt")
CLASSES: dict[str, tuple[str, ...]] = {"pairs": PAIRS, "statuses": STATUSES, "fields": FIELDS, "slots": SLOT_WORDS}
_MOST_BYTES = 100_000_000


class OnnxEncoder:
    """The encoder in ONNX Runtime, on one thread; token vectors are looked up outside it."""

    def __init__(self, path: Path, rows: NDArray[np.int8], scales: NDArray[np.float32]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rows = rows
        self._scales = scales

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Array:
        """The vectors of all tokens of a batch."""
        vectors = self._rows[ids].astype(np.float32) * self._scales[ids][..., None]
        result: Array = self._session.run(None, {"vectors": vectors, "mask": mask})[0]
        return result


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def card_text(folder: Path, facts: Mapping[str, Any]) -> str:
    """The text of card.toml for the files of a folder."""
    lines = [f"format = {FORMAT}"]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    lines += ["", "[files]"]
    lines += [f'"{name}" = "{digest(folder / name)}"' for name in FILES]
    lines += ["", "[classes]"]
    lines += [f"{name} = {json.dumps(list(classes))}" for name, classes in CLASSES.items()]
    return "\n".join(lines) + "\n"


def load_role_reader(folder: Path) -> RoleReader:
    """The role reader of a folder.

    Raises:
        ModelError: If a file is missing, altered, cut short, foreign or newer than this program; the text names it.
    """
    card = _card(folder)
    for name in FILES:
        _check(folder / name, card["files"].get(name))
    try:
        from extractors.learned.words import MixedWords

        words = MixedWords(folder / "tokenizer.json", (folder / "words.txt").read_text(encoding="utf-8").split())
        with np.load(folder / "embeddings.npz", allow_pickle=False) as held:
            rows, scales = held["rows"], held["scales"].astype(np.float32)
        with np.load(folder / "heads.npz", allow_pickle=False) as held:
            heads = {name: held[name].astype(np.float32) for name in held.files}
        encoder = OnnxEncoder(folder / "encoder.onnx", rows, scales)
    except Exception as error:  # the libraries raise errors of many sorts, all of which mean the same to the user
        raise ModelError(f"{folder}: the model cannot be loaded: {error}") from error
    missing = [name for name in LAYERS if f"{name}.weight" not in heads]
    if missing:
        raise ModelError(f"{folder / 'heads.npz'}: lacks the layers {', '.join(missing)}; train it again")
    if len(rows) != len(words):
        raise ModelError(f"{folder / 'embeddings.npz'}: {len(rows)} token vectors for {len(words)} tokens")
    return RoleReader(encoder, heads, words)


def _card(folder: Path) -> dict[str, Any]:
    path, card = folder / CARD, read_card(folder, FORMAT, "dealtrail train roles")
    for name, classes in CLASSES.items():
        if tuple(card.get("classes", {}).get(name, ())) != classes:
            raise ModelError(f"{path}: its {name} are not those of this program; train it again")
    if not isinstance(card.get("files"), dict):
        raise ModelError(f"{path}: it names no files")
    return card


def _check(path: Path, expected: object) -> None:
    if not path.is_file():
        raise ModelError(f"{path}: this file of the model is missing")
    if path.stat().st_size > _MOST_BYTES:
        raise ModelError(f"{path}: larger than {_MOST_BYTES:,} bytes, which no model of ours is")
    if digest(path) != expected:
        raise ModelError(f"{path}: not the file that card.toml vouches for (altered or cut short); get it again")
