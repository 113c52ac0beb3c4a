"""Builds the readers of roles: English from a pretrained encoder, Chinese from what English texts taught that one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from corpora.digest import data_digest
from corpora.goldfile import GOLD
from corpora.passages import TRAINING
from extractors.learned.tokens import FREE, OPENING, START, UNKNOWN, windows_of
from extractors.learned.train.dictionary import DICTIONARY_SHA256
from extractors.learned.train.examples import Taught, left_out_texts, taught_texts
from extractors.learned.train.exporting import export
from extractors.learned.train.fit import Schedule, pair_score, train, ways_of
from extractors.learned.train.network import RoleNetwork
from extractors.learned.train.pretrained import (
    ENCODER_SHA256,
    chinese_vectors,
    encoder_folder,
    glosses,
    pretrained_encoder,
    slot_vectors,
)
from extractors.learned.train.vocabulary import choose_words
from extractors.learned.words import MixedWords

LICENCES = {"en": "Apache-2.0", "zh": "CC-BY-SA-4.0"}
"""The models' licences: the Chinese token vectors began as glosses of CC-CEDICT, which is under the second."""


def build_roles(folder: Path, schedule: Schedule, tell: Callable[[str], None]) -> None:
    """Train the readers of both languages and write them to `en` and `zh` of a folder; `tell` hears how it goes."""
    english = _trained("en", None, (), folder, schedule, tell)
    _trained("zh", english, choose_words(glosses()), folder, schedule, tell)


def _trained(
    language: str,
    before: RoleNetwork | None,
    chinese: Sequence[str],
    folder: Path,
    schedule: Schedule,
    tell: Callable[[str], None],
) -> RoleNetwork:
    torch.manual_seed(schedule.seed)
    words = MixedWords(encoder_folder() / "tokenizer.json", chinese)
    texts = list(taught_texts(language))
    labels = ways_of(texts)
    tell(f"{language}: {len(texts):,} texts with {sum(len(text.ways) for text in texts):,} pairs to learn from")
    network = _network(words, chinese, labels, before)
    train(network, texts, words, labels, schedule, lambda epoch, loss: tell(f"epoch {epoch + 1}: loss {loss:.3f}"))
    score = pair_score(network, list(left_out_texts(language)), words, labels)
    tell(f"pairs of passages left out: F1 {score.f1:.3f}, with the right kind {score.f1_of_kinds:.3f}")
    facts: dict[str, Any] = {
        "name": f"roles-{language}",
        "licence": LICENCES[language],
        "made": datetime.date.today().isoformat(),
        "encoder_sha256": ENCODER_SHA256,
        **({"dictionary_sha256": DICTIONARY_SHA256} if chinese else {}),
        "data_sha256": data_digest(
            (*sorted((TRAINING / language).glob("*.txt")), *sorted(GOLD.glob(f"*dev-{language}*.jsonl")))
        ),
        "texts": len(texts),
        "left_out_pairs_f1": round(score.f1, 3),
        "left_out_pairs_f1_with_kind": round(score.f1_of_kinds, 3),
        "epochs": schedule.epochs,
        "seed": schedule.seed,
    }
    tokenizer = encoder_folder() / "tokenizer.json"
    known = _known(words, texts, chinese)
    export(network, folder / language, tokenizer, chinese, known, language, labels, facts)
    return network


def _network(
    words: MixedWords, chinese: Sequence[str], labels: Sequence[str], before: RoleNetwork | None
) -> RoleNetwork:
    """A network to be trained: on the pretrained encoder, or on what another language taught one before."""
    encoder = pretrained_encoder()
    known = encoder.embeddings.word_embeddings.weight.detach()
    network = RoleNetwork(encoder, slot_vectors(known, words), len(labels))
    if before is not None:
        own = network.state_dict()
        held = {name: value for name, value in before.state_dict().items() if not name.endswith("way.weight")}
        network.load_state_dict(own | {name: value for name, value in held.items() if not name.endswith("way.bias")})
    table = nn.Embedding.from_pretrained(
        torch.cat([known, chinese_vectors(known, words, chinese)]) if chinese else known, freeze=not chinese
    )
    network.encoder.embeddings.word_embeddings = table
    return network


def _known(words: MixedWords, texts: Sequence[Taught], chinese: Sequence[str]) -> list[int]:
    """The ids whose vectors are kept: in English of all word pieces in ASCII, in Chinese of its words and of what its texts hold."""
    first = len(words) - len(chinese)
    kept = {UNKNOWN, START, OPENING, *range(first, len(words))}
    if chinese:
        kept |= {
            number for text in texts for each in windows_of(text.sentences, text.pairs, words) for number in each.ids
        }
    else:
        kept |= set(words.ascii_pieces())
    return sorted(number for number in kept if number >= FREE)
