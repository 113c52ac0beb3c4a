"""The data dictionary of exports: what each column is (columns.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DICTIONARY = Path(__file__).parent / "columns.toml"
PLACES = 9
"""Digits behind the point of Parquet's decimals, where a column says nothing else."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type`, `unit` and `meaning` are as columns.toml explains; `places` are Parquet's."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    places: int = PLACES


def schema_version() -> int:
    """The version of the columns; it grows when one is renamed, removed or changes its meaning."""
    return int(_read()["schema_version"])


def tables() -> tuple[str, ...]:
    """The names of the tables."""
    return tuple(name for name, value in _read().items() if isinstance(value, dict))


@lru_cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(Column(name, **told) for name, told in _read()[table].items())


def names(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(column.name for column in columns(table))


def dictionary_record(table: str) -> list[dict[str, str]]:
    """A table's columns as JSON objects."""
    return [
        {"name": each.name, "type": each.type, "unit": each.unit, "meaning": each.meaning} for each in columns(table)
    ]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(DICTIONARY.read_text(encoding="utf-8"))
