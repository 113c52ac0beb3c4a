"""Writing WARC files: under a temporary name while they grow, renamed when they are whole.

Every record is a gzip member of its own, so a file that a killed run left behind is whole up to its last full record.
A growing file is locked; one that nobody holds is a dead run's and is recovered by the next.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import secrets
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.page import ArchivePlace, Page

OPEN = ".open"
"""The ending of a file that still grows."""

_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive", "trailer", "upgrade"})


class ArchiveWriter:
    """Writes pages; use it as a context manager.

    Args:
        folder: The archive's folder, made if it is not there.
        file_bytes: The size at which a file ends and the next begins.
        software: What the files say they were written by.
    """

    def __init__(self, folder: Path, file_bytes: int, software: str = "Dealtrail/0.1") -> None:
        self._folder = folder
        self._file_bytes = file_bytes
        self._software = software
        self._stream: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self._name = ""
        self._count = 0

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, page: Page) -> ArchivePlace:
        """Write a page; when this returns, its record has been handed to the system.

        Raises:
            OSError: If the disk does not take it.
        """
        if self._stream is None or self._stream.tell() >= self._file_bytes:
            self._next_file()
        assert self._stream is not None
        assert self._writer is not None
        offset = self._stream.tell()
        self._writer.write_record(_record(self._writer, page))
        self._stream.flush()
        return ArchivePlace(file=self._name, offset=offset)

    def sync(self) -> None:
        """Wait until all that was written is on the disk."""
        if self._stream is not None:
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        """End the current file and give it its name."""
        if self._stream is None:
            return
        self.sync()
        (self._folder / (self._name + OPEN)).rename(self._folder / self._name)
        self._stream.close()
        self._stream = self._writer = None

    def _next_file(self) -> None:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += 1
        now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d%H%M%S")
        self._name = f"dealtrail-{now}-{secrets.token_hex(4)}-{self._count:05}.warc.gz"
        self._stream = (self._folder / (self._name + OPEN)).open("xb")
        fcntl.flock(self._stream, fcntl.LOCK_EX)
        self._writer = WARCWriter(self._stream, gzip=True, warc_version="1.1")
        info = {"software": self._software, "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(self._name, info))


def recover(folder: Path) -> list[Path]:
    """Give the files of killed runs their names, cut behind their last whole record; files in use are left alone."""
    recovered = []
    for path in sorted(folder.glob(f"*{OPEN}")) if folder.is_dir() else []:
        with path.open("r+b") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            stream.truncate(whole_bytes(path))
            os.fsync(stream.fileno())
            path.rename(path.with_suffix(""))
            recovered.append(path.with_suffix(""))
    return recovered


def whole_bytes(path: Path, whole: int = 0) -> int:
    """The length of a file up to the end of its last whole record, of which one begins at `whole`."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        while whole < size:
            stream.seek(whole)
            member, length = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
            for piece in _pieces(stream):
                try:
                    member.decompress(piece)
                except zlib.error:
                    return whole
                length += len(piece) - len(member.unused_data)
                if member.eof:
                    break
            if not member.eof:
                return whole
            whole += length
    return whole


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(1 << 16), b"")


def _record(writer: WARCWriter, page: Page) -> object:
    """A response record; the body is as the server sent it, unchunked."""
    body = page.wire or page.body
    headers = [(name, value) for name, value in page.headers if name not in _HOP_BY_HOP and name != "content-length"]
    if not page.wire:
        headers = [(name, value) for name, value in headers if name != "content-encoding"]
    headers.append(("content-length", str(len(body))))
    safe = [(name, value.replace("\r", " ").replace("\n", " ")) for name, value in headers]
    date = page.fetched.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    named = {"WARC-Date": date}
    if page.url != page.final_url:
        named["Dealtrail-Asked-URI"] = page.url
    return writer.create_warc_record(
        page.final_url,
        "response",
        payload=BytesIO(body),
        http_headers=StatusAndHeaders(f"{page.status} OK", safe, protocol="HTTP/1.1"),
        warc_headers_dict=named,
    )
