"""httpx's way to the network: a pool of connections that says which phase it is in.

Imported with the first request only, since httpx and httpcore take long to load.
"""

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from edge_studio.edge.exchange import Phase
from edge_studio.transport.resolver import Resolver, is_address

KEEP_ALIVE = 30.0
"""Seconds that an idle connection is kept for the next request."""

PATIENCE = 2.5
"""Seconds to wait for one address of a name while there are others to try."""

entering: ContextVar[Callable[[Phase], None]] = ContextVar("entering")
"""Hears of each phase of the running task's exchange; httpcore connects in the task that asks."""

_BEGINS = {
    "connection.start_tls.started": Phase.TLS,
    "http11.send_request_headers.started": Phase.SEND,
    "http11.receive_response_headers.started": Phase.WAIT,
    "http11.receive_response_headers.complete": Phase.DOWNLOAD,
}


class TimedBackend(httpcore.AsyncNetworkBackend):
    """Look a name up, then connect: two phases that httpcore itself takes for one.

    Every address that the name has is tried, in order. The limit for connecting is the client's own.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a TCP connection to ``host``."""
        enter = entering.get()
        addresses = [host]
        if not is_address(host):
            enter(Phase.RESOLVE)
            addresses = await self._resolver(host, port)
            if not addresses:
                raise socket.gaierror(socket.EAI_NONAME, f"no address of {host}")
        enter(Phase.CONNECT)
        *others, last = addresses
        for address in others:
            try:
                return await self._sockets.connect_tcp(address, port, PATIENCE, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._sockets.connect_tcp(last, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore asks for it between tries, of which there is only one here."""
        await self._sockets.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class TimedTransport(httpx.AsyncBaseTransport):
    """Send httpx's requests over one pool of HTTP/1.1 connections; errors stay httpcore's own."""

    def __init__(self, resolver: Resolver, tls: ssl.SSLContext | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=None,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=TimedBackend(resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is still to be read."""
        if not request.url.host:
            raise httpx.UnsupportedProtocol("the address names no host", request=request)
        enter = entering.get()
        shaking_hands: list[httpcore.AsyncNetworkStream] = []

        async def trace(event: str, info: dict[str, Any]) -> None:
            phase = _BEGINS.get(event)
            if phase is not None:
                enter(phase)
            if event == "connection.connect_tcp.complete":
                shaking_hands.append(info["return_value"])
            elif phase is Phase.SEND:
                shaking_hands.clear()

        try:
            answer = await self._pool.handle_async_request(_for_httpcore(request, trace))
        except BaseException:
            for stream in shaking_hands:  # httpcore 1.0.9 leaves it open when cancelled in the TLS handshake
                await stream.aclose()
            raise
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


def _for_httpcore(request: httpx.Request, trace: Callable[..., Any]) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions={"trace": trace},
    )
