"""A page as a tree, parsed once, and what its head states: JSON-LD, meta elements, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from schemas.errors import InputError

_SEPARATORS = re.compile(r"[\s:._-]+")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_ELEMENTS = 50_000
"""Long live blogs have 20,000. A page of this many is read in seconds, one of a million in minutes."""

_MOST_NODES = 10_000
_MOST_JSON = 2_000_000


class Document:
    """A page's tree; `place` is its name in errors.

    Raises:
        InputError: If there is no tree in the text, or one too large.
    """

    def __init__(self, text: str, place: str) -> None:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
        data = _CONTROL.sub("", _PROLOGUE.sub("", text)).encode("utf-8", errors="replace")
        try:
            tree = lxml.html.document_fromstring(data, parser=parser)
        except (lxml.etree.LxmlError, ValueError) as error:
            raise InputError(place, "is empty: there is no text to read") from error
        if tree.xpath("count(//*)") > MOST_ELEMENTS:
            raise InputError(place, f"has more than {MOST_ELEMENTS:,} elements, the most that are read of a page")
        self.tree: HtmlElement = tree

    def meta(self, *names: str) -> Iterator[str]:
        """The contents of meta elements, in the order of the names that are asked for.

        Sites write one name as datePublished, date_published or date-published: case and separators are not compared.
        """
        for name in names:
            yield from self._metas.get(_plain(name), ())

    def first(self, path: str) -> HtmlElement | None:
        """The first element of an XPath."""
        found = self.tree.xpath(path)
        return found[0] if found else None

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            content = (element.get("content") or "").strip()
            for key in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := element.get(key)):
                    found.setdefault(_plain(name), []).append(content)
        return found

    @cached_property
    def linked(self) -> tuple[dict[str, Any], ...]:
        """All objects of the page's JSON-LD, the outer ones first."""
        found: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= _MOST_JSON:
                try:
                    data = json.loads(_clean_json(script.text), strict=False)
                except (ValueError, RecursionError):
                    continue  # Sites often write broken JSON-LD; the page itself may still state what is asked.
                found.extend(_nodes(data))
        return tuple(found)

    @cached_property
    def linked_articles(self) -> tuple[dict[str, Any], ...]:
        """The objects of the JSON-LD that are articles."""
        return tuple(node for node in self.linked if _is_article(node))


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def text_of(element: HtmlElement) -> str:
    """An element's text with single blanks."""
    return " ".join(element.text_content().split())


def names_of(value: Any) -> list[str]:
    """The names of a JSON-LD person or organisation, which may be a text, an object or a list."""
    if isinstance(value, list):
        return [name for each in value[:20] for name in names_of(each)]
    if isinstance(value, dict):
        value = value.get("name")
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


def _clean_json(text: str) -> str:
    return text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in names)


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
