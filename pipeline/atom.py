"""Changes as an Atom feed (RFC 4287), an entry a change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.changes import DealChange
from pipeline.xml_text import xml_text

NAMESPACE = "http://www.w3.org/2005/Atom"
NOBODY = "dealtrail.invalid"
"""The authority of a feed's ids where nobody gave one; this name can belong to nobody (RFC 2606)."""

_OF_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"
"""Characters that stand in an address as they are; others are percent-encoded (RFC 3986)."""

_YEAR = "2026"
"""The year of every `tag:` id (RFC 4151), which asks for one in which its authority held its name."""


def authority_of(contact: str | None) -> str:
    """Whose name stands in a feed's ids: the mail address or the host of a contact."""
    if contact is None:
        return NOBODY
    return urlsplit(contact).hostname or NOBODY if "://" in contact else contact.removeprefix("mailto:")


def atom_feed(
    changes: Sequence[DealChange],
    since: datetime.datetime,
    authority: str = NOBODY,
    sources: Mapping[str, Iterable[str]] | None = None,
) -> bytes:
    """The feed as a document in UTF-8.

    Args:
        changes: The newest first; each is an entry, whose id is made of its deal, its instant and what happened.
        since: The feed's time where nothing changed.
        authority: A domain or mail address that is the reader's own (RFC 4151).
        sources: Addresses of the articles of a deal by its present id; those of the web become links.
    """
    from lxml import etree

    feed = etree.Element("feed", nsmap={None: NAMESPACE})
    tag = f"tag:{authority},{_YEAR}:dealtrail"
    _add(etree, feed, "id", f"{tag}/changes")
    _add(etree, feed, "title", "Deals: what is new and changed")
    _add(etree, feed, "updated", _instant(changes[0].at if changes else since))
    _add(etree, _add(etree, feed, "author"), "name", "Dealtrail")
    _add(etree, feed, "generator", "Dealtrail")
    for change in changes:
        _entry(etree, feed, change, tag, (sources or {}).get(change.current or "", ()))
    document: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return document


def _entry(etree: Any, feed: Any, change: DealChange, tag: str, addresses: Iterable[str]) -> None:
    entry = _add(etree, feed, "entry")
    _add(etree, entry, "id", f"{tag}/{change.deal_id}/{_instant(change.at)}/{change.what}")
    _add(etree, entry, "title", change.title())
    _add(etree, entry, "updated", _instant(change.at))
    _add(etree, entry, "category", term=change.what)
    told = change.lines()
    _add(etree, entry, "summary", "; ".join(told) or change.title())
    _add(
        etree,
        entry,
        "content",
        "\n".join([change.title(), *told, f"dealtrail show {change.current or change.deal_id}"]),
    )
    for address in sorted(set(addresses)):
        if urlsplit(address).scheme in {"http", "https"}:
            _add(etree, entry, "link", rel="related", href=quote(address, safe=_OF_ADDRESSES))


def _add(etree: Any, parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, name, {key: xml_text(value) for key, value in attributes.items()})
    if text is not None:
        element.text = xml_text(text)
    return element


def _instant(at: datetime.datetime) -> str:
    """An instant as RFC 3339 has it."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
