"""Several sources at once: each in a thread of its own, so that a slow site keeps no other waiting."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import ParamSpec, TypeVar

from pipeline.archive import recover
from pipeline.crawl.run import Crawled, crawl_source
from pipeline.crawl.workplace import Workplace
from pipeline.ingest import Extract
from schemas.errors import DealtrailError
from schemas.source import Source

P = ParamSpec("P")
R = TypeVar("R")

_ALONE = ("read", "merge")
"""Steps that compute and write much: one at a time is as fast as several, and none waits for the database."""


def crawl_sources(
    sources: Sequence[Source],
    place: Workplace,
    extract: Extract,
    at_once: int,
    now: datetime.datetime | None = None,
) -> Iterator[tuple[Source, Crawled | DealtrailError]]:
    """Crawl sources, some at once, and yield what each did, or why it could not, as they end.

    Hosts are asked no faster or more at once than by one source alone, also where sources share them. Whoever stops
    taking results stops the crawl at the next step of each source.

    Args:
        sources: The sources.
        place: Where all is kept.
        extract: The extractor.
        at_once: How many sources are crawled at the same time.
        now: The time of this run.
    """
    recover(place.archive)
    crew = _Crew(place, extract, now)
    if at_once == 1:
        yield from ((source, _or_raise(crew.crawl(source))) for source in sources)
        return
    waiting: SimpleQueue[Source] = SimpleQueue()
    ended: SimpleQueue[tuple[Source, Crawled | Exception]] = SimpleQueue()
    for source in sources:
        waiting.put(source)
    for _ in range(min(at_once, len(sources))):
        # An interrupted crawl does not wait for slow sites: what is under way is as safe as in a killed one.
        threading.Thread(target=crew.work, args=(waiting, ended), daemon=True).start()
    try:
        for _ in sources:
            source, done = ended.get()
            yield source, _or_raise(done)
    finally:
        crew.stopped.set()


def _or_raise(done: Crawled | Exception) -> Crawled | DealtrailError:
    if isinstance(done, Crawled | DealtrailError):
        return done
    raise done


class _Stopped(Exception):
    """Nobody takes the results any more."""


@dataclass(frozen=True, slots=True)
class _Crew:
    place: Workplace
    extract: Extract
    now: datetime.datetime | None
    stopped: threading.Event = field(default_factory=threading.Event)
    alone: threading.Lock = field(default_factory=threading.Lock)

    def work(self, waiting: SimpleQueue[Source], ended: SimpleQueue[tuple[Source, Crawled | Exception]]) -> None:
        """Crawl sources until none waits."""
        while not self.stopped.is_set():
            try:
                source = waiting.get_nowait()
            except Empty:
                return
            ended.put((source, self.crawl(source)))

    def crawl(self, source: Source) -> Crawled | Exception:
        """Crawl a source; an error is told to whoever takes the results and ends no other source."""
        try:
            return crawl_source(source, self.place, self.extract, self.now, self._step, recovered=True)
        except Exception as error:
            return error

    def _step(self, name: str, step: Callable[P, R]) -> Callable[P, R]:
        def run(*arguments: P.args, **options: P.kwargs) -> R:
            if self.stopped.is_set():
                raise _Stopped
            if name not in _ALONE:
                return step(*arguments, **options)
            with self.alone:
                return step(*arguments, **options)

        return run
