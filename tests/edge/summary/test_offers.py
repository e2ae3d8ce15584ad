"""The card of offers: for each scope or surface asked, what came back."""

from typing import Any

from edge_studio.edge.scopes import json_in_base64
from tests.edge.answers import (
    decisions,
    envelope,
    hint,
    html_item,
    identity,
    offers,
    plain_item,
    proposition,
)
from tests.edge.every_proposition import every_proposition
from tests.edge.summary.summaries import a_question, asked_for, card, kinds, summary, told, why


def test_each_scope_has_its_offers_in_the_order_asked() -> None:
    made = card(summary(envelope(), a_question("__view__", "hero-banner", "footer")), "offers")
    assert [(asked.scope, len(asked.offers)) for asked in made.asked] == [
        ("__view__", 1),
        ("hero-banner", 2),
        ("footer", 0),
    ]
    assert made.said == "2 offers for the whole page, hero-banner; nothing to show for footer."
    assert made.tone == "warning"


def test_an_offer_names_provider_activity_and_experience() -> None:
    [first, default] = asked_for(summary(envelope(), a_question("hero-banner")), "hero-banner").offers
    assert (first.provider, first.activity, first.experience) == ("Target", "Spring hero", "B")
    assert (first.contents[0].kind, first.contents[0].text) == ("html", "<h2>Hello gold member</h2>")
    assert first.pointer == "/handle/1/payload/0"
    assert (default.provider, default.activity, default.is_default) == ("Journey Optimizer", "410017", True)


def test_handles_of_several_providers_are_joined_and_keep_their_places() -> None:
    other = {**decisions(proposition("hero", "AJO")), "eventIndex": 1}
    body = envelope(decisions(proposition("hero")), decisions(), other)
    found = asked_for(summary(body, a_question("hero")), "hero").offers
    assert [(offer.provider, offer.pointer, offer.event_index) for offer in found] == [
        ("Target", "/handle/0/payload/0", 0),
        ("Journey Optimizer", "/handle/2/payload/0", 1),
    ]


def test_offer_decisioning_needs_no_scope_details() -> None:
    scope = json_in_base64(
        {"xdm:activityId": "xcore:offer-activity:15a", "xdm:placementId": "xcore:offer-placement:15b"}
    )
    item = {
        "id": "p",
        "scope": scope,
        "activity": {"id": "xcore:offer-activity:15a", "etag": "3"},
        "placement": {"id": "xcore:offer-placement:15b"},
        "items": [html_item()],
    }
    asked = asked_for(summary(envelope(decisions(item)), a_question(scope)), scope)
    assert asked.name == "activity 15a at placement 15b"
    assert asked.offers[0].provider == "Offer Decisioning"
    assert {fact.label: fact.words for fact in asked.offers[0].facts} == {
        "Proposition ID": "p",
        "Activity ID": "xcore:offer-activity:15a",
        "Version of the activity": "3",
        "Placement ID": "xcore:offer-placement:15b",
    }


def test_scopes_that_were_not_asked_for_are_told_apart() -> None:
    made = summary(envelope(decisions(proposition("view-cart"))), a_question("hero"))
    assert not asked_for(made, "view-cart").was_asked
    assert asked_for(made, "hero").was_asked


def test_without_the_request_nothing_is_said_to_be_unasked() -> None:
    made = card(summary(envelope(offers())), "offers")
    assert all(asked.was_asked for asked in made.asked)


def test_a_surface_written_otherwise_finds_its_offers() -> None:
    body = envelope(decisions(proposition("web://shop.example/shoes", "AJO")))
    made = card(summary(body, a_question(surfaces=("web://Shop.example/shoes/",))), "offers")
    assert [(asked.kind, len(asked.offers)) for asked in made.asked] == [("surface", 1)]


def test_what_each_event_of_a_batch_asks_for_counts() -> None:
    asked = {
        "events": [
            {"query": {"personalization": {"decisionScopes": ["a"]}}},
            {"query": {"personalization": {"decisionScopes": ["b"], "surfaces": ["web://x.example/"]}}},
        ]
    }
    made = card(summary(envelope(decisions()), asked, path="/ee/v1/interact"), "offers")
    assert [asked.scope for asked in made.asked] == ["a", "b", "web://x.example/"]


