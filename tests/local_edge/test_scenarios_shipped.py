"""Every scenario that ships is sound, and a request to it shows what its description promises."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from msgspec.structs import replace

from edge_studio import resources
from edge_studio.edge.samples import all_samples
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.fault_plan import Fault
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Reply, Request
from edge_studio.local_edge.offers import Offer
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.state import State
from tests.local_edge.offer_cases import scope_of
from tests.local_edge.requests import STATE, a_request, sample

PATHS = {path.stem: path for path in sorted(default_path().parent.glob("*.json"))}
SCENARIOS = {name: load(path) for name, path in PATHS.items()}
SHOP, NEWS, STREAM = (SCENARIOS[name] for name in ("shop", "consent-first", "streaming-media"))
BROKEN, SLOW = SCENARIOS["everything-fails"], SCENARIOS["slow-network"]


class Client:
    """Someone who sends one request after the other to one scenario, which remembers them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._memory = Memory()

    def send(self, request: Request) -> Reply:
        reply = answer(request, self.scenario, State(STATE.now, STATE.entropy, self._memory))
        self._memory.apply(reply.changes, STATE.now)
        return reply

    def ask(self, body: Any, *, status: int = 200, **rest: Any) -> dict[str, Any]:
        """The body of the answer, empty where there is none."""
        given = self.send(a_request(body, **rest)).answer
        assert given.status == status, given.body
        value = json.loads(given.body) if given.body else {}
        assert isinstance(value, dict)
        return value


def a_visit(*scopes: str, url: str = "https://shop.example/", **identities: str) -> dict[str, Any]:
    """A page view of somebody, who asks for scopes."""
    identity_map = {namespace: [{"id": id, "primary": True}] for namespace, id in identities.items()}
    page = {"webPageDetails": {"URL": url}}
    xdm = {"eventType": "web.webpagedetails.pageViews", "web": page, "identityMap": identity_map}
    return {"event": {"xdm": xdm}, "query": {"personalization": {"decisionScopes": list(scopes)}}}


def propositions(body: dict[str, Any]) -> list[dict[str, Any]]:
    handles = [handle for handle in body["handle"] if handle["type"] == "personalization:decisions"]
    return [proposition for handle in handles for proposition in handle["payload"]]


def names(body: dict[str, Any]) -> list[str]:
    """What Target calls the items that came."""
    return [item["meta"]["offer.name"] for proposition in propositions(body) for item in proposition["items"]]


def with_only(scenario: Scenario, name: str) -> Scenario:
    """The scenario with one fault switched on, and all others off."""
    assert name in {fault.name for fault in scenario.faults}
    return replace(scenario, faults=tuple(replace(fault, on=fault.name == name) for fault in scenario.faults))


# All of them


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


# The shop


@pytest.mark.parametrize(
    ("identity", "hero", "tier"),
    [
        ({}, "hero-b", None),
        ({"Email": "somebody@else.example"}, "hero-b", None),
        ({"CRMID": "C-10023"}, "hero-returning", "silver"),
        ({"CRMID": "C-20417"}, "hero-gold", "gold"),
        ({"Email": "gold@shop.example"}, "hero-gold", "gold"),
    ],
)
def test_the_shop_greets_each_visitor_in_its_own_way(
    identity: dict[str, str], hero: str, tier: str | None
) -> None:
    (found,) = propositions(Client(SHOP).ask(a_visit("hero-banner", **identity)))
    (item,) = found["items"]
    assert item["meta"]["offer.name"] == hero
    assert item["meta"].get("profile.tier") == tier


def test_the_visitor_of_the_samples_is_known_to_the_shop_and_gets_the_banner_of_everybody() -> None:
    reply = Client(SHOP).send(a_request(sample("page_view")))
    assert names(json.loads(reply.answer.body)) == ["hero-b"]
    said = [message for step in reply.trace for message in step.messages]
    assert "hero-banner: not Spring hero › Gold, since the visitor is not in audience Gold members" in said


def test_the_shops_pop_up_stops_after_three_displays() -> None:
    client = Client(SHOP)
    seen = []
    for _ in range(5):
        (found,) = propositions(client.ask(a_visit("newsletter-popup", FPID=FPID_1)))
        seen.append(found["items"][0]["meta"]["offer.name"])
        client.ask({"event": {"xdm": {**shown(found), "identityMap": {"FPID": [{"id": FPID_1}]}}}})
    assert seen == ["popup", "popup", "popup", "default content", "default content"]


