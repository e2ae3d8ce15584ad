"""Every scenario that ships is sound and explains itself."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from msgspec.structs import replace

from edge_studio import resources
from edge_studio.edge.samples import all_samples
from edge_studio.local_edge.offers import Offer
from edge_studio.local_edge.scenario import Scenario
from tests.local_edge.shipped import PATHS, SCENARIOS, Client


def test_there_are_five_scenarios_and_each_explains_itself() -> None:
    assert sorted(PATHS) == ["consent-first", "everything-fails", "shop", "slow-network", "streaming-media"]
    for scenario in SCENARIOS.values():
        assert len(scenario.description) > 80
        assert len({fault.name for fault in scenario.faults}) == len(scenario.faults)
        assert all(fault.description for fault in scenario.faults)
        assert all(datastream.name for datastream in scenario.datastreams)


@pytest.mark.parametrize("name", PATHS)
def test_everything_that_a_scenario_names_is_there(name: str) -> None:
    scenario = SCENARIOS[name]
    known = {audience.id for audience in scenario.audiences}
    named = {audience for visitor in scenario.visitors for audience in visitor.audiences}
    named |= {destination.audience for destination in scenario.destinations} - {""}
    named |= set(audiences_of_offers(scenario))
    assert named <= known
    reached = named | {audience.id for audience in scenario.audiences if audience.when}
    assert known <= reached, "an audience that nobody can be in, or that nothing looks at"


def audiences_of_offers(scenario: Scenario) -> Iterator[str]:
    offers: list[Offer] = []
    for provider in (scenario.target, scenario.offer_decisioning, scenario.journey_optimizer):
        offers.extend(provider.offers if provider else ())
    for offer in offers:
        if offer.audience:
            yield offer.audience
    for journey in scenario.journey_optimizer.offers if scenario.journey_optimizer else ():
        for item in journey.policy.items if journey.policy else ():
            if item.audience:
                yield item.audience


@pytest.mark.parametrize("name", PATHS)
def test_every_address_in_a_scenario_is_an_example(name: str) -> None:
    hosts = {
        urlsplit(text).hostname or ""
        for text in strings(json.loads(PATHS[name].read_text(encoding="utf-8")))
        if text.startswith(("https://", "http://", "web://")) and "ns.adobe.com" not in text
    }
    assert all(host.endswith((".example", "alloystore.dev", "*")) for host in hosts), hosts


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@pytest.mark.parametrize("name", PATHS)
def test_every_sample_is_answered_in_every_scenario(name: str) -> None:
    quiet = replace(SCENARIOS[name], faults=())
    for each in all_samples():
        if each.id == "specification_example":
            continue
        body = Client(quiet).ask(json.loads(each.text))
        assert body["handle"]


@pytest.mark.parametrize("name", PATHS)
def test_a_scenario_file_fits_the_published_schema_and_is_written_to_be_read(name: str) -> None:
    text = PATHS[name].read_text(encoding="utf-8")
    jsonschema.validate(json.loads(text), resources.data("schemas/scenario.json"))
    assert text.endswith("}\n")
    assert "\t" not in text
    assert json.loads(text)["$schema"] == "../schemas/scenario.json"
