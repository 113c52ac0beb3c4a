"""The step between reading and merging: articles in, what they say of deals out, in one process or several.

It calls `extractors.reader` itself and not the spaCy component that wraps it (`extractors.component`). Both give the
same deals; a spaCy document with its tokens and spans costs 4 to 5 milliseconds for 3,000 characters, which is 10 to
20 % of the time while reading them takes 25 to 45 and would be a third of it at 100 articles a second, and importing
spaCy costs more than a second at start-up. Nor can a spaCy document hold every text that a file may (lone surrogates).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from schemas.article import Article
from schemas.deal import Extraction
from schemas.errors import ModelError
from schemas.recognisers import Choice

if TYPE_CHECKING:
    from extractors.recognisers import Recognisers

_CHUNK = 16
"""Articles sent to a process at once: enough to make sending cheap, few enough to keep all of them busy."""

_AHEAD = 3
"""Chunks under way for each process; more would only hold an archive's articles in memory."""


def extract_articles(
    articles: Iterable[Article], processes: int = 1, choice: Choice | None = None
) -> Iterator[Extraction]:
    """Yield what each article says of deals, in the order of the articles, by the recognisers of a `choice`.

    Articles are taken as they are needed, so an endless iterable will do. With `processes` above 1 they are read in
    as many processes, some chunks ahead; only scripts that start under `if __name__ == "__main__":` can do so.
    """
    if processes > 1:
        yield from _in_processes(iter(articles), processes, choice)
        return
    from extractors.reader import extract  # loads the rules and the gazetteer, which `--help` does not need

    recognisers = loaded_recognisers(choice)
    for article in articles:
        yield extract(article, recognisers)


def extractor(choice: Choice) -> Callable[[Iterable[Article]], Iterator[Extraction]]:
    """What reads articles by the recognisers of a choice, for steps that know of articles and extractions alone."""
    return partial(extract_articles, choice=choice)


def loaded_recognisers(choice: Choice | None = None) -> Recognisers:
    """The recognisers of a choice that load, those of the default choice without one."""
    from extractors.recognisers import load_recognisers

    choice = Choice() if choice is None else choice
    loaded = load_recognisers(choice.model_copy(update={"llm": None}))
    if choice.llm is None:
        return loaded
    from pipeline.llm import language_reader

    try:
        return replace(loaded, llm=language_reader(choice.llm))
    except ModelError as error:
        return replace(loaded, faults=(*loaded.faults, str(error)))


def asked(choice: Choice) -> tuple[str, ...]:
    """What a run used of the language model of a choice, in words for its report; nothing if none was to be asked."""
    if choice.llm is None or loaded_recognisers(choice).llm is None:
        return ()
    from pipeline.llm import usage

    return (usage(choice.llm),)


def missing_recognisers(choice: Choice | None = None) -> tuple[str, ...]:
    """Which recognisers of a choice did not load, and why, in words for people; the others read without them."""
    return loaded_recognisers(choice).faults


def _extract_chunk(articles: list[Article], choice: Choice | None) -> list[Extraction]:
    return list(extract_articles(articles, choice=choice))


def _in_processes(articles: Iterator[Article], processes: int, choice: Choice | None) -> Iterator[Extraction]:
    under_way: deque[Future[list[Extraction]]] = deque()
    executor = ProcessPoolExecutor(processes)
    try:
        while True:
            while len(under_way) < _AHEAD * processes and (chunk := list(islice(articles, _CHUNK))):
                under_way.append(executor.submit(_extract_chunk, chunk, choice))
            if not under_way:
                return
            yield from under_way.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
