"""Local Edge at the level of bytes: what a client sends that is no good, and what comes back."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from edge_studio.local_edge.crowd import Limits
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.requests import DATASTREAM

INTERACT = f"/ee/v2/interact?dataStreamId={DATASTREAM}&requestId=mine"
SHORT = Limits(
    head_seconds=0.05, body_seconds=0.05, idle_seconds=0.05, write_seconds=0.05, linger_seconds=0.05
)
"""Limits that a test can wait for."""


@dataclass(frozen=True)
class Heard:
    """What came back on a connection until it ended, or until the answer was whole."""

    content: bytes
    broken: bool = False
    """Whether the connection was reset; over TLS, ended without its goodbye."""

    @property
    def head(self) -> list[str]:
        return self.content.partition(b"\r\n\r\n")[0].decode().split("\r\n")

    @property
    def status(self) -> int:
        return int(self.content.split(b" ", 2)[1]) if self.content else 0

    @property
    def body(self) -> bytes:
        return self.content.partition(b"\r\n\r\n")[2]

    def header(self, name: str) -> str:
        pairs = (line.partition(": ") for line in self.head[1:])
        return next((value for key, _, value in pairs if key.lower() == name), "")


class Plug:
    """One connection, in plain text or over TLS."""

    def __init__(self, url: str, cafile: str = "") -> None:
        address = urlsplit(url)
        assert address.hostname
        assert address.port
        self.socket = socket.create_connection((address.hostname, address.port), timeout=10)
        if cafile:
            context = ssl.create_default_context(cafile=cafile)
            self.socket = context.wrap_socket(
                self.socket, server_hostname=address.hostname, suppress_ragged_eofs=False
            )

    def send(self, content: bytes) -> "Plug":
        """Send bytes; a server that has closed already is no failure of the test."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(content)
        return self

    def rest(self) -> Heard:
        """Everything until the server closes."""
        parts = []
        try:
            while part := self.socket.recv(65536):
                parts.append(part)
        except (ConnectionResetError, ssl.SSLEOFError):  # OpenSSL calls a reset an unexpected end
            return Heard(b"".join(parts), broken=True)
        return Heard(b"".join(parts))

    def answer(self) -> Heard:
        """One answer with a Content-Length, or nothing where the server closes before it."""
        content = b""
        while b"\r\n\r\n" not in content:
            part = self.socket.recv(65536)
            if not part:
                return Heard(content)
            content += part
        heard = Heard(content)
        missing = int(heard.header("content-length") or 0) - len(heard.body)
        while missing > 0:
            part = self.socket.recv(missing)
            if not part:
                break
            content += part
            missing -= len(part)
        return replace(heard, content=content)

    def close(self) -> None:
        self.socket.close()


@contextmanager
def plugged(url: str, cafile: str = "") -> Iterator[Plug]:
    """A connection for as long as a test needs it."""
    plug = Plug(url, cafile)
    try:
        yield plug
    finally:
        plug.close()


def heard(url: str, request: bytes, cafile: str = "") -> Heard:
    """What comes back for these bytes until the server closes, or has nothing more to say."""
    with plugged(url, cafile) as plug:
        plug.send(request)
        if not cafile:
            with suppress(OSError):  # it may be broken already
                plug.socket.shutdown(socket.SHUT_WR)
        return plug.rest()


def a_request(
    body: bytes = b'{"event": {}}',
    *,
    target: str = INTERACT,
    method: str = "POST",
    headers: tuple[tuple[str, str], ...] = (),
    close: bool = True,
    host: str = "localhost",
    version: str = "1.1",
) -> bytes:
    """The bytes of a request that is fine but for what is given."""
    lines = [f"{method} {target} HTTP/{version}", f"Host: {host}", "Content-Type: application/json"]
    if not any(name.lower() in {"content-length", "transfer-encoding"} for name, _ in headers):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers]
    if close:
        lines.append("Connection: close")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def a_scenario(folder: Path, **members: Any) -> Path:
    """A scenario file of its own."""
    path = folder / "scenario.json"
    base = {"name": "mine", "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg"}
    path.write_text(json.dumps({**base, **members}))
    return path


@contextmanager
def running(scenario: Path | None = None, **choices: Any) -> Iterator[LocalEdge]:
    """Local Edge for as long as a test needs it."""
    edge = LocalEdge(scenario, **choices)
    edge.start()
    try:
        yield edge
    finally:
        edge.stop()
