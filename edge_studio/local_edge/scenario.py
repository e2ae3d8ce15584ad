"""Scenarios: files that say whom Local Edge plays and which offers it has."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import DecodeError, Meta, Struct, ValidationError, field
from msgspec import json as msgspec_json

from edge_studio import resources

DEFAULT_CONTENT = "https://ns.adobe.com/personalization/default-content-item"
_WORDS = {
    "Object missing required field": "missing the field",
    "Object contains unknown field": "there is no field",
    "Invalid enum value": "not one of the values allowed:",
    "`str` of length >= 1": "a text that is not empty",
    "`array` of length >= 1": "a list that is not empty",
    "`str` matching regex '^[0-9A-F]{24}@AdobeOrg$'": "24 digits or letters A to F followed by @AdobeOrg",
    "`str`": "a text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "an object",
    "`null`": "null",
}

Text = Annotated[str, Meta(min_length=1)]
Region = Literal["or2", "va6", "irl1", "ind1", "jpn3", "sgp3", "aus3"]


class ScenarioError(Exception):
    """A scenario file cannot be used; the message names the place and says what is wrong with it."""


class Datastream(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A datastream that a strict scenario serves."""

    id: Text


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


Items = Annotated[tuple[Item, ...], Meta(min_length=1)]


class TargetOffer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What Target answers for a decision scope (an mbox, or ``__view__`` for the page)."""

    scope: Text
    activity: Named
    experience: Named
    items: Items


class DecisioningOffer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What Offer Decisioning answers for a decision scope that names activity and placement."""

    activity: Versioned
    placement: Versioned
    items: Items


class JourneyOffer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What Journey Optimizer answers for a surface."""

    surface: Text
    campaign: Text
    action: Text
    items: Items
    priority: int = 0


class Target(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Adobe Target."""

    offers: tuple[TargetOffer, ...] = ()


class OfferDecisioning(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Offer Decisioning."""

    offers: tuple[DecisioningOffer, ...] = ()


class JourneyOptimizer(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Adobe Journey Optimizer."""

    offers: tuple[JourneyOffer, ...] = ()


class Scenario(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Whom Local Edge plays; a provider that the file does not name is not there and gives no handle."""

    name: Text
    organisation: Annotated[str, Meta(pattern="^[0-9A-F]{24}@AdobeOrg$")]
    description: str = ""
    region: Region = "or2"
    strict_datastreams: bool = False
    """Whether only ``datastreams`` are served; otherwise any well-formed ID is."""
    datastreams: tuple[Datastream, ...] = ()
    namespaces: tuple[Text, ...] | None = None
    """The codes of identity namespaces that exist; None where any does."""
    target: Target | None = None
    offer_decisioning: OfferDecisioning | None = None
    journey_optimizer: JourneyOptimizer | None = None
    schema: str = field(default="", name="$schema")
    """Where the file's JSON Schema is, for editors; not read."""


def default_path() -> Path:
    """The file of the scenario *shop*, which Local Edge plays where nothing else is said."""
    return resources.path("scenarios/shop.json")


def load(path: Path) -> Scenario:
    """Read a scenario file; raises :class:`ScenarioError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"The scenario {path} cannot be read: {error.strerror or error}.") from error
    return read(content, str(path))


def read(content: bytes, name: str) -> Scenario:
    """Check the bytes of a scenario file called ``name``; raises :class:`ScenarioError`."""
    try:
        scenario = msgspec_json.decode(content, type=Scenario)
    except ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        where = place.strip("`") or "$"
        raise ScenarioError(f"{name}: at {where}: {_plain(what)}.") from error
    except (DecodeError, RecursionError) as error:
        raise ScenarioError(f"{name} is not valid JSON: {_syntax(content, error)}.") from error
    problem = next(_problems(scenario), "")
    if problem:
        raise ScenarioError(f"{name}: {problem}.")
    return scenario


def _plain(words: str) -> str:
    """The words of msgspec as a person would say them."""
    for theirs, ours in _WORDS.items():
        words = words.replace(theirs, ours)
    return words[:1].lower() + words[1:] if words.startswith(("Expected", "Object", "Invalid")) else words


def _syntax(content: bytes, error: Exception) -> str:
    import json

    try:
        json.loads(content)
    except json.JSONDecodeError as broken:
        return f"line {broken.lineno}, column {broken.colno}: {broken.msg}"
    except (UnicodeDecodeError, RecursionError) as broken:
        return str(broken)
    return str(error)


def _problems(scenario: Scenario) -> Iterator[str]:
    """What the shapes alone cannot say."""
    if scenario.strict_datastreams and not scenario.datastreams:
        yield "at $.datastreams: a strict scenario has to name at least one datastream"
    providers: tuple[tuple[str, Target | OfferDecisioning | JourneyOptimizer | None], ...] = (
        ("target", scenario.target),
        ("offerDecisioning", scenario.offer_decisioning),
        ("journeyOptimizer", scenario.journey_optimizer),
    )
    for service, provider in providers:
        offers: Sequence[TargetOffer | DecisioningOffer | JourneyOffer] = provider.offers if provider else ()
        for number, offer in enumerate(offers):
            for index, item in enumerate(offer.items):
                place = f"at $.{service}.offers[{number}].items[{index}]"
                if item.schema == DEFAULT_CONTENT and item.data is not None:
                    yield f"{place}.data: default content has no data"
                if item.schema != DEFAULT_CONTENT and item.data is None:
                    yield f"{place}: an item of this schema needs data"