FPID_1 = "7f1c9a52-3b64-4d0e-9c1a-5e2f8b7d6a30"


def shown(proposition: dict[str, Any]) -> dict[str, Any]:
    """The XDM of an event that reports a display."""
    kept = {key: proposition[key] for key in ("id", "scope", "scopeDetails")}
    decisioning = {"propositions": [kept], "propositionEventType": {"display": 1}}
    return {"eventType": "decisioning.propositionDisplay", "_experience": {"decisioning": decisioning}}


def test_the_shop_looks_at_the_page_that_is_seen() -> None:
    trail = a_visit("product-recommendations", url="https://shop.example/trail-runner")
    assert names(Client(SHOP).ask(trail)) == ["for-the-trail"]
    assert names(Client(SHOP).ask(a_visit("product-recommendations"))) == ["bought-together"]


def test_the_shops_page_comes_with_its_views() -> None:
    page, cart = propositions(Client(SHOP).ask(a_visit("__view__")))
    assert (page["scope"], cart["scope"]) == ("__view__", "cart")


def test_the_shop_picks_what_suits_a_visitor() -> None:
    picks = {"personalization": {"surfaces": ["web://localhost:8080/#picks"]}}
    for identity, offers in (("C-1", 2), ("C-20417", 2)):
        body = {**a_visit(CRMID=identity), "query": picks}
        (found,) = propositions(Client(SHOP).ask(body))
        contents = found["items"][0]["data"]["content"]["offers"]
        assert len(contents) == offers
        assert (contents[0]["link"] == "/early") is (identity == "C-20417")


def test_the_shop_gives_as_many_vouchers_as_are_asked_for() -> None:
    place = {
        "activityId": "xcore:offer-activity:15a2c0de00000002",
        "placementId": "xcore:offer-placement:15b2c0de00000002",
    }
    (found,) = propositions(Client(SHOP).ask(a_visit(scope_of(**place, itemCount=2))))
    assert len(found["items"]) == 2


def test_the_shop_activates_gold_members_and_gives_nothing_to_who_opted_out() -> None:
    gold = Client(SHOP).ask(a_visit(CRMID="C-20417"))
    kinds = [handle["type"] for handle in gold["handle"]]
    assert kinds.count("activation:pull") == 1
    assert kinds.count("activation:push") == 2
    out = Client(SHOP).ask(a_visit("hero-banner", CRMID="C-30999"))
    assert propositions(out) == []
    assert out["warnings"][0]["type"].endswith("EXEG-0301-200")


def test_one_datastream_of_the_shop_declares_overrides_and_one_only_collects() -> None:
    chosen, bare = (datastream.id for datastream in SHOP.datastreams)
    suites = {"com_adobe_analytics": {"reportSuites": ["shopspring"]}}
    body = {**a_visit("hero-banner"), "meta": {"configOverrides": suites}}
    Client(SHOP).ask(body, query={"dataStreamId": chosen})
    Client(SHOP).ask(body, status=400)
    collected = Client(SHOP).ask(a_visit("hero-banner"), query={"dataStreamId": bare})
    assert not any(handle["type"].startswith("personalization") for handle in collected["handle"])


# The site that asks first


