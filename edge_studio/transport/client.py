"""The one way to the network: a prepared request in, an outcome out."""

import asyncio
import contextlib
import importlib
import ssl
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from edge_studio.edge.exchange import Answered, Outcome, Phase, PreparedRequest, Unanswered
from edge_studio.transport.decoding import GZIP_MAGIC, Unpacked, unpack
from edge_studio.transport.resolver import Resolver, resolve
from edge_studio.transport.threads import in_thread
from edge_studio.transport.timing import Stopwatch

if TYPE_CHECKING:
    import httpx

    from edge_studio.transport.failures import Facts

_WIRE = "edge_studio.transport.wire"

_SMALL = 4_096
"""Bytes up to which a body is unpacked on the loop, which may be the window's: it grows to 4 MB at most."""


class EdgeClient:
    """Send prepared requests and say what came of each; raises only for cancellation and bugs.

    ``connect_timeout`` covers name resolution, connection and TLS handshake, ``total_timeout`` the whole
    exchange, both in seconds. Redirects are not followed, cookies are not kept, and proxies of the
    environment are not used: what goes out is the prepared request, with ``Host`` and ``Content-Length``.
    Connections are kept for the next request. Belongs to the loop it first sends on.
    """

    def __init__(
        self,
        connect_timeout: float = 10.0,
        total_timeout: float = 60.0,
        *,
        resolver: Resolver = resolve,
    ) -> None:
        self.connect_timeout = connect_timeout
        self.total_timeout = total_timeout
        self._resolver = resolver
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def send(
        self,
        prepared: PreparedRequest,
        on_phase: Callable[[Phase], None] | None = None,
        *,
        stopwatch: Stopwatch | None = None,
    ) -> Outcome:
        """Send ``prepared`` once and wait for all of the answer.

        Whoever may cancel the task hands in a ``stopwatch`` of their own and makes the outcome from it
        (:func:`~edge_studio.transport.failures.cancelled_outcome`); ``on_phase`` is for those who do not.
        """
        await load()
        import httpcore
        import httpx

        sending = _Sending(prepared, stopwatch or Stopwatch(on_phase))
        try:
            client = await self._client(prepared.url)
            return await sending.run(client, self.connect_timeout, self.total_timeout)
        except TimeoutError as error:
            if not sending.limit.expired():
                return sending.failed(error)  # the operating system gave up before we did
            return sending.timed_out()
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.TimeoutException,
            httpcore.UnsupportedProtocol,
            OSError,
            UnicodeError,
        ) as error:
            return sending.failed(error)

    async def aclose(self) -> None:
        """Close every kept connection."""
        clients = list(self._clients.values())
        self._clients.clear()
        for client in clients:
            await client.aclose()

    async def _client(self, url: str) -> "httpx.AsyncClient":
        """The client for the scheme of ``url``; reading the trust store takes long, so only for HTTPS."""
        scheme = "https" if url[:6].lower() == "https:" else "http"
        if scheme not in self._clients:
            import httpx

            from edge_studio.transport.wire import TimedTransport

            tls = await in_thread(trusting_context, "read the trust store") if scheme == "https" else None
            # two first requests may come here at once; the later one must not replace the earlier's pool
            self._clients.setdefault(
                scheme,
                httpx.AsyncClient(
                    transport=TimedTransport(self._resolver, tls), timeout=None, trust_env=False
                ),
            )
        return self._clients[scheme]


