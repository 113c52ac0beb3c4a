"""No request to loopback, private or link-local addresses: checked on what the name resolves to, at every connection.

The check and the connection use the same resolved address, so a name that resolves differently a moment later
(DNS rebinding) gains nothing; and since every connection goes through here, so does every redirect.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore
import httpx
from httpcore import AsyncNetworkBackend, AsyncNetworkStream

from schemas.errors import SetAside

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network, also where an IPv4 address is wrapped in an IPv6 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class GuardedBackend(AsyncNetworkBackend):
    """Connections to public addresses, and to the `private_hosts` (`name` or `name:port`) wherever they are."""

    def __init__(self, private_hosts: Iterable[str] = ()) -> None:
        self._private_hosts = frozenset(private_hosts)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to a host.

        Raises:
            SetAside: If the name leads to an address that is not public.
            httpcore.ConnectError: If it leads nowhere or nobody answers.
        """
        addresses = await _resolve(host, port, timeout)
        if host not in self._private_hosts and f"{host}:{port}" not in self._private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise SetAside(host, f"leads to {address}, which is no public address")
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> AsyncNetworkStream:
        """Refused: nothing is fetched from a socket of this machine."""
        raise SetAside(path, "is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def guarded_transport(private_hosts: Iterable[str] = (), connections: int = 20) -> httpx.AsyncHTTPTransport:
    """A transport for HTTP/1.1 and HTTP/2 that connects through `GuardedBackend`, and never through a proxy."""
    transport = httpx.AsyncHTTPTransport(http2=True, trust_env=False)
    # httpx has no parameter for the network backend of its pool; the versions are pinned, and a test connects.
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=10,
        http1=True,
        http2=True,
        network_backend=GuardedBackend(private_hosts),
    )
    return transport


async def _resolve(host: str, port: int, timeout: float | None) -> list[str]:
    try:
        async with asyncio.timeout(timeout):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from error
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} leads nowhere: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
