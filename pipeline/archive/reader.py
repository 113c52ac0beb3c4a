"""Reading WARC files, our own and other people's, record by record and with limits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipeline.archive.writer import OPEN, whole_bytes
from pipeline.fetch.body import unpack
from schemas.errors import FetchError, InputError
from schemas.page import ArchivePlace, Page

_READ = WarcRecordType.response
CUT = "is a damaged archive: it ends in the middle of a record"
_HTML = ("text/html", "application/xhtml+xml")


def read_one(folder: Path, place: ArchivePlace, most: int) -> Page:
    """The page at a place in the archive.

    Args:
        folder: The archive's folder.
        place: Its file and offset.
        most: The largest body in bytes.

    Raises:
        InputError: If the file is gone, or holds no page there.
    """
    path = folder / place.file
    if not path.exists() and (growing := folder / (place.file + OPEN)).exists():
        path = growing
    try:
        with path.open("rb") as stream:
            stream.seek(place.offset)
            for _, found in records(stream, str(path), most, at=place.offset, any_type=True):
                if isinstance(found, InputError):
                    raise found
                return found
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error
    raise InputError(str(path), f"holds no page at byte {place.offset}")


def read_archive(path: Path, most: int) -> Iterator[tuple[int, Page | InputError]]:
    """Every HTML page of a WARC file with its offset, and an error in place of each that cannot be read.

    Raises:
        InputError: If the file cannot be opened.
    """
    last = 0
    try:
        with path.open("rb") as stream:
            for last, found in records(stream, str(path), most):
                yield last, found
        if is_cut(path, last):
            yield last, InputError(str(path), CUT)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def is_cut(path: Path, last: int) -> bool:
    """Whether a gzipped file ends within a record, at `last` or later, which the reading library does not tell."""
    return path.name.endswith(".gz") and whole_bytes(path, last) < path.stat().st_size


def records(
    stream: IO[bytes], place: str, most: int, at: int = 0, any_type: bool = False
) -> Iterator[tuple[int, Page | InputError]]:
    """The pages of a WARC stream from where it stands; `at` is how far into its file that is."""
    try:
        for record in ArchiveIterator(stream, record_types=_READ, parse_http=True):
            offset = record.stream_pos
            if any_type or is_html(record):
                found = page_of(record, f"{place} at byte {offset}", most)
                if found is not None:
                    yield offset, found
    except (OSError, ValueError, EOFError) as error:
        yield at, InputError(place, f"is a damaged archive: {error}")


def is_html(record: WarcRecord) -> bool:
    """Whether a record is the answer 200 with an HTML page."""
    if record.http_headers is None or record.http_headers.status_code not in (200, 203):
        return False
    kind = (record.http_content_type or "text/html").lower()
    return kind.startswith(_HTML)


def page_of(
    record: WarcRecord, place: str, most: int, wanted: Callable[[bytes], bool] = lambda _: True
) -> Page | InputError | None:
    """The page of a response record, or why there is none; None if its body is not wanted."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    try:
        if record.http_headers is None or record.record_date is None or not url:
            return InputError(place, "is no response of a web server")
        wire = record.reader.read(most + 1)
        if len(wire) > most:
            return InputError(place, f"is larger than {most:,} bytes, the most that is read of a page")
        body = _plain(url, wire, record.http_headers.get("Content-Encoding"), most)
        if not wanted(body):
            return None
        return Page(
            url=record.headers.get("Dealtrail-Asked-URI") or url,
            final_url=url,
            status=record.http_headers.status_code or 0,
            headers=tuple((name.lower(), value) for name, value in record.http_headers.items()),
            body=body,
            wire=wire,
            fetched=record.record_date.astimezone(datetime.UTC),
        )
    except FetchError as error:
        return InputError(place, error.reason)


def _plain(url: str, wire: bytes, encoding: str | None, most: int) -> bytes:
    # Many archives keep the header of a compression that they have already undone.
    packed = wire.startswith(b"\x1f\x8b") or (encoding or "").strip().lower() == "deflate"
    return unpack(url, wire, encoding, most) if packed and encoding else wire
