"""How many articles there are to read, quickly: so that a progress bar has an end."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.read import ENDINGS, LINE_ENDINGS, STDIN

_CHUNK = 1 << 20


def count_articles(paths: Iterable[str | Path]) -> int | None:
    """Files and lines of JSONL files; None if standard input is among them. Unreadable files count as one."""
    total = 0
    for path in map(str, paths):
        if path == STDIN:
            return None
        for file in _files(Path(path)):
            total += _lines(file) if file.suffix.lower() in LINE_ENDINGS else 1
    return total


def _files(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    found = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
    return [file for file in found if file.suffix.lower() in ENDINGS and not _hidden(file, path)]


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)


def _lines(file: Path) -> int:
    if not file.is_file():
        return 1
    try:
        with file.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(_CHUNK), b"")) or 1
    except OSError:
        return 1  # Reading it will name the error; here it only counts.
