"""A hit that passed all checks, as each service sees it, and what a service makes of it."""

from dataclasses import dataclass
from typing import Any

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.changes import Change
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity import Visitor
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.profile import Profile
from edge_studio.local_edge.scenario import Service


@dataclass(frozen=True, slots=True)
class Case:
    """One good hit with everything that a service may ask; a service is a function of it to an effect."""

    hit: Hit
    who: Visitor | None
    """None for a server call that names nobody and asks for nobody."""
    profile: Profile
    services: frozenset[Service]
    """Those that are enabled in the datastream and were not switched off by the request or a fault."""
    region: str
    """That answers, such as ``or2``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A state entry for the client to keep: handed over in ``state:store``, or set as a cookie."""

    key: str
    value: str
    max_age: int | None
    """Seconds; None for as long as the session lasts."""
    same_site_none: bool = False
    is_third_party: bool = False
    """Whether it is a cookie of the Edge Network's own host, and never anything else."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one service makes of a case; the effects of all are joined in the order of the services."""

    handles: tuple[dict[str, Any], ...] = ()
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    errors: tuple[Problem, ...] = ()
    """Of upstreams; any makes the answer a 207."""
    warnings: tuple[Problem, ...] = ()
    trace: tuple[TraceEvent, ...] = ()
