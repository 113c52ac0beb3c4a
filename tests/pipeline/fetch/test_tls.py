"""Over TLS the certificate is checked against the name that was asked for, though the connection is to its address."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator

import pytest

from pipeline.fetch import Fetcher
from schemas import AgainLater
from schemas.page import Page
from tests.pipeline.fetch.test_fetch import QUICK
from tests.sites.server import Site


@pytest.fixture
def port(sealed: ssl.SSLContext) -> Iterator[int]:
    """The port of a site behind TLS."""
    site = Site({"/": lambda request: request.give(200, "<p>sealed</p>")})
    site._server.socket = sealed.wrap_socket(site._server.socket, server_side=True)
    with site:
        yield int(site.host.partition(":")[2])


def fetch(host: str) -> Page:
    async def run() -> object:
        async with Fetcher(QUICK, private_hosts=[host], seconds_between=0) as fetcher:
            return await fetcher.fetch(f"https://{host}/")

    found = asyncio.run(run())
    assert isinstance(found, Page)
    return found


def test_the_name_is_what_is_checked(port: int) -> None:
    assert fetch(f"localhost:{port}").body == b"<p>sealed</p>"
    with pytest.raises(AgainLater, match="certificate"):
        fetch(f"127.0.0.1:{port}")
