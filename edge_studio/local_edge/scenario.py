"""Scenarios: whom Local Edge plays, for whom, and with which offers."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from edge_studio.local_edge.changes import ConsentState
from edge_studio.local_edge.fault_plan import Fault
from edge_studio.local_edge.offers import JourneyOptimizer, OfferDecisioning, Target, Text

Region = Literal["or2", "va6", "irl1", "ind1", "jpn3", "sgp3", "aus3"]
Organisation = Annotated[
    str,
    Meta(
        pattern="^[0-9A-F]{24}@AdobeOrg$(?!\n)",
        description="24 digits or letters A to F followed by @AdobeOrg",
    ),
]
Host = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$(?!\n)",
        description="the name of a host without scheme, port and path, such as data.shop.example",
    ),
]
Service = Literal[
    "target",
    "offerDecisioning",
    "journeyOptimizer",
    "segmentation",
    "destinations",
    "audienceManager",
    "analytics",
    "media",
]


class Overrides(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The values that a datastream declares, and that a request may therefore choose instead."""

    event_datasets: tuple[Text, ...] = ()
    profile_datasets: tuple[Text, ...] = ()
    report_suites: tuple[Text, ...] = ()
    property_tokens: tuple[Text, ...] = ()
    id_sync_container_ids: tuple[int, ...] = ()


class Datastream(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A datastream that the scenario knows; one that it does not name has everything the scenario has."""

    id: Text
    """A UUID, with or without an environment (``:dev``), or an old number."""
    name: str = ""
    organisation: Organisation | None = None
    """None for the scenario's."""
    access_type: Literal["mixed", "authenticated"] = "mixed"
    condition: Literal["ok", "disabled", "unconfigured", "no-sandbox", "sandbox-gone"] = "ok"
    services: tuple[Service, ...] | None = None
    """Those that are enabled; None for all that the scenario has."""
    overrides: Overrides = Overrides()


class Client(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A client that the token endpoint knows."""

    id: Text
    secret: Text
    scopes: tuple[Text, ...] = ("openid", "AdobeID", "read_organizations", "acp.foundation")
    """Those that it may ask for."""
    lifetime: Annotated[int, Meta(ge=1)] = 86399
    """Seconds that its tokens live (Adobe documentation: a day)."""
    has_product_context: bool = True
    may_write_dataset: bool = True


class Condition(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What has to hold for an event; the event's own value at a JSON Pointer decides."""

    at: Annotated[
        str,
        Meta(
            pattern="^(/([^~/]|~[01])*)+$(?!\n)",
            description="a JSON Pointer, such as /xdm/web/webPageDetails/URL",
        ),
    ]
    """Such as ``/xdm/web/webPageDetails/URL``."""
    equals: Any = None
    contains: str = ""
    """A part of the text there; neither this nor ``equals`` given means that there is something."""


class Audience(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An audience, and who is in it: the visitors that name it, and those whose event fits ``when``."""

    id: Text
    name: str = ""
    namespace: str = "ups"
    when: tuple[Condition, ...] | None = None
    """All have to hold; None where only visitors' own lists count."""


class Visitor(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Someone that the scenario knows by any of the identities."""

    name: Text
    identities: dict[str, tuple[Text, ...]]
    """Namespace to IDs."""
    audiences: tuple[Text, ...] = ()
    attributes: dict[str, Any] = {}
    """Profile attributes, which only authenticated calls get."""
    consent: ConsentState | None = None
    """None for the scenario's."""


class Destination(
    Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="type", kw_only=True
):
    """Somewhere that memberships are activated to."""

    audience: str = ""
    """The ID of the audience it is for; empty for everybody."""


class PullDestination(
    Destination, frozen=True, forbid_unknown_fields=True, rename="camel", tag="pull", kw_only=True
):
    """Custom personalization: segments, and attributes on authenticated calls, in the answer."""

    id: Text
    alias: str = ""
    attributes: tuple[Text, ...] = ()


class CookieDestination(
    Destination, frozen=True, forbid_unknown_fields=True, rename="camel", tag="cookie", kw_only=True
):
    """A cookie that the client sets."""

    name: Text
    value: str
    domain: str = ""
    ttl_days: int = 30


class UrlDestination(
    Destination, frozen=True, forbid_unknown_fields=True, rename="camel", tag="url", kw_only=True
):
    """An address that the client calls."""

    id: int
    url: Text
    hide_referrer: bool = True
    ttl_minutes: int = 10080


class IdSync(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A third party's pixel that synchronises IDs."""

    id: int
    url: Text
    hide_referrer: bool = True
    ttl_minutes: int = 10080


class Scenario(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Whom Local Edge plays; a provider that the file does not name is not there and gives no handle."""

    name: Text
    organisation: Organisation
    description: str = ""
    region: Region = "or2"
    hosts: tuple[Host, ...] = ()
    """Names under which it is called as well, such as a first-party ``data.shop.example``."""
    strict_datastreams: bool = False
    """Whether only ``datastreams`` are served; otherwise any well-formed ID is."""
    datastreams: tuple[Datastream, ...] = ()
    clients: tuple[Client, ...] | None = None
    """Those that the token endpoint knows; None where any token of the right form is taken."""
    namespaces: tuple[Text, ...] | None = None
    """The codes of identity namespaces that exist; None where any does."""
    consent: ConsentState = "in"
    """Of whoever has not said otherwise."""
    fpid_cookie: str = "FPID"
    """The name of the cookie that holds a first-party device ID."""
    third_party_cookies: bool = False
    """Whether ``CORE`` can be fetched without a cookie ``demdex``."""
    visitors: tuple[Visitor, ...] = ()
    audiences: tuple[Audience, ...] = ()
    target: Target | None = None
    offer_decisioning: OfferDecisioning | None = None
    journey_optimizer: JourneyOptimizer | None = None
    destinations: tuple[PullDestination | CookieDestination | UrlDestination, ...] = ()
    id_syncs: tuple[IdSync, ...] = ()
    media: bool = True
    """Whether Media Analytics is enabled."""
    seed: int = 1
    """What probabilities are drawn with."""
    faults: tuple[Fault, ...] = ()
    schema: str = field(default="", name="$schema")
    """Where the file's JSON Schema is, for editors; not read."""
