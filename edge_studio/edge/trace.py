"""The Edge trace of one hit: what the Edge Network did with it, step by step."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One step, in the shape of an Edge event of Adobe's Assurance (its public toolkit)."""

    vendor: str
    """Who speaks, such as ``com.adobe.edge.konductor``."""
    name: str
    """What happened, such as ``hitReceived``."""
    messages: tuple[str, ...]
    """In words, the most important first."""
    at: float = 0.0
    """Seconds since the hit was received."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Such as ``requestId``, in the order in which they are shown."""
    failed: bool = False
    """Whether the step ended badly."""
