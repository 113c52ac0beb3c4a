"""XML from strangers, as a stream: no entities, no network, no deep or endless trees, as much as is well formed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import lxml.etree

from pipeline.fetch.body import unpack
from schemas.errors import FetchError, InputError

_CHUNK = 1 << 16
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_HEAD = 20_000
"""Bytes at the start that a document type is looked for in; looking is slow where somebody has written thousands."""


def elements(data: bytes, place: str, names: frozenset[str], most_bytes: int) -> Iterator[lxml.etree._Element]:
    """Each element of these local names when it ends, then forgotten; XML that breaks off is read up to there.

    Args:
        data: The XML, plain or gzipped.
        place: Its address, for errors.
        names: The local names that are wanted, whatever their namespace.
        most_bytes: The largest document after decompression.

    Raises:
        InputError: If it is no XML at all, or larger.
    """
    if data.startswith(b"\x1f\x8b"):
        try:
            data = unpack(place, data, "gzip", most_bytes)
        except (FetchError, zlib.error) as error:
            raise InputError(place, f"cannot be unpacked: {error}") from error
    # A document type only serves to define entities, of which feeds have no need and bombs are made.
    data = _DOCTYPE.sub(b"", data[:_HEAD]).lstrip(b"\xef\xbb\xbf \t\r\n") + data[_HEAD:]
    parser = lxml.etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    seen = False
    for start in range(0, len(data), _CHUNK):
        try:
            parser.feed(data[start : start + _CHUNK])
        except lxml.etree.XMLSyntaxError as error:
            if not seen:
                raise InputError(place, f"is no XML: {error}") from error
            return
        for _, element in parser.read_events():
            if not isinstance(element.tag, str):
                continue
            seen = True
            if local(element) in names:
                yield element
                _forget(element)
    if not seen:
        raise InputError(place, "is no XML: it holds no element")


def local(element: lxml.etree._Element) -> str:
    """An element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def text_in(element: lxml.etree._Element, *names: str) -> str:
    """The text of the first child that has one of these local names; empty if there is none."""
    for name in names:
        for child in element:
            if isinstance(child.tag, str) and local(child) == name:
                text = "".join(child.itertext()).strip()
                if text:
                    return text
    return ""


def _forget(element: lxml.etree._Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
