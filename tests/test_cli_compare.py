"""``edge-studio compare``: what became of one saved answer in another, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from edge_studio.cli import main
from edge_studio.edge.comparing.model import Mask
from edge_studio.store import paths
from edge_studio.store.masks import MaskStore
from tests.command_line import run
from tests.edge.answers import (
    decisions,
    envelope,
    hint,
    html_item,
    identity,
    offers,
    partial,
    proposition,
    state,
)


class Saved:
    """Answers as files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, content: Any, name: str = "a.json") -> str:
        path = self._folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    return Saved(tmp_path)


def another_experience() -> dict[str, Any]:
    """The usual answer, but for the experience of its first offer."""
    item = html_item()
    item["meta"]["experience.name"] = "A"
    return envelope(identity(), decisions(proposition(items=[item])), hint(), state())


def usual() -> dict[str, Any]:
    return envelope(identity(), decisions(proposition()), hint(), state())


def test_what_became_of_an_offer_is_told_in_words(saved: Saved, capfd: Any) -> None:
    assert main(["compare", saved(usual()), saved(another_experience(), "b.json")]) == 1
    text = capfd.readouterr().out
    assert "hero-banner: experience B became A; otherwise the same." in text
    assert "ANSWER: 1 difference" in text
    assert '- "B"' in text or "- B" in text
    assert '+ "A"' in text or "+ A" in text


def test_what_always_differs_does_not_count_unless_one_wants_it_to(saved: Saved, capfd: Any) -> None:
    one, other = saved(usual()), saved({**usual(), "requestId": "another"}, "b.json")
    assert main(["compare", one, other]) == 0
    assert "the same, but for 1 value that always differs" in capfd.readouterr().out
    assert main(["compare", one, other, "--no-masks"]) == 1
    assert "requestId" in capfd.readouterr().out


def test_a_place_can_be_left_out_by_its_pointer(saved: Saved) -> None:
    one, other = saved({"a": {"b": 1}, "c": [1]}), saved({"a": {"b": 2}, "c": [1]}, "b.json")
    assert main(["compare", one, other]) == 1
    assert main(["compare", one, other, "--mask", "/a/b"]) == 0
    assert main(["compare", one, other, "--mask", "**/b", "--no-masks"]) == 0
    assert main(["compare", one, other, "--mask", "/c"]) == 1


def test_what_the_person_chose_to_ignore_in_the_window_is_ignored_here_too(saved: Saved) -> None:
    one, other = saved({"rank": 1}), saved({"rank": 2}, "b.json")
    assert main(["compare", one, other]) == 1
    store = MaskStore(paths.masks_file())
    store.save([*store.load(), Mask("own-1", "the rank", "**/rank", own=True)])
    assert main(["compare", one, other]) == 0
    assert main(["compare", one, other, "--no-masks"]) == 1


def test_a_program_gets_every_difference_spelt_as_on_the_wire(saved: Saved, capfd: Any) -> None:
    one, other = (
        saved(b'{"n": 1.10, "requestId": "a"}'),
        saved(b'{"n": 7163309881222824984.0, "requestId": "b"}', "b"),
    )
    assert main(["compare", one, other, "--json"]) == 1
    text = capfd.readouterr().out
    assert "1.10" in text
    assert "7163309881222824984.0" in text
    found = json.loads(text)
    assert found["same"] is False
    (part,) = found["parts"]
    assert (part["title"], part["counted"], part["masked"]) == ("Answer", 1, 1)
    number, request_id = part["differences"]
    assert (number["place"], number["kind"], number["mask"]) == (["n"], "changed", "")
    assert number["before"]["pointer"] == "/n"
    assert request_id["mask"]


def test_a_patch_makes_the_second_of_the_first(saved: Saved, capfd: Any) -> None:
    assert (
        main(["compare", saved({"a": 1, "b": [1]}), saved({"a": 2, "b": [1, 2]}, "b.json"), "--patch"]) == 1
    )
    assert json.loads(capfd.readouterr().out) == [
        {"op": "replace", "path": "/a", "value": 2},
        {"op": "add", "path": "/b/1", "value": 2},
    ]
    assert main(["compare", saved({}), saved({}, "b.json"), "--patch"]) == 0
    assert capfd.readouterr().out == "[]\n"
    assert main(["compare", saved(b"<html>"), saved({}, "b.json"), "--patch"]) == 2
    assert "not JSON" in capfd.readouterr().err


