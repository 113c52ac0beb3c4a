"""robots.txt by RFC 9309: what a site lets be read, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

TOKEN = "dealtrail"
"""The name that site owners may use for this program in their robots.txt."""

MOST_BYTES = 500 * 1024
"""What RFC 9309 requires a crawler to read; the rest is cut off at a line's end."""

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin for this program; `seconds_between` is its crawl-delay, 0 if it states none."""

    rules: Protego
    seconds_between: float

    def allows(self, url: str) -> bool:
        """Whether an address may be read."""
        return bool(self.rules.can_fetch(url, TOKEN))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the file names."""
        return tuple(self.rules.sitemaps)


def parse_robots(data: bytes) -> Robots:
    """The rules of a robots.txt; bytes that are no UTF-8 are replaced, lines that are no rule passed over."""
    if len(data) > MOST_BYTES:
        data = data[:MOST_BYTES].rpartition(b"\n")[0]
    rules = Protego.parse(data.decode("utf-8-sig", errors="replace"))
    rate = rules.request_rate(TOKEN)
    delays = (rules.crawl_delay(TOKEN), rate.seconds / rate.requests if rate and rate.requests else None)
    return Robots(rules, max((float(delay) for delay in delays if delay is not None), default=0.0))


def allow_all() -> Robots:
    """The rules of a site that has no robots.txt."""
    return parse_robots(b"")
