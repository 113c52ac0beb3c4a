"""A site that does what sites should not: every way of going wrong that the fetcher must survive."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Mapping

from tests.sites.server import Answer, Request

PLAIN = "<html><body><p>A page like others.</p></body></html>"


def paths() -> Mapping[str, Answer]:
    """The site's paths."""
    return {
        "/plain": lambda request: request.give(200, PLAIN, content_type="text/html"),
        "/busy": _busy,
        "/busy-long": lambda request: request.give(429, retry_after="3600"),
        "/down-once": lambda request: request.give(503) if request.nth == 1 else request.give(200, PLAIN),
        "/down": lambda request: request.give(503),
        "/drip": _drip,
        "/silent": lambda request: time.sleep(5),
        "/cut": lambda request: request.give(200, gzip.compress(PLAIN.encode() * 50)[:-20], content_encoding="gzip"),
        "/short": lambda request: _short(request),
        "/bomb": _bomb,
        "/no-gzip": lambda request: request.give(200, PLAIN, content_encoding="gzip"),
        "/brotli": lambda request: request.give(200, b"abc", content_encoding="br"),
        "/gzip": lambda request: request.give(200, gzip.compress(PLAIN.encode()), content_encoding="gzip"),
        "/two-members": lambda request: request.give(
            200, gzip.compress(b"one ") + gzip.compress(b"two"), content_encoding="gzip"
        ),
        "/deflate": lambda request: request.give(200, zlib.compress(PLAIN.encode()), content_encoding="deflate"),
        "/raw-deflate": lambda request: request.give(
            200, zlib.compress(PLAIN.encode(), wbits=-15), content_encoding="deflate"
        ),
        "/circle": lambda request: request.give(302, location="/circle2"),
        "/circle2": lambda request: request.give(302, location="/circle"),
        "/endless": lambda request: request.give(302, location=f"/endless?n={time.monotonic_ns()}"),
        "/moved": lambda request: request.give(301, location="/plain"),
        "/inside": lambda request: request.give(302, location="http://127.0.0.1:9/secret"),
        "/metadata": lambda request: request.give(302, location="http://169.254.169.254/latest/meta-data/"),
        "/file": lambda request: request.give(302, location="file:///etc/passwd"),
        "/huge": _huge,
        "/huge-unsaid": _huge_unsaid,
        "/gone": lambda request: request.give(410),
        "/secret": lambda request: request.give(200, PLAIN),
        "/tagged": _tagged,
        "/feed-many": lambda request: request.give(200, _many()),
        "/feed-broken": lambda request: request.give(200, _rss("/plain-2")[:-30] + "<item><li"),
        "/feed-entities": lambda request: request.give(200, _entities()),
        "/feed-none": lambda request: request.give(200, "<!doctype html><p>no feed here"),
        "/sitemap-endless": _endless_sitemap,
    }


def _busy(request: Request) -> None:
    if request.nth == 1:
        request.give(429, retry_after="1")
    else:
        request.give(200, PLAIN)


def _drip(request: Request) -> None:
    request.start(200, content_length="1000")
    for _ in range(1000):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def _short(request: Request) -> None:
    request.start(200, content_length="1000", connection="close")
    request.wfile.write(b"only this")
    request.close_connection = True


def _bomb(request: Request) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    request.start(200, content_encoding="gzip", connection="close")
    zeros = bytes(1 << 20)
    for _ in range(500):
        request.wfile.write(packer.compress(zeros))
    request.wfile.write(packer.flush())
    request.close_connection = True


def _huge(request: Request) -> None:
    request.start(200, content_length=str(200_000_000))
    for _ in range(200):
        request.wfile.write(bytes(1_000_000))


def _huge_unsaid(request: Request) -> None:
    request.start(200, connection="close")
    for _ in range(200):
        request.wfile.write(bytes(1_000_000))
    request.close_connection = True


def _tagged(request: Request) -> None:
    if request.headers.get("if-none-match") == '"v1"':
        request.give(304)
    else:
        request.give(200, PLAIN, etag='"v1"')


def _rss(*links: str) -> str:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def _many() -> str:
    return _rss(*(f"/many/{number}" for number in range(50_000)))


def _entities() -> str:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return _rss("/plain-3").replace("<rss", f'<!DOCTYPE rss [<!ENTITY e0 "ha">{names}]><rss').replace("x<", "&e11;<")


def _endless_sitemap(request: Request) -> None:
    number = request.nth * 1000
    more = "".join(f"<sitemap><loc>/sitemap-endless?n={number + k}</loc></sitemap>" for k in range(20))
    request.give(200, f"<sitemapindex>{more}</sitemapindex>")
