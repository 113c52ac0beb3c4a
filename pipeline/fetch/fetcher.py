"""One address to one page, with robots.txt, pauses, redirects, retries and limits."""

from __future__ import annotations

import asyncio
import datetime
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import httpx

from pipeline.fetch.answers import origin_of, read_body, redirect_target, refuse_status, user_agent
from pipeline.fetch.body import ACCEPTED
from pipeline.fetch.guard import guarded_transport
from pipeline.fetch.politeness import LeftAlone, Politeness
from pipeline.fetch.robots import MOST_BYTES, MOST_REDIRECTS, Robots, allow_all, parse_robots
from schemas.errors import AgainLater, SetAside, SettingsError
from schemas.page import Page
from schemas.settings import FetchSettings

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_JITTER = 0.5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the last version, to be asked whether there is a newer one."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing has changed since."""

    url: str


class Fetcher:
    """Fetches for one source; use it as an asynchronous context manager.

    Args:
        settings: Its limits.
        contact: The mail or web address in the User-Agent. Without one only `private_hosts` are fetched from.
        private_hosts: Hosts that may have a loopback or private address.
        politeness: The pauses, shared with whoever else asks the same hosts.
        seconds_between: The least time between two requests to a host; its crawl-delay may make it longer.
        at_once: The most requests to a host at the same time.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        contact: str | None = None,
        private_hosts: Iterable[str] = (),
        politeness: Politeness | None = None,
        seconds_between: float = 2.0,
        at_once: int = 1,
    ) -> None:
        self.settings = settings
        self.politeness = politeness or Politeness(settings.dead_after, settings.dead_seconds)
        self._contact = contact
        self._private_hosts = frozenset(private_hosts)
        self._seconds_between = seconds_between
        self._at_once = at_once
        self._robots: dict[str, tuple[float, asyncio.Task[Robots]]] = {}
        timeout = httpx.Timeout(
            settings.read_seconds, connect=settings.connect_seconds, pool=settings.total_seconds + 60
        )
        self._client = httpx.AsyncClient(
            transport=guarded_transport(self._private_hosts),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": user_agent(contact), "accept-encoding": ACCEPTED},
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def fetch(
        self, url: str, validators: Validators | None = None, most: int | None = None
    ) -> Page | NotModified:
        """Fetch an address.

        Args:
            url: The address.
            validators: Those of the version that is known.
            most: The largest body in bytes; by default the settings' `body_bytes`.

        Raises:
            AgainLater: If it cannot be had now, after as many tries as the settings say.
            SetAside: If it will not be had: forbidden, gone, private, too large, an endless redirect.
            SettingsError: If there is no contact address and the site is somebody else's.
        """
        most = most or self.settings.body_bytes
        for attempt in range(1, self.settings.tries + 1):
            try:
                return await self._follow(url, validators or Validators(), most)
            except LeftAlone:
                raise
            except AgainLater as error:
                wait = self._pause(attempt, error.wait)
                if attempt == self.settings.tries or wait > self.settings.retry_after_seconds:
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("the last try returns or raises")

    async def download(self, url: str, path: Path, most: int) -> None:
        """Fetch a large file, as it is, to a path, which is there only when it is whole; redirects are not followed.

        Raises:
            AgainLater: If it cannot be had now; tried as often as the settings say.
            SetAside: If it will not be had, or is larger than `most` bytes.
        """
        self._check(url)
        if not (await self.robots(url)).allows(url):
            raise SetAside(url, f"is forbidden by the robots.txt of {origin_of(url)}")
        growing = path.with_name(path.name + ".part")
        for attempt in range(1, self.settings.tries + 1):
            try:
                async with self.politeness.turn(urlsplit(url).hostname or "", self._seconds_between, self._at_once):
                    await self._stream_to(url, growing, most)
                growing.rename(path)
                return
            except AgainLater as error:
                if attempt == self.settings.tries:
                    raise
                await asyncio.sleep(self._pause(attempt, error.wait))
            finally:
                growing.unlink(missing_ok=True)

    async def robots(self, url: str) -> Robots:
        """The robots.txt that holds for an address.

        Raises:
            AgainLater: If it cannot be had now: that means to wait, not that everything is allowed.
        """
        origin = origin_of(url)
        asked_at, task = self._robots.get(origin, (0.0, None))
        if task is None or time.monotonic() - asked_at > self.settings.robots_keep_seconds:
            task = asyncio.ensure_future(self._fetch_robots(origin))
            self._robots[origin] = (time.monotonic(), task)
        return await asyncio.shield(task)

    async def _stream_to(self, url: str, path: Path, most: int) -> None:
        size = 0
        try:
            async with self._client.stream("GET", url, headers={"accept-encoding": "identity"}) as response:
                refuse_status(url, response)
                with path.open("wb") as file:
                    async for piece in response.aiter_raw():
                        size += len(piece)
                        if size > most:
                            raise SetAside(url, f"is larger than {most:,} bytes, the most that is taken of a file")
                        file.write(piece)
        except httpx.TransportError as error:
            raise AgainLater(url, f"cannot be had: {error or type(error).__name__}") from error

    def _pause(self, attempt: int, asked: float | None) -> float:
        backoff = self.settings.backoff_seconds * 2.0 ** (attempt - 1)
        return max(asked or 0.0, backoff) + backoff * random.uniform(0, _JITTER)

    async def _follow(self, url: str, validators: Validators, most: int) -> Page | NotModified:
        current, seen = url, {url}
        for _ in range(self.settings.redirects + 1):
            self._check(current)
            robots = await self.robots(current)
            if not robots.allows(current):
                raise SetAside(url, f"is forbidden by the robots.txt of {origin_of(current)}")
            pause = max(self._seconds_between, robots.seconds_between)
            found = await self._exchange(url, current, validators, most, pause)
            if not isinstance(found, str):
                return found
            current = found
            if current in seen:
                raise SetAside(url, "redirects in a circle")
            seen.add(current)
        raise SetAside(url, f"redirects more than {self.settings.redirects} times")

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise SetAside(url, f"is no address: {error}") from error
        if parts.scheme not in ("http", "https") or not host:
            raise SetAside(url, "is no http or https address")
        if self._contact is None and not {host, f"{host}:{parts.port}"} & self._private_hosts:
            raise SettingsError(
                f"will not fetch from {host} without a contact address for its owner: "
                'set contact = "you@example.org" in dealtrail.toml, or DEALTRAIL_CONTACT'
            )

    async def _fetch_robots(self, origin: str) -> Robots:
        current = origin + "/robots.txt"
        try:
            for _ in range(MOST_REDIRECTS + 1):
                self._check(current)
                found = await self._exchange(
                    current, current, Validators(), MOST_BYTES * 4, 0.0, self.settings.robots_seconds, cut=True
                )
                if isinstance(found, Page):
                    return parse_robots(found.body)
                if not isinstance(found, str):
                    break
                current = found
        except SetAside as error:
            if "no public address" in error.reason:
                raise
        except AgainLater as error:
            reason = f"waits, since its robots.txt cannot be had: {error.reason}"
            raise LeftAlone(origin, reason, error.wait) from error
        # Gone, forbidden or redirected without end: RFC 9309 calls that 'unavailable', and everything may be read.
        return allow_all()

    async def _exchange(
        self,
        asked: str,
        url: str,
        validators: Validators,
        most: int,
        pause: float,
        seconds: float | None = None,
        cut: bool = False,
    ) -> Page | NotModified | str:
        """One request: a page, 'not modified', or the address that it redirects to."""
        host, limit = urlsplit(url).hostname or "", seconds or self.settings.total_seconds
        async with self.politeness.turn(host, pause, self._at_once):
            try:
                async with asyncio.timeout(limit):
                    found = await self._request(asked, url, validators, most, cut)
            except TimeoutError as error:
                self.politeness.failed(host)
                raise AgainLater(
                    asked, f"took longer than {seconds or self.settings.total_seconds:g} seconds"
                ) from error
            except httpx.TimeoutException as error:
                self.politeness.failed(host)
                raise AgainLater(asked, f"does not answer in time ({type(error).__name__})") from error
            except (httpx.TransportError, httpx.DecodingError) as error:
                self.politeness.failed(host)
                raise AgainLater(asked, f"cannot be reached: {error or type(error).__name__}") from error
            except httpx.InvalidURL as error:
                raise SetAside(asked, f"is no address: {error}") from error
            except SetAside as error:
                raise SetAside(
                    asked, f"{error.place} {error.reason}" if error.place == host else error.reason
                ) from None
        self.politeness.answered(host)
        return found

    async def _request(
        self, asked: str, url: str, validators: Validators, most: int, cut: bool
    ) -> Page | NotModified | str:
        headers = {}
        if validators.etag:
            headers["if-none-match"] = validators.etag
        if validators.last_modified:
            headers["if-modified-since"] = validators.last_modified
        async with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code in _REDIRECTS and (location := response.headers.get("location")):
                return redirect_target(asked, url, location)
            if response.status_code == 304 and headers:
                return NotModified(asked)
            refuse_status(asked, response)
            wire, body = await read_body(asked, response, most, cut)
            return Page(
                url=asked,
                final_url=url,
                status=response.status_code,
                headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
                body=body,
                wire=wire,
                fetched=datetime.datetime.now(datetime.UTC),
            )
