"""The offers of a scenario: what each provider of personalization has for whom."""

from typing import Annotated, Any

from msgspec import Meta, Struct

DEFAULT_CONTENT = "https://ns.adobe.com/personalization/default-content-item"

Text = Annotated[str, Meta(min_length=1)]


class Named(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An activity or experience of Target."""

    id: Text
    name: str = ""


class Versioned(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An activity or placement of Offer Decisioning."""

    id: Text
    etag: str = "1"


class Item(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """One item of an offer; ``data`` goes out as it stands, and default content has none."""

    id: Text
    schema: Text
    name: str = ""
    etag: str = "1"
    data: dict[str, Any] | None = None
    tracking_label: str = ""
    """``characteristics.trackingLabel`` of the item."""


Items = Annotated[tuple[Item, ...], Meta(min_length=1)]


class Offer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What every provider's offer has; of several in one activity and place, the first that fits is given."""

    items: Items
    audience: str = ""
    """The ID of the audience that gets it; empty for everybody."""
    cap: Annotated[int, Meta(ge=1)] | None = None
    """How many displays one visitor gets at most; None for any number."""


class TargetOffer(Offer, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What Target answers for a decision scope (an mbox, or ``__view__`` for the page)."""

    scope: Text
    activity: Named
    experience: Named
    is_view: bool = False
    """Whether the scope is the name of a view of a single-page application."""
    response_tokens: dict[str, Any] = {}
    """Beside the names of activity, experience and offer, such as ``geo.city``.

    One whose value is null is the visitor's own: ``profile.tier`` as the event's ``data.__adobe.target`` has
    it, or else the visitor's attribute ``tier``.
    """


class DecisioningOffer(Offer, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What Offer Decisioning answers for a decision scope that names activity and placement."""

    activity: Versioned
    placement: Versioned


class DecisionItem(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """One item that Experience Decisioning may choose; with a score, so that the best come first."""

    id: Text
    name: str = ""
    score: float = 0.0
    content: Any = None
    audience: str = ""
    """The ID of the audience that gets it; empty for everybody."""
    cap: Annotated[int, Meta(ge=1)] | None = None
    """How many displays of it one visitor gets at most; None for any number."""


class DecisionPolicy(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A decision policy: the best of ``items``, or ``fallback`` where none fits."""

    id: Text
    items: tuple[DecisionItem, ...] = ()
    limit: Annotated[int, Meta(ge=1)] = 1
    """How many items are chosen at most."""
    fallback: DecisionItem | None = None


class JourneyOffer(Offer, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What Journey Optimizer answers for a surface; ``*`` in it stands for any text."""

    surface: Text
    campaign: Text
    action: Text
    priority: int = 0
    """The highest comes first."""
    treatment: str = ""
    """The treatment of a content experiment."""
    policy: DecisionPolicy | None = None
    """The contents of the items it chooses are listed as ``data.content.offers`` of the offer's items."""


class Target(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Adobe Target."""

    offers: tuple[TargetOffer, ...] = ()


class OfferDecisioning(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Offer Decisioning."""

    offers: tuple[DecisioningOffer, ...] = ()


class JourneyOptimizer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Adobe Journey Optimizer."""

    offers: tuple[JourneyOffer, ...] = ()
