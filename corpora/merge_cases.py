"""The merge set's named cases: which deals must each be told as one, and which must stay apart."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from schemas.base import Noun
from schemas.errors import InputError

MERGE = Path(__file__).parent / "merge"
"""The project's merge set: articles in the gold format by script, and `cases.toml`."""


class MergeCase(Noun):
    """A hard pair by name: the deals (`cluster` of the gold format) and the articles that it looks at.

    `one_deal` are deals whose mentions in `doc_ids` must each become one; `apart` are pairs of deals of which no two
    mentions in `doc_ids` may become one. `reader` is how a reader knows it where that is hard to see. With
    `names_as_written` each company has only the names that its article gives it, not its usual English one.
    """

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    tests: str = Field(min_length=1)
    reader: str | None = None
    one_deal: tuple[str, ...]
    apart: tuple[tuple[str, str], ...] = ()
    doc_ids: tuple[str, ...] = Field(min_length=1)
    names_as_written: bool = False

    @property
    def clusters(self) -> frozenset[str]:
        """All deals that the case speaks of."""
        return frozenset(self.one_deal).union(*self.apart)


def articles() -> list[Path]:
    """The merge set's article files, one a script, in order of name."""
    return sorted(MERGE.glob("*.jsonl"))


def read_cases(path: Path = MERGE / "cases.toml") -> list[MergeCase]:
    """The cases of a file in its order.

    Raises:
        InputError: If the file is no TOML with tables `case` that fit.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        return [MergeCase.model_validate(table) for table in tables]
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except KeyError as error:
        raise InputError(str(path), "has no table [[case]]") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InputError(str(path), f"does not fit: {error}") from error
