"""``edge-studio inspect``: what a saved answer means, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from edge_studio.cli import main
from tests.command_line import run
from tests.edge.answers import ECID, PROBLEM, decisions, envelope, html_item, partial, plain_item, proposition
from tests.edge.every_handle import everything, streamed
from tests.edge.summary.summaries import a_question


@pytest.fixture
def saved(tmp_path: Path) -> "Saved":
    return Saved(tmp_path)


class Saved:
    """Answers and requests as files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, content: Any, name: str = "answer.json") -> str:
        path = self._folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)


def test_a_saved_answer_is_told_in_cards(saved: Saved, capfdbinary: Any) -> None:
    assert main(["inspect", saved(everything().body)]) == 0
    printed = capfdbinary.readouterr()
    text = printed.out.decode()
    assert printed.err == b""
    for title in (
        "VISITOR",
        "OFFERS",
        "AUDIENCES AND DESTINATIONS",
        "CONSENT",
        "WHAT IS STORED",
        "REGION",
        "MEDIA",
    ):
        assert f"\n{title}" in text
    assert ECID in text
    assert "Target: Spring hero > Experience B" in text
    assert "<h2>Hello gold member</h2>" in text
    assert "new: Edge Studio does not know this type yet" in " ".join(text.split())


def test_it_reads_well_in_eighty_columns(saved: Saved, capfd: Any) -> None:
    main(["inspect", saved(everything().body)])
    for line in capfd.readouterr().out.splitlines():
        assert len(line) <= 80 or len(max(line.split(), key=len)) > 40, line


def test_it_runs_without_qt_and_from_standard_input() -> None:
    ended = run("inspect", "-", given=json.dumps(envelope()).encode())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"VISITOR" in ended.stdout


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (envelope(), 0),
        (partial(), 1),
        (PROBLEM, 1),
        (envelope(errors=[{"title": "x"}]), 1),
        (envelope(warnings=[{"title": "x"}]), 0),
        ({"any": "JSON"}, 0),
        ({"error_code": "401013", "message": "Oauth token is not valid"}, 1),
        ({"message": "hello", "error": None}, 0),
        ([1, 2], 0),
        (b"\xef\xbb\xbf" + json.dumps(envelope()).encode(), 0),
        (streamed().body, 0),
        (b"<html>Bad gateway</html>", 2),
        (b"", 2),
        (b" \n", 2),
        (b"\xff\xfe\x00", 2),
    ],
)
def test_the_exit_code_judges_the_answer(saved: Saved, body: Any, code: int, capfd: Any) -> None:
    assert main(["inspect", saved(body)]) == code
    printed = capfd.readouterr()
    assert printed.out
    nothing = isinstance(body, bytes) and not body.strip()
    assert ("this is not JSON" in printed.err) is (code == 2 and not nothing)


def test_of_an_empty_file_it_is_said_that_it_is_empty(saved: Saved, capfd: Any) -> None:
    assert main(["inspect", saved(b" ")]) == 2
    printed = capfd.readouterr()
    assert printed.out.startswith("Saved answer: The file is empty.")
    assert "the file is empty" in printed.err
    assert "Accepted" not in printed.out + printed.err


def test_of_json_that_breaks_off_what_there_is_is_printed(saved: Saved, capfd: Any) -> None:
    body = json.dumps(envelope()).encode()
    asked = saved(a_question("hero-banner", "lost"), "request.json")
    assert main(["inspect", saved(body[: body.index(b'"__view__"')]), "--request", asked]) == 2
    printed = capfd.readouterr()
    assert "this is not whole JSON" in printed.err
    assert "Target: Spring hero > Experience B" in printed.out
    assert "Perhaps: The answer is not whole" in printed.out


def test_a_status_that_is_given_is_believed(saved: Saved, capfd: Any) -> None:
    assert main(["inspect", saved(b""), "--status", "204"]) == 0
    assert "ACCEPTED" in capfd.readouterr().out
    assert main(["inspect", saved(envelope()), "--status", "503"]) == 1
    assert main(["inspect", saved({"a": 1}), "--status", "302"]) == 1


def test_a_problem_says_its_status_itself(saved: Saved, capfd: Any) -> None:
    main(["inspect", saved({**PROBLEM, "status": 422})])
    assert capfd.readouterr().out.startswith("422 ")
    main(["inspect", saved({**PROBLEM, "status": 10**30})])
    assert capfd.readouterr().out.startswith("Saved answer: ")