def test_who_asks_for_nothing_is_told_how_to_get_offers() -> None:
    made = card(summary(envelope(identity(), hint()), {"event": {}}), "offers")
    assert made.said == "No offers, since the request asks for no scope and no surface."
    assert "decisionScopes" in told(made)["To get offers"]
    assert "offers" not in kinds(summary(envelope(identity(), hint())))


def test_the_decisions_inside_a_proposition_name_their_provider() -> None:
    packed = every_proposition()["AJO sub"]
    [offer] = asked_for(summary(envelope(decisions(packed))), packed["scope"]).offers
    inside = [fact for fact in offer.facts if fact.label == "Experience Decisioning"]
    assert inside
    assert inside[0].pointer.endswith("/scopeDetails/characteristics/subPropositions")


def test_a_provider_that_nobody_knows_is_named_as_on_the_wire() -> None:
    [offer] = asked_for(summary(envelope(decisions(proposition("a", "XYZ")))), "a").offers
    assert offer.provider == "XYZ"


def test_propositions_of_any_shape_are_borne() -> None:
    odd: list[Any] = [7, None, "x", [], {}, {"scope": 3, "items": {}}, {"scope": "a", "items": [1, None, {}]}]
    odd += [{"scope": "b", "scopeDetails": [], "items": [{"schema": 1, "data": [], "meta": 2}]}]
    made = card(summary(envelope(decisions(*odd))), "offers")
    assert sum(len(asked.offers) for asked in made.asked) == len(odd)


def test_only_what_has_something_to_show_is_counted_as_an_offer() -> None:
    default = {**proposition("kept", items=[plain_item("default-content-item")])}
    odd: list[Any] = [7, {"scope": "list", "items": {"a": 1}}]
    made = summary(envelope(decisions(proposition("hero"), default, proposition("bare", items=[]), *odd)))
    assert made.sentence == "1 offer for 1 scope, nothing to show for 4 scopes."
    assert card(made, "offers").said.startswith("1 offer for hero")
    [number] = asked_for(made, "").offers
    [items] = asked_for(made, "list").offers
    assert (number.contents[0].title, number.contents[0].text) == (
        "No offer, though it stands among them",
        "7",
    )
    assert (items.contents[0].title, items.contents[0].text) == ("Items that are no list", '{"a":1}')


def test_default_content_alone_is_no_offer() -> None:
    made = summary(envelope(decisions(proposition("hero", items=[plain_item("default-content-item")]))))
    assert made.sentence == "Nothing to show for 1 scope."


def test_strategies_are_told_wherever_they_stand() -> None:
    one = proposition("hero")
    one["scopeDetails"]["characteristics"] = {"strategies": [{"strategyID": "s1", "treatmentID": "t1"}]}
    [offer] = asked_for(summary(envelope(decisions(one))), "hero").offers
    found = {fact.label: fact.pointer for fact in offer.facts}
    assert found["Treatment"] == "/handle/0/payload/0/scopeDetails/characteristics/strategies/0/treatmentID"


def test_of_thousands_only_the_first_are_looked_at_and_every_scope_among_them() -> None:
    many = [proposition("crowded", items=[plain_item("html-content-item")]) for _ in range(1_500)]
    made = card(
        summary(envelope(decisions(*many, proposition("last"))), a_question("last", "lost")), "offers"
    )
    found = {asked.scope: asked for asked in made.asked}
    assert len(found["last"].offers) == 1
    assert len(found["crowded"].offers) == 199
    assert made.more == 1_301
    assert "more offers" not in " ".join(reason.words for reason in found["lost"].reasons)


def test_of_very_many_it_is_said_that_a_scope_may_stand_further_behind() -> None:
    many = [proposition("crowded", items=[]) for _ in range(2_001)]
    made = summary(envelope(decisions(*many, proposition("behind"))), a_question("behind"))
    assert "more offers than are looked at" in " ".join(why(made, "behind"))
