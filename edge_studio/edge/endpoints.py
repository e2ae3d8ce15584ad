"""The endpoints of the Edge Network: paths, spelling of parameters, root of the body."""

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


class Endpoint(NamedTuple):
    """One action of the Edge Network and how each API version spells it."""

    name: str
    label: str

    def id_param(self, version: ApiVersion) -> str:
        """The query parameter that holds the datastream ID; v2 is spelled as in Adobe's specification."""
        return "dataStreamId" if version is ApiVersion.V2 else "configId"

    def body_root(self, version: ApiVersion) -> str:
        """The member of the body that holds the event: an object on v2, an array on v1."""
        return "event" if version is ApiVersion.V2 else "events"

    def event_pointer(self, version: ApiVersion) -> str:
        """The JSON pointer of the (first) event."""
        return "/event" if version is ApiVersion.V2 else "/events/0"

    def path(self, version: ApiVersion, hint: str = "", base: str = BASE_PATH) -> str:
        """The path of the address, percent-encoded, such as ``/ee/or2/v2/interact``."""
        place = f"/{quote(hint, safe='', errors='replace')}" if hint else ""
        return f"{base}{place}/{version.value}/{self.name}"


INTERACT: Final = Endpoint("interact", "Interactive data collection")
ENDPOINTS: Final = {endpoint.name: endpoint for endpoint in (INTERACT,)}
