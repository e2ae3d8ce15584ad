"""What goes into the answering and what comes out of it: HTTP as plain values."""

from dataclasses import dataclass

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

    def header(self, name: str) -> str:
        """The value of a header by its lower-case name, the last one of several; empty where absent."""
        return next((value for key, value in reversed(self.headers) if key == name), "")

    def parameter(self, name: str) -> str:
        """The value of a query parameter, whatever its case; empty where absent.

        Adobe's documentation spells ``datastreamId`` in two ways; that case does not matter is our choice.
        """
        return next((value for key, value in self.query if key.lower() == name.lower()), "")

    def cookies(self) -> dict[str, str]:
        """The cookies by name, values as they came."""
        pairs = (part.partition("=") for part in self.header("cookie").split(";"))
        return {name.strip(): value.strip() for name, separator, value in pairs if separator}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer as it goes out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
