"""The endpoints of the Edge Network: paths, spelling of parameters, root of the body."""

import re
from typing import Final, NamedTuple
from urllib.parse import quote

from edge_studio.edge.exchange import ApiVersion

BASE_PATH: Final = "/ee"
"""Every path begins with it (Adobe documentation); an address may name another, such as ``/ee-pre-prd``."""


class LocationHint(NamedTuple):
    """A place of the Edge Network that a request may ask for in its path."""

    code: str
    place: str


LOCATION_HINTS: Final = (
    LocationHint("or2", "Oregon"),
    LocationHint("va6", "Virginia"),
    LocationHint("irl1", "Ireland"),
    LocationHint("ind1", "India"),
    LocationHint("jpn3", "Japan"),
    LocationHint("sgp3", "Singapore"),
    LocationHint("aus3", "Australia"),
)
"""The places that Adobe's documentation lists; others may be tried, and the server refuses them."""


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


class Endpoint(NamedTuple):
    """One action of the Edge Network and how each API version spells it."""

    name: str
    label: str
    """What it is for, in plain words."""
    tail: str = ""
    """What follows the version in the path; empty for the name."""
    prefix: str = ""
    """What stands before the version, such as ``/va``."""
    versions: tuple[ApiVersion, ...] = (ApiVersion.V1,)
    """Those that know it; a request in another is sent in the first of them."""
    root: str = "events"
    """The member of the body that has to be there on v1, where it is not ``event``; empty for none."""

    def version(self, wanted: ApiVersion) -> ApiVersion:
        """The version in which a request is sent that is composed for ``wanted``."""
        return wanted if wanted in self.versions else self.versions[0]

    def id_param(self, version: ApiVersion) -> str:
        """The query parameter that holds the datastream ID; v2 is spelled as in Adobe's specification."""
        return "dataStreamId" if self.version(version) is ApiVersion.V2 else "configId"

    def shape(self, version: ApiVersion) -> ApiVersion:
        """The version whose body it has: one ``event`` is on v2 of interact alone (Adobe documentation)."""
        is_single = self.name == "interact" and version is ApiVersion.V2
        return ApiVersion.V2 if is_single else ApiVersion.V1

    def body_root(self, version: ApiVersion) -> str:
        """The member of the body that has to be there, such as ``event``; empty where none has."""
        return "event" if self.shape(version) is ApiVersion.V2 else self.root

    def event_pointer(self, version: ApiVersion) -> str:
        """The JSON pointer of the (first) event."""
        return "/event" if self.shape(version) is ApiVersion.V2 else "/events/0"

    def path(self, version: ApiVersion, hint: str = "", base: str = BASE_PATH) -> str:
        """The path of the address, percent-encoded, such as ``/ee/or2/v2/interact``."""
        place = f"/{quote(hint, safe='', errors='replace')}" if hint else ""
        return f"{base}{place}{self.prefix}/{self.version(version).value}/{self.tail or self.name}"


def _spaced(name: str) -> str:
    """A name in camel case as words: ``ad break start``."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


_BOTH: Final = (ApiVersion.V2, ApiVersion.V1)
INTERACT: Final = Endpoint("interact", "Event with an answer", versions=_BOTH)
COLLECT: Final = Endpoint("collect", "Event without an answer", versions=_BOTH)
SET_CONSENT: Final = Endpoint("set-consent", "Consent", "privacy/set-consent", root="consent")
ACQUIRE: Final = Endpoint("acquire", "Visitor ID", "identity/acquire", root="")
MEDIA: Final = tuple(Endpoint(event, f"Media: {_spaced(event)}", prefix="/va") for event in MEDIA_EVENTS)
ENDPOINTS: Final = {endpoint.name: endpoint for endpoint in (INTERACT, COLLECT, SET_CONSENT, ACQUIRE, *MEDIA)}
"""By name; a media event is called by its own."""

_PATH: Final = (
    rf"(?P<base>/ee(?:-pre-prd)?)(?:/(?P<hint>{'|'.join(hint.code for hint in LOCATION_HINTS)}|t[0-9]+))?"
    r"/(?:(?P<version>v[12])/(?P<event>interact|collect)"
    r"|v1/privacy/(?P<consent>set-consent)"
    r"|v1/identity/(?P<acquire>acquire)"
    rf"|va/v1/(?P<media>{'|'.join(MEDIA_EVENTS)}))"
)


class Place(NamedTuple):
    """What the path of an address says."""

    endpoint: Endpoint
    version: ApiVersion
    hint: str
    """The location hint, empty where there is none."""
    base: str
    """``/ee`` or ``/ee-pre-prd``."""


def place_of(path: str) -> Place | None:
    """Take a path apart, such as ``/ee/or2/v2/interact``; None where no endpoint is there."""
    match = re.fullmatch(_PATH, path)  # compiled at the first use: a window starts without it
    if match is None:
        return None
    name = match["event"] or match["consent"] or match["acquire"] or match["media"]
    version = ApiVersion(match["version"] or "v1")
    return Place(ENDPOINTS[name], version, match["hint"] or "", match["base"])
