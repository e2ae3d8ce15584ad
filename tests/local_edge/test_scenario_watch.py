"""A scenario is played as it was last saved, and a broken file breaks nothing."""

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from edge_studio.local_edge import scenario_watch
from edge_studio.local_edge.scenario_file import ScenarioError, content_of, load
from edge_studio.local_edge.scenario_watch import SETTLED, ScenarioSource, choices, shipped
from tests.local_edge.requests import ORGANISATION


def text(name: str = "first", **rest: Any) -> str:
    return json.dumps({"name": name, "organisation": ORGANISATION, **rest})


def saved(folder: Path, name: str = "first", **rest: Any) -> Path:
    path = folder / "mine.json"
    path.write_text(text(name, **rest), encoding="utf-8")
    return path


def in_place(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")


def as_another_file(path: Path, content: str) -> None:
    other = path.with_suffix(".new")
    other.write_text(content, encoding="utf-8")
    other.replace(path)


def later() -> float:
    """A moment at which the clock of every file system has moved on since any file was saved."""
    return time.time() + 10 * SETTLED


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read from now on."""
    found: list[Path] = []

    def counted(path: Path) -> bytes:
        found.append(path)
        return content_of(path)

    monkeypatch.setattr(scenario_watch, "content_of", counted)
    return found


@pytest.mark.parametrize("save", [in_place, as_another_file])
@pytest.mark.parametrize("now", [time.time, later])
def test_a_saved_file_is_played_at_the_next_look(tmp_path: Path, save: Any, now: Any) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path, now)
    save(path, text("second"))
    assert source.current().name == "second"
    save(path, text("third"))
    assert source.choice().name == "third"
    save(path, text("fourth", faults=[{"name": "x", "delay": 1}]))
    assert [fault.name for fault in source.faults()] == ["x"]


def test_a_save_within_one_tick_of_the_clock_is_seen_as_well(tmp_path: Path) -> None:
    path = saved(tmp_path, "one")
    moment = path.stat().st_mtime_ns
    source = ScenarioSource(path, time.time)
    for name in ("two", "six", "ten"):
        in_place(path, text(name))
        os.utime(path, ns=(moment, moment))
        assert source.current().name == name


def test_a_file_that_rests_is_not_read_again(tmp_path: Path, reads: list[Path]) -> None:
    source = ScenarioSource(saved(tmp_path), later)
    first = source.current()
    assert all(source.current() is first for _ in range(100))
    assert source.problem == ""
    assert len(reads) == 1


def test_a_file_just_saved_is_read_again_without_being_taken_for_another(tmp_path: Path) -> None:
    source = ScenarioSource(saved(tmp_path), time.time)
    first = source.current()
    assert source.current() is first


def test_a_broken_file_that_rests_is_not_read_again(tmp_path: Path, reads: list[Path]) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path, later)
    in_place(path, "{")
    assert len({source.problem for _ in range(10)}) == 1
    assert len(reads) == 2


def test_a_broken_file_leaves_the_scenario_that_was_read_last(tmp_path: Path) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path)
    first = source.current()
    in_place(path, '{\n  "name": "second",\n  "organisation": 1\n}')
    assert source.current() is first
    assert source.problem == (
        f"{path}, line 3, column 19, $.organisation: expected a text, got a whole number."
    )
    in_place(path, text("second"))
    assert source.current().name == "second"
    assert source.problem == ""


def test_a_file_that_is_mended_as_it_was_is_played_again(tmp_path: Path) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path)
    in_place(path, "")
    assert "it is empty" in source.problem
    in_place(path, text())
    assert source.problem == ""


def test_a_file_written_slowly_is_played_once_it_is_whole(tmp_path: Path) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path)
    content = text("second")
    with path.open("w", encoding="utf-8") as file:
        for character in content:
            assert source.current().name == "first"
            file.write(character)
            file.flush()
    assert source.current().name == "second"
    assert source.problem == ""


@pytest.mark.parametrize("now", [time.time, later])
def test_a_file_that_is_gone_is_told_and_played_again_when_it_is_back(tmp_path: Path, now: Any) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path, now)
    path.unlink()
    assert source.current().name == "first"
    assert f"{path} is not there" in source.problem
    path.mkdir()
    assert "is a folder" in source.problem
    path.rmdir()
    in_place(path, text())
    assert source.problem == ""
    assert source.current().name == "first"


def test_a_file_that_becomes_far_too_large_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path)
    source = ScenarioSource(path)
    os.truncate(path, 1 << 40)
    assert "larger than 5 MB" in source.problem
    assert source.current().name == "first"


FAULTS = [{"name": "a", "delay": 1}, {"name": "b", "status": 503, "on": False, "description": "My words."}]


def switched(source: ScenarioSource) -> dict[str, bool]:
    playing = {fault.name: fault.on for fault in source.current().faults}
    assert {fault.name: fault.on for fault in source.faults()} == playing
    return playing


def test_faults_are_switched(tmp_path: Path) -> None:
    source = ScenarioSource(saved(tmp_path, faults=FAULTS))
    assert switched(source) == {"a": True, "b": False}
    source.switch_fault("a", False)
    source.switch_fault("b", True)
    assert switched(source) == {"a": False, "b": True}
    source.switch_fault("b", False)
    assert switched(source) == {"a": False, "b": False}


def test_switched_faults_are_one_object_until_the_next_switch(tmp_path: Path) -> None:
    source = ScenarioSource(saved(tmp_path, faults=FAULTS))
    source.switch_fault("a", False)
    assert source.current() is source.current()


def test_faults_stay_as_switched_when_the_file_is_saved(tmp_path: Path) -> None:
    path = saved(tmp_path, faults=FAULTS)
    source = ScenarioSource(path)
    source.switch_fault("a", False)
    in_place(path, text("second", faults=[*FAULTS, {"name": "c", "delay": 1}]))
    assert switched(source) == {"a": False, "b": False, "c": True}
    in_place(path, "{")
    assert switched(source) == {"a": False, "b": False, "c": True}


def test_a_fault_that_was_away_is_as_the_file_has_it(tmp_path: Path) -> None:
    path = saved(tmp_path, faults=FAULTS)
    source = ScenarioSource(path)
    source.switch_fault("a", False)
    in_place(path, text(faults=FAULTS[1:]))
    assert switched(source) == {"b": False}
    in_place(path, text(faults=FAULTS))
    assert switched(source) == {"a": True, "b": False}


def test_switching_a_fault_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    source = ScenarioSource(saved(tmp_path, faults=FAULTS))
    before = source.current()
    source.switch_fault("x", True)
    assert source.current() is before


def test_faults_are_described(tmp_path: Path) -> None:
    source = ScenarioSource(saved(tmp_path, faults=FAULTS))
    assert [fault.description for fault in source.faults()] == ["Every request: waits 1 s.", "My words."]


def test_another_file_is_played_with_nothing_switched(tmp_path: Path) -> None:
    path = saved(tmp_path, faults=FAULTS)
    source = ScenarioSource(path)
    source.switch_fault("a", False)
    other = tmp_path / "other.json"
    in_place(other, text("other", faults=FAULTS))
    source.play(other)
    assert (source.path, source.choice().name, source.choice().path) == (other, "other", str(other))
    assert switched(source) == {"a": True, "b": False}
    in_place(path, text("second"))
    assert source.current().name == "other"


def test_a_file_that_cannot_be_played_changes_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, faults=FAULTS)
    source = ScenarioSource(path)
    source.switch_fault("a", False)
    before = source.current()
    other = tmp_path / "other.json"
    in_place(other, "{")
    with pytest.raises(ScenarioError, match="is not valid JSON"):
        source.play(other)
    assert source.current() is before
    assert (source.path, source.problem) == (path, "")


def test_it_does_not_begin_with_a_file_that_cannot_be_played(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is not there"):
        ScenarioSource(tmp_path / "none.json")


def test_several_threads_may_look_switch_and_play_at_once(tmp_path: Path) -> None:
    path = saved(tmp_path, faults=FAULTS)
    source = ScenarioSource(path)
    failures: list[BaseException] = []

    def busy(number: int) -> None:
        try:
            for turn in range(50):
                source.switch_fault("a", bool(turn % 2))
                assert source.current().faults[0].name == "a"
                assert len(source.faults()) == 2
                if number == 0:
                    as_another_file(path, text(f"turn {turn}", faults=FAULTS))
                if number == 1:
                    source.play(path)
        except BaseException as error:  # noqa: BLE001  # told in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=busy, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert source.current().name == "turn 49"


def test_the_scenarios_that_ship_are_offered_with_the_shop_first() -> None:
    offered = shipped()
    assert offered[0].name == "shop"
    assert len(offered) >= 5
    assert len({choice.name for choice in offered}) == len(offered)
    for choice in offered:
        scenario = load(Path(choice.path))
        assert (choice.name, choice.description) == (scenario.name, scenario.description)
        assert choice.description


def test_scenarios_in_files_are_offered_by_what_they_are_called(tmp_path: Path) -> None:
    first = saved(tmp_path)
    marked, broken, deep, pipe = (tmp_path / f"{name}.json" for name in ("marked", "broken", "deep", "pipe"))
    marked.write_bytes(b"\xef\xbb\xbf" + text("marked", description="With a mark.").encode())
    in_place(broken, "{")
    in_place(deep, '{"name": "deep", "x": ' + "[" * 100_000)
    os.mkfifo(pipe)
    gone = tmp_path / "gone.json"
    offered = choices([first, marked, broken, deep, pipe, gone])
    assert [choice.name for choice in offered] == [
        "first",
        "marked",
        "broken.json",
        "deep.json",
        "pipe.json",
        "gone.json",
    ]
    assert {choice.path for choice in offered} == {
        str(path) for path in (first, marked, broken, deep, pipe, gone)
    }
    assert offered[1].description == "With a mark."
    assert all("cannot be read" in choice.description for choice in offered[2:])
