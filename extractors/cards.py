"""The cards of trained models: what a model was made of, in `card.toml` beside its files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from schemas.errors import ModelError

CARD = "card.toml"


def read_card(folder: Path, version: int, made_by: str) -> dict[str, Any]:
    """What a model's card says.

    Args:
        folder: Where the model lies.
        version: The version of its files that this program reads.
        made_by: The command that makes such a model.

    Raises:
        ModelError: If there is no card, or none of ours, or a newer one.
    """
    path = folder / CARD
    try:
        card = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: there is no model here ({error.strerror}); `{made_by}` makes one") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: not a model card: {error}") from error
    if card.get("format") != version:
        raise ModelError(
            f"{path}: format {card.get('format')!r}; this program reads format {version}. Update one of them"
        )
    return card
