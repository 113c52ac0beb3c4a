"""Files, folders and standard input to articles. What cannot be read becomes an `InputError`, and the rest goes on.

An article's `doc_id` is what a JSONL line says. A file's is its name without the ending and a short hash: of the
page's own address where an HTML page states one (so an edited page stays the same article), else of the text (so a
file keeps its id wherever it is moved, and an edited file is another article).
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.day import day_of
from pipeline.decode import check_text, decode
from schemas.article import Article
from schemas.errors import InputError
from schemas.quantity import PartialDate

TEXT_ENDINGS = frozenset({".txt"})
PAGE_ENDINGS = frozenset({".html", ".htm"})
LINE_ENDINGS = frozenset({".jsonl"})
ENDINGS = TEXT_ENDINGS | PAGE_ENDINGS | LINE_ENDINGS
"""The endings of the files that are read; other files in a folder are passed over."""

STDIN = "-"
_HASH_LENGTH = 10
_BLANKS = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much is read, in bytes: of one text or HTML file, and of one JSONL line."""

    file_bytes: int = 20_000_000
    line_bytes: int = 20_000_000


def read_articles(
    paths: Iterable[str | Path],
    *,
    published: PartialDate | None = None,
    limits: ReadLimits | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | InputError]:
    """Yield the article of each file and line, or the error that says why there is none.

    Args:
        paths: Files, folders (read to their depths, in order of name) and `-` for standard input: JSONL if its first
            character is `{`, else one text.
        published: The day of text files, which cannot state one, and of pages and lines that do not.
        limits: How much is read.
        stdin: Where `-` reads from.
    """
    limits = limits or ReadLimits()
    for path in paths:
        found = _stdin(stdin or io.BytesIO(), limits) if str(path) == STDIN else _path(Path(path), limits)
        for item in found:
            yield _dated(item, published)


def _dated(item: Article | InputError, published: PartialDate | None) -> Article | InputError:
    if isinstance(item, InputError) or item.published is not None or published is None:
        return item
    return item.model_copy(update={"published": published})


def _path(path: Path, limits: ReadLimits) -> Iterator[Article | InputError]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _folder(path, limits)
        elif not stat.S_ISREG(mode):
            yield InputError(str(path), "is no ordinary file (a pipe, socket or device); use - to read standard input")
        else:
            yield from _file(path, limits)
    except OSError as error:
        yield InputError(str(path), _why(error))


def _folder(folder: Path, limits: ReadLimits) -> Iterator[Article | InputError]:
    inside = sorted(folder.iterdir())
    wanted = [path for path in inside if not path.name.startswith(".") and (_is_folder(path) or _ending(path))]
    if not any(_ending(path) for path in _below(wanted)):
        yield InputError(str(folder), f"holds no {', '.join(sorted(ENDINGS))} file")
    for path in wanted:
        yield from _path(path, limits)


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    """Paths, and for folders a stand-in that counts as readable: what is in them is told when they are read."""
    for path in paths:
        yield path / "inside.txt" if _is_folder(path) else path


def _is_folder(path: Path) -> bool:
    # A link to a folder may lead back up and never end.
    return path.is_dir() and not path.is_symlink()


