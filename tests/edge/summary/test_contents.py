"""Every kind of content of a proposition, as something that can be shown."""

import json
from typing import Any

import pytest

from edge_studio.edge.summary.contents import read_content
from edge_studio.edge.summary.model import Content
from edge_studio.jsontext.lazy_json import LazyValue
from tests.edge.every_proposition import DOM_ACTIONS, dom_action, every_proposition
from tests.edge.summary.summaries import OFFER_SCHEMAS, SCHEMAS


def content(schema: str, data: Any = None, **members: Any) -> Content:
    item = {"id": "1", "schema": schema, **members, **({} if data is None else {"data": data})}
    return read_content(LazyValue(json.dumps(item).encode()), "/at")


@pytest.mark.parametrize(
    ("schema", "data", "kind", "text"),
    [
        (f"{SCHEMAS}html-content-item", {"content": "<b>Hi</b>"}, "html", "<b>Hi</b>"),
        (f"{SCHEMAS}json-content-item", {"content": '{"a": 1.10}'}, "json", '{"a": 1.10}'),
        (
            f"{SCHEMAS}redirect-item",
            {"type": "redirect", "content": "https://a.example/"},
            "redirect",
            "https://a.example/",
        ),
        (f"{SCHEMAS}default-content-item", None, "default", ""),
        (f"{OFFER_SCHEMAS}content-component-html", {"content": "<i>x</i>"}, "html", "<i>x</i>"),
        (f"{OFFER_SCHEMAS}content-component-json", {"content": "{}"}, "json", "{}"),
        (f"{OFFER_SCHEMAS}content-component-text", {"content": "20 % off"}, "text", "20 % off"),
        (
            f"{OFFER_SCHEMAS}content-component-imagelink",
            {"deliveryURL": "https://i.example/a.png"},
            "image",
            "https://i.example/a.png",
        ),
        (f"{SCHEMAS}message/inbox", {"content": {"heading": "Yours"}}, "message", '{"heading": "Yours"}'),
        ("https://ns.example/brand-new", {"x": 1}, "unknown", '{"x": 1}'),
        ("", {"x": 1}, "unknown", '{"x": 1}'),
    ],
)
def test_each_schema_is_shown_as_what_it_is(schema: str, data: Any, kind: str, text: str) -> None:
    made = content(schema, data)
    assert (made.kind, made.text) == (kind, text)
    assert (made.id, made.schema, made.pointer) == ("1", schema, "/at")


def test_json_is_shown_as_on_the_wire() -> None:
    wire = b'{"schema":"x/json-content-item","data":{"content":{"n": 1.10, "big": 7163309881222824984123}}}'
    assert read_content(LazyValue(wire), "").text == '{"n": 1.10, "big": 7163309881222824984123}'


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<img src="https://i.example/a.png">', "https://i.example/a.png"),
        ("  <IMG alt='x' SRC='//i.example/b.gif' />\n", "//i.example/b.gif"),
        ("<img src=c.png width=3>", "c.png"),
    ],
)
def test_html_that_is_one_image_is_an_image(html: str, address: str) -> None:
    made = content(f"{SCHEMAS}html-content-item", {"content": html})
    assert (made.kind, made.text) == ("image", address)
    assert [fact.exact for fact in made.facts if fact.label == "HTML"] == [html]


def test_html_with_more_than_an_image_stays_html() -> None:
    html = '<img src="a.png"><p>Text</p>'
    assert content(f"{SCHEMAS}html-content-item", {"content": html}).kind == "html"


@pytest.mark.parametrize("action", DOM_ACTIONS)
def test_every_change_of_the_page_says_what_it_does_and_where(action: str) -> None:
    made = read_content(LazyValue(json.dumps(dom_action(action)).encode()), "/at")
    assert (made.kind, made.action, made.selector) == ("dom", action, "#hero > h1")
    assert made.title.startswith("Change of the page: ")
    assert made.title.endswith(" #hero > h1")
    assert f": {action} " not in made.title, "in words"


def test_a_new_change_of_the_page_is_named_as_on_the_wire() -> None:
    made = read_content(LazyValue(json.dumps(dom_action("explode")).encode()), "/at")
    assert made.title == "Change of the page: explode at #hero > h1"


