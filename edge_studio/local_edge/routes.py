"""The addresses that the Edge Network answers at."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from edge_studio.edge.endpoints import ACQUIRE, COLLECT, INTERACT, SET_CONSENT, place_of
from edge_studio.edge.exchange import ApiVersion

Action = Literal["interact", "collect", "set-consent", "acquire", "media"]

_ACTIONS: Final[dict[str, Action]] = {
    INTERACT.name: "interact",
    COLLECT.name: "collect",
    SET_CONSENT.name: "set-consent",
    ACQUIRE.name: "acquire",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address taken apart."""

    action: Action
    version: ApiVersion
    hint: str = ""
    """The location hint, empty where there is none."""
    media_event: str = ""
    """Such as ``ping``; empty but for media."""

    @property
    def name(self) -> str:
        """How scenarios call it: the action, or the media event."""
        return self.media_event or self.action


@lru_cache(64)
def route_of(path: str) -> Route | None:
    """Where a path leads; None for nowhere. That an unknown location hint leads nowhere is our choice."""
    place = place_of(path)
    if place is None:
        return None
    action = _ACTIONS.get(place.endpoint.name, "media")
    return Route(action, place.version, place.hint, place.endpoint.name if action == "media" else "")
