"""A scenario file is checked when it is read, and what is wrong with it is said with its place."""

import json
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


def faulty(**settings: Any) -> dict[str, Any]:
    return {**GOOD, "faults": [{"name": "x", **settings}]}


GOLDEN = {"id": "1", "audience": "gold"}
JOURNEY = {
    "surface": "web://shop.example/",
    "campaign": "c",
    "action": "a",
    "items": [ITEM],
    "policy": {"id": "p", "items": [GOLDEN]},
}

SHAPES: dict[str, tuple[Any, str]] = {
    "not an object": ([], "$: expected an object, got a list"),
    "no organisation": ({"name": "a"}, "$: the field `organisation` is missing here"),
    "a number for a name": ({**GOOD, "name": 1}, "$.name: expected a text, got a whole number"),
    "an empty name": ({**GOOD, "name": ""}, "$.name: expected a text that is not empty"),
    "a strange organisation": (
        {**GOOD, "organisation": "me"},
        "$.organisation: expected 24 digits or letters A to F followed by @AdobeOrg",
    ),
    "an organisation with a line break": ({**GOOD, "organisation": ORGANISATION + "\n"}, "$.organisation: "),
    "an unknown region": (
        {**GOOD, "region": "or22"},
        "$.region: 'or22' is not one of the values allowed. Did you mean 'or2'? There are: or2, va6,",
    ),
    "a number for a region": ({**GOOD, "region": 2}, "$.region: expected a text, got a whole number"),
    "a misspelled field": (
        {**GOOD, "datastream": []},
        "$.datastream: there is no field `datastream` here; did you mean `datastreams`?",
    ),
    "a field that resembles none": (
        {**GOOD, "datastreams": [{"id": "1", "xyz": 1}]},
        "$.datastreams[0].xyz: there is no field `xyz` here. There are: id, name, organisation,",
    ),
    "a misspelled field of an offer": (
        offer(scop="x"),
        "$.target.offers[0].scop: there is no field `scop` here; did you mean `scope`?",
    ),
    "an offer without items": (
        offer(items=[]),
        "$.target.offers[0].items: expected a list that is not empty",
    ),
    "a text for a list": ({**GOOD, "clients": "all"}, "$.clients: expected a list or null, got a text"),
    "too small a number": (offer(cap=0), "$.target.offers[0].cap: expected a whole number of at least 1"),
    "too large a number": (faulty(delay=301), "$.faults[0].delay: expected a number of at most 300.0"),
    "a broken pointer": (
        {**GOOD, "audiences": [{"id": "1", "when": [{"at": "xdm"}]}]},
        "$.audiences[0].when[0].at: expected a JSON Pointer, such as /xdm/web/webPageDetails/URL",
    ),
    "a destination of no kind": (
        {**GOOD, "destinations": [{"id": "1"}]},
        "$.destinations[0]: the field `type` is missing here; it has to be 'pull' or 'cookie' or 'url'",
    ),
    "a destination of another kind": (
        {**GOOD, "destinations": [{"type": "push"}]},
        "$.destinations[0].type: `type` has to be 'pull' or 'cookie' or 'url'",
    ),
    "a destination that is none": ({**GOOD, "destinations": [1]}, "$.destinations[0]: expected an object"),
    "a pull destination without its ID": (
        {**GOOD, "destinations": [{"type": "pull", "alias": "x"}]},
        "$.destinations[0]: the field `id` is missing here",
    ),
    "a header's name with a space": (
        faulty(headers={"Retry After": "1"}),
        "$.faults[0].headers['Retry After']: the name `Retry After`: expected the name of a header",
    ),
    "a header's value with a line break": (
        faulty(headers={"X": "a\r\nSet-Cookie: b"}),
        "$.faults[0].headers.X: expected a header's value: printable ASCII",
    ),
    "a header's value with a line break at the end": (
        faulty(headers={"X": "a\n"}),
        "$.faults[0].headers.X: ",
    ),
    "a host with a port": (
        {**GOOD, "hosts": ["shop.example:443"]},
        "$.hosts[0]: expected the name of a host without scheme, port and path",
    ),
    "a code that is none": (
        faulty(problem={"code": "0203"}),
        "$.faults[0].problem.code: expected a code such as EXEG-0203-502",
    ),
}
"""What the schema refuses as well: the wrong shape, and where the message says it is."""

