"""Copies of scenarios, for a person to change."""

import json
from pathlib import Path

import pytest

from edge_studio import resources
from edge_studio.store.problems import CannotRead
from edge_studio.store.scenarios import copy_scenario, own_scenarios

SHOP = resources.path("scenarios/shop.json")


def test_a_copy_differs_in_its_name_alone(tmp_path: Path) -> None:
    copy = copy_scenario(SHOP, tmp_path / "scenarios", "shop")
    assert copy.name == "shop-copy.json"
    assert copy.read_text() == SHOP.read_text().replace('"name": "shop"', '"name": "shop, copy"', 1)


def test_a_copy_finds_its_schema_where_it_says_it_is(tmp_path: Path) -> None:
    copy = copy_scenario(SHOP, tmp_path / "scenarios", "shop")
    schema = copy.parent / json.loads(copy.read_text())["$schema"]
    assert schema.read_bytes() == resources.path("schemas/scenario.json").read_bytes()


def test_each_copy_has_a_name_of_its_own_also_one_of_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    first = copy_scenario(SHOP, folder, "shop")
    second = copy_scenario(SHOP, folder, "shop")
    third = copy_scenario(second, folder, "shop, copy 2")
    assert [path.name for path in (first, second, third)] == [
        "shop-copy.json",
        "shop-copy-2.json",
        "shop-copy-3.json",
    ]
    assert json.loads(third.read_text())["name"] == "shop, copy 3"
    assert own_scenarios(folder) == sorted((first, second, third))


def test_a_broken_scenario_is_copied_as_it_is(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"name": "half"')
    assert copy_scenario(broken, tmp_path / "scenarios", "half").read_text() == '{"name": "half"'


def test_nobody_has_scenarios_of_their_own_at_first(tmp_path: Path) -> None:
    assert own_scenarios(tmp_path / "nowhere") == []


def test_a_scenario_that_is_gone_cannot_be_copied(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        copy_scenario(tmp_path / "gone.json", tmp_path / "scenarios", "gone")
