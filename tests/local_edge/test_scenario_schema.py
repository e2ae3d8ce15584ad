"""The published schema of scenarios says what the program says, and says it to people."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio import resources
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import ScenarioError, default_path, read
from tests.local_edge.whole_scenario import DEFAULT, whole_scenario

SCHEMA: dict[str, Any] = resources.data("schemas/scenario.json")
DEFINITIONS: dict[str, Any] = {"Scenario": SCHEMA, **SCHEMA["$defs"]}
PUBLISHED = jsonschema.Draft202012Validator(SCHEMA)

_FOR_PEOPLE = {"title", "description", "examples", "allOf", "discriminator", "$schema", "$defs"}


def bare(schema: Any) -> Any:
    """A schema without what is only for people, or follows from other parts; enums in any order."""
    if isinstance(schema, list):
        return [bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            kept[key] = {name: bare(each) for name, each in value.items()}
        elif key == "enum":
            kept[key] = sorted(value)
        elif key == "default":
            if value is not None and value not in ("", [], ()) and not isinstance(value, dict):
                kept[key] = list(value) if isinstance(value, tuple) else value
        elif key not in _FOR_PEOPLE:
            kept[key] = bare(value)
    return kept


BARE = jsonschema.Draft202012Validator(
    {**bare(SCHEMA), "$defs": {name: bare(each) for name, each in SCHEMA["$defs"].items()}}
)
"""The shapes alone, as the program's types have them."""


PROPERTIES = [
    (name, member) for name, definition in DEFINITIONS.items() for member in definition["properties"]
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_field_with_its_type_limits_and_default_is_that_of_the_program() -> None:
    program = msgspec.json.schema(Scenario)["$defs"]
    assert set(DEFINITIONS) == set(program)
    for name, definition in DEFINITIONS.items():
        assert bare(definition) == bare(program[name]), name


@pytest.mark.parametrize(("name", "member"), PROPERTIES)
def test_every_member_is_told_to_people(name: str, member: str) -> None:
    told = DEFINITIONS[name]["properties"][member]
    assert told["title"]
    assert told["description"].endswith((".", "…"))
    assert told["title"][0].isupper() or told["title"][0] == "$"


@pytest.mark.parametrize(("name", "member"), PROPERTIES)
def test_every_example_is_one(name: str, member: str) -> None:
    told = DEFINITIONS[name]["properties"][member]
    for example in told.get("examples", ()):
        assert PUBLISHED.evolve(schema=told).is_valid(example), example


@pytest.mark.parametrize("path", sorted(default_path().parent.glob("*.json")), ids=lambda path: path.stem)
def test_every_scenario_that_ships_is_sound(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    assert not list(PUBLISHED.iter_errors(value))
    assert (path.parent / value["$schema"]).resolve() == resources.path("schemas/scenario.json").resolve()
    assert read(path.read_bytes(), path.name).description


def test_a_scenario_with_everything_is_sound() -> None:
    value = whole_scenario()
    assert not list(PUBLISHED.iter_errors(value))
    assert read(json.dumps(value).encode(), "whole.json").name == "whole"


def test_the_scenario_with_everything_leaves_nothing_out() -> None:
    text = json.dumps(whole_scenario())
    assert [member for _, member in PROPERTIES if f'"{member}": ' not in text] == []


def test_the_schema_knows_contradictions_that_editors_can_show() -> None:
    item: dict[str, Any] = {"id": "1", "schema": DEFAULT, "data": {}}
    changes: list[dict[str, Any]] = [
        {"strictDatastreams": True, "datastreams": []},
        {"faults": [{"name": "a", "problem": {"code": "EXEG-0001-500"}, "frontDoor": {"text": ""}}]},
        {"faults": [{"name": "a", "status": 500, "upstream": [{"code": "EXEG-0203-502"}]}]},
        {
            "offerDecisioning": {
                "offers": [{"activity": {"id": "1"}, "placement": {"id": "1"}, "items": [item]}]
            }
        },
    ]
    for change in changes:
        value = {**whole_scenario(), **change}
        assert BARE.is_valid(value)
        assert not PUBLISHED.is_valid(value), change


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 400)
    | st.sampled_from([0.5, 1.5, -0.5])  # 1.0 is an integer to JSON Schema, and none to the program
    | st.sampled_from(["", "x", "x\n", "in", "gzip", "pull", "/a/b", "/~", "EXEG-0203-502", "hex", DEFAULT]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    found: list[tuple[Any, Any]] = []
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, below in members:
        found.append((value, key))
        found.extend(places(below))
    return found


def is_of_the_programs_shape(value: Any) -> bool:
    try:
        msgspec.convert(value, Scenario)
    except msgspec.ValidationError:
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_the_schema_refuses_the_program_refuses_and_the_other_way_round(data: st.DataObject) -> None:
    value = copy.deepcopy(whole_scenario())
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(value)))
        match data.draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[key] = data.draw(VALUES)
            case "remove":
                del holder[key]
            case "add" if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["x", "id", "type", "data"]))] = data.draw(VALUES)
            case _:
                holder.append(data.draw(VALUES))
    assert is_of_the_programs_shape(value) == BARE.is_valid(value)
    refused = refusal(value)
    assert not refused or refused.startswith(("mutated.json, line 1, column ", "mutated.json has "))
    assert refused or PUBLISHED.is_valid(value)


def refusal(value: Any) -> str:
    """What the program has against a scenario; empty for nothing."""
    try:
        read(json.dumps(value).encode(), "mutated.json")
    except ScenarioError as error:
        return str(error)
    return ""
