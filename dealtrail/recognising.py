"""Which recognisers a command reads by, and what they have to say for themselves: the same for every command."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dealtrail import settings as edge
from dealtrail.output import note

if TYPE_CHECKING:
    from schemas.recognisers import Choice
    from schemas.settings import Settings


def chosen_recognisers(named: str | None, settings: Settings) -> Choice:
    """The recognisers of the option, else of the settings; those that cannot be loaded are named once.

    Raises:
        SettingsError: If the option means nothing.
    """
    from pipeline.configuration import choose_recognisers
    from pipeline.extract import missing_recognisers

    if named is not None:
        edge.recognisers(named)
    choice = choose_recognisers(named, settings)
    for fault in missing_recognisers(choice):
        note(f"read without it: {fault}")
    return choice


def tell_asked(choice: Choice) -> None:
    """Say what was used of a language model, if one was to be asked."""
    from pipeline.extract import asked

    tell_lines(asked(choice))


def tell_lines(lines: Iterable[str]) -> None:
    """Say some lines beside the result."""
    for line in lines:
        note(line)


def recognisers_of(named: str | None, settings: Path | None) -> Choice:
    """The same by the file of settings that is meant.

    Raises:
        SettingsError: If the option means nothing, or the file cannot be read.
    """
    return chosen_recognisers(named, edge.read_settings(settings)[1])
