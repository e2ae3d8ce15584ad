"""What goes into the answering and what comes out of it: HTTP as plain values."""

from dataclasses import dataclass, field
from typing import Literal

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.changes import Change

MAX_BODY = 65536
"""Bytes that a JSON body may have (Adobe documentation: 64 KB)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it came in."""

    method: str
    path: str
    """Decoded, without the query."""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case."""
    body: bytes = b""
    """Never more than :data:`MAX_BODY`; empty where ``too_large`` is set."""
    too_large: bool = False
    """Whether the body was longer than :data:`MAX_BODY` and therefore not kept."""
    secure: bool = False
    """Whether it came over TLS."""

    def header(self, name: str) -> str:
        """The value of a header by its lower-case name, the last one of several; empty where absent."""
        found = ""
        for key, value in self.headers:
            if key == name:
                found = value
        return found

    def parameter(self, name: str) -> str:
        """The value of a query parameter, whatever its case; empty where absent.

        Adobe's documentation spells ``datastreamId`` in two ways; that case does not matter is our choice.
        """
        wanted = name.lower()
        return next((value for key, value in self.query if key.lower() == wanted), "")

    def has(self, name: str) -> bool:
        """Whether a query parameter is there, whatever its case."""
        return any(key.lower() == name.lower() for key, _ in self.query)

    def cookies(self) -> dict[str, str]:
        """The cookies by name, values as they came."""
        pairs = (part.partition("=") for part in self.header("cookie").split(";"))
        return {name.strip(): value.strip() for name, separator, value in pairs if separator}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer as it is meant."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    records: tuple[bytes, ...] = ()
    """The body in the pieces in which it is to go out, where it is streamed; together they are ``body``."""


Mishap = Literal["reset", "truncated", "wrong-length", "drip"]
"""How a connection fails: cut before any byte, cut within the body, a Content-Length that is not the body's,
or a body that comes a few bytes at a time."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer goes over the wire; as fast and whole as it can, where nothing else is said."""

    delay: float = 0.0
    """Seconds before the first byte."""
    mishap: Mishap | None = None
    bytes_per_second: int = 200
    """Of a body that drips."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that comes of one request."""

    answer: Answer
    delivery: Delivery = Delivery()
    changes: tuple[Change, ...] = ()
    """What is to be remembered for later requests."""
    trace: tuple[TraceEvent, ...] = field(default=(), compare=False)
