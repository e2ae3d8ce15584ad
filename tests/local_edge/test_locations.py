"""A region answers, says so in every scope, and keeps its clients."""

from typing import get_args

import msgspec
import pytest

from edge_studio.local_edge.locations import audience_manager_region
from edge_studio.local_edge.scenario import Region, Scenario
from tests.local_edge.requests import SHOP, a_request, ask, envelope, handles

CLUSTER = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_cluster"


def answering(path: str, scenario: Scenario = SHOP) -> str:
    """The region that answers, which every part of the answer agrees on."""
    body = envelope(a_request(path=path), scenario)
    (handle,) = handles(body, "locationHint:result")
    hints = {item["scope"]: item["hint"] for item in handle["payload"]}
    assert {item["ttlSeconds"] for item in handle["payload"]} == {1800}
    region = hints["EdgeNetwork"]
    header = dict(ask(a_request(path=path), scenario).headers)["x-adobe-edge"]
    assert header == f"{region.upper()};{hints['AAM']}"
    (stored,) = handles(body, "state:store")
    assert {"key": CLUSTER, "value": region, "maxAge": 1800} in stored["payload"]
    assert isinstance(region, str)
    return region


@pytest.mark.parametrize("region", get_args(Region))
def test_each_of_the_seven_regions_answers_when_it_is_hinted_at(region: str) -> None:
    assert answering(f"/ee/{region}/v2/interact") == region


@pytest.mark.parametrize("region", get_args(Region))
def test_without_a_hint_the_region_of_the_scenario_answers(region: str) -> None:
    assert answering("/ee/v2/interact", msgspec.structs.replace(SHOP, region=region)) == region


@pytest.mark.parametrize(
    ("number", "region"), [("35", "or2"), ("34", "va6"), ("37", "irl1"), ("38", "sgp3"), ("99", "va6")]
)
def test_a_number_of_target_leads_to_its_region(number: str, region: str) -> None:
    scenario = msgspec.structs.replace(SHOP, region="va6")
    assert answering(f"/ee/t{number}/v2/interact", scenario) == region


def test_the_cluster_is_kept_anew_with_every_answer() -> None:
    entries = [{"key": CLUSTER, "value": "or2"}]
    body = envelope(a_request({"event": {}, "meta": {"state": {"entries": entries}}}))
    assert CLUSTER in [entry["key"] for entry in handles(body, "state:store")[0]["payload"]]


def test_audience_manager_has_its_own_number_for_each_region() -> None:
    numbers = {region: audience_manager_region(region) for region in get_args(Region)}
    assert (numbers["or2"], numbers["va6"], numbers["irl1"], numbers["sgp3"]) == ("9", "7", "6", "3")
    assert len(set(numbers.values())) == 7
