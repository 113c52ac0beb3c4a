"""Articles that are copies of each other, also in the other script: MinHash over the characters of the plain text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
from rensa import RMinHash

from extractors.normal_text import to_simplified

PERMUTATIONS = 128
SEED = 20261121
VERSION = f"rensa-0.5 {PERMUTATIONS} {SEED} 1"
"""What a signature depends on; signatures of different versions are not compared."""

BANDS = 32
_ROWS = PERMUTATIONS // BANDS
NEAR = 0.6
"""The least share of equal hashes (an estimate of the Jaccard likeness of the shingles) of two copies."""

_CHINESE_SHINGLE, _LATIN_SHINGLE = 3, 8
_LEAST_CHARACTERS = 60
_NO_LETTER = re.compile(r"[\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BYTES = 4


def signature(text: str) -> bytes | None:
    """The MinHash of a text, 4 bytes a permutation; None if it is too short to be told from others."""
    plain = _NO_LETTER.sub("", to_simplified(unicodedata.normalize("NFKC", text)).casefold())
    if len(plain) < _LEAST_CHARACTERS:
        return None
    size = _CHINESE_SHINGLE if len(_CHINESE.findall(plain)) * 2 > len(plain) else _LATIN_SHINGLE
    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(list({plain[start : start + size] for start in range(len(plain) - size + 1)}))
    return b"".join(value.to_bytes(_BYTES, "big") for value in made.digest())


def bands(made: bytes) -> Iterator[str]:
    """The keys under which a signature is found by those that are near it."""
    size = _ROWS * _BYTES
    for band in range(BANDS):
        digest = hashlib.blake2b(made[band * size : (band + 1) * size], digest_size=8)
        yield f"{band}-{digest.hexdigest()}"


def likeness(a: bytes, b: bytes) -> float:
    """The share of equal hashes of two signatures, from 0 to 1."""
    return float(np.count_nonzero(_values(a) == _values(b))) / PERMUTATIONS


def _values(made: bytes) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(made, dtype=">u4")