def test_texts_are_compared_line_by_line(saved: Saved, capfd: Any) -> None:
    one, other = saved(b"<html>\n<b>Bad gateway</b>\n"), saved(b"<html>\n<b>Fine</b>\n", "b.html")
    assert main(["compare", one, other]) == 2
    printed = capfd.readouterr()
    assert "Bad gateway" in printed.out
    assert "Fine" in printed.out
    assert printed.err.count("is not JSON; it was compared as text.") == 2


@pytest.mark.parametrize(
    ("body", "why"),
    [(b'{"handle":[{"type":', "is not whole JSON."), (b" ", "is empty."), (b"Hi", "is not JSON")],
)
def test_what_is_not_whole_json_is_not_called_the_same(
    saved: Saved, body: bytes, why: str, capfd: Any
) -> None:
    assert main(["compare", saved(body), saved(body, "b.json")]) == 2
    assert capfd.readouterr().err.count(why) == 2


@pytest.mark.parametrize("body", [b'{"a":"\xff"}', b"<html>\xff"])
def test_a_body_that_is_no_json_differs_as_a_whole(saved: Saved, body: bytes, capfd: Any) -> None:
    one, other = saved(body), saved({"a": 1}, "b.json")
    assert main(["compare", one, other]) == 2
    text = capfd.readouterr().out
    assert "Body: changed." in text or "body: changed." in text
    assert "otherwise" not in text
    assert f"- {body.decode('utf-8', 'replace')}\n" in text
    main(["compare", one, other, "--json"])
    (part,) = json.loads(capfd.readouterr().out)["parts"]
    assert part["differences"][0]["before"]["value"] == body.decode("utf-8", "replace")


def test_bytes_that_are_no_text_are_still_told_apart(saved: Saved, capfd: Any) -> None:
    assert main(["compare", saved(b"<html>\xff"), saved(b"<html>\xfe", "b.html")]) == 2
    assert "changed" in capfd.readouterr().out


def test_it_runs_without_qt_and_from_standard_input(saved: Saved) -> None:
    ended = run("compare", saved(usual()), "-", given=json.dumps(usual(), indent=3).encode())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"The answer is the same." in ended.stdout


def test_it_reads_well_in_eighty_columns(saved: Saved, capfd: Any) -> None:
    rich = envelope(identity(), offers(), hint(), state())
    main(["compare", saved(rich), saved(partial(), "b.json")])
    for line in capfd.readouterr().out.splitlines():
        assert (
            len(line) <= 80 or line.lstrip().startswith(("- ", "+ ")) or max(map(len, line.split())) > 40
        ), line


@pytest.mark.parametrize("option", [[], ["--json"], ["--patch"]])
def test_no_answer_moves_the_cursor_of_a_terminal(saved: Saved, option: list[str], capfdbinary: Any) -> None:
    evil = "\x1b[2J\x9b31m\u202ehero\r\n"
    raw = json.dumps({evil: evil, "x": [evil]}, ensure_ascii=False).encode()
    main(["compare", saved({}), saved(raw, "b.json"), *option])
    text = capfdbinary.readouterr().out.decode()
    assert "hero" in text
    assert not any(sign in text for sign in "\x1b\x9b\u202e\r")


def test_input_that_cannot_be_read_is_said(saved: Saved, capfd: Any, tmp_path: Path) -> None:
    assert main(["compare", saved({}), str(tmp_path / "nothing.json")]) == 2
    assert "nothing.json cannot be read: No such file or directory." in capfd.readouterr().err
    assert main(["compare", "-", "-"]) == 2
    assert "only one of the two can come from standard input" in capfd.readouterr().err


def test_a_list_of_masks_from_a_newer_version_is_refused_and_left_alone(saved: Saved, capfd: Any) -> None:
    file = paths.masks_file()
    file.parent.mkdir(parents=True)
    file.write_text('{"version": 99}')
    assert main(["compare", saved({}), saved({}, "b.json")]) == 2
    assert "newer" in capfd.readouterr().err
    assert file.read_text() == '{"version": 99}'
