"""``edge-studio send``: what it sends, prints and keeps, and with which exit code it ends; never with Qt."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edge_studio.cli import main
from edge_studio.edge.exchange import Answered, Connection, Unanswered
from edge_studio.local_edge.server import LocalEdge
from edge_studio.store import paths
from edge_studio.store.connections import ConnectionStore
from tests.command_line import DATASTREAM, PAGE_VIEW, kept, run
from tests.peers import closed_port, http_answer, peer, serves


@pytest.fixture
def edge() -> Iterator[LocalEdge]:
    edge = LocalEdge()
    edge.start()
    yield edge
    edge.stop()


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "body.json"
    path.write_bytes(b'{"event": {"xdm": {"eventType": "web.webpagedetails.pageViews"}}}')
    return path


def test_a_sample_is_answered_by_local_edge_without_qt() -> None:
    ended = run("send", PAGE_VIEW)
    assert ended.returncode == 0, ended.stderr
    types = [handle["type"] for handle in json.loads(ended.stdout)["handle"]]
    assert types[0] == "identity:result"
    assert ended.stderr.startswith(b"200 OK, ")
    assert b"1 visitor ID" in ended.stderr
    assert ended.stderr.count(b"\n") == 1


def test_the_answers_bytes_and_nothing_else_go_to_standard_output(edge: LocalEdge, body: Path) -> None:
    ended = run("send", str(body), "--to", edge.base_url, "--datastream", DATASTREAM)
    (exchange,) = kept()
    assert ended.stdout == exchange.outcome.body


def test_what_is_odd_about_the_packing_is_said() -> None:
    lie = http_answer(b'{"handle":[]}', headers="content-encoding: gzip\r\n")

    async def ended() -> "subprocess.CompletedProcess[bytes]":
        async with peer(serves(lie)) as url:
            return await asyncio.to_thread(run, "send", PAGE_VIEW, "--to", url, "--datastream", DATASTREAM)

    sent = asyncio.run(ended())
    assert sent.stdout == b'{"handle":[]}'
    assert b"\nThe answer says it is packed with gzip, but it is not" in sent.stderr


def test_the_exchange_is_kept_in_the_history(edge: LocalEdge, capfdbinary: Any) -> None:
    assert main(["send", PAGE_VIEW, "--to", edge.base_url, "--datastream", DATASTREAM]) == 0
    (exchange,) = kept()
    assert (exchange.connection, exchange.title) == ("127.0.0.1", "Page view")
    assert isinstance(exchange.outcome, Answered)
    assert exchange.summary.encode() in capfdbinary.readouterr().err
    assert exchange.draft.text == Path(PAGE_VIEW).read_text()
    assert b"{{now}}" not in exchange.request.body


def test_a_body_from_standard_input_goes_out_byte_for_byte(edge: LocalEdge) -> None:
    text = b'{ "event": {"data": {"n": 1.10, "n": 2,\r\n"\xc3\xa9": "\xf0\x9f\x98\x80"}}}'
    ended = run("send", "-", "--to", edge.base_url, "--datastream", DATASTREAM, given=text)
    assert ended.returncode == 0
    assert kept()[0].request.body == text


def test_version_one_has_its_own_parameter(edge: LocalEdge) -> None:
    ended = run(
        "send", "-", "--v1", "--endpoint", "interact", "--to", edge.base_url, "--datastream", DATASTREAM,
        given=b'{"events": [{}]}',
    )  # fmt: skip
    assert ended.returncode == 0
    assert f"/ee/v1/interact?configId={DATASTREAM}" in kept()[0].request.url


def test_an_answer_with_errors_is_exit_code_one() -> None:
    ended = run("send", "-", given=b'{"events": [{}]}')
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["type"].endswith("EXEG-0103-400")
    assert ended.stderr.startswith(b"400 Bad Request, ")


def test_broken_json_is_sent_with_a_note() -> None:
    ended = run("send", "-", given=b'{"event": {}')
    assert ended.returncode == 1
    assert b"EXEG-0101-400" in ended.stdout
    assert b"Note: the body is not valid JSON (line 1, column" in ended.stderr


def test_no_answer_is_exit_code_three_with_three_sentences(body: Path) -> None:
    ended = run("send", str(body), "--to", f"http://127.0.0.1:{closed_port()}")
    assert ended.returncode == 3
    assert ended.stdout == b""
    happened, why, remedy = ended.stderr.decode().splitlines()
    assert "refused the connection" in happened
    assert why.endswith(".")
    assert remedy.endswith(".")
    (exchange,) = kept()
    assert isinstance(exchange.outcome, Unanswered)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["send"], "FILE"),
        (["send", PAGE_VIEW, "--to", "http://127.0.0.1", "--connection", "x"], "not allowed with"),
        (["send", PAGE_VIEW, "--endpoint", "collect"], "invalid choice"),
        (["history", "--limit", "0"], "not a number from 1"),
        (["history", "--limit", "many"], "not a number from 1"),
        (["local-edge", "--port", "99999"], "not a port"),
        (["conquer"], "invalid choice"),
    ],
)
def test_wrong_usage_is_exit_code_two(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["send", "none.json"], b"", "none.json cannot be read: No such file"),
        (["send", "/"], b"", "/ cannot be read: Is a directory"),
        (["send", "-"], b'{"a": "\xff"}', "standard input is not UTF-8 text: byte 8 cannot be read"),
        (["send", PAGE_VIEW, "--to", "ftp://a"], b"", "--to: "),
        (["send", PAGE_VIEW, "--to", "https://name:word@a"], b"", "--to: "),
        (
            ["send", PAGE_VIEW, "--connection", "Mars"],
            b"",
            "no connection named 'Mars'. There are: Local Edge",
        ),
    ],
)
def test_unreadable_input_is_exit_code_two(arguments: list[str], given: bytes, words: str) -> None:
    ended = run(*arguments, given=given)
    assert ended.returncode == 2
    assert words in ended.stderr.decode()
    assert b"name:word" not in ended.stderr
    assert ended.stdout == b""


def test_closed_standard_streams_are_no_crash() -> None:
    shell = f'"{sys.executable}" -m edge_studio send - <&-; echo $?; "{sys.executable}" -m edge_studio send '
    shell += f'"{PAGE_VIEW}" >&- 2>&-; echo $?'
    ended = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, timeout=60)
    assert ended.stdout.split() == [b"2", b"0"]
    assert b"Traceback" not in ended.stderr


def test_a_byte_order_mark_is_not_sent(edge: LocalEdge) -> None:
    ended = run(
        "send", "-", "--to", edge.base_url, "--datastream", DATASTREAM, given=b'\xef\xbb\xbf{"event": {}}'
    )
    assert ended.returncode == 0
    assert kept()[0].request.body == b'{"event": {}}'


def test_a_connection_of_the_windows_is_used_with_its_datastream(edge: LocalEdge, body: Path) -> None:
    stored = ConnectionStore(paths.connections_file())
    staging = Connection("Staging", edge.base_url, DATASTREAM, "0A1B2C3D4E5F60718293A4B5@AdobeOrg", "key")
    stored.save([*stored.load(), staging])
    ended = run("send", str(body), "--connection", "staging")
    assert ended.returncode == 0, ended.stderr
    (exchange,) = kept()
    assert exchange.connection == "Staging"
    assert {header.name for header in exchange.request.headers} >= {"x-gw-ims-org-id", "x-api-key"}


def test_connections_and_settings_that_cannot_be_understood_are_told(home: Path) -> None:
    home.mkdir()
    paths.connections_file().write_text("{}")
    paths.settings_file().write_text("{}")
    ended = run("send", PAGE_VIEW)
    assert ended.returncode == 0
    assert b"Note: The list of connections in " in ended.stderr
    assert b"Note: The settings in " in ended.stderr


def test_the_token_of_the_environment_is_sent_and_never_kept(edge: LocalEdge, home: Path) -> None:
    given = b'{"event": {"xdm": {"identityMap": {"CRMID": [{"id": "1", "primary": true}]}}}}'
    to = ["--to", edge.base_url, "--datastream", DATASTREAM]
    ended = run("send", "-", *to, given=given, EDGE_STUDIO_TOKEN="very-secret")
    assert ended.returncode == 0
    (exchange,) = kept()
    (header,) = (header for header in exchange.request.headers if header.name == "Authorization")
    assert header.secret
    assert not any(b"very-secret" in file.read_bytes() for file in home.rglob("*") if file.is_file())


def test_a_token_is_never_sent_unencrypted(body: Path) -> None:
    ended = run("send", str(body), "--to", "http://edge.example", EDGE_STUDIO_TOKEN="very-secret")
    assert ended.returncode == 3
    assert b"encrypted" in ended.stderr
    assert b"very-secret" not in ended.stderr


def test_what_was_refused_before_it_was_sent_is_kept_too(body: Path) -> None:
    assert (
        run("send", str(body), "--to", "http://edge.example", EDGE_STUDIO_TOKEN="very-secret").returncode == 3
    )
    (exchange,) = kept()
    assert exchange.outcome.reason == "token over HTTP"
    assert exchange.request.body == body.read_bytes()
    assert exchange.request.url.startswith("http://edge.example/ee/v2/interact")


@pytest.mark.parametrize("option", ["--datastream", "--to"])
def test_an_argument_that_is_not_text_is_no_crash(option: str) -> None:
    value = b"http://127.0.0.1/\xff" if option == "--to" else b"\xff"
    ended = run("send", PAGE_VIEW, option, os.fsdecode(value))
    assert ended.returncode in {2, 3}
    assert b"Traceback" not in ended.stderr
    assert ended.stderr.endswith(b".\n")


def test_local_edge_gets_no_token() -> None:
    ended = run("send", PAGE_VIEW, EDGE_STUDIO_TOKEN="very-secret")
    assert ended.returncode == 0
    assert all(header.name != "Authorization" for header in kept()[0].request.headers)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "edge_studio", "send", PAGE_VIEW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert b"200 OK" in said
    assert b"Broken" not in said


def test_on_a_full_disk_it_is_said_that_answer_and_history_are_not_written(tmp_path: Path) -> None:
    shell = f'ulimit -f 0; exec "{sys.executable}" -m edge_studio send "{PAGE_VIEW}" > "{tmp_path}/answer"'
    ended = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, timeout=60)
    assert ended.returncode == 2
    assert b"Note: this exchange is not kept in the history." in ended.stderr
    assert b"edge-studio: the output is not complete: File too large." in ended.stderr
    assert b"200 OK, " in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_history_that_cannot_be_used_does_not_keep_a_request_from_being_sent(home: Path) -> None:
    home.mkdir()
    paths.history_file().mkdir()
    ended = run("send", PAGE_VIEW)
    assert ended.returncode == 0
    assert b"Note: this exchange is not kept in the history." in ended.stderr
    assert json.loads(ended.stdout)["handle"]


def test_what_a_server_says_cannot_play_with_the_terminal(edge: LocalEdge) -> None:
    given = b'{"event": {"xdm": {"eventType": "\\u001b[2J\\u0007red"}}}'
    assert run("send", "-", given=given).returncode == 0
    listed = run("history").stdout
    assert b"\x1b" not in listed
    assert b"\x07" not in listed


def test_cancelling_is_told_and_kept(body: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-m", "edge_studio", "send", str(body), "--to", address],
            stderr=subprocess.PIPE,
        )
        plug, _ = silent.accept()
        plug.recv(10)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        plug.close()
    assert process.returncode == 3
    assert said.startswith(b"Cancelled during ")
    assert kept()[0].outcome.reason == "cancelled"


def test_interrupting_before_anything_is_sent_is_no_traceback(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "edge_studio", "send", str(pipe)], stderr=subprocess.PIPE
    )
    with pipe.open("wb"):  # opens when the command reads
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[1] == b"Cancelled.\n"
    assert process.returncode == 3
