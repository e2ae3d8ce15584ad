"""The addresses that the Edge Network answers at."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from edge_studio.edge.exchange import ApiVersion

Action = Literal["interact", "collect", "set-consent", "acquire", "media"]

MEDIA_EVENTS: Final = (
    "sessionStart",
    "sessionComplete",
    "sessionEnd",
    "play",
    "ping",
    "pauseStart",
    "bufferStart",
    "bitrateChange",
    "error",
    "adBreakStart",
    "adBreakComplete",
    "adStart",
    "adComplete",
    "adSkip",
    "chapterStart",
    "chapterComplete",
    "chapterSkip",
    "statesUpdate",
    "downloaded",
)
"""The events that the media endpoint takes, each at an address of its own (Adobe documentation)."""

_ROUTE: Final = re.compile(
    r"/ee(?:-pre-prd)?(?:/(?P<hint>or2|va6|irl1|ind1|jpn3|sgp3|aus3|t[0-9]+))?"
    r"/(?:(?P<version>v[12])/(?P<event>interact|collect)"
    r"|v1/privacy/(?P<consent>set-consent)"
    r"|v1/identity/(?P<acquire>acquire)"
    rf"|va/v1/(?P<media>{'|'.join(MEDIA_EVENTS)}))"
)


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


def route_of(path: str) -> Route | None:
    """Where a path leads; None for nowhere. That an unknown location hint leads nowhere is our choice."""
    match = _ROUTE.fullmatch(path)
    if match is None:
        return None
    hint = match["hint"] or ""
    if match["media"]:
        return Route("media", ApiVersion.V1, hint, match["media"])
    if match["consent"]:
        return Route("set-consent", ApiVersion.V1, hint)
    if match["acquire"]:
        return Route("acquire", ApiVersion.V1, hint)
    action: Action = "collect" if match["event"] == "collect" else "interact"
    return Route(action, ApiVersion(match["version"]), hint)
