"""A scenario file that cannot be read is refused in words, whatever is in it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.local_edge.scenario_file import LARGEST, ScenarioError, load, read
from tests.local_edge.requests import ORGANISATION
from tests.local_edge.whole_scenario import whole_scenario

GOOD: dict[str, Any] = {"name": "a", "organisation": ORGANISATION}
ITEM = {"id": "1", "schema": "https://ns.adobe.com/personalization/html-content-item", "data": {}}


def offer(data: Any) -> dict[str, Any]:
    base = {"scope": "x", "activity": {"id": "1"}, "experience": {"id": "1"}}
    return {**GOOD, "target": {"offers": [{**base, "items": [{**ITEM, "data": data}]}]}}


DEEP = json.dumps(offer({})).partition('"data": ')[0].encode() + b'"data": ' + b'{"a": ' * 100_000


def test_broken_json_is_refused_with_line_and_column() -> None:
    with pytest.raises(ScenarioError, match=r"^mine\.json is not valid JSON: line 2, column 9: "):
        read(b'{\n"name": }', "mine.json")


NO_JSON = {
    "empty": (b" \n", "it is empty"),
    "not UTF-8": (b'{\n"name": "\xff"}', "line 2: the byte 0xff is not UTF-8. Save the file as UTF-8"),
    "in UTF-16": ("{}".encode("utf-16"), "it is written in UTF-16. Save it as UTF-8"),
    "a number that is none": (b'{"seed": NaN}', "line 1, column 10: NaN is not JSON"),
    "a number beyond all bounds": (
        b'{"name": "1e999",\n"seed": 1e999}',
        "line 2: the number 1e999 is too large",
    ),
    "half a character": (b'{"a": "\\ud83c\\udf89",\n"name": "\\ud83c"}', "line 2: the text has one half"),
    "the other half of a character": (b'{"name": "\\udf89"}', "line 1: the text has one half"),
    "more after the end": (b"{} {}", "line 1, column 4: More text"),
}


@pytest.mark.parametrize("what", NO_JSON)
def test_what_is_no_json_at_all_is_refused(what: str) -> None:
    content, words = NO_JSON[what]
    with pytest.raises(ScenarioError) as refused:
        read(content, "mine.json")
    assert str(refused.value).startswith(f"mine.json is not valid JSON: {words}")


@pytest.mark.parametrize(
    "content",
    [DEEP, b"[" * 100_000, b'{"a": ' * 101 + b"1" + b"}" * 101, b"[" * 300 + b"]" * 300],
    ids=["broken off in an offer", "broken off", "just too deep", "too deep"],
)
def test_what_is_nested_too_deeply_is_refused(content: bytes) -> None:
    with pytest.raises(ScenarioError, match=r"^mine\.json is nested too deeply: more than 100"):
        read(content, "mine.json")


def test_what_is_nested_deeply_is_taken() -> None:
    data: Any = {"a": 1}
    for _ in range(90):
        data = {"a": data}
    scenario = read(json.dumps(offer(data)).encode(), "mine.json")
    assert scenario.target is not None
    assert scenario.target.offers[0].items[0].data == data


def test_a_byte_order_mark_does_not_matter() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), "mine.json").name == "a"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"none\.json is not there\. It may have been moved or renamed"):
        load(tmp_path / "none.json")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"is a folder\. Choose a file in it\."):
        load(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ScenarioError, match=r"is not a file\."):
        load(tmp_path / "pipe.json")


def test_a_path_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read: "):
        load(Path("a\0b"))


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(json.dumps(GOOD).encode() + b" " * LARGEST)
    with pytest.raises(ScenarioError, match=r"is larger than 5 MB"):
        load(path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_a_file_holds_it_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ScenarioError, match=r"^mine\.json"):
        read(content, "mine.json")


WHOLE = json.dumps(whole_scenario(), indent=1).encode()


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(WHOLE)), st.integers(0, 5), st.sampled_from([b"", b'"', b"{", b"1e999", b"\\ud800"])
)
def test_a_file_with_a_slip_is_played_or_refused(start: int, removed: int, put: bytes) -> None:
    try:
        read(WHOLE[:start] + put + WHOLE[start + removed :], "mine.json")
    except ScenarioError as error:
        told = str(error)
    else:
        told = "mine.json"
    assert told.startswith("mine.json")
