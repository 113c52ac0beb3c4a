"""What an answer means: a page, a redirect, try again later, or set aside."""

from __future__ import annotations

import datetime
import email.utils
from urllib.parse import urljoin, urlsplit

import httpx

from pipeline.fetch.body import Unpacker
from schemas.errors import AgainLater, SetAside

_LATER = frozenset({408, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


def user_agent(contact: str | None) -> str:
    """How the program names itself to sites."""
    return f"Dealtrail/0.1 (news reader; +{contact})" if contact else "Dealtrail/0.1 (news reader)"


def retry_after(text: str | None, now: datetime.datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, which is a number or a date; None if it is neither."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        date = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.UTC)
    return max(0.0, (date - (now or datetime.datetime.now(datetime.UTC))).total_seconds())


def refuse_status(url: str, response: httpx.Response) -> None:
    """Refuse an answer that is no page.

    Raises:
        AgainLater: If it may be one later.
        SetAside: If it will not.
    """
    status = response.status_code
    if status in _LATER:
        raise AgainLater(url, f"answers {status}", retry_after(response.headers.get("retry-after")))
    if status not in (200, 203):
        raise SetAside(url, f"answers {status}")


async def read_body(url: str, response: httpx.Response, most: int, cut: bool) -> tuple[bytes, bytes]:
    """The body as sent and as it is meant; `cut` keeps the start of one that is too large instead of refusing it.

    Raises:
        AgainLater: If it is cut short.
        SetAside: If it is larger than `most` bytes, before or after unpacking.
    """
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > most and not cut:
        raise SetAside(url, f"is {int(length):,} bytes, more than the {most:,} that are read of a page")
    unpacker = Unpacker(url, response.headers.get("content-encoding"), most)
    wire: list[bytes] = []
    body: list[bytes] = []
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if cut and size > most:
            return b"".join(wire), b"".join(body)
        wire.append(piece)
        body.append(unpacker.unpack(piece))
    unpacker.finish()
    return b"".join(wire), b"".join(body)


def redirect_target(asked: str, url: str, location: str) -> str:
    """The address that an answer redirects to, without its fragment; SetAside if it is none."""
    try:
        return urljoin(url, location).partition("#")[0]
    except ValueError as error:
        raise SetAside(asked, f"redirects to {location!r}, which is no address") from error


def origin_of(url: str) -> str:
    """The scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
