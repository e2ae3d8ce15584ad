"""Who someone is to the services: known by any identity, in audiences by list or event, with a consent."""

from typing import Any

import msgspec
import pytest

from edge_studio.local_edge.changes import Change, ConsentGiven, ConsentState, VisitorSeen
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity import Source, Visitor
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.profile import Profile, profile_of
from edge_studio.local_edge.routes import route_of
from edge_studio.local_edge.scenario import Audience, Condition, Scenario
from edge_studio.local_edge.scenario import Visitor as ScenarioVisitor
from edge_studio.local_edge.state import State
from tests.local_edge.requests import ECID, ORGANISATION, STATE, a_request

WHO = Visitor(ECID, Source.RECEIVED, True)
GOLD = ScenarioVisitor(
    "Gold", {"CRMID": ("C-1", "C-2"), "Email": ("gold@shop.example",)}, ("loyal",), {"tier": "gold"}
)
SILVER = ScenarioVisitor("Silver", {"CRMID": ("C-3",), "ECID": (ECID,)}, consent="pending")
CONSENT_KEY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent"


def a_scenario(**change: Any) -> Scenario:
    return msgspec.structs.replace(Scenario("people", ORGANISATION, visitors=(GOLD,)), **change)


def profile(
    scenario: Scenario, *past: Change, entry: str = "", who: Visitor | None = WHO, **xdm: Any
) -> Profile:
    """The profile of an event with this XDM, of a client with this consent entry."""
    memory = Memory()
    memory.apply(past, STATE.now)
    request = a_request()
    route = route_of(request.path)
    assert route is not None
    entries = [{"key": CONSENT_KEY, "value": entry}] if entry else []
    body = {"event": {"xdm": xdm}, "meta": {"state": {"entries": entries}}}
    state = State(STATE.now, STATE.entropy, memory)
    return profile_of(Hit(request, scenario, state, route, "r", body), who)


@pytest.mark.parametrize(
    "identities", [{"CRMID": [{"id": "C-2"}]}, {"Email": [{"id": "x"}, {"id": "gold@shop.example"}]}]
)
def test_a_visitor_is_known_by_any_identity(identities: dict[str, Any]) -> None:
    found = profile(a_scenario(), identityMap=identities)
    assert found == Profile("Gold", frozenset({"loyal"}), {"tier": "gold"})


@pytest.mark.parametrize("identities", [{}, {"CRMID": [{"id": "c-1"}]}, {"Phone": [{"id": "C-1"}]}])
def test_namespace_and_id_have_to_be_exactly_those(identities: dict[str, Any]) -> None:
    assert profile(a_scenario(), identityMap=identities) == Profile()


def test_a_visitor_is_known_by_the_ecid_of_the_device() -> None:
    assert profile(a_scenario(visitors=(GOLD, SILVER))).name == "Silver"
    assert profile(a_scenario(visitors=(GOLD, SILVER)), who=None).name == ""


def test_of_several_who_are_named_the_first_in_the_scenario_counts() -> None:
    both = {"CRMID": [{"id": "C-3"}, {"id": "C-1"}]}
    assert profile(a_scenario(visitors=(GOLD, SILVER)), identityMap=both).name == "Gold"
    assert profile(a_scenario(visitors=(SILVER, GOLD)), identityMap=both).name == "Silver"


def test_whoever_was_named_on_the_device_before_is_known_without_being_named_again() -> None:
    seen = VisitorSeen(ECID, (("CRMID", "C-1"),))
    assert profile(a_scenario(), seen).name == "Gold"
    named = {"CRMID": [{"id": "C-3"}]}
    assert profile(a_scenario(visitors=(GOLD, SILVER)), seen, identityMap=named).name == "Silver"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("/xdm/web/url", contains="/sale"), True),
        (Condition("/xdm/web/url", contains="/shoes"), False),
        (Condition("/xdm/web/url"), True),
        (Condition("/xdm/web/gone"), False),
        (Condition("/xdm/web/url/deeper"), False),
        (Condition("/xdm/items/1/sku", equals="b"), True),
        (Condition("/xdm/items/2/sku"), False),
        (Condition("/xdm/items/first"), False),
        (Condition("/xdm/total", equals=9), True),
        (Condition("/xdm/total", equals=True), False),
        (Condition("/xdm/total", contains="9"), False),
    ],
)
def test_an_audience_goes_by_what_the_event_holds(condition: Condition, holds: bool) -> None:
    scenario = a_scenario(audiences=(Audience("a", when=(condition,)),))
    event: dict[str, Any] = {
        "web": {"url": "https://shop.example/sale"},
        "items": [{"sku": "a"}, {"sku": "b"}],
        "total": 9,
    }
    assert profile(scenario, **event).audiences == ({"a"} if holds else frozenset())


def test_all_conditions_have_to_hold_and_none_is_all() -> None:
    here, there = Condition("/xdm/here"), Condition("/xdm/there")
    audiences = (Audience("both", when=(here, there)), Audience("all", when=()), Audience("listed"))
    assert profile(a_scenario(audiences=audiences), here=1).audiences == {"all"}
    assert profile(a_scenario(audiences=audiences), here=1, there=1).audiences == {"all", "both"}


@pytest.mark.parametrize(
    ("remembered", "entry", "visitors", "consent"),
    [
        ("out", "general=in", "in", "out"),
        ("in", "general=out", "out", "in"),
        (None, "general=out", "in", "out"),
        (None, "general=in;other=1", "out", "in"),
        (None, "nothing", "out", "out"),
        (None, "", "out", "out"),
        (None, "", None, "pending"),
    ],
)
def test_what_was_said_last_to_the_network_counts_first(
    remembered: ConsentState | None, entry: str, visitors: ConsentState | None, consent: ConsentState
) -> None:
    known = ScenarioVisitor("One", {"ECID": (ECID,)}, consent=visitors)
    past = (ConsentGiven(ECID, remembered),) if remembered else ()
    assert profile(a_scenario(visitors=(known,), consent="pending"), *past, entry=entry).consent == consent


def test_a_scenario_that_was_changed_is_looked_at_anew() -> None:
    for name in ("One", "Two", "Three"):
        for scenario in (a_scenario(visitors=(ScenarioVisitor(name, {"ECID": (ECID,)}),)) for _ in range(12)):
            assert profile(scenario).name == name
