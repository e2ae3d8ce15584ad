"""What an offer goes by, in each of the shapes in which the products write it."""

import json
from typing import Any

import pytest

from edge_studio.edge.propositions import chain_words, experience_words, offer_names
from edge_studio.jsontext.lazy_json import LazyValue


def names(**members: Any) -> tuple[str, str, str]:
    found = offer_names(LazyValue.parse(json.dumps(members).encode()))
    return found.provider, found.activity, found.experience


DETAILS = {"decisionProvider": "TGT", "activity": {"id": "4100"}, "experience": {"id": "0"}}


def test_the_first_item_tells_names() -> None:
    meta = {"activity.name": "Spring hero", "experience.name": "B"}
    assert names(scopeDetails=DETAILS, items=[{"meta": meta}]) == ("Target", "Spring hero", "B")


def test_without_names_it_goes_by_the_ids_of_its_details() -> None:
    assert names(scopeDetails=DETAILS, items=[{}]) == ("Target", "4100", "0")


def test_a_name_in_the_details_comes_before_the_id() -> None:
    details = {"decisionProvider": "EXD", "activity": {"id": "dps:12", "name": "Best offer"}}
    assert names(scopeDetails=details) == ("Experience Decisioning", "Best offer", "")


def test_offer_decisioning_has_its_activity_beside_the_items() -> None:
    assert names(activity={"id": "xcore:offer-activity:15a"}) == (
        "Offer Decisioning",
        "xcore:offer-activity:15a",
        "",
    )


@pytest.mark.parametrize("odd", ["text", 7, None, [], {}, {"activity": "x"}, {"activity": [1]}])
def test_odd_details_name_nothing(odd: object) -> None:
    assert names(scopeDetails=odd, items=odd) == ("", "", "")


def test_an_experience_is_called_one_once() -> None:
    assert [experience_words(name) for name in ("B", "Experience B", "")] == [
        "experience B",
        "Experience B",
        "",
    ]


def test_an_offer_is_shown_as_its_activity_and_its_experience() -> None:
    assert chain_words("Spring hero", "B") == "Spring hero › Experience B"
    assert chain_words("", "My experience") == "My experience"
    assert chain_words("410017", "") == "410017"
