"""Builds the role reader from its examples: chooses the words, trains, measures, and writes the files with their card."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

from extractors.learned.train.dictionary import DICTIONARY_SHA256
from extractors.learned.train.examples import Examples
from extractors.learned.train.exporting import export
from extractors.learned.train.fit import Schedule, pair_score, train
from extractors.learned.train.pretrained import ENCODER_SHA256, encoder_folder, glosses, new_network
from extractors.learned.train.vocabulary import choose_words
from extractors.learned.words import MixedWords

LICENCE = "CC-BY-SA-4.0"
"""The model's licence: its Chinese token vectors began as glosses of CC-CEDICT, which is under it."""


def build_roles(folder: Path, examples: Examples, schedule: Schedule, tell: Callable[[str], None]) -> None:
    """Train a role reader and write it to a folder; `tell` hears how it goes."""
    tokenizer = encoder_folder() / "tokenizer.json"
    chinese = choose_words(glosses())
    words = MixedWords(tokenizer, chinese)
    network = new_network(words, chinese)
    train(network, examples.learned, words, schedule, lambda epoch, loss: tell(f"epoch {epoch + 1}: loss {loss:.3f}"))
    score = pair_score(network, examples.held_out, words)
    tell(f"pairs of held-out passages: F1 {score.f1:.3f}")
    facts = {
        "name": "roles",
        "licence": LICENCE,
        "made": datetime.date.today().isoformat(),
        "encoder_sha256": ENCODER_SHA256,
        "dictionary_sha256": DICTIONARY_SHA256,
        "data_sha256": data_digest(examples.files),
        "learned_windows": len(examples.learned),
        "held_out_windows": len(examples.held_out),
        "held_out_pairs_f1": round(score.f1, 3),
        "epochs": schedule.epochs,
        "seed": schedule.seed,
    }
    export(network, folder, tokenizer, chinese, facts)


def data_digest(files: tuple[Path, ...]) -> str:
    """One SHA-256 over the training files, names and contents, in order of their names."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda item: item.name):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
