"""What one request leaves for later ones; ``Memory.apply`` carries it out."""

from dataclasses import dataclass, field
from typing import Any, Literal

ConsentState = Literal["in", "out", "pending"]


@dataclass(frozen=True, slots=True)
class VisitorSeen:
    """A visitor came, with these identities beside the ECID: namespace and ID."""

    ecid: str
    identities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A visitor's consent to collection is now this."""

    ecid: str
    consent: ConsentState
    time: str = ""
    """``metadata.time`` of the consent, as it was sent."""
    choices: dict[str, Any] = field(default_factory=dict)
    """What was said of anything but collection, such as ``share`` or ``marketing``."""


@dataclass(frozen=True, slots=True)
class PropositionCounted:
    """A proposition of an activity was displayed or interacted with."""

    ecid: str
    activity: str
    kind: Literal["display", "interact"]


@dataclass(frozen=True, slots=True)
class MediaSessionStarted:
    """A media session began."""

    session: str
    ecid: str
    playhead: float


@dataclass(frozen=True, slots=True)
class MediaSessionMoved:
    """A media session is alive, at this playhead (seconds)."""

    session: str
    playhead: float


@dataclass(frozen=True, slots=True)
class MediaSessionEnded:
    """A media session is over."""

    session: str


@dataclass(frozen=True, slots=True)
class FaultMatched:
    """A request matched a fault of the plan, whether or not it was its turn."""

    fault: str


Change = (
    VisitorSeen
    | ConsentGiven
    | PropositionCounted
    | MediaSessionStarted
    | MediaSessionMoved
    | MediaSessionEnded
    | FaultMatched
)
