"""A trained role reader as files: what they are, how they are checked, and how they are loaded.

A folder holds `encoder.onnx` (the layers, int8), `embeddings.npz` (the token vectors as int8 rows with a scale each, and of
which ids they are), `heads.npz`, `tokenizer.json` and `words.txt` (Chinese words, one a line), and `card.toml`, which names
the SHA-256 of each, the language, the ways of two companies that the heads tell apart, and the trades of companies that
the model sees (none, if it was taught without them). Nothing in them is code, and nothing is loaded that the card does not
vouch for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.cards import CARD, read_card
from extractors.learned.roles import LAYERS, TABLES, Array, RoleReader
from extractors.learned.tokens import FIGURE_WORDS, FREE, STANDINGS, UNKNOWN
from extractors.learned.trade import TRADES
from extractors.pairs.score import LANGUAGES, NONE, SAME, way_of
from schemas.errors import ModelError

FORMAT = 4
"""The version of the files that this program reads and writes."""

FILES = ("encoder.onnx", "embeddings.npz", "heads.npz", "tokenizer.json", "words.txt")
_MOST_BYTES = 100_000_000


class OnnxEncoder:
    """The encoder in ONNX Runtime, on one thread; token vectors are looked up outside it."""

    def __init__(
        self, path: Path, rows: NDArray[np.int8], scales: NDArray[np.float32], numbers: NDArray[np.int64]
    ) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rows = rows
        self._scales = scales
        self._places = np.full(int(numbers.max()) + 1, int(np.searchsorted(numbers, UNKNOWN)))
        self._places[numbers] = np.arange(len(numbers))

    def __call__(self, ids: NDArray[np.int64]) -> Array:
        """The vectors of all tokens of texts of one length."""
        places = self._places[np.where(ids < len(self._places), ids, UNKNOWN)]
        vectors = self._rows[places].astype(np.float32) * self._scales[places][..., None]
        result: Array = self._session.run(None, {"vectors": vectors})[0]
        return result


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def card_text(folder: Path, facts: Mapping[str, Any], language: str, labels: Sequence[str]) -> str:
    """The text of card.toml for the files of a folder."""
    lines = [f"format = {FORMAT}", f'language = "{language}"']
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    lines += [f"labels = {json.dumps(list(labels))}", f"figures = {json.dumps(FIGURE_WORDS)}"]
    lines += [f"trades = {json.dumps(TRADES)}"]
    lines += ["", "[files]"]
    lines += [f'"{name}" = "{digest(folder / name)}"' for name in FILES]
    return "\n".join(lines) + "\n"


def load_role_reader(folder: Path) -> tuple[str, RoleReader]:
    """The role reader of a folder, and the language (en or zh) that it is for.

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
            rows, scales, numbers = held["rows"], held["scales"].astype(np.float32), held["numbers"].astype(np.int64)
        with np.load(folder / "heads.npz", allow_pickle=False) as held:
            heads: dict[str, Array] = {name: held[name].astype(np.float32) for name in held.files}
        if not len(rows) == len(scales) == len(numbers) or not (np.diff(numbers) > 0).all():
            raise ModelError(f"{folder / 'embeddings.npz'}: its vectors, scales and ids do not belong together")
        encoder = OnnxEncoder(folder / "encoder.onnx", rows, scales, numbers)
    except ModelError:
        raise
    except Exception as error:  # the libraries raise errors of many sorts, all of which mean the same to the user
        raise ModelError(f"{folder}: the model cannot be loaded: {error}") from error
    _check_heads(folder, heads, len(card["labels"]))
    if not {UNKNOWN, *range(1, FREE)} <= set(numbers.tolist()):
        raise ModelError(f"{folder / 'embeddings.npz'}: lacks vectors of slots; train it again")
    return card["language"], RoleReader(encoder, heads, words, card["labels"], trades=bool(card["trades"]))


def _check_heads(folder: Path, heads: Mapping[str, Array], ways: int) -> None:
    missing = [name for name in LAYERS if f"{name}.weight" not in heads or f"{name}.bias" not in heads]
    missing += [name for name, dimensions in TABLES.items() if heads.get(name, np.zeros(0)).ndim != dimensions]
    if missing:
        raise ModelError(f"{folder / 'heads.npz'}: lacks the layers {', '.join(missing)}; train it again")
    if len(heads["way.bias"]) != ways or len(heads["standing.weight"]) != STANDINGS or len(heads["near.weight"]) != 3:
        raise ModelError(f"{folder / 'heads.npz'}: its layers have not the sizes that card.toml says; train it again")


def _card(folder: Path) -> dict[str, Any]:
    path, card = folder / CARD, read_card(folder, FORMAT, "dealtrail train roles")
    if card.get("language") not in LANGUAGES:
        raise ModelError(f"{path}: language {card.get('language')!r}; a reader of roles is for one of {LANGUAGES}")
    if card.get("figures") != list(FIGURE_WORDS):
        raise ModelError(f"{path}: its figures are not those of this program; train it again")
    if card.get("trades") not in ([], list(TRADES)):
        raise ModelError(f"{path}: its trades are not those of this program; train it again")
    labels = card.get("labels")
    if not isinstance(labels, list) or NONE not in labels:
        raise ModelError(f"{path}: it names no ways of two companies")
    for label in labels:
        try:
            _ = label in (NONE, SAME) or way_of(label)
        except (ValueError, AttributeError) as error:
            raise ModelError(f"{path}: {label!r} is no way of two companies; train it again") from error
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
