"""RSS, Atom and JSON Feed to announced addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import lxml.etree

from pipeline.addresses import absolute
from pipeline.discovery.announced import Announced
from pipeline.discovery.xml import elements, local, text_in
from schemas.errors import InputError

_ITEMS = frozenset({"item", "entry"})


def read_feed(data: bytes, url: str, most_items: int, most_bytes: int) -> list[Announced]:
    """The items of a feed, as many as may be read.

    Args:
        data: The feed.
        url: Its address, to which relative links belong.
        most_items: The most items.
        most_bytes: The largest feed after decompression.

    Raises:
        InputError: If it is no feed.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json_feed(data, url, most_items)
    found = (_item(element, url) for element in elements(data, url, _ITEMS, most_bytes))
    return [each for each in islice(found, most_items) if each is not None]


def _item(element: lxml.etree._Element, url: str) -> Announced | None:
    link = _link(element)
    address = absolute(url, link) if link else None
    if address is None:
        return None
    return Announced(
        address,
        published=text_in(element, "pubdate", "published", "date", "issued") or None,
        modified=text_in(element, "updated", "modified") or None,
        title=text_in(element, "title")[:500],
    )


def _link(element: lxml.etree._Element) -> str:
    """RSS's text, Atom's alternate, FeedBurner's original, or a permanent guid."""
    if original := text_in(element, "origlink"):
        return original
    links = [child for child in element if isinstance(child.tag, str) and local(child) == "link"]
    for child in links:
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
    text = text_in(element, "link")
    if text:
        return text
    guid = text_in(element, "guid", "id")
    return guid if guid.startswith(("http://", "https://")) else ""


def _json_feed(data: bytes, url: str, most_items: int) -> list[Announced]:
    try:
        feed = json.loads(data.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise InputError(url, f"is no JSON Feed: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError(url, 'is JSON but no JSON Feed: it has no list of "items"')
    return list(_json_items(items[:most_items], url))


def _json_items(items: list[Any], url: str) -> Iterator[Announced]:
    for item in items:
        link = (item.get("url") or item.get("external_url")) if isinstance(item, dict) else None
        address = absolute(url, link) if isinstance(link, str) else None
        if address is not None:
            said = {name: item[name] for name in ("date_published", "date_modified") if isinstance(item.get(name), str)}
            title = item.get("title")
            yield Announced(
                address,
                said.get("date_published"),
                said.get("date_modified"),
                title[:500] if isinstance(title, str) else "",
            )
