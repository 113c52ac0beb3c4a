"""What CC-CEDICT says of Chinese words, in classes that help to find names: places, people, verbs, sorts of bodies.

A word whose reading is capitalised is a name;
what its gloss speaks of tells of what. A word with several entries has the classes of all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from extractors.learned.train.dictionary import Entry
from extractors.ner.characters.columns import LONGEST_WORD, Knowledge, hashes_of

_NAMES = (
    ("company", r"compan|corporation|brand|bank|group|airline|manufactur|conglomerate|newspaper"),
    ("body", r"universit|organi[sz]|association|party|institut|ministr|agency|commission|council|club|team"),
    (
        "place",
        r"city|count|provin|district|town|river|capital|state|island|region|mountain|prefecture|municipal|lake|sea",
    ),
    ("person", r"\(c?\.? ?\d{2,4}|writer|politician|emperor|president|king|poet"),
)
_COMMON = (
    ("verb", r"^to "),
    (
        "sort of body",
        r"compan|corporat|enterprise|bank|factory|firm|agency|institution|bureau|ministr|universit|school|hospital",
    ),
)
_HAN = re.compile(r"[\u3400-\u9fff]+")


def knowledge_of(entries: Iterable[Entry], ends: Iterable[str]) -> Knowledge:
    """What a dictionary tells, as a model keeps it.

    Args:
        entries: Those of the dictionary.
        ends: Words with which names often end.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for word, reading, senses in entries:
        if len(word) <= LONGEST_WORD and _HAN.fullmatch(word):
            told[word].add(_class(reading, senses.lower()))
    sorts = sorted({tuple(sorted(each)) for each in told.values()})
    number = {sort: place for place, sort in enumerate(sorts, start=1)}
    by_hash = {_hash(word): number[tuple(sorted(classes))] for word, classes in told.items()}
    words = np.array(sorted(by_hash), dtype=np.uint32)
    classes = np.array([by_hash[int(each)] for each in words], dtype=np.uint8)
    return Knowledge(words, classes, tuple(sorted(set(ends))))


def _hash(word: str) -> int:
    codes = np.array([ord(character) for character in word], dtype=np.int64)
    return int(list(hashes_of(codes))[-1][0])


def _class(reading: str, senses: str) -> str:
    if "surname " in senses:
        return "surname"
    named = reading[:1].isupper()
    return next(
        (name for name, pattern in (_NAMES if named else _COMMON) if re.search(pattern, senses)),
        "name" if named else "word",
    )
