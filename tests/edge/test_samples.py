import json

import pytest

from edge_studio import resources
from edge_studio.edge.describe import describe
from edge_studio.edge.samples import all_samples, find
from edge_studio.jsontext.document import JsonDocument


def test_every_starting_point_of_the_window_is_there() -> None:
    assert [sample.id for sample in all_samples()] == [
        "page_view",
        "link_click",
        "product_view",
        "purchase",
        "sign_in",
        "ask_for_offers",
        "specification_example",
    ]


def test_every_sample_file_is_in_the_index() -> None:
    files = {file.stem for file in (resources.root() / "samples").glob("*.json")} - {"index"}
    assert files == {sample.id for sample in all_samples()}


def test_every_sample_is_valid_json_with_a_title_and_a_description() -> None:
    for sample in all_samples():
        assert isinstance(json.loads(sample.text), dict)
        assert sample.title
        assert sample.description.endswith(".")
        assert describe(JsonDocument(sample.text)).title != "Request"


def test_the_first_sample_asks_for_a_visitor_id_and_an_offer() -> None:
    body = json.loads(find("page_view").text)
    assert body["query"]["identity"]["fetch"] == ["ECID"]
    assert body["query"]["personalization"]["decisionScopes"] == ["hero-banner"]
    assert body["event"]["xdm"]["timestamp"] == "{{now}}"


def test_the_specifications_example_is_its_body_letter_for_letter() -> None:
    text = find("specification_example").text
    assert text.startswith('{\n   "event": {\n      "xdm": {\n         "identityMap": {')
    assert '"timestamp": "2021-08-09T14:09:20.859Z"' in text
    assert text.endswith("}")


def test_an_unknown_sample_is_a_bug() -> None:
    with pytest.raises(KeyError):
        find("nothing")
