"""Over TLS the certificate is checked against the name that was asked for, though the connection is to its address."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.fetch import Fetcher
from schemas import AgainLater
from schemas.page import Page
from tests.pipeline.fetch.test_fetch import QUICK
from tests.sites.server import Site

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a site with a certificate for the name localhost, which this test trusts."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    trusted = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **_: trusted)
    site = Site({"/": lambda request: request.give(200, "<p>sealed</p>")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site._server.socket = context.wrap_socket(site._server.socket, server_side=True)
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