def test_the_news_site_gives_nothing_until_it_may() -> None:
    client = Client(NEWS)
    visit = a_visit("hero-banner", url="https://news.example/", FPID=FPID_1)
    visit["query"]["identity"] = {"fetch": ["ECID"]}
    before = client.ask(visit)
    assert propositions(before) == []
    assert before["warnings"][0]["type"].endswith("EXEG-0301-200")
    ecid = next(handle for handle in before["handle"] if handle["type"] == "identity:result")["payload"][0][
        "id"
    ]
    consent = [{"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}]
    agreed = {"identityMap": {"ECID": [{"id": ecid}]}, "consent": consent}
    client.ask(agreed, path="/ee/v1/privacy/set-consent")
    after = client.ask(visit)
    assert names(after) == ["trial"]
    assert "warnings" not in after


@pytest.mark.parametrize(
    ("subscriber", "offers"), [("S-1001", ["thanks"]), ("S-1002", []), ("S-1003", ["trial"])]
)
def test_the_news_site_remembers_what_subscribers_said(subscriber: str, offers: list[str]) -> None:
    visit = a_visit("hero-banner", SubscriberID=subscriber)
    assert names(Client(NEWS).ask(visit)) == offers


# Streaming media


def media(event: str, **collection: Any) -> dict[str, Any]:
    xdm = {
        "eventType": f"media.{event}",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "mediaCollection": {"playhead": 0, **collection},
    }
    return {"events": [{"xdm": xdm}]}


DETAILS = {
    "name": "HL-S1E5",
    "friendlyName": "Harbour Lights, episode 5",
    "playerName": "web player",
    "contentType": "vod",
    "length": 2700,
    "channel": "series",
}


def test_a_player_starts_a_session_and_keeps_it_alive() -> None:
    client = Client(STREAM)
    start = media("sessionStart", sessionDetails=DETAILS)
    started = client.ask(start, path="/ee/va/v1/sessionStart", query={"configId": STREAM.datastreams[0].id})
    (handle,) = (one for one in started["handle"] if one["type"] == "media-analytics:new-session")
    ping = media("ping", sessionID=handle["payload"][0]["sessionId"])
    query = {"configId": STREAM.datastreams[0].id}
    client.ask(ping, path="/ee/va/v1/ping", query=query, status=204)
    forgetful = Client(with_only(STREAM, "The session is forgotten"))
    forgetful.ask(ping, path="/ee/va/v1/ping", query=query, status=404)


def test_where_media_is_not_enabled_no_session_starts() -> None:
    (old,) = (one.id for one in STREAM.datastreams if one.services and "media" not in one.services)
    start = media("sessionStart", sessionDetails=DETAILS)
    body = Client(STREAM).ask(start, path="/ee/va/v1/sessionStart", query={"configId": old})
    assert not any(one["type"] == "media-analytics:new-session" for one in body["handle"])


def test_only_the_listed_datastreams_stream() -> None:
    strange = {"dataStreamId": "00000000-0000-4000-8000-000000000000"}
    assert Client(STREAM).ask(a_visit(), query=strange, status=400)["type"].endswith("EXEG-0003-400")
    gone = {"dataStreamId": STREAM.datastreams[-1].id}
    assert Client(STREAM).ask(a_visit(), query=gone, status=422)["type"].endswith("EXEG-0004-422")


def test_declared_overrides_of_the_player_are_accepted_and_others_are_not() -> None:
    for dataset, status in (("66a1b2c3d4e5f60718293a4c", 200), ("66a1b2c3d4e5f60718293a4f", 400)):
        platform = {"datasets": {"event": {"datasetId": dataset}}}
        overrides = {"com_adobe_experience_platform": platform}
        Client(STREAM).ask({**a_visit(), "meta": {"configOverrides": overrides}}, status=status)


def test_a_server_signs_in_and_gets_attributes() -> None:
    assert STREAM.clients
    server = STREAM.clients[0]
    client = Client(STREAM)
    form = (
        f"grant_type=client_credentials&client_id={server.id}&client_secret={server.secret}&scope="
        + ",".join(server.scopes)
    )
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    issued = client.send(Request("POST", "/ims/token/v3", (), headers, form.encode())).answer
    assert issued.status == 200, issued.body
    query = {"dataStreamId": STREAM.datastreams[1].id}
    visit = a_visit("up-next", ProfileID="P-1")
    client.ask(visit, query=query, status=401)
    signed = {
        "authorization": f"Bearer {json.loads(issued.body)['access_token']}",
        "x-api-key": server.id,
        "x-gw-ims-org-id": STREAM.organisation,
    }
    body = client.ask(visit, query=query, headers=signed)
    assert names(body) == ["next-episode"]
    (pulled,) = (one["payload"][0] for one in body["handle"] if one["type"] == "activation:pull")
    assert pulled["attributes"]["plan"] == {"value": "family"}


def test_player_pages_get_a_tip_on_any_host() -> None:
    for page, count in (("watch/hl-s1e5", 1), ("home", 0)):
        visit = a_visit(url=f"https://stream.example/{page}")
        visit["query"] = {"personalization": {"surfaces": [f"web://localhost/{page}"]}}
        assert len(propositions(Client(STREAM).ask(visit))) == count


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
