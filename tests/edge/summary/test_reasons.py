"""Why nothing came back for a scope: proven reasons first, then the likeliest, each with what to do."""

from typing import Any

import pytest

from edge_studio.edge.scopes import json_in_base64
from tests.edge.answers import UPSTREAM_ERROR, WARNING, decisions, envelope, hint, plain_item, proposition
from tests.edge.every_error import problem
from tests.edge.every_handle import consents
from tests.edge.summary.summaries import (
    OFFER_SCHEMAS,
    SCHEMAS,
    USUAL,
    a_question,
    asked_for,
    summary,
    why,
)

PLACED = json_in_base64({"activityId": "a", "placementId": "p"})
SURFACE = "web://shop.example/#hero"
NOBODY = envelope(decisions())


def failing(service: str) -> dict[str, Any]:
    return {**UPSTREAM_ERROR, "detail": f"An error occurred while calling the '{service}' service."}


@pytest.mark.parametrize(
    ("service", "failed", "fine"),
    [
        ("com.adobe.target", "hero", SURFACE),
        ("com.adobe.experience.platform.ode", PLACED, "hero"),
        ("com.adobe.experience_platform.ajo", SURFACE, PLACED),
    ],
)
def test_a_service_that_failed_is_proven_for_its_own_scopes_alone(
    service: str, failed: str, fine: str
) -> None:
    asked = a_question("hero", PLACED, surfaces=(SURFACE,))
    made = summary(envelope(hint(), errors=[failing(service)]), asked, status=207)
    first = asked_for(made, failed).reasons[0]
    assert first.certain
    assert "EXEG-0203-502" in first.words
    assert first.remedy
    assert not any(reason.certain for reason in asked_for(made, fine).reasons)


def test_a_failure_without_a_name_is_a_likely_reason() -> None:
    made = summary(envelope(hint(), errors=[problem("EXEG-0201-503")]), a_question("hero"), status=207)
    first = asked_for(made, "hero").reasons[0]
    assert "EXEG-0201-503" in first.words
    assert not first.certain


@pytest.mark.parametrize(
    "body",
    [
        envelope(hint(), warnings=[{**WARNING, "type": "https://ns.adobe.com/aep/errors/EXEG-0301-200"}]),
        envelope(consents("n")),
        envelope(
            {"type": "state:store", "payload": [{"key": "kndctr_A_AdobeOrg_consent", "value": "general=out"}]}
        ),
    ],
)
def test_without_consent_nothing_is_decided(body: dict[str, Any]) -> None:
    [reason] = asked_for(summary(body, a_question("hero")), "hero").reasons
    assert reason.certain
    assert "not agreed" in reason.words


@pytest.mark.parametrize(("body", "status"), [(b"", 204), (b'{"requestId":"r"}', 202)])
def test_collect_brings_nothing(body: bytes, status: int) -> None:
    asked = {"events": [a_question("hero")["event"]], "query": a_question("hero")["query"]}
    made = summary(body, asked, path="/ee/v2/collect", status=status)
    [reason] = asked_for(made, "hero").reasons
    assert reason.certain
    assert reason.remedy == "Ask on interact instead."


def test_a_service_that_the_request_switches_off_stays_silent() -> None:
    off = {
        "com_adobe_target": {"enabled": False},
        "com_adobe_experience_platform": {"com_adobe_edge_ajo": {"enabled": False}},
    }
    asked = a_question("hero", PLACED, surfaces=(SURFACE,), meta={"configOverrides": off})
    made = summary(NOBODY, asked)
    assert why(made, "hero") == ["The request switches Target off: meta.configOverrides.com_adobe_target."]
    assert "com_adobe_edge_ajo" in why(made, SURFACE)[0]
    assert not asked_for(made, PLACED).reasons[0].certain


def test_default_content_is_an_answer() -> None:
    body = envelope(decisions(proposition("hero", items=[plain_item("default-content-item")])))
    [reason] = asked_for(summary(body, a_question("hero", schemas=[])), "hero").reasons
    assert reason.certain
    assert reason.words.startswith("Target answered with default content")


