"""A connection over TLS before it is one: no client holds a place for as long as it likes."""

import asyncio
import ssl
from collections.abc import Callable
from traceback import clear_frames

from edge_studio.local_edge.connection import Connection
from edge_studio.local_edge.crowd import FOREVER, Crowd
from edge_studio.local_edge.player import Player


class Handshake(asyncio.Protocol):
    """A connection over TLS until client and server have agreed how to speak; a guest of the crowd."""

    deadline = FOREVER  # the handshake has one of its own

    def __init__(self, crowd: Crowd, player: Player, context: Callable[[], ssl.SSLContext]) -> None:
        self._crowd = crowd
        self._player = player
        self._context = context
        self._transport: asyncio.Transport | None = None
        self._shaking: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether it is being answered: not yet."""
        return False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; what the client sends waits until TLS reads it."""
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()
        self._transport = transport
        self._crowd.join(self)
        self._shaking = asyncio.get_running_loop().create_task(self._shake(transport))

    async def _shake(self, transport: asyncio.Transport) -> None:
        connection = Connection(self._crowd, self._player, transport)
        limits = self._crowd.limits
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport,
                connection,
                self._context(),
                server_side=True,
                ssl_handshake_timeout=limits.head_seconds,
                ssl_shutdown_timeout=limits.linger_seconds,
            )
        except OSError as error:  # it does not speak TLS, does not trust us, or has left: that was told
            clear_frames(error.__traceback__)  # they hold on to each other, and to a quarter megabyte
            return
        finally:
            self._crowd.leave(self)
        if secure is not None and not secure.is_closing():
            connection.connection_made(secure)

    def expire(self) -> None:
        """Never called: there is no deadline."""

    def abort(self) -> None:
        """Leave at once."""
        if self._transport is not None:
            self._transport.abort()

    def goodbye(self) -> None:
        """Leave."""
        self.abort()
