"""Pages over HTTP/2: a server that speaks nothing else, over TLS, on a real socket."""

from __future__ import annotations

import asyncio
import ssl

import h2.config
import h2.connection
import h2.events

from pipeline.fetch import Fetcher
from schemas.page import Page
from tests.pipeline.fetch.test_fetch import QUICK

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


def test_a_site_that_speaks_only_http2_is_read(sealed: ssl.SSLContext) -> None:
    sealed.set_alpn_protocols(["h2"])

    async def run() -> object:
        server = await asyncio.start_server(_serve, "127.0.0.1", 0, ssl=sealed)
        host = f"localhost:{server.sockets[0].getsockname()[1]}"
        async with server, Fetcher(QUICK, private_hosts=[host], seconds_between=0) as fetcher:
            return await fetcher.fetch(f"https://{host}/")

    page = asyncio.run(run())
    assert isinstance(page, Page)
    assert page.body == BODY
