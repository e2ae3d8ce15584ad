"""The values of one exchange: what is composed, what is prepared, what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_studio.edge.trace import TraceEvent

LOCAL_EDGE = "Local Edge"
"""The name of the built-in connection, which needs no credentials and no network."""

RECEIVED = "Received by Local Edge"
"""What stands in place of a connection where another client sent the request; no connection is named so."""


class ApiVersion(StrEnum):
    """The two dialects of the endpoints; they differ in the id parameter and the body's root."""

    V1 = "v1"
    V2 = "v2"


class RequestIdMode(StrEnum):
    """Where the query parameter ``requestId`` comes from."""

    FRESH = "fresh"
    FIXED = "fixed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Header:
    """One HTTP header as it goes over the wire; a ``secret`` one is shown masked and never stored."""

    name: str
    value: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """Where requests go and as whom; the access token lives elsewhere, in the OS keychain."""

    name: str
    base_url: str
    """Scheme, host and port, such as ``https://server.adobedc.net``; empty for Local Edge until it runs."""
    datastream: str = ""
    organisation: str = ""
    """The IMS organisation, such as ``0A1B2C3D4E5F60718293A4B5@AdobeOrg``."""
    api_key: str = ""
    colour: str = "#1a7f4b"
    production: bool = False

    @property
    def is_local_edge(self) -> bool:
        """Whether this is the built-in Edge Network on this computer."""
        return self.name == LOCAL_EDGE


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person composes: the payload as text, and how it is to be addressed."""

    text: str
    title: str = ""
    endpoint: str = "interact"
    version: ApiVersion = ApiVersion.V2
    connection: str = LOCAL_EDGE
    datastream: str = ""
    """Overrides the connection's datastream where not empty."""
    location_hint: str = ""
    request_id_mode: RequestIdMode = RequestIdMode.FRESH
    request_id: str = ""
    """The value sent when ``request_id_mode`` is fixed."""
    parameters: str = ""
    """Further parameters as they stand in the address, such as ``silent=true``."""
    headers: tuple[Header, ...] = ()
    """One's own headers, sent after the standard ones; a name given here replaces the standard one."""


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """Exactly what goes over the wire."""

    method: str
    url: str
    headers: tuple[Header, ...]
    body: bytes
    request_id: str = ""
    """The ``requestId`` in the URL, empty where none is sent."""


class Phase(StrEnum):
    """The stages of an exchange on the network, in their order."""

    PREPARE = "preparing"
    RESOLVE = "name resolution"
    CONNECT = "connection"
    TLS = "TLS handshake"
    SEND = "sending"
    WAIT = "waiting"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Span:
    """One phase, in seconds since the exchange began."""

    phase: Phase
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Timing:
    """How long an exchange took, phase by phase; a reused connection has no resolve, connect and TLS."""

    total: float
    """Seconds from the press of Send to the last byte."""
    spans: tuple[Span, ...] = ()
    reused_connection: bool = False


class FailureReason(StrEnum):
    """Why there is no answer; the value is kept in the history."""

    NAME_NOT_FOUND = "name not found"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TLS_NOT_TRUSTED = "TLS not trusted"
    TLS_FAILED = "TLS failed"
    TIMED_OUT = "timed out"
    RESET = "reset"
    NOT_HTTP = "not HTTP"
    TOKEN_OVER_HTTP = "token over HTTP"
    CANCELLED = "cancelled"
    BAD_REQUEST = "request cannot be sent"
    NOT_RECORDED = "not recorded"
    """The program ended while it waited; only found in a history."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a body was unpacked from, kept while the program runs: unpacking was stopped at a limit."""

    body: bytes
    codings: tuple[str, ...]
    """As ``Content-Encoding`` lists them."""
    unpacked: int
    """How many bytes have been unpacked."""
    first: int
    """How many they were when the answer came: so much of it is kept."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The server answered, well or not: what came over the wire."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """After content decoding."""
    wire_size: int
    """Bytes of the body before content decoding."""
    timing: Timing
    http_version: str = "HTTP/1.1"
    coding_note: str = ""
    """What is odd about its packing, in a sentence: not packed though it says so, or stopped at a limit."""
    packed: Packed | None = field(default=None, compare=False, repr=False)
    """Where unpacking was stopped, what it may be gone on with; never written to the history."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer came: which phase it ended in, and in three sentences why and what to do."""

    phase: Phase
    reason: FailureReason
    happened: str
    """What happened, in plain words."""
    why: str
    """Why, probably."""
    remedy: str
    """What to do."""
    timing: Timing
    detail: str = ""
    """The library's own words, for support; never holds a secret."""


Outcome = Answered | Unanswered


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it; ``outcome`` is None while the answer is awaited."""

    id: int
    """The key of its row in the history; 0 where it has none."""
    started: datetime
    """With a zone, UTC."""
    connection: str
    production: bool
    endpoint: str
    event_type: str
    title: str
    """What it was, in words: "Page view"."""
    subtitle: str
    """Which one: the page's name or URL, the order's number; may be empty."""
    request: PreparedRequest
    outcome: Outcome | None
    summary: str = ""
    """The answer in one sentence."""
    draft: Draft | None = field(default=None, compare=False)
    """How it was composed, for opening it again as a new request."""
    pinned: bool = False
    trace: "tuple[TraceEvent, ...]" = field(default=(), compare=False)
    """What Local Edge did with it, step by step; empty for what another server answered."""

    @property
    def is_received(self) -> bool:
        """Whether another client sent it, and Local Edge answered."""
        return self.connection == RECEIVED
