"""Printing: lines and tables to standard output, notes and failures to standard error; a closed pipe ends quietly."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from schemas.errors import InputError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

FAILED = 1
"""The exit code where some inputs could not be read (each is named) or the database could not be used."""

WRONG_USAGE = 2
"""The exit code where the command itself makes no sense."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


def print_lines(lines: Iterable[str]) -> None:
    """Print lines that carry their own ends; whoever closes the pipe (`| head`) has seen enough."""
    try:
        for line in lines:
            sys.stdout.write(line)
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_quietly()


def write_lines(lines: Iterable[str], output: Path | None) -> None:
    """Write lines to a file, or print them.

    Raises:
        SettingsError: If the file cannot be written.
    """
    if output is None:
        print_lines(lines)
        return
    with writing(output) as path, path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


@contextmanager
def writing(output: Path) -> Iterator[Path]:
    """Where to write a file, so that it is there whole or not at all.

    Raises:
        SettingsError: If it cannot be written; it names the file.
    """
    # A pipe or a device keeps its place; a file is moved to its place when it is whole.
    part = output if output.exists() and not output.is_file() else output.with_name(f".{output.name}.part")
    try:
        yield part
        if part != output:
            part.replace(output)
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror or error}") from error
    finally:
        if part != output:
            part.unlink(missing_ok=True)


def note(text: str) -> None:
    """Tell something beside the result, on standard error."""
    sys.stderr.write(visible(text) + "\n")


def name_failures(failures: Sequence[InputError]) -> None:
    """Name each input that could not be read, with the reason."""
    for failure in failures:
        note(f"failed: {failure}")


def finish(read: int, failures: Sequence[InputError], *, named: bool = False) -> None:
    """Name failures (unless named before), sum up, and exit with `FAILED` if there were any."""
    if not named:
        name_failures(failures)
    note(f"{read:,} read, {len(failures):,} failed")
    if failures:
        raise typer.Exit(FAILED)


def visible(text: str) -> str:
    """Text without control characters: articles are strangers' words and must not command the terminal."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)


def console() -> Console:
    """A console on standard output that ends quietly when the pipe is closed."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            _stop_quietly()

    return Quiet(highlight=False, soft_wrap=False)


def _stop_quietly() -> NoReturn:
    # Python flushes standard output once more at its end, and would complain of the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)
