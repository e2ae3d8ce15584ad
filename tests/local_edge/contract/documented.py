"""The shapes of everything that the Edge Network answers, written down from its documentation.

They are the tests' own, so that the product is not measured by its own words. A member that is in no shape is
refused: an answer says nothing that is not documented.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Text = Annotated[str, Meta(min_length=1)]
RequestId = Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,256}-[0-9a-f]{16}$")]
Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Index = Annotated[int, Meta(ge=0)]
Organisation = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]+@AdobeOrg$")]
StateKey = Annotated[
    str, Meta(pattern=r"^kndctr_[0-9A-Za-z]+_AdobeOrg_(identity|cluster|consent|consent_check)$")
]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An object with these members and no others."""


# Identity, state and place


class Namespace(Shape, frozen=True):
    code: Literal["ECID", "CORE"]


class Identity(Shape, frozen=True):
    id: Annotated[str, Meta(pattern=r"^[0-9]{38}$")]
    namespace: Namespace


class Call(Shape, frozen=True, rename="camel"):
    url: Text
    hide_referrer: bool
    ttl_minutes: int


class Sync(Shape, frozen=True, tag_field="type", tag="url"):
    id: int
    spec: Call


class Stored(Shape, frozen=True, rename="camel"):
    key: StateKey
    value: str
    max_age: int | UnsetType = UNSET
    attrs: dict[Literal["SameSite"], Literal["None"]] | UnsetType = UNSET


class Hint(Shape, frozen=True, rename="camel"):
    scope: Literal["EdgeNetwork", "Target", "AAM"]
    hint: Annotated[str, Meta(pattern=r"^([0-9]{1,3}|or2|va6|irl1|ind1|jpn3|sgp3|aus3)$")]
    ttl_seconds: Literal[1800]


# Personalization


class Item(Shape, frozen=True):
    id: Text
    schema: Annotated[str, Meta(pattern=r"^https://ns\.adobe\.com/")]
    etag: Text | UnsetType = UNSET
    meta: dict[str, Any] | UnsetType = UNSET
    data: dict[str, Any] | UnsetType = UNSET
    characteristics: dict[Literal["trackingLabel"], Text] | UnsetType = UNSET


class Activity(Shape, frozen=True, rename="camel"):
    id: Text
    name: str | UnsetType = UNSET
    priority: int | UnsetType = UNSET
    matched_surfaces: list[Text] | UnsetType = UNSET


class Experience(Shape, frozen=True):
    id: Text


class Strategy(Shape, frozen=True):
    trafficType: str | UnsetType = UNSET
    algorithmID: str | UnsetType = UNSET
    step: str | UnsetType = UNSET
    strategyID: str | UnsetType = UNSET
    treatmentID: str | UnsetType = UNSET


class Characteristics(Shape, frozen=True, rename="camel"):
    event_token: Text
    analytics_token: Text | UnsetType = UNSET
    scope_type: Literal["view"] | UnsetType = UNSET
    sub_propositions: Text | UnsetType = UNSET


class ScopeDetails(Shape, frozen=True):
    decisionProvider: Literal["TGT", "AJO"]
    activity: Activity
    characteristics: Characteristics
    correlationID: Text
    experience: Experience | UnsetType = UNSET
    strategies: list[Strategy] | UnsetType = UNSET
    rank: int | UnsetType = UNSET


class Versioned(Shape, frozen=True):
    id: Text
    etag: Text


class Proposition(Shape, frozen=True, rename="camel"):
    """Target's and Journey Optimizer's have ``scopeDetails``, Offer Decisioning's the two others."""

    id: Text
    scope: Text
    items: Annotated[list[Item], Meta(min_length=1)]
    scope_details: ScopeDetails | UnsetType = UNSET
    activity: Versioned | UnsetType = UNSET
    placement: Versioned | UnsetType = UNSET


# Activation, consent and media


class Segment(Shape, frozen=True):
    id: Text
    namespace: Text | UnsetType = UNSET


class Pulled(Shape, frozen=True, rename="camel"):
    type: Literal["profileLookup"]
    destination_id: Text
    alias: str
    segments: list[Segment]
    attributes: dict[str, dict[Literal["value"], Any]] | UnsetType = UNSET


class Cookie(Shape, frozen=True, rename="camel"):
    name: Text
    value: str
    ttl_days: int
    domain: str | UnsetType = UNSET