VISITOR = {"name": "Ada", "identities": {"crmId": ["1"]}}
CONTRADICTIONS: dict[str, tuple[Any, str]] = {
    "an item without data": (
        offer(items=[{**ITEM, "data": None}]),
        "$.target.offers[0].items[0]: an item of this schema needs `data`",
    ),
    "default content with data": (
        offer(items=[{**DEFAULT, "data": {}}]),
        "$.target.offers[0].items[0].data: default content has no data",
    ),
    "strict without datastreams": (
        {**GOOD, "strictDatastreams": True},
        "$.strictDatastreams: a strict scenario has to name at least one datastream",
    ),
    "a datastream twice": (
        {**GOOD, "datastreams": [{"id": "a:dev"}, {"id": "A:dev"}]},
        "$.datastreams[1].id: 'a:dev' is the id of number 1 already",
    ),
    "a client twice": (
        {**GOOD, "clients": [{"id": "a", "secret": "b"}, {"id": "a", "secret": "c"}]},
        "$.clients[1].id: 'a' is the id of number 1 already",
    ),
    "an audience twice": (
        {**GOOD, "audiences": [{"id": "a"}, {"id": "a"}]},
        "$.audiences[1].id: 'a' is the id of number 1 already",
    ),
    "a fault's name twice": (
        {**GOOD, "faults": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
        "$.faults[2].name: 'a' is the name of number 1 already",
    ),
    "a condition in two ways": (
        {**GOOD, "audiences": [{"id": "a", "when": [{"at": "/xdm", "equals": 1, "contains": "x"}]}]},
        "$.audiences[0].when[0]: `equals` and `contains` are both given",
    ),
    "a visitor whom nobody can be": (
        {**GOOD, "visitors": [{"name": "Ada", "identities": {"crmId": []}}]},
        "$.visitors[0].identities: nobody can be known as 'Ada' without an identity",
    ),
    "an ECID too short": (
        {**GOOD, "visitors": [{"name": "Ada", "identities": {"ECID": ["123"]}}]},
        "$.visitors[0].identities.ECID[0]: an ECID has 38 digits",
    ),
    "an identity of two visitors": (
        {**GOOD, "visitors": [VISITOR, {**VISITOR, "name": "Bob"}]},
        "$.visitors[1].identities.crmId[0]: this identity is that of the visitor 'Ada' already",
    ),
    "a visitor in an audience that is not there": (
        {**GOOD, "visitors": [{**VISITOR, "audiences": ["gold"]}]},
        "$.visitors[0].audiences[0]: there is no audience 'gold'. List it in `audiences`",
    ),
    "an offer for an audience that is not there": (
        {**offer(audience="glod"), "audiences": [{"id": "gold"}]},
        "$.target.offers[0].audience: there is no audience 'glod'; did you mean 'gold'?",
    ),
    "a decision item for an audience that is not there": (
        {**GOOD, "journeyOptimizer": {"offers": [JOURNEY]}},
        "$.journeyOptimizer.offers[0].policy.items[0].audience: there is no audience 'gold'",
    ),
    "a fallback for an audience that is not there": (
        {**GOOD, "journeyOptimizer": {"offers": [{**JOURNEY, "policy": {"id": "p", "fallback": GOLDEN}}]}},
        "$.journeyOptimizer.offers[0].policy.fallback.audience: there is no audience 'gold'",
    ),
    "a destination for an audience that is not there": (
        {**GOOD, "destinations": [{"type": "pull", "id": "1", "audience": "gold"}]},
        "$.destinations[0].audience: there is no audience 'gold'",
    ),
    "two answers at once": (
        faulty(problem={"code": "EXEG-0001-500"}, frontDoor={"text": "no"}),
        "$.faults[0].frontDoor: either a `problem` or the `frontDoor` is answered, not both",
    ),
    "an upstream error without an answer to stand in": (
        faulty(status=503, upstream=[{"code": "EXEG-0203-502"}]),
        "$.faults[0].upstream: `upstream` and `warnings` stand in a good answer",
    ),
    "a problem that is none": (
        faulty(problem={"code": "EXEG-0301-200"}),
        "$.faults[0].problem.code: EXEG-0301-200 is not a failure; put it into `warnings`",
    ),
    "an answer over a connection that is reset": (
        faulty(mishap="reset", status=503),
        "$.faults[0].mishap: a connection that is reset carries no answer",
    ),
    "an upstream of the token endpoint": (
        faulty(when={"endpoint": "token"}, upstream=[{"code": "EXEG-0203-502"}]),
        "$.faults[0].upstream: the token endpoint has no services behind it",
    ),
    "a scope of the token endpoint": (
        faulty(when={"endpoint": "token", "scope": "x"}, status=500),
        "$.faults[0].when.scope: requests for tokens have none, so it never strikes",
    ),
    "a turn that never comes": (
        faulty(when={"every": 3, "first": 2}, status=500),
        "$.faults[0].when.every: number 3 is not among the `first` 2, so it never strikes",
    ),
    "a character set that is none": (
        faulty(charset="utf-12"),
        "$.faults[0].charset: there is no character set 'utf-12'",
    ),
    "a codec that writes no text": (
        faulty(charset="rot13"),
        "$.faults[0].charset: there is no character set",
    ),
    "a codec that takes no text": (faulty(charset="hex"), "$.faults[0].charset: there is no character set"),
    "a header of the connection": (
        faulty(headers={"Content-Length": "1"}),
        "$.faults[0].headers['Content-Length']: Content-Length follows from the answer; use `mishap`",
    ),
    "a misspelled service": (
        faulty(upstream=[{"code": "EXEG-0203-502", "service": "com.adobe.traget"}]),
        "$.faults[0].upstream[0].service: there is no service 'com.adobe.traget'; did you mean 'com.adobe.t",
    ),
    "a service of nobody": (
        faulty(warnings=[{"code": "EXEG-0204-200", "service": "billing"}]),
        "$.faults[0].warnings[0].service: there is no service 'billing'. There are: analytics, ",
    ),
}
"""What only the program refuses: good shapes that cannot be meant."""

BAD = {**SHAPES, **CONTRADICTIONS}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_scenario_is_refused_with_the_place(what: str) -> None:
    value, words = BAD[what]
    with pytest.raises(ScenarioError) as refused:
        read(json.dumps(value).encode(), "mine.json")
    assert str(refused.value).startswith("mine.json, line 1, column ")
    assert f", {words}" in str(refused.value)


@pytest.mark.parametrize("what", SHAPES)
def test_the_published_schema_refuses_what_the_program_refuses(what: str) -> None:
    value, _ = SHAPES[what]
    assert not jsonschema.Draft202012Validator(resources.data("schemas/scenario.json")).is_valid(value)


@pytest.mark.parametrize("good", [GOOD, offer(), offer(items=[DEFAULT]), {**GOOD, "namespaces": None}])
def test_the_published_schema_takes_what_the_program_takes(good: dict[str, Any]) -> None:
    read(json.dumps(good).encode(), "mine.json")
    jsonschema.validate(good, resources.data("schemas/scenario.json"))


def test_the_shop_is_sound() -> None:
    shop = load(default_path())
    assert (shop.name, shop.organisation, shop.strict_datastreams) == ("shop", ORGANISATION, False)


MANY = """{
  "name": "",
  "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg",
  "reigon": "or2",
  "faults": [
    { "name": "ünïcödé 🎉", "dely": 1 }
  ]
}"""


def test_all_mistakes_are_told_in_the_order_of_their_lines() -> None:
    with pytest.raises(ScenarioError) as refused:
        read(MANY.encode(), "mine.json")
    assert str(refused.value).splitlines() == [
        "mine.json has 3 mistakes:",
        "- line 2, column 11, $.name: expected a text that is not empty.",
        "- line 4, column 3, $.reigon: there is no field `reigon` here; did you mean `region`?",
        "- line 6, column 28, $.faults[0].dely: there is no field `dely` here; did you mean `delay`?",
    ]


def test_of_very_many_mistakes_the_first_are_told() -> None:
    value = {**GOOD, "hosts": [""] * 25}
    with pytest.raises(ScenarioError) as refused:
        read(json.dumps(value, indent=1).encode(), "mine.json")
    lines = str(refused.value).splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("mine.json has 25 mistakes:", "- and 15 more.", 12)


def test_of_endless_mistakes_no_more_are_looked_for() -> None:
    value = {**GOOD, "hosts": [""] * 100_000}
    with pytest.raises(ScenarioError, match=r"^mine\.json has at least 100 mistakes:\n"):
        read(json.dumps(value).encode(), "mine.json")


def test_a_member_that_stands_there_twice_is_refused() -> None:
    content = """{
  "name": "a",
  "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg",
  "faults": [
    { "name": "a", "when": {}, "delay": 1, "when": { "every": 2 } }
  ],
  "name": "b"
}"""
    with pytest.raises(ScenarioError) as refused:
        read(content.encode(), "mine.json")
    assert str(refused.value).splitlines() == [
        "mine.json has 2 mistakes:",
        "- line 5, column 44, $.faults[0].when: `when` stands in this object already; keep one.",
        "- line 7, column 3, $.name: `name` stands in this object already; keep one.",
    ]
