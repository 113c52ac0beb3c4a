"""Pages over HTTP/2: a server that speaks nothing else, over TLS, on a real socket."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpx
import pytest

from pipeline.fetch import Fetcher
from schemas.page import Page
from tests.pipeline.fetch.test_fetch import QUICK

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
BODY = "<p>輝達投資OpenAI</p>".encode() * 5_000


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request of one connection with `BODY`, as fast as the client's windows allow."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    waiting: dict[int, bytes] = {}
    writer.write(connection.data_to_send())
    while data := await reader.read(65_536):
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers)[b":path"]
                status = b"404" if path == b"/robots.txt" else b"200"
                connection.send_headers(event.stream_id, [(b":status", status), (b"content-type", b"text/html")])
                waiting[event.stream_id] = b"none" if status == b"404" else BODY
        for stream, left in list(waiting.items()):
            while left and (room := min(connection.local_flow_control_window(stream), 16_384)) > 0:
                connection.send_data(stream, left[:room], end_stream=len(left) <= room)
                left = left[room:]
            waiting[stream] = left
            if not left:
                del waiting[stream]
        writer.write(connection.data_to_send())
        await writer.drain()
    writer.close()


def test_a_site_that_speaks_only_http2_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    trusted = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **_: trusted)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])

    async def run() -> object:
        server = await asyncio.start_server(_serve, "127.0.0.1", 0, ssl=context)
        host = f"localhost:{server.sockets[0].getsockname()[1]}"
        async with server, Fetcher(QUICK, private_hosts=[host], seconds_between=0) as fetcher:
            return await fetcher.fetch(f"https://{host}/")

    page = asyncio.run(run())
    assert isinstance(page, Page)
    assert page.body == BODY
