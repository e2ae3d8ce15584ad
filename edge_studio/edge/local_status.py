"""What a window shows of Local Edge: whether and where it runs, what it plays, and whom it knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

USUAL_PORT: Final = 8731
"""Where Local Edge listens in a window if nothing else is chosen and it is free: our choice."""
USUAL_SECURE_PORT: Final = 8743
"""The same for HTTPS."""


@dataclass(frozen=True, slots=True)
class LocalChoice:
    """How Local Edge is to run."""

    scenario: str = ""
    """The scenario's file; empty for *shop*."""
    port: int = 0
    """0 for the usual one, or any free one where that is taken."""
    secure: bool = False
    """Whether it serves HTTPS as well."""
    secure_port: int = 0


@dataclass(frozen=True, slots=True)
class FaultSwitch:
    """One fault of the scenario's plan, and whether it is on."""

    name: str
    description: str
    """When it strikes and what it does, in plain words."""
    on: bool
    exact: str = ""
    """The same, read off its settings."""


@dataclass(frozen=True, slots=True)
class ScenarioChoice:
    """A scenario that can be played."""

    name: str
    description: str
    path: str
    """Of its file."""
    own: bool = False
    """Whether it is a person's own file; the others come with the program and stay as they are."""


@dataclass(frozen=True, slots=True)
class KnownVisitor:
    """What Local Edge holds of one visitor."""

    ecid: str
    name: str
    """The scenario's name for it; empty for one that the scenario does not name."""
    first_seen: datetime
    last_seen: datetime
    hits: int
    consent: str
    """``in``, ``out`` or ``pending``."""
    identities: tuple[tuple[str, str], ...] = ()
    """Namespace and ID, other than the ECID."""
    displays: tuple[tuple[str, int], ...] = ()
    """Activity and how often it was displayed."""
    media_sessions: int = 0
    """That are open."""


@dataclass(frozen=True, slots=True)
class LocalStatus:
    """Local Edge at one moment."""

    base_url: str
    """Such as ``http://127.0.0.1:8731``; empty while it does not run."""
    secure_url: str
    """The same over TLS; empty where that is not served."""
    scenario: ScenarioChoice
    problem: str
    """Why the scenario's file, as it was last saved, is not played; empty where it is."""
    faults: tuple[FaultSwitch, ...] = ()
    visitors: tuple[KnownVisitor, ...] = ()
    """The last seen first."""
    hits: int = 0
    """Answered since it was started."""
    authority_file: str = ""
    """The certificate of the local authority, for clients to trust; empty where there is none."""
    organisation: str = ""
    """Whose Edge Network the scenario plays."""
    datastream: str = ""
    """One that is served; empty where any is."""

    @property
    def is_running(self) -> bool:
        """Whether it answers at this moment."""
        return bool(self.base_url)

    @property
    def faults_on(self) -> int:
        """How many faults are on."""
        return sum(fault.on for fault in self.faults)