@pytest.mark.parametrize("body", [envelope(), partial(), {"any": "JSON"}, b"", {"title": "No", "type": "x"}])
def test_no_status_is_told_that_nobody_gave(saved: Saved, body: Any, capfd: Any) -> None:
    main(["inspect", saved(body)])
    assert capfd.readouterr().out.startswith("Saved answer: ")
    main(["inspect", saved(body), "--json"])
    assert json.loads(capfd.readouterr().out)["headline"] == "Saved answer"
    main(["inspect", saved(body), "--status", "207"])
    assert capfd.readouterr().out.startswith("207 Multi-Status: ")


def test_the_request_tells_why_a_scope_came_back_empty(saved: Saved, capfd: Any) -> None:
    answer = saved(envelope(decisions()))
    main(["inspect", answer, "--request", saved(a_question("hero", schemas=[]), "request.json")])
    text = capfd.readouterr().out
    assert "hero: nothing to show" in text
    assert "Perhaps: The request names no schemas" in text
    assert "-> Add query.personalization.schemas" in text


def test_a_program_gets_every_card(saved: Saved, capfd: Any) -> None:
    assert main(["inspect", saved(everything().body), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["has_errors"] is False
    assert found["headline"] == "Saved answer"
    offers = next(card for card in found["cards"] if card["kind"] == "offers")
    assert offers["asked"][0]["offers"][0]["contents"][0]["text"] == "<h2>Hello gold member</h2>"
    assert offers["asked"][0]["offers"][0]["pointer"] == "/handle/5/payload/0"


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_no_answer_moves_the_cursor_of_a_terminal(saved: Saved, option: list[str], capfdbinary: Any) -> None:
    evil = "\x1b[2J\x9b31m\u202ehero\r\n"
    item = html_item(content=evil)
    item["meta"][evil] = evil
    body = envelope(
        decisions({**proposition(evil, items=[item]), "id": evil}),
        {"type": evil, "payload": [evil]},
        errors=[{"title": evil, "detail": evil, "report": {"errors": [evil]}}],
        requestId=evil,
    )
    main(["inspect", saved(body), *option])
    text = capfdbinary.readouterr().out.decode()
    assert "hero" in text
    assert not any(sign in text for sign in "\x1b\x9b\u202e\r")


def test_input_that_cannot_be_read_is_said(saved: Saved, capfd: Any, tmp_path: Path) -> None:
    assert main(["inspect", str(tmp_path / "nothing.json")]) == 2
    assert "nothing.json cannot be read: No such file or directory." in capfd.readouterr().err
    assert main(["inspect", saved(envelope()), "--request", str(tmp_path)]) == 2
    assert "cannot be read" in capfd.readouterr().err
    assert main(["inspect", "-", "--request", "-"]) == 2
    assert "cannot both come from standard input" in capfd.readouterr().err


def test_a_status_that_is_none_is_refused(capfd: Any) -> None:
    for status in ("99", "600", "ok", "²00"):
        with pytest.raises(SystemExit) as ended:
            main(["inspect", "-", "--status", status])
        assert ended.value.code == 2
        assert "is not a status" in capfd.readouterr().err


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_answer_saved_as_utf_16_is_read(saved: Saved, code: str, capfd: Any) -> None:
    name = saved(json.dumps(envelope()).encode(code))
    assert main(["inspect", name]) == 0
    assert ECID in capfd.readouterr().out
    assert main(["compare", name, saved(envelope(), "plain.json")]) == 0
    assert capfd.readouterr().out == "The answer is the same.\n"


def test_a_request_id_alone_is_what_collect_answers(saved: Saved, capfd: Any) -> None:
    assert main(["inspect", saved({"requestId": "r"})]) == 0
    text = capfd.readouterr().out
    assert "\nACCEPTED\n" in text
    assert "not of the Edge Network" not in text


def test_json_that_was_laid_out_is_told_in_one_line(saved: Saved, capfd: Any) -> None:
    laid_out = b'{"n": 1.10,\n    "text": "two  blanks"}'
    item = {**plain_item("json-content-item"), "data": {"content": "CONTENT"}}
    body = (
        json.dumps(envelope(decisions(proposition("hero", items=[item]))))
        .encode()
        .replace(b'"CONTENT"', laid_out)
    )
    main(["inspect", saved(body)])
    assert '        {"n": 1.10, "text": "two  blanks"}\n' in capfd.readouterr().out
