"""An HTML page to its article: title, paragraphs, the day of publication and its own address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector

from pipeline.day import day_of
from pipeline.decode import check_text, decode
from schemas.errors import InputError
from schemas.quantity import PartialDate

_NOISE = ("script", "style", "noscript", "template", "nav", "aside", "footer", "form", "iframe", "svg", "button")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "pre", "td", "th", "dd", "dt")
_DATES = ("article:published_time", "og:published_time", "datePublished", "pubdate", "publishdate", "date")
_MOST_NODES = 10_000
_LEAST_SHARE = 0.5
"""Share of a page's text that its paragraphs must hold, or the page does not use paragraphs."""


class PageParts:
    """What a page says: `title`, `text` with a paragraph a line, `published`, `url`, `lang` (None where unsaid)."""

    def __init__(self, data: bytes, place: str) -> None:
        """Read a page.

        Raises:
            InputError: If the bytes are no text, or the page has no readable text.
        """
        declared = EncodingDetector.find_declared_encoding(data, is_html=True)
        try:
            soup = BeautifulSoup(decode(data, place, declared), "lxml")
            self.published = _published(soup)
            self.url = _address(soup)
            self.lang = _attribute(soup.find("html"), "lang")
            self.title = _title(soup)
            self.text = check_text(_body(soup, self.title), place)
        except RecursionError as error:
            raise InputError(place, "is HTML nested too deeply to be read") from error


def _published(soup: BeautifulSoup) -> PartialDate | None:
    said = [_meta(soup, name) for name in _DATES[:2]]
    said += [_linked_date(soup)]
    said += [_meta(soup, name) for name in _DATES[2:]]
    said += [_attribute(soup.find("time", attrs={"datetime": True}), "datetime")]
    days = (day_of(text) for text in said if text)
    return next((day for day in days if day is not None), None)


def _linked_date(soup: BeautifulSoup) -> str | None:
    """`datePublished` of the page's JSON-LD, wherever it stands in it."""
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue  # Sites often write broken JSON-LD; the other places may still state the day.
        for node in _nodes(data):
            if isinstance(node.get("datePublished"), str):
                return str(node["datePublished"])
    return None


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _address(soup: BeautifulSoup) -> str | None:
    link = _attribute(soup.find("link", rel="canonical"), "href") or _meta(soup, "og:url")
    return link if link and re.match(r"https?://", link) else None


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find("h1")
    title = _meta(soup, "og:title") or (_line(heading) if isinstance(heading, Tag) else "")
    return title or (_line(soup.title) if soup.title else "")


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    for key in ("property", "name", "itemprop"):
        if content := _attribute(soup.find("meta", attrs={key: name}), "content"):
            return content
    return None


def _attribute(tag: object, name: str) -> str | None:
    value = tag.get(name) if isinstance(tag, Tag) else None
    return value.strip() or None if isinstance(value, str) else None


def _body(soup: BeautifulSoup, title: str) -> str:
    for tag in soup.find_all(_NOISE):
        tag.decompose()
    root = _root(soup)
    lines = [line for line in (_line(block) for block in _leaf_blocks(root)) if line and line != title]
    whole = [line for line in (" ".join(line.split()) for line in root.get_text("\n").split("\n")) if line]
    if sum(map(len, lines)) < _LEAST_SHARE * sum(map(len, whole)):
        lines = [line for line in whole if line != title]
    return "\n".join(lines)


def _root(soup: BeautifulSoup) -> Tag:
    for name in ("article", "main"):
        found = [tag for tag in soup.find_all(name) if isinstance(tag, Tag)]
        if found:
            return max(found, key=lambda tag: len(tag.get_text()))
    return soup.body or soup


def _leaf_blocks(root: Tag) -> Iterator[Tag]:
    """Blocks of text with no block inside, so that no text is read twice."""
    for block in root.find_all(_BLOCKS):
        if isinstance(block, Tag) and block.find(_BLOCKS) is None:
            yield block


def _line(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
