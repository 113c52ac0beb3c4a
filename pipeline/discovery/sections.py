"""Section pages: the links that a CSS selector finds."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
from bs4 import BeautifulSoup

from pipeline.addresses import absolute
from pipeline.discovery.announced import Announced
from pipeline.reading.page import html_page
from schemas.errors import InputError
from schemas.page import Page


def read_section(page: Page, selector: str, most: int, encoding: str | None = None) -> list[Announced]:
    """The links of a section page.

    Args:
        page: The page.
        selector: The CSS selector of its links, or of elements with links inside.
        most: The most links.
        encoding: The encoding of a site that declares a wrong one.

    Raises:
        InputError: If it is no text, or the selector finds no link.
    """
    document = html_page(page, encoding).document
    soup = BeautifulSoup(lxml.html.tostring(document.tree, encoding="unicode"), "lxml")
    found = list(_links(soup, selector, page.final_url))[:most]
    if not found:
        raise InputError(page.url, f"has no link for the selector {selector!r}; has the page changed?")
    return found


def _links(soup: BeautifulSoup, selector: str, base: str) -> Iterator[Announced]:
    seen: set[str] = set()
    for element in soup.select(selector):
        for link in [element] if element.name == "a" else element.find_all("a", href=True):
            href = link.get("href")
            address = absolute(base, href) if isinstance(href, str) else None
            if address is not None and address not in seen:
                seen.add(address)
                yield Announced(address, title=" ".join(link.get_text().split())[:500])