def test_attributes_of_an_element_are_shown_as_json() -> None:
    made = read_content(LazyValue(json.dumps(dom_action("setAttribute", {"href": "/x"})).encode()), "")
    assert made.text == '{"href": "/x"}'


def test_a_measurement_says_what_it_counts() -> None:
    made = content(f"{SCHEMAS}measurement", {"type": "click", "selector": "#buy"})
    assert (made.kind, made.title) == ("measurement", "Measures clicks at #buy")


def test_rules_say_what_they_bring() -> None:
    rules = every_proposition()["TGT ruleset-item"]["items"][0]
    made = read_content(LazyValue(json.dumps(rules).encode()), "/at")
    assert (made.kind, made.title) == ("rules", "Rules for the device: 1 rule")
    assert [(fact.label, fact.words, fact.pointer) for fact in made.facts] == [
        ("Rule 1 brings", "in-app message", "/at/data/rules/0")
    ]


def test_messages_are_told_by_kind_and_heading() -> None:
    card = content(f"{SCHEMAS}message/content-card", {"content": {"title": {"content": "Spring"}}})
    assert (card.kind, card.title) == ("message", "Content card: Spring")
    assert content(f"{SCHEMAS}message/hologram", {}).title == "Message of a new kind (message/hologram)"


def test_response_tokens_are_facts_with_their_places() -> None:
    tokens = {"profile.tier": "gold", "geo/city": "Bern", "none": None}
    made = content(f"{SCHEMAS}html-content-item", {}, meta=tokens)
    assert [(fact.label, fact.words, fact.pointer) for fact in made.facts] == [
        ("profile.tier", "gold", "/at/meta/profile.tier"),
        ("geo/city", "Bern", "/at/meta/geo~1city"),
    ]


def test_languages_and_tracking_labels_are_told() -> None:
    made = content(
        f"{OFFER_SCHEMAS}content-component-text",
        {"content": "x", "language": ["en-us", "de"], "characteristics": {"region": "emea"}},
        characteristics={"trackingLabel": "hero"},
    )
    assert made.language == "en-us, de"
    assert {fact.label: fact.words for fact in made.facts} == {"Tracking label": "hero", "region": "emea"}


def test_of_a_very_long_content_the_beginning_is_kept() -> None:
    made = content(f"{SCHEMAS}html-content-item", {"content": "<p>" + "x" * 5_000_000})
    assert made.text.startswith("<p>xxx")
    assert made.text.endswith("…")
    assert len(made.text) < 300_000
    assert len(content(f"{SCHEMAS}html-content-item", {"content": "x" * 900_000}).text) == 900_000


@pytest.mark.parametrize("data", [[], "x", 7, None, {"content": None}, {"content": [1]}, {"language": 3}])
def test_data_of_any_shape_is_borne(data: Any) -> None:
    for name in ("html-content-item", "dom-action", "ruleset-item", "message/inbox", "measurement", "new"):
        assert content(SCHEMAS + name, data).pointer == "/at"


def test_a_message_is_called_by_its_heading_and_shown_whole() -> None:
    inbox = content(f"{SCHEMAS}message/inbox", {"content": {"heading": {"content": "For you"}}})
    assert inbox.title == "Inbox: For you"
    alert = content(f"{SCHEMAS}message/native-alert", {"title": "Sale", "content": "Today", "confirm": "OK"})
    assert alert.title == "Native alert: Sale"
    assert alert.text == '{"title": "Sale", "content": "Today", "confirm": "OK"}'


def test_version_score_and_link_of_an_item_are_told() -> None:
    data = {"deliveryURL": "https://i.example/a.png", "linkURL": "https://a.example/"}
    made = content(f"{OFFER_SCHEMAS}content-component-imagelink", data, etag="7", score=0.75)
    assert {fact.label: (fact.words, fact.pointer) for fact in made.facts} == {
        "Version": ("7", "/at/etag"),
        "Score": ("0.75", "/at/score"),
        "Links to": ("https://a.example/", "/at/data/linkURL"),
    }
