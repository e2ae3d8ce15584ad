"""A scenario file is checked when it is read, and what is wrong with it is said with its place."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from edge_studio import resources
from edge_studio.local_edge.scenario_file import ScenarioError, default_path, load, read
from tests.local_edge.requests import ORGANISATION

GOOD: dict[str, Any] = {"name": "a", "organisation": ORGANISATION}
ITEM = {"id": "1", "schema": "https://ns.adobe.com/personalization/html-content-item", "data": {}}
DEFAULT = {"id": "1", "schema": "https://ns.adobe.com/personalization/default-content-item"}


def offer(**changes: Any) -> dict[str, Any]:
    base = {"scope": "x", "activity": {"id": "1"}, "experience": {"id": "1"}, "items": [ITEM]}
    return {**GOOD, "target": {"offers": [{**base, **changes}]}}


DEEP = json.dumps(offer()).partition('"data": ')[0].encode() + b'"data": ' + b'{"a": ' * 100_000

BAD = {
    "not an object": ([], "$: expected an object, got a list"),
    "no organisation": ({"name": "a"}, "$: missing the field `organisation`"),
    "a number for a name": ({**GOOD, "name": 1}, "$.name: expected a text, got a whole number"),
    "an empty name": ({**GOOD, "name": ""}, "$.name: expected a text that is not empty"),
    "a strange organisation": ({**GOOD, "organisation": "me"}, "$.organisation: expected 24 digits"),
    "an unknown region": ({**GOOD, "region": "mars"}, "$.region: not one of the values allowed: 'mars'"),
    "a misspelled field": ({**GOOD, "datastream": []}, "$: there is no field `datastream`"),
    "a misspelled field of an offer": (offer(scop="x"), "$.target.offers[0]: there is no field `scop`"),
    "an offer without items": (
        offer(items=[]),
        "$.target.offers[0].items: expected a list that is not empty",
    ),
    "an item without data": (
        offer(items=[{**ITEM, "data": None}]),
        "offers[0].items[0]: an item of this schema",
    ),
    "default content with data": (
        offer(items=[{**DEFAULT, "data": {}}]),
        "items[0].data: default content has",
    ),
    "strict without datastreams": ({**GOOD, "strictDatastreams": True}, "$.datastreams: a strict scenario"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_scenario_is_refused_with_the_place(what: str) -> None:
    value, words = BAD[what]
    with pytest.raises(ScenarioError) as refused:
        read(json.dumps(value).encode(), "mine.json")
    assert str(refused.value).startswith("mine.json: at $")
    assert words in str(refused.value)


@pytest.mark.parametrize("what", BAD)
def test_the_published_schema_refuses_what_the_program_refuses(what: str) -> None:
    value, _ = BAD[what]
    assert not jsonschema.Draft202012Validator(resources.data("schemas/scenario.json")).is_valid(value)


@pytest.mark.parametrize("good", [GOOD, offer(), offer(items=[DEFAULT]), {**GOOD, "namespaces": None}])
def test_the_published_schema_takes_what_the_program_takes(good: dict[str, Any]) -> None:
    read(json.dumps(good).encode(), "mine.json")
    jsonschema.validate(good, resources.data("schemas/scenario.json"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(resources.data("schemas/scenario.json"))


def test_the_shop_is_sound() -> None:
    shop = load(default_path())
    assert (shop.name, shop.organisation, shop.strict_datastreams) == ("shop", ORGANISATION, False)
    jsonschema.validate(resources.data("scenarios/shop.json"), resources.data("schemas/scenario.json"))


def test_broken_json_is_refused_with_line_and_column() -> None:
    with pytest.raises(ScenarioError, match=r"^mine\.json is not valid JSON: line 2, column 9: "):
        read(b'{\n"name": }', "mine.json")


@pytest.mark.parametrize("content", [b"\xff", DEEP, b""])
def test_what_is_no_json_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(ScenarioError, match="is not valid JSON"):
        read(content, "mine.json")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read: No such file"):
        load(tmp_path / "none.json")
