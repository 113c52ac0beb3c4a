"""The readers that are measured, and the process in which one page may not take for ever."""

from __future__ import annotations

import datetime
import importlib
import multiprocessing
import re
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from benchmarks.samples import Sample
from pipeline.decode import decode_page
from pipeline.reading import HtmlPage
from pipeline.reading.published import find_published

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LEAST_CHINESE = 100
_START_SECONDS = 120.0
NOW = datetime.datetime.now(datetime.UTC)

Publication = datetime.datetime | datetime.date | None
Reader = Callable[[Sample], tuple[str, Publication]]


def ours(sample: Sample) -> tuple[str, Publication]:
    """The body and the publication by this project."""
    page = HtmlPage(sample.data, sample.id, (), sample.url)
    found = find_published(page.document, sample.url, sample.zone, NOW)
    return "\n".join(page.lines), None if found is None else found.instant or found.day


def plain_trafilatura(sample: Sample) -> tuple[str, Publication]:
    """The body and the day by trafilatura alone, as its documentation calls it."""
    from trafilatura import bare_extraction

    found = bare_extraction(sample.data, url=sample.url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return "", None
    return found.text or "", datetime.date.fromisoformat(found.date) if found.date else None


def newspaper(sample: Sample) -> tuple[str, Publication]:
    """The body and the publication by newspaper4k with its extra `zh`.

    It is told the right encoding, and that a page is Chinese where it is; else it goes by what the page declares. It is
    told not to fetch the page's images: it would ask their servers, which nothing here may, and wait for them.
    """
    text = decode_page(sample.data, sample.id)
    known = {"language": "zh"} if len(_CHINESE.findall(text)) > _LEAST_CHINESE else {}
    make = importlib.import_module("newspaper").Article
    article = make(url=sample.url or "https://page.example/", fetch_images=False, **known)
    article.download(input_html=text)
    article.parse()
    return article.text or "", article.publish_date or None


def readers() -> dict[str, Reader]:
    """The readers that can be measured here."""
    found: dict[str, Reader] = {"dealtrail": ours, "trafilatura": plain_trafilatura}
    try:
        importlib.import_module("newspaper")
    except ImportError:
        return found
    return found | {"newspaper4k": newspaper}


class BrokenReaderError(Exception):
    """A reader failed on a page; the text says how."""


class OutlastedError(BrokenReaderError):
    """A page took a reader longer than it may."""


class BoundedReader:
    """A reader in a process of its own, which is ended and started anew when a page takes it too long.

    Args:
        reader: A function of a module, so that another process finds it.
        seconds: How long it may take for a page, without its start.
    """

    def __init__(self, reader: Reader, seconds: float) -> None:
        self._reader = reader
        self._seconds = seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __call__(self, sample: Sample) -> tuple[str, Publication]:
        """The body and the publication.

        Raises:
            OutlastedError: If the page took too long.
            BrokenReaderError: If the reader failed, or its process ended.
        """
        pipe = self._pipe or self._start()
        pipe.send(sample)
        if not pipe.poll(self._seconds):
            self.close()
            raise OutlastedError(f"not read within {self._seconds:g} s")
        try:
            found, failure = pipe.recv()
        except EOFError:
            self.close()
            raise BrokenReaderError("its process ended") from None
        if failure is not None:
            raise BrokenReaderError(failure)
        return found[0], found[1]

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._reader), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(_START_SECONDS):
            self.close()
            raise BrokenReaderError("its process did not start")
        self._pipe.recv()
        return self._pipe

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _serve(pipe: Connection, reader: Reader) -> None:
    pipe.send(None)
    while True:
        try:
            sample = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((reader(sample), None))
        except Exception as error:  # Whatever an outside reader raises is a page that it does not read.
            pipe.send((None, f"{type(error).__name__}: {error}"))
