"""The pages or articles of a shard, from its checkpoint on, each with the place where the shard goes on after it."""

from __future__ import annotations

import datetime
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipeline.archive.reader import CUT, is_cut, is_html, page_of
from pipeline.backfill.plan import Shard
from pipeline.read import article_of_record, read_articles
from schemas.article import Article
from schemas.errors import InputError
from schemas.page import Page, Reading

Item = Page | Reading | InputError
NO_TIME = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""When articles were captured that do not say: any capture that does say is newer."""

_ROWS = 1_000


def items(
    shard: Shard, next_item: int, most_bytes: int, wanted: Callable[[bytes], bool] = lambda _: True
) -> Iterator[tuple[int, Item | None]]:
    """Each page, article or failure from `next_item` on, with where to go on after it.

    Args:
        shard: The shard.
        next_item: Its checkpoint: a byte of a WARC file, or a row; 0 for its beginning.
        most_bytes: The largest page.
        wanted: Whether a page's body is worth parsing; None comes in the place of one that is not.
    """
    try:
        if shard.kind == "warc":
            yield from _warc(shard, max(next_item, shard.start), most_bytes, wanted)
        elif shard.kind == "lines":
            yield from _lines(shard, next_item)
        else:
            yield from _parquet(shard, next_item)
    except (OSError, zipfile.BadZipFile) as error:
        yield next_item, InputError(shard.path, f"cannot be read: {error}")


def _warc(
    shard: Shard, start: int, most_bytes: int, wanted: Callable[[bytes], bool]
) -> Iterator[tuple[int, Item | None]]:
    place = shard.path if shard.entry is None else f"{shard.path}:{shard.entry}"
    with ExitStack() as stack:
        stream: IO[bytes]
        if shard.entry is None:
            stream = stack.enter_context(Path(shard.path).open("rb"))
        else:
            stream = stack.enter_context(stack.enter_context(zipfile.ZipFile(shard.path)).open(shard.entry))
        stream.seek(start)
        at = start
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                at = record.stream_pos
                if shard.end is not None and at >= shard.end:
                    return
                if is_html(record):
                    # Where the next record begins is only known when it is reached: a resumed shard begins with the
                    # page that it did last, and passes over it.
                    yield at, page_of(record, f"{place} at byte {at}", most_bytes, wanted)
        except (OSError, ValueError, EOFError) as error:
            yield at, InputError(place, f"is a damaged archive at byte {at}: {error}")
            return
    if shard.entry is None and is_cut(Path(shard.path), at):
        yield at, InputError(place, CUT)


def _lines(shard: Shard, start: int) -> Iterator[tuple[int, Item]]:
    for number, found in islice(enumerate(read_articles([shard.path])), start, None):
        yield number + 1, found if isinstance(found, InputError) else _reading(found)


def _parquet(shard: Shard, start: int) -> Iterator[tuple[int, Item]]:
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid

    try:
        table = pq.ParquetFile(shard.path)
        names = [
            name for name in ("doc_id", "text", "title", "url", "published", "lang") if name in table.schema_arrow.names
        ]
        if "doc_id" not in names or "text" not in names:
            yield start, InputError(shard.path, 'lacks the columns "doc_id" and "text"')
            return
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS, columns=names):
            for row in batch.to_pylist():
                number += 1
                if number > start:
                    yield number, _row(row, shard.path, number)
    except ArrowInvalid as error:
        yield start, InputError(shard.path, f"is no Parquet file: {error}")


def _row(row: dict[str, object], place: str, number: int) -> Item:
    plain = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in row.items()}
    try:
        return _reading(article_of_record(json.loads(json.dumps(plain, default=str)), place, number))
    except InputError as error:
        return error


def _reading(article: Article) -> Reading:
    return Reading(article=article, address=article.url or article.doc_id, captured=NO_TIME)