class PushedCookie(Shape, frozen=True, tag_field="type", tag="cookie"):
    spec: Cookie


class Choice(Shape, frozen=True):
    val: Literal["y", "n", "p"]


class ConsentMetadata(Shape, frozen=True):
    time: Text


class Consent(Shape, frozen=True):
    collect: Choice
    metadata: ConsentMetadata | UnsetType = UNSET
    adID: dict[str, Any] | UnsetType = UNSET
    share: dict[str, Any] | UnsetType = UNSET
    personalize: dict[str, Any] | UnsetType = UNSET
    marketing: dict[str, Any] | UnsetType = UNSET
    idSpecific: dict[str, Any] | UnsetType = UNSET


class NewSession(Shape, frozen=True, rename="camel"):
    session_id: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


# Handles: a type and a payload, which is always a list


class Handle(Shape, frozen=True, tag_field="type", rename="camel", kw_only=True):
    event_index: Index | UnsetType = UNSET


class IdentityResult(Handle, frozen=True, tag="identity:result", kw_only=True):
    payload: list[Identity]


class IdentityExchange(Handle, frozen=True, tag="identity:exchange", kw_only=True):
    payload: list[Sync]


class StateStore(Handle, frozen=True, tag="state:store", kw_only=True):
    payload: list[Stored]


class LocationHint(Handle, frozen=True, tag="locationHint:result", kw_only=True):
    payload: list[Hint]


class Decisions(Handle, frozen=True, tag="personalization:decisions", kw_only=True):
    payload: list[Proposition]


class ActivationPull(Handle, frozen=True, tag="activation:pull", kw_only=True):
    payload: list[Pulled]


class ActivationPush(Handle, frozen=True, tag="activation:push", kw_only=True):
    payload: list[PushedCookie | Sync]


class ConsentPreferences(Handle, frozen=True, tag="consent:preferences", kw_only=True):
    payload: list[Consent]


class MediaSession(Handle, frozen=True, tag="media-analytics:new-session", kw_only=True):
    payload: list[NewSession]


AnyHandle = (
    IdentityResult
    | IdentityExchange
    | StateStore
    | LocationHint
    | Decisions
    | ActivationPull
    | ActivationPush
    | ConsentPreferences
    | MediaSession
)


# Problems


class Cause(Shape, frozen=True):
    message: str
    code: int | str | UnsetType = UNSET


class Detail(Shape, frozen=True):
    name: Annotated[str, Meta(pattern=r"^\$")]
    reason: Text


class Report(Shape, frozen=True, rename="camel"):
    request_id: RequestId | UnsetType = UNSET
    org_id: Organisation | UnsetType = UNSET
    config_id: str | UnsetType = UNSET
    event_index: Index | UnsetType = UNSET
    errors: Annotated[list[Text], Meta(min_length=1)] | UnsetType = UNSET
    cause: Cause | UnsetType = UNSET
    details: Annotated[list[Detail], Meta(min_length=1)] | str | UnsetType = UNSET


class Problem(Shape, frozen=True):
    type: Annotated[
        str,
        Meta(pattern=r"^https://ns\.adobe\.com/aep/errors/(EXEG-[0-9]{4}|va-edge-[0-9]{4})-[1-5][0-9]{2}$"),
    ]
    status: Annotated[int, Meta(ge=100, le=599)]
    title: Text
    detail: Text | UnsetType = UNSET
    report: Report | UnsetType = UNSET

    @property
    def code(self) -> str:
        """Such as ``EXEG-0101-400``."""
        return self.type.rpartition("/")[2]


# Bodies


class Envelope(Shape, frozen=True, rename="camel"):
    request_id: RequestId
    handle: list[AnyHandle]
    errors: Annotated[list[Problem], Meta(min_length=1)] | UnsetType = UNSET
    warnings: Annotated[list[Problem], Meta(min_length=1)] | UnsetType = UNSET


class Accepted(Shape, frozen=True, rename="camel"):
    request_id: RequestId


class Token(Shape, frozen=True):
    access_token: Annotated[str, Meta(pattern=r"^[\w-]+\.[\w-]+\.[\w-]+$")]
    token_type: Literal["bearer"]
    expires_in: Annotated[int, Meta(ge=1)]


class TokenRefusal(Shape, frozen=True):
    error: Literal[
        "invalid_request",
        "invalid_client",
        "invalid_scope",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
    ]
    error_description: Text