def _ending(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def _file(path: Path, limits: ReadLimits) -> Iterator[Article | InputError]:
    ending = path.suffix.lower()
    if ending in LINE_ENDINGS:
        with path.open("rb") as stream:
            yield from _lines(stream, str(path), limits)
    elif ending in TEXT_ENDINGS | PAGE_ENDINGS:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
        yield _document(data, path, limits)
    else:
        yield InputError(str(path), f"has an ending that is not read; these are: {', '.join(sorted(ENDINGS))}")


def _stdin(stream: BinaryIO, limits: ReadLimits) -> Iterator[Article | InputError]:
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    head, blank = buffered.readline(limits.line_bytes + 1), 0
    while head and not head.strip(_BLANKS):
        head, blank = buffered.readline(limits.line_bytes + 1), blank + 1
    if head.lstrip(_BLANKS).startswith(b"{"):
        yield from _lines(buffered, "standard input", limits, head, blank)
    else:
        yield _document(head + buffered.read(limits.file_bytes + 1), Path("stdin.txt"), limits, "standard input")


def _document(data: bytes, path: Path, limits: ReadLimits, place: str | None = None) -> Article | InputError:
    """The article of one text or HTML file."""
    place = place or str(path)
    try:
        if len(data) > limits.file_bytes:
            raise InputError(place, f"is larger than {limits.file_bytes:,} bytes, the most that is read of one file")
        if not data.strip(_BLANKS):
            raise InputError(place, "is empty: there is no text to read")
        if path.suffix.lower() in PAGE_ENDINGS:
            return _page(data, path.stem, place)
        text = check_text(decode(data, place), place)
        return Article(doc_id=_doc_id(path.stem, text), text=text)
    except InputError as error:
        return error


def _page(data: bytes, stem: str, place: str) -> Article:
    # What reads pages is only loaded for those who have some.
    from pipeline.reading import HtmlPage
    from pipeline.reading.published import stated_day

    page = HtmlPage(data, place)
    text = check_text("\n".join(page.lines), place)
    return Article(
        doc_id=_doc_id(stem, page.canonical or text),
        text=text,
        title=page.title,
        url=page.canonical,
        published=stated_day(page.document, datetime.datetime.now(datetime.UTC)),
        lang=page.lang,
    )


def _doc_id(stem: str, identity: str) -> str:
    return f"{stem}-{hashlib.sha256(identity.encode()).hexdigest()[:_HASH_LENGTH]}"


def _lines(
    stream: BinaryIO, place: str, limits: ReadLimits, first: bytes = b"", number: int = 0
) -> Iterator[Article | InputError]:
    """The articles of JSONL; `first` is a line already taken from the stream, after `number` others."""
    told = 0
    while line := first or stream.readline(limits.line_bytes + 1):
        first = b""
        number += 1
        if len(line) > limits.line_bytes:
            _skip_line(stream, line, limits)
            yield InputError(place, f"is longer than {limits.line_bytes:,} bytes, the most that is read", number)
        elif line.strip(_BLANKS):
            yield _line(line, place, number)
        else:
            continue
        told += 1
    if not told:
        yield InputError(place, "is empty: there is no text to read")


def _skip_line(stream: BinaryIO, line: bytes, limits: ReadLimits) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(limits.line_bytes)


def _line(line: bytes, place: str, number: int) -> Article | InputError:
    try:
        return article_of_record(_object(line, place, number), place, number)
    except InputError as error:
        return error


def _object(line: bytes, place: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(place, f"is not UTF-8 at byte {error.start}", number) from error
    except (ValueError, RecursionError) as error:
        raise InputError(place, f"is not JSON: {error}", number) from error
    if not isinstance(record, dict):
        raise InputError(place, "is JSON but no object", number)
    return record


def article_of_record(record: dict[str, Any], place: str, number: int) -> Article:
    """The article of a record of a file, whose row or line is `number`.

    Raises:
        InputError: If it lacks "doc_id" or "text", or a field is not what it should be.
    """
    fields = {name: _text(record, name, place, number) for name in ("doc_id", "text", "title", "url", "lang")}
    for name in ("doc_id", "text"):
        if not fields[name]:
            raise InputError(place, f'lacks "{name}"', number)
    return Article(
        doc_id=str(fields["doc_id"]),
        text=check_text(str(fields["text"]), place, number),
        title=fields["title"] or "",
        url=fields["url"],
        published=_published(record, place, number),
        lang=fields["lang"],
    )


def _text(record: dict[str, Any], name: str, place: str, number: int) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(place, f'"{name}" is {type(value).__name__}, not text', number)
    return value if name == "text" else check_text(value, place, number)


def _published(record: dict[str, Any], place: str, number: int) -> PartialDate | None:
    text = _text(record, "published", place, number)
    if text is None:
        return None
    day = day_of(text)
    if day is None:
        raise InputError(place, f'"published" is {text!r}, not a date such as 2026-11-21 or 2026-11', number)
    return day


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist (or is a link to nothing)"
    return f"cannot be read: {error.strerror or error}"
