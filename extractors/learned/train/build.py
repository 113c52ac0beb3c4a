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
from extractors.cards import CARD, read_card
from extractors.learned.package import FORMAT, digest
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
from extractors.learned.train.start import fitted, start_of
from extractors.learned.train.vocabulary import choose_words
from extractors.learned.words import MixedWords
from extractors.pairs.score import LANGUAGES
from extractors.recognisers import SHIPPED
from schemas.errors import ModelError

LICENCE, ALIKE = "Apache-2.0", "CC-BY-SA-4.0"
"""The models' licences: that of the pretrained encoder, and that of CC-CEDICT, as whose glosses Chinese token vectors
began. Whatever goes on from a model under the second is under it too.
"""


def build_roles(
    folder: Path,
    schedule: Schedule,
    tell: Callable[[str], None],
    languages: Sequence[str] = LANGUAGES,
    start: Path | None = None,
) -> None:
    """Train readers of roles and write them to `en` and `zh` of a folder; `tell` hears how it goes.

    English goes on from the reader in the folder `start`, of either language, or from the pretrained encoder. Chinese goes
    on from the English one that was just trained, or from `start`, or from the English one that ships.

    Raises:
        ModelError: If a package that training needs is not the authentic one, or `start` holds no reader.
    """
    before = start
    if "en" in languages:
        _trained("en", before, (), folder, schedule, tell)
        before = folder / "en"
    if "zh" in languages:
        _trained("zh", before or SHIPPED / "en", choose_words(glosses()), folder, schedule, tell)


def _trained(
    language: str,
    before: Path | None,
    chinese: Sequence[str],
    folder: Path,
    schedule: Schedule,
    tell: Callable[[str], None],
) -> None:
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
        "licence": licence_for(chinese, before),
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
        **({"started_from": digest(before / CARD)} if before else {}),
    }
    tokenizer = encoder_folder() / "tokenizer.json"
    known = _known(words, texts, chinese)
    export(network, folder / language, tokenizer, chinese, known, language, labels, facts)


def licence_for(chinese: Sequence[str], before: Path | None) -> str:
    """The licence of a reader of these Chinese words, or of none, that went on from another."""
    goes_on = before is not None and read_card(before, FORMAT, "dealtrail train roles").get("licence") != LICENCE
    return ALIKE if chinese or goes_on else LICENCE


def _network(words: MixedWords, chinese: Sequence[str], labels: Sequence[str], before: Path | None) -> RoleNetwork:
    """A network to be trained: on the pretrained encoder, or on what a reader that was written before has learned."""
    encoder = pretrained_encoder()
    known = encoder.embeddings.word_embeddings.weight.detach()
    network = RoleNetwork(encoder, slot_vectors(known, words), len(labels))
    vectors = torch.cat([known, chinese_vectors(known, words, chinese)]) if chinese else known
    if before is not None:
        start = start_of(before, chinese)
        own = network.state_dict()
        held = fitted(start, labels, own)
        if missing := sorted(name for name in own if name.startswith("encoder.encoder.") and name not in held):
            raise ModelError(f"{before}: lacks weights that training goes on from: {', '.join(missing)}")
        network.load_state_dict(own | held)
        if start.chinese and chinese:
            vectors[start.ids] = start.vectors
    network.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(vectors, freeze=not chinese)
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
