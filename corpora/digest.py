"""What a model learned from, as one number that changes whenever the texts do."""

from __future__ import annotations

import hashlib
from pathlib import Path


def data_digest(files: tuple[Path, ...]) -> str:
    """One SHA-256 over the training files, names and contents, in order of their names."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda item: item.name):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
