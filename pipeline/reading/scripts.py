"""When a page's scripts say that its article was published: in the data that a site's own program draws the page from.

Such data holds other stories too, so an object counts only if it also holds the headline of the page.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.reading.document import Document, text_of

_NAME = re.compile(
    r"(?:first|article|news|date|time|original)?(?:publish|published|publication|pub|release|released|deploy|issue|issued)"
    r"(?:date|time|at|on|dt|datetime|timestamp)?"
)
_NOT = frozenset({"publish", "published", "publication", "pub", "release", "released", "deploy", "issue", "issued"})
_TITLES = ("title", "headline", "name", "newstitle", "articletitle")
_MENTION = re.compile(r"publi[sc]|pub_?[tTdD]|[rR]elease|deploy|issue")
_LONGEST = 2_000_000
_MOST_STARTS = 20
_MOST_NODES = 20_000
_SHORTEST_HEADLINE = 6
_SECONDS, _MILLISECONDS = range(10**9, 10**10), range(10**12, 10**13)


def published_in_scripts(document: Document) -> Iterator[str]:
    """What the page's scripts state as the publication of the article with the page's headline."""
    headlines = [text for text in _headlines(document) if len(text) >= _SHORTEST_HEADLINE]
    for script in document.tree.iter("script"):
        text = script.text or ""
        if (
            headlines
            and len(text) <= _LONGEST
            and _MENTION.search(text)
            and "ld+json" not in (script.get("type") or "")
        ):
            for data in _values(text):
                yield from (stated for node in _objects(data) if _is_of(node, headlines) for stated in _stated(node))


def _headlines(document: Document) -> Iterator[str]:
    yield from document.meta("og:title", "twitter:title")
    yield from (text_of(heading) for heading in document.tree.xpath("//h1 | //title")[:4])


def _values(text: str) -> Iterator[Any]:
    """The values in a script that are JSON, the outermost ones; a program around them is passed over."""
    decoder, at, starts = json.JSONDecoder(strict=False), 0, 0
    for match in re.finditer(r"[\[{](?=\s*[\"{\[])", text):
        if match.start() < at:
            continue
        starts += 1
        if starts > _MOST_STARTS:
            return
        try:
            value, at = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        yield value


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(node.values()))
        elif isinstance(node, list):
            waiting.extend(reversed(node))


def _is_of(node: dict[str, Any], headlines: list[str]) -> bool:
    titles = (" ".join(str(value).split()) for name, value in node.items() if name.lower() in _TITLES)
    return any(
        len(title) >= _SHORTEST_HEADLINE and headline.startswith(title) for title in titles for headline in headlines
    )


def _stated(node: dict[str, Any]) -> Iterator[str]:
    for name, value in node.items():
        plain = re.sub(r"[^a-z]", "", name.lower())
        if plain in _NOT or not _NAME.fullmatch(plain) or isinstance(value, bool):
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, int) and (value in _SECONDS or value in _MILLISECONDS):
            seconds = value if value in _SECONDS else value / 1000
            yield datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
