"""The scenario in which everything can fail, and the slow network."""

import gzip
import json
import zlib

import pytest

from edge_studio.local_edge.fault_plan import Fault
from edge_studio.local_edge.messages import Reply, Request
from edge_studio.local_edge.scenario import Scenario
from tests.local_edge.requests import a_request, sample
from tests.local_edge.shipped import (
    BROKEN,
    SCENARIOS,
    SLOW,
    STREAM,
    Client,
    a_visit,
    with_only,
)

# Everything fails

SAID: dict[str, int] = {
    "Target cannot be reached": 207,
    "Target takes too long": 207,
    "Offer Decisioning refuses": 207,
    "Segments are not there yet": 207,
    "Two services fail at once": 207,
    "A warning comes along": 200,
    "Service unavailable": 503,
    "Unexpected error": 500,
    "JSON cannot be processed": 500,
    "Not from this country": 403,
    "The gateway gives up": 504,
    "Plain text from the front door": 502,
    "Four seconds late": 200,
    "A minute late": 200,
    "The connection breaks": 200,
    "The answer breaks off": 200,
    "The length is wrong": 200,
    "The answer drips": 200,
    "Another character set": 200,
    "Packed with gzip": 200,
    "Packed with deflate": 200,
    "No offer for the hero banner": 207,
}
ELSEWHERE = {
    "Every third request is turned away",
    "Consent cannot be saved",
    "Already opted out of advertising",
    "One in five goes wrong",
    "Purchases are refused",
    "No tokens are given",
}


def test_every_fault_is_played_here() -> None:
    assert {fault.name for fault in BROKEN.faults} == {*SAID, *ELSEWHERE}


@pytest.mark.parametrize("name", SAID)
def test_one_fault_at_a_time_does_what_it_says(name: str) -> None:
    reply = Client(with_only(BROKEN, name)).send(a_request(a_visit("hero-banner")))
    assert reply.answer.status == SAID[name]
    assert [step.messages[0] for step in reply.trace if step.name == "faultStruck"] == [name]


def fault(name: str) -> Reply:
    return Client(with_only(BROKEN, name)).send(a_request(a_visit("hero-banner")))


def test_without_target_the_rest_comes() -> None:
    body = json.loads(fault("Target cannot be reached").answer.body)
    assert body["errors"][0]["type"].endswith("EXEG-0203-502")
    assert "com.adobe.target" in body["errors"][0]["detail"]
    assert [handle["payload"] for handle in body["handle"] if "decisions" in handle["type"]] == [[], []]


def test_what_goes_over_the_wire_is_as_the_fault_says() -> None:
    mishaps = {
        name: fault(name).delivery.mishap
        for name in (
            "The connection breaks",
            "The answer breaks off",
            "The length is wrong",
            "The answer drips",
        )
    }
    assert list(mishaps.values()) == ["reset", "truncated", "wrong-length", "drip"]
    assert fault("A minute late").delivery.delay == 60
    assert fault("The gateway gives up").answer.body.startswith(b"<html>")
    assert json.loads(fault("Another character set").answer.body.decode("utf-16"))["handle"]
    assert json.loads(gzip.decompress(fault("Packed with gzip").answer.body))["handle"]
    assert json.loads(zlib.decompress(fault("Packed with deflate").answer.body))["handle"]


def test_every_third_request_is_turned_away() -> None:
    client = Client(with_only(BROKEN, "Every third request is turned away"))
    replies = [client.send(a_request(a_visit())).answer for _ in range(6)]
    assert [given.status for given in replies] == [200, 200, 429, 200, 200, 429]
    assert dict(replies[2].headers)["retry-after"] == "2"


def test_one_in_five_goes_wrong_in_the_same_order_every_time() -> None:
    runs = []
    for _ in range(2):
        client = Client(with_only(BROKEN, "One in five goes wrong"))
        runs.append([client.send(a_request(a_visit())).answer.status for _ in range(100)])
    assert runs[0] == runs[1]
    assert 10 <= runs[0].count(503) <= 30


@pytest.mark.parametrize(
    ("name", "status"), [("Consent cannot be saved", 502), ("Already opted out of advertising", 409)]
)
def test_consent_alone_fails(name: str, status: int) -> None:
    client = Client(with_only(BROKEN, name))
    client.ask(a_visit())
    consent = {"consent": [{"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}]}
    client.ask(consent, path="/ee/v1/privacy/set-consent", status=status)


def test_purchases_alone_fail() -> None:
    client = Client(with_only(BROKEN, "Purchases are refused"))
    client.ask(sample("page_view"))
    client.ask(sample("purchase"), status=503)


@pytest.mark.parametrize("scenario", [BROKEN, STREAM])
def test_tokens_alone_fail(scenario: Scenario) -> None:
    client = Client(with_only(scenario, "No tokens are given"))
    client.ask(a_visit())
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    refused = client.send(Request("POST", "/ims/token/v3", (), headers, b"grant_type=client_credentials"))
    assert refused.answer.status >= 500


# The slow network


def test_on_the_train_every_answer_is_late_and_drips() -> None:
    reply = Client(SLOW).send(a_request(a_visit("hero-banner")))
    assert reply.delivery.delay == 1.2
    assert reply.delivery.mishap == "drip"
    assert reply.delivery.bytes_per_second == 2000


def test_on_the_train_some_have_to_ask_again() -> None:
    client = Client(SLOW)
    replies = [client.send(a_request(a_visit())).answer for _ in range(60)]
    again = [given for given in replies if given.status == 503]
    assert 3 <= len(again) <= 18
    assert {dict(given.headers)["retry-after"] for given in again} == {"3"}


def test_few_faults_are_on_to_begin_with() -> None:
    on: dict[str, list[Fault]] = {
        name: [each for each in scenario.faults if each.on] for name, scenario in SCENARIOS.items()
    }
    assert {name: len(faults) for name, faults in on.items()} == {
        "consent-first": 0,
        "everything-fails": 2,
        "shop": 0,
        "slow-network": 3,
        "streaming-media": 0,
    }
