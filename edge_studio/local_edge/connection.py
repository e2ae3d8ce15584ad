"""One client's connection: HTTP/1.1 as h11 understands it, and answers carried out as they are meant.

A server for everyday would be no use here: these connections break where a fault says so, and bear clients
that never end a line.
"""

import asyncio
import logging
import socket
import struct
import sys
from typing import Final

import h11

from edge_studio.local_edge import http
from edge_studio.local_edge.crowd import FOREVER, Crowd
from edge_studio.local_edge.messages import MAX_BODY, Answer, Reply, Request
from edge_studio.local_edge.player import Player, Served
from edge_studio.local_edge.troubles import NOT_HTTPS, is_tls, trouble_of

_log = logging.getLogger(__name__)

_IN_A_ROW: Final = 32
"""Events of one connection that are handled before the others have their turn."""
_AHEAD: Final = 64 * 1024
"""Bytes that a client may send ahead while it is being answered; of more, nothing is read."""
_BEATS: Final = 10
"""Pieces a second of a body that drips."""
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_NO_LINGER: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Closing then sends RST instead of FIN."""


class Connection(asyncio.Protocol):
    """A connection from its first byte to its end; a guest of the crowd."""

    def __init__(self, crowd: Crowd, player: Player, underneath: asyncio.Transport | None = None) -> None:
        """``underneath`` is the plain connection that TLS goes over, where it does."""
        self._underneath = underneath
        self._crowd = crowd
        self._player = player
        self._limits = crowd.limits
        self._loop = asyncio.get_running_loop()
        self._http = self._parser()
        self._transport: asyncio.Transport | None = None  # over TLS, bytes may come before it
        self._secure = False
        self._head: h11.Request | None = None
        self._body = bytearray()
        self._size = 0
        self._too_large = False
        self._began: float | None = None
        self._head_at = 0.0
        self._ahead = 0
        self._going_on = False
        self._delivering: asyncio.Task[None] | None = None
        self._unread: asyncio.Future[None] | None = None
        self._lingering = False
        self.deadline = FOREVER

    @property
    def busy(self) -> bool:
        """Whether it is being answered."""
        return self._delivering is not None

    # What asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; what came already, if anything did, is answered."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._secure = transport.get_extra_info("ssl_object") is not None
        self._crowd.join(self)
        self._advance()

    def data_received(self, data: bytes) -> None:
        """Take what the client sent."""
        if self._lingering:
            return
        self._crowd.stirred(self)
        if self._began is None:
            self._began = self._loop.time()
        self._http.receive_data(data)
        if self._transport is None:
            return
        if not self._going_on and self._delivering is None and self._unread is None:
            self._advance()
            return
        self._ahead += len(data)
        if self._ahead > _AHEAD:
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """The client sends no more; over plain TCP it may still read, so the connection is kept."""
        if self._lingering:
            return False
        self._http.receive_data(b"")
        if self._transport is not None and not self._going_on:
            self._advance()
        return not self._secure

    def connection_lost(self, exc: Exception | None) -> None:
        """End, whoever ended it."""
        self._player.trouble(trouble_of(exc))
        self._crowd.leave(self)
        if self._delivering is not None:
            self._delivering.cancel()
        self.resume_writing()

    def pause_writing(self) -> None:
        """The client does not read; it gets some time to."""
        self._unread = self._loop.create_future()
        self._expect(self._loop.time() + self._limits.write_seconds)

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._unread is not None:
            self._unread.set_result(None)
            self._unread = None
            self.deadline = FOREVER
            self._go_on()

    # What the crowd tells

    def expire(self) -> None:
        """Its time is over: whoever sends a request too slowly is told so, all others are left."""
        if self._transport is None or self._transport.is_closing() or self._lingering or self._unread:
            self.abort()
        elif self._began is not None:
            self._refuse(408)
        else:
            self._close()

    def abort(self) -> None:
        """Leave at once."""
        self.deadline = FOREVER
        plain = self._underneath or self._transport  # TLS that is closing already may not hear of it
        if plain is not None:
            plain.abort()

    def goodbye(self) -> None:
        """Leave; what is written is sent, what was going to be is not."""
        if self._delivering is not None or self._transport is None:
            self.abort()
        elif not self._transport.is_closing():
            self._transport.close()

    # Reading

    def _advance(self) -> None:
        """Go on with what was read, until it is used up, something is being delivered, or others wait."""
        assert self._transport is not None
        self._going_on = False
        try:
            for _ in range(_IN_A_ROW):
                if self._delivering or self._unread or self._lingering or self._transport.is_closing():
                    return
                event = self._http.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED:
                    self._wait()
                    return
                self._take(event)
        except h11.RemoteProtocolError as error:
            if is_tls(self._http.trailing_data[0]):
                self._player.trouble(NOT_HTTPS)
            self._refuse(error.error_status_hint)
            return
        self._go_on()

    def _go_on(self) -> None:
        """Advance once the others had their turn."""
        if not self._going_on and self._transport is not None:
            self._going_on = True
            self.deadline = FOREVER
            self._loop.call_soon(self._advance)

    def _take(self, event: h11.Event | type) -> None:
        match event:
            case h11.Request():
                self._begin(event)
            case h11.Data():
                self._size += len(event.data)
                self._too_large = self._too_large or self._size > MAX_BODY
                if not self._too_large:
                    self._body += event.data
                elif self._size > self._limits.drain_bytes:
                    self._answer(unread=True)
            case h11.EndOfMessage():
                self._answer()
            case _:  # the client has closed, and nothing is left to answer
                self._close()

    def _begin(self, head: h11.Request) -> None:
        """A head is complete."""
        assert self._transport is not None
        self._head = head
        self._head_at = self._loop.time()
        if self._began is None:
            self._began = self._head_at
        self._body.clear()
        self._size = 0
        length = http.announced(head)
        self._too_large = length > MAX_BODY
        if head.http_version not in {b"1.0", b"1.1"}:
            self._refuse(505)
        elif http.size(head) > self._limits.head_bytes:
            self._refuse(431)
        elif self._http.they_are_waiting_for_100_continue:
            if self._too_large:
                self._answer(unread=True)
            else:
                self._transport.write(_CONTINUE)
        elif length > self._limits.drain_bytes:
            self._answer(unread=True)

    def _wait(self) -> None:
        """For the client, but not forever."""
        if self._ahead:
            assert self._transport is not None
            self._ahead = 0
            self._transport.resume_reading()
        if self._began is None:
            self._expect(self._loop.time() + self._limits.idle_seconds)
        elif self._http.their_state is h11.SEND_BODY:
            self._expect(self._head_at + self._limits.body_seconds)
        else:
            self._expect(self._began + self._limits.head_seconds)

    def _expect(self, deadline: float) -> None:
        self.deadline = deadline
        self._crowd.watch(deadline)

    # Answering

    def _answer(self, *, unread: bool = False) -> None:
        """Answer the request; ``unread`` where the client is not through with its body and will not be."""
        assert self._head is not None
        try:
            request = http.request_of(
                self._head, bytes(self._body), too_large=self._too_large, secure=self._secure
            )
        except http.BadTarget:
            self._refuse(400)
            return
        if self._too_large:
            self._body.clear()
        reply = self._player.answer(request)
        framing = http.Framing.of(self._head, unread=unread)
        if reply.delivery.delay == 0 and reply.delivery.mishap is None:
            try:
                self._write(reply.answer, framing)
            except http.BadAnswer:
                self._give_up()
            self._over(request, reply, reply.answer.status)
            self._next(framing, unread)
        else:
            self.deadline = FOREVER
            self._delivering = self._loop.create_task(self._deliver(request, reply, framing, unread))

    async def _deliver(self, request: Request, reply: Reply, framing: http.Framing, unread: bool) -> None:
        """Answer late or badly, as it is meant."""
        status = 0
        answer, delivery = reply.answer, reply.delivery
        try:
            if delivery.delay:
                await asyncio.sleep(delivery.delay)
            if delivery.mishap == "reset":
                self._reset()
                return
            status = answer.status
            match delivery.mishap:
                case "truncated":
                    self._write_half(answer, framing, announce=len(answer.body))
                case "wrong-length":
                    self._write_half(answer, framing, announce=len(answer.body) // 2, whole=True)
                case "drip":
                    await self._drip(answer, framing, delivery.bytes_per_second)
                case _:
                    self._write(answer, framing)
        except http.BadAnswer:
            self._give_up()
        finally:
            self._delivering = None
            self._over(request, reply, status)
        self._next(framing, unread)
        if self._transport is not None and not self._transport.is_closing():
            self._advance()

    def _write(self, answer: Answer, framing: http.Framing) -> None:
        """Write an answer whole."""
        assert self._transport is not None
        self._transport.write(http.written(answer, framing))

    async def _drip(self, answer: Answer, framing: http.Framing, speed: int) -> None:
        """Write an answer a few bytes at a time."""
        assert self._transport is not None
        self._transport.write(http.start(answer, framing))
        step = max(1, speed // _BEATS)
        if framing.body:
            for part in http.pieces(answer, step):
                self._transport.write(http.piece(part, answer, framing))
                await asyncio.sleep(step / speed)
                if self._unread is not None:
                    await asyncio.shield(self._unread)
            self._transport.write(http.end(answer, framing))

    def _write_half(self, answer: Answer, framing: http.Framing, announce: int, whole: bool = False) -> None:
        """Write an answer whose body is not as long as its head says, and close."""
        assert self._transport is not None
        self._transport.write(http.start(answer, framing, announce))
        if framing.body:
            self._transport.write(answer.body if whole else answer.body[: len(answer.body) // 2])
        self._close()

    def _reset(self) -> None:
        """Break the connection as a server does that died: with RST."""
        assert self._transport is not None
        plug = self._transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.abort()

    def _over(self, request: Request, reply: Reply, status: int) -> None:
        assert self._head is not None
        assert self._began is not None
        self._crowd.served(self)
        seconds = self._loop.time() - self._began
        head = self._head
        target, version = head.target.decode("latin-1"), head.http_version.decode("ascii")
        self._player.served(Served(request, target, version, reply, status, seconds))

    def _next(self, framing: http.Framing, unread: bool) -> None:
        """Make ready for another request, or close where there can be none."""
        assert self._transport is not None
        if self._lingering or self._transport.is_closing():
            return
        if unread:
            self._linger()
        elif framing.close:
            self._close()
        else:
            ahead, ended = self._http.trailing_data
            self._http = self._parser()  # h11 would want to know what was answered
            self._began = None
            if ahead:
                self._began = self._loop.time()
                self._http.receive_data(ahead)
            if ended:
                self._http.receive_data(b"")

    def _parser(self) -> h11.Connection:
        return h11.Connection(h11.SERVER, self._limits.head_bytes)

    def _refuse(self, status: int) -> None:
        """Say that this is not the HTTP that is spoken here, and close."""
        self._write(http.refusal(status), http.Framing(close=True))
        self._linger()

    def _give_up(self) -> None:
        """A bug of ours is logged, and the next request is served."""
        _log.exception("Local Edge could not write an answer")
        self._refuse(500)

    def _linger(self) -> None:
        """Close once the client has had time to read: closing on what it still sends would be a reset."""
        assert self._transport is not None
        self._lingering = True
        self._transport.resume_reading()
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._expect(self._loop.time() + self._limits.linger_seconds)

    def _close(self) -> None:
        assert self._transport is not None
        if not self._transport.is_closing():
            self._transport.close()
        self._expect(self._loop.time() + self._limits.linger_seconds)
