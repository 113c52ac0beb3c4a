"""Files and folders to shards: parts that one process does at a time and that can each be resumed."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from schemas.errors import InputError

SHARD_BYTES = 32_000_000
"""Compressed bytes of one shard of a WARC file: some hundreds of pages to some thousands."""

_WARC = (".warc", ".warc.gz")
_WACZ = (".wacz",)
_LINES = (".jsonl",)
_PARQUET = (".parquet",)
_PATHS = (".paths", ".paths.gz")
ENDINGS = _WARC + _WACZ + _LINES + _PARQUET
"""The endings of files that are taken from folders."""

_MAGIC = b"\x1f\x8b\x08"
_LOOK_BYTES = 1 << 16
_MOST_PATHS = 200_000


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of an input.

    `kind` is `warc`, `lines` or `parquet`; `entry` is a file inside a WACZ; `start` and `end` are bytes of a WARC
    (records that begin there) or rows, `end` None to the end.
    """

    kind: str
    path: str
    entry: str | None = None
    start: int = 0
    end: int | None = None

    def to_json(self) -> str:
        """The shard as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Shard:
        """The shard of its JSON."""
        return cls(**json.loads(text))


def plan_shards(paths: Iterable[Path], base: Path | None = None, shard_bytes: int = SHARD_BYTES) -> list[Shard]:
    """The shards of files, folders and path lists, in order.

    Args:
        paths: WARC, WACZ, JSONL and Parquet files, folders of them, and lists of WARC paths as Common Crawl has them.
        base: The folder that the paths of a list are in.
        shard_bytes: The size of a shard of a WARC file.

    Raises:
        InputError: If a path is not there or cannot be backfilled from.
    """
    return [shard for path in paths for shard in _of_path(path, base, shard_bytes)]


def _of_path(path: Path, base: Path | None, size: int) -> Iterator[Shard]:
    try:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.is_file() and each.name.endswith(ENDINGS)]
            if not inside:
                raise InputError(str(path), f"holds no {', '.join(ENDINGS)} file")
            for each in inside:
                yield from _of_path(each, base, size)
        elif not path.exists():
            raise InputError(str(path), "does not exist")
        elif path.name.endswith(_PATHS):
            for line in listed_paths(path):
                yield from _of_path((base or path.parent) / line, base, size)
        else:
            yield from _of_file(path, size)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def _of_file(path: Path, size: int) -> Iterator[Shard]:
    name = str(path.resolve())
    if path.name.endswith(".warc.gz"):
        yield from _cut(path, name, size)
    elif path.name.endswith(".warc"):
        yield Shard("warc", name)
    elif path.name.endswith(_WACZ):
        yield from _of_wacz(path, name)
    elif path.name.endswith(_LINES):
        yield Shard("lines", name)
    elif path.name.endswith(_PARQUET):
        yield Shard("parquet", name)
    else:
        wanted = ", ".join((*ENDINGS, *_PATHS))
        raise InputError(str(path), f"has an ending that cannot be backfilled from; these can: {wanted}")


def _of_wacz(path: Path, name: str) -> Iterator[Shard]:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = sorted(each for each in packed.namelist() if each.endswith(_WARC))
    except zipfile.BadZipFile as error:
        raise InputError(str(path), f"is no WACZ file: {error}") from error
    if not entries:
        raise InputError(str(path), "holds no WARC file")
    yield from (Shard("warc", name, entry) for entry in entries)


def _cut(path: Path, name: str, size: int) -> Iterator[Shard]:
    """Shards that begin where a record does, found without reading what lies between."""
    total = path.stat().st_size
    starts = [0]
    with path.open("rb") as stream:
        for target in range(size, total, size):
            found = _next_record(stream, max(target, starts[-1] + 1), total)
            if found is not None and found > starts[-1]:
                starts.append(found)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield Shard("warc", name, None, start, end)


def _next_record(stream: object, at: int, total: int) -> int | None:
    """The first byte from `at` on where a gzip member begins that holds the head of a WARC record."""
    read, seek = stream.read, stream.seek  # type: ignore[attr-defined]
    while at < total:
        seek(at)
        block: bytes = read(_LOOK_BYTES + len(_MAGIC))
        place = block.find(_MAGIC)
        while place >= 0:
            seek(at + place)
            try:
                if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(read(4096), 16).startswith(b"WARC/"):
                    return at + place
            except zlib.error:
                pass  # Three bytes that only look like the start of a member.
            place = block.find(_MAGIC, place + 1)
        at += _LOOK_BYTES
    return None


def listed_paths(path: Path) -> list[str]:
    """The paths of a list of WARC files, as Common Crawl has them, plain or gzipped.

    Raises:
        InputError: If a line is no path of a WARC file below the base.
    """
    data = path.read_bytes()
    text = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    lines = [line.strip() for line in text.decode("utf-8", errors="replace").splitlines() if line.strip()]
    bad = [line for line in lines if not line.endswith(_WARC) or ".." in Path(line).parts]
    if bad or not lines or len(lines) > _MOST_PATHS:
        raise InputError(
            str(path), f"is no list of WARC paths: {bad[0][:100] if bad else f'it has {len(lines)} lines'}"
        )
    return lines
