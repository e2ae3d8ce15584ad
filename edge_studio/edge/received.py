"""A hit that another client sent to Local Edge, as it came in and as it was answered."""

from dataclasses import dataclass
from datetime import datetime

from edge_studio.edge.trace import TraceEvent


@dataclass(frozen=True, slots=True)
class ReceivedHit:
    """What Local Edge tells of a hit once it is answered; bodies and headers may hold secrets."""

    started: datetime
    """When its first byte was read, with a zone, UTC."""
    method: str
    url: str
    """As the client addressed it, with scheme, host, port and query."""
    headers: tuple[tuple[str, str], ...]
    body: bytes
    status: int
    """0 where the connection was broken instead of answering."""
    answer_headers: tuple[tuple[str, str], ...]
    answer_body: bytes
    """Before content coding."""
    seconds: float
    trace: tuple[TraceEvent, ...] = ()
    http_version: str = "HTTP/1.1"
