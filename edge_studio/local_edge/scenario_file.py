"""Scenario files: read, checked, and refused in words that name the place."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import DecodeError, ValidationError
from msgspec import json as msgspec_json

from edge_studio import resources
from edge_studio.local_edge.offers import (
    DEFAULT_CONTENT,
    JourneyOptimizer,
    Offer,
    OfferDecisioning,
    Target,
)
from edge_studio.local_edge.scenario import Scenario

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


class ScenarioError(Exception):
    """A scenario file cannot be used; the message names the place and says what is wrong with it."""


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
        offers: Sequence[Offer] = provider.offers if provider else ()
        for number, offer in enumerate(offers):
            for index, item in enumerate(offer.items):
                place = f"at $.{service}.offers[{number}].items[{index}]"
                if item.schema == DEFAULT_CONTENT and item.data is not None:
                    yield f"{place}.data: default content has no data"
                if item.schema != DEFAULT_CONTENT and item.data is None:
                    yield f"{place}: an item of this schema needs data"