class _Sending:
    """One request on its way: what is known of it so far."""

    def __init__(self, prepared: PreparedRequest, stopwatch: Stopwatch) -> None:
        self._prepared = prepared
        self._stopwatch = stopwatch
        self._seconds = self._total = 0.0
        self._deadline = 0.0
        self._status_line = ""
        self._received = 0
        self.limit = asyncio.timeout(None)

    async def run(self, client: "httpx.AsyncClient", connect: float, total: float) -> Answered:
        """Send and receive within ``connect`` seconds to the first byte sent and ``total`` to the last."""
        from httpx import Request

        from edge_studio.transport.wire import entering

        prepared = self._prepared
        request = Request(
            prepared.method,
            prepared.url,
            headers=[(header.name, header.value) for header in prepared.headers],
            content=prepared.body,
        )
        now = asyncio.get_running_loop().time()
        self._deadline, self._total, self._seconds = now + total, total, min(connect, total)
        entering.set(self._enter)
        async with self.limit:
            self.limit.reschedule(now + self._seconds)
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                return await self._read(response)
            finally:
                await response.aclose()

    def _enter(self, phase: Phase) -> None:
        self._stopwatch.enter(phase)
        if phase is Phase.SEND:  # connected: from now on the limit is the one for the whole
            self._seconds = self._total
            self.limit.reschedule(self._deadline)

    async def _read(self, response: "httpx.Response") -> Answered:
        reason = response.extensions["reason_phrase"].decode("latin-1")
        self._status_line = f"{response.status_code} {reason}".rstrip()
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
        )
        chunks = BytesIO()
        async for chunk in response.aiter_raw():
            chunks.write(chunk)
            self._received += len(chunk)
        timing = self._stopwatch.timing()
        body = chunks.getvalue()  # the buffer itself: joining a hundred megabytes would stop the window
        found = Unpacked(body)
        if "content-encoding" in response.headers or body.startswith(GZIP_MAGIC):
            work = partial(unpack, body, headers)
            found = work() if len(body) < _SMALL else await in_thread(work, "unpack the answer")
        version = response.extensions["http_version"].decode("ascii", "replace")
        return Answered(
            response.status_code,
            reason,
            headers,
            found.body,
            self._received,
            timing,
            http_version=version,
            coding_note=found.note,
            packed=found.packed,
        )

    def failed(self, error: Exception) -> Unanswered:
        """The outcome, now that it ended in ``error``."""
        from edge_studio.transport.failures import failed

        return failed(error, self._facts())

    def timed_out(self) -> Unanswered:
        """The outcome, now that a limit was reached."""
        from edge_studio.transport.failures import timed_out

        return timed_out(self._facts())

    def _facts(self) -> "Facts":
        from edge_studio.transport.failures import Facts

        host = server = ""
        with contextlib.suppress(ValueError):  # an address that cannot be taken apart is what has failed
            parts = urlsplit(self._prepared.url)
            host, server = parts.hostname or "", parts.netloc.rpartition("@")[2]
        return Facts(
            host=host or "the server",
            server=server or "the server",
            timing=self._stopwatch.timing(),
            phase=self._stopwatch.phase,
            limit=self._seconds,
            status_line=self._status_line,
            received=self._received,
        )


async def load() -> None:
    """Import what sending needs, off the loop: it takes a tenth of a second, once.

    The first :meth:`EdgeClient.send` does it; a window does it earlier, when it has been painted.
    """
    if _WIRE not in sys.modules:
        await in_thread(_load, "load httpx")


def _load() -> None:
    # httpx imports rich, pygments and click for a command line of its own, where they happen to be installed;
    # that costs half of the time, and it is content to do without: https://github.com/encode/httpx/blob/0.28.1/httpx/__init__.py
    without = "httpx._main" not in sys.modules and "httpx" not in sys.modules
    if without:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]  # None makes the import fail, as documented
    try:
        importlib.import_module(_WIRE)
    finally:
        if without:
            del sys.modules["httpx._main"]
    with contextlib.suppress(ImportError):  # anyio would import it within the first request, on the loop
        importlib.import_module("anyio._backends._asyncio")


def trusting_context() -> ssl.SSLContext:
    """A TLS context that trusts what the operating system trusts.

    Where OpenSSL itself finds the system's certificates, as on most Linux systems, they are read here, once;
    truststore would read them again for each connection (20 ms, on the loop). Elsewhere truststore asks the
    system's own verifier, or finds the certificates in further places.
    """
    if sys.platform not in {"darwin", "win32"}:
        context = ssl.create_default_context()
        if context.cert_store_stats()["x509_ca"]:
            return context
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