def test_an_offer_without_items_holds_nothing() -> None:
    body = envelope(decisions(proposition("hero", items=[])))
    assert "holds nothing" in why(summary(body, a_question("hero")), "hero")[0]


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (PLACED[:-5], "does not decode"),
        ("eyJhIjoxfQ==", "does not decode"),
        ("web://shop.example/", "a surface, but asked for as a scope"),
    ],
)
def test_a_scope_that_is_none_is_recognised(scope: str, words: str) -> None:
    assert words in why(summary(NOBODY, a_question(scope)), scope)[0]


def test_scopes_without_schemas_bring_nothing_from_target() -> None:
    made = summary(NOBODY, a_question("hero", PLACED, schemas=[]))
    assert "names no schemas" in why(made, "hero")[0]
    assert "names no schemas" not in " ".join(why(made, PLACED))


def test_the_whole_page_wants_dom_actions() -> None:
    assert "dom-action" in why(summary(NOBODY, a_question("__view__")), "__view__")[0]
    complete = [*USUAL, f"{SCHEMAS}dom-action"]
    assert "dom-action" not in why(summary(NOBODY, a_question("__view__", schemas=complete)), "__view__")[0]


def test_a_kind_that_is_not_asked_for_is_left_out() -> None:
    html = [f"{SCHEMAS}html-content-item"]
    [first, *_] = asked_for(summary(NOBODY, a_question("hero", schemas=html)), "hero").reasons
    assert first.words.startswith("An offer that delivers JSON or redirects is left out")
    assert first.remedy == "Add to the schemas: json-content-item, redirect-item."
    offers = [f"{OFFER_SCHEMAS}content-component-html"]
    assert "JSON or text or images" in why(summary(NOBODY, a_question(PLACED, schemas=offers)), PLACED)[0]


@pytest.mark.parametrize(
    ("surface", "normal"),
    [
        ("web://Shop.example/shoes", "web://shop.example/shoes"),
        ("web://shop.example/shoes/", "web://shop.example/shoes"),
        ("shop.example/shoes", "web://shop.example/shoes"),
        ("#hero", "web://shop.example/shoes#hero"),
    ],
)
def test_a_surface_is_shown_as_it_should_be_written(surface: str, normal: str) -> None:
    asked = a_question(surfaces=(surface,))
    asked["event"]["xdm"] = {"web": {"webPageDetails": {"URL": "https://shop.example/shoes?size=42"}}}
    first = asked_for(summary(NOBODY, asked), surface).reasons[0]
    assert "not in its normal form" in first.words
    assert first.remedy == f"Ask for {normal}."


def test_a_scope_that_differs_in_capitals_is_found() -> None:
    body = envelope(decisions(proposition("Hero-Banner")))
    first = asked_for(summary(body, a_question("hero-banner")), "hero-banner").reasons[0]
    assert first.remedy == "Ask for Hero-Banner."


def test_more_than_thirty_scopes_are_too_many() -> None:
    many = [f"scope-{at}" for at in range(31)]
    assert "31 scopes" in " ".join(why(summary(NOBODY, a_question(*many)), "scope-0"))
    assert "scopes were asked" not in " ".join(why(summary(NOBODY, a_question(*many[:30])), "scope-0"))


def test_where_a_provider_answered_with_nothing_the_visitor_did_not_qualify() -> None:
    assert why(summary(NOBODY, a_question("hero")), "hero")[0].startswith("No live activity of Target")


def test_where_no_provider_answered_the_datastream_is_looked_at_first() -> None:
    found = why(summary(envelope(hint()), a_question("hero")), "hero")
    assert found[0].startswith("The datastream may not have Target")
    assert found[1].startswith("No live activity of Target")


def test_every_reason_but_an_accident_says_what_to_do() -> None:
    asked = a_question("hero", "__view__", PLACED, PLACED[:-3], surfaces=(SURFACE, "x"), schemas=["a"])
    made = summary(NOBODY, asked)
    for scope in ("hero", "__view__", PLACED, PLACED[:-3], SURFACE, "x"):
        reasons = asked_for(made, scope).reasons
        assert reasons
        assert all(reason.remedy for reason in reasons)


def test_what_came_back_has_no_reasons() -> None:
    assert why(summary(envelope(), a_question("hero-banner")), "hero-banner") == []
