"""Articles that are spread over several pages: the link from one part to the next."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from pipeline.addresses import absolute, same_site, without_tracking
from pipeline.reading.document import text_of

_NEXT = re.compile(
    r"^\s*(下\s*一\s*[頁页]|下頁|下页|后一页|後一頁|next(\s+page)?|continue to page \d+|[>›»]+)\s*[>›»]*\s*$", re.I
)
_NUMBER = re.compile(r"(?:[_\-/]|/page/|/p)(\d{1,2})(?=(?:\.\w{3,5})?/?$)")
_MOST = 99
_LONGEST = 60
_KEYS = frozenset({"page", "p", "pg", "pageno", "page_no", "pn"})


def find_next_part(tree: HtmlElement, url: str) -> str | None:
    """The address of the next part of the article at `url`, None if this is the last or only one.

    Links to 'next' often lead to the next article instead: only an address that differs from this one in nothing but
    the number of its part is taken.
    """
    links = tree.xpath("//link[@rel='next' and @href] | //a[@rel='next' and @href]")
    links += [link for link in tree.iter("a") if link.get("href") and _is_short(link) and _NEXT.match(text_of(link))]
    for link in links:
        address = absolute(url, link.get("href"))
        if address and same_site(url, address) and _is_next(url, address):
            return address
    return None


def _is_short(link: HtmlElement) -> bool:
    """Whether a link may be one to a next page; a headline is told without joining its texts, as most links are."""
    return len(link.text or "") <= _LONGEST


def _is_next(url: str, other: str) -> bool:
    return any((stem, number + 1) in _numbered(other) for stem, number in [(_whole(url), 1), *_numbered(url)])


def _whole(url: str) -> str:
    parts = urlsplit(without_tracking(url))
    return f"{parts.netloc}{parts.path.rstrip('/')}?{sorted(parse_qsl(parts.query))}"


def _numbered(url: str) -> list[tuple[str, int]]:
    """The ways to read an address as that of a numbered part: without its number, and that number (from 2)."""
    parts = urlsplit(without_tracking(url))
    pairs = parse_qsl(parts.query)
    found = []
    for name, value in pairs:
        if name.lower() in _KEYS and value.isdigit() and 2 <= int(value[:3]) <= _MOST:
            rest = sorted(pair for pair in pairs if pair[0] != name)
            found.append((f"{parts.netloc}{parts.path.rstrip('/')}?{rest}", int(value)))
    match = _NUMBER.search(parts.path)
    if match and int(match[1]) >= 2:
        path = (parts.path[: match.start()] + parts.path[match.end() :]).rstrip("/")
        found.append((f"{parts.netloc}{path}?{sorted(pairs)}", int(match[1])))
    return found
