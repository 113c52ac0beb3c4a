"""TOML files to settings and sources. What does not fit is refused with file, line and reason."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import SettingsError
from schemas.recognisers import Choice
from schemas.settings import Settings
from schemas.source import ListedSource, Source

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?:\"([^\"]+)\"|([A-Za-z0-9_-]+))\s*=")
_M = TypeVar("_M", bound=BaseModel)


class _SourcesFile(BaseModel):
    """What a sources.toml holds."""

    model_config = ConfigDict(extra="forbid")

    source: list[ListedSource]


def read_settings(path: Path) -> Settings:
    """The settings of a file.

    Raises:
        SettingsError: If it cannot be read, is no TOML, or holds an unknown key or a bad value; it names the line.
    """
    return _read(path, Settings)


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a file, in its order.

    Raises:
        SettingsError: As for `read_settings`, and if two sources share a name.
    """
    sources = _read(path, _SourcesFile).source
    if not sources:
        raise SettingsError(f"{path}: holds no [[source]]")
    names = Counter(source.name for source in sources)
    if twice := [name for name, count in names.items() if count > 1]:
        raise SettingsError(f"{path}: has two sources named {twice[0]!r}")
    return tuple(sources)


def choose_sources(sources: Sequence[Source], names: Sequence[str], path: Path) -> tuple[Source, ...]:
    """The sources of these names, or all if none is named.

    Raises:
        SettingsError: If there is no source of a name.
    """
    known = {source.name: source for source in sources}
    if missing := [name for name in names if name not in known]:
        raise SettingsError(f"{path} has no source {missing[0]!r}; it has: {', '.join(sorted(known))}")
    return tuple(known[name] for name in names) if names else tuple(sources)


def choose_recognisers(named: str | None, settings: Settings) -> Choice:
    """The recognisers that are named, or those of the settings if none are, run as the settings say.

    A language model of the settings reads too; its budget is for one call of this, which is one run.

    Raises:
        SettingsError: If a name means nothing.
    """
    try:
        choice = Choice.parse(settings.recognisers if named is None else named)
    except ValueError as error:
        raise SettingsError(f"recognisers {error}") from error
    if named is not None and named.startswith("{"):  # another process says all of it
        return choice.for_run(uuid4().hex)
    llm = settings.llm if choice.asks else None
    with_settings = choice.model_copy(update={"ner_settings": settings.ner, "llm": llm})
    return with_settings.for_run(uuid4().hex)


def _read(path: Path, model: type[_M]) -> _M:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is no TOML: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise SettingsError("\n".join(_faults(error, path, text))) from error


def _faults(error: ValidationError, path: Path, text: str) -> list[str]:
    lines = _lines(text)
    told = []
    for fault in error.errors(include_url=False):
        place = tuple(fault["loc"])
        name = ".".join(str(part) for part in place if not isinstance(part, int)) or "the file"
        reason = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        told.append(f"{path}, line {_line(lines, place)}: {name}: {reason}")
    return told


def _line(lines: Mapping[tuple[Any, ...], int], place: tuple[Any, ...]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _lines(text: str) -> dict[tuple[Any, ...], int]:
    """The line of each table and key, by its place as Pydantic names it. TOML readers do not tell lines."""
    found: dict[tuple[Any, ...], int] = {}
    counts: Counter[tuple[Any, ...]] = Counter()
    table: tuple[Any, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _table(header[2], header[1] == "[[", counts)
            found.setdefault(table, number)
            found.setdefault(table[:-1], number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1] or key[2]), number)
    return found


def _table(name: str, listed: bool, counts: Counter[tuple[Any, ...]]) -> tuple[Any, ...]:
    """A header's place: `[[source.sections]]` is within the last source, and is one more of its sections."""
    place: tuple[Any, ...] = ()
    parts = [part.strip().strip('"') for part in name.split(".")]
    for depth, part in enumerate(parts):
        place = (*place, part)
        if listed and depth == len(parts) - 1:
            counts[place] += 1
        if counts[place]:
            place = (*place, counts[place] - 1)
    return place
