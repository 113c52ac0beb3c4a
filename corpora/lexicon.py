"""Loads the project's lexicons: TOML files of words that people edit, with the file named in every fault."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.errors import RuleError

FOLDER = Path(__file__).parent / "lexicons"


@lru_cache(maxsize=64)
def lexicon(name: str) -> dict[str, Any]:
    """The lexicon `name` (a file of corpora/lexicons without its ending); RuleError where it cannot be read."""
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RuleError(f"{path}: there is no such lexicon") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error
