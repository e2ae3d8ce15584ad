"""``local-edge`` run as a person would: one line where it listens, one for each request, and a clean end."""

import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from edge_studio.cli.local_edge import openness
from edge_studio.cli.request_line import request_line
from edge_studio.local_edge.messages import Answer, Reply
from edge_studio.local_edge.player import Served
from edge_studio.local_edge.server import LocalEdge
from tests.command_line import DATASTREAM, WITHOUT_QT, run
from tests.local_edge.requests import ECID, a_request, reply
from tests.local_edge.wire import a_scenario
from tests.peers import closed_port

INTERACT = f"/ee/v2/interact?dataStreamId={DATASTREAM}"
NOON = datetime(2026, 5, 4, 12, 0, 1, tzinfo=ZoneInfo("Europe/Berlin"))


class Command:
    """The command in a process of its own, where Qt cannot be imported and warnings are errors."""

    def __init__(self, *arguments: str, before: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-W", "error", "-c", WITHOUT_QT, "local-edge", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._patience = threading.Timer(30, self.process.kill)  # a test that waits in vain fails
        self._patience.start()
        assert self.process.stdout
        self.first = self.process.stdout.readline()
        self.urls = [word for word in self.first.split() if word.startswith("http")]

    def post(self, body: Any = None, **choices: Any) -> httpx.Response:
        content = json.dumps({"event": {}} if body is None else body)
        headers = {"content-type": "application/json", **choices.pop("headers", {})}
        url = self.urls[0] + choices.pop("target", INTERACT)
        return httpx.post(url, content=content, headers=headers, trust_env=False, **choices)

    def says(self) -> str:
        """The next line on standard error."""
        assert self.process.stderr
        return self.process.stderr.readline()

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[str, str, int]:
        """What else it printed, and its exit code, after a signal."""
        self.process.send_signal(number)
        out, said = self.process.communicate(timeout=30)
        return out, said, self.process.returncode

    def close(self) -> None:
        """End it, whatever it does."""
        self._patience.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def started() -> Iterator[list[Command]]:
    """Whatever a test starts ends with it."""
    commands: list[Command] = []
    yield commands
    for command in commands:
        command.close()


def local_edge(started: list[Command], *arguments: str, before: Sequence[str] = ()) -> Command:
    started.append(Command(*arguments, before=before))
    return started[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_until_it_is_told_to_stop(
    started: list[Command], tmp_path: Path, number: signal.Signals
) -> None:
    port = str(closed_port())
    command = local_edge(started, "--port", port, "--scenario", str(a_scenario(tmp_path, region="irl1")))
    assert command.first == f"Local Edge listens at http://127.0.0.1:{port} until Ctrl+C\n"
    assert command.post().headers["x-adobe-edge"] == "IRL1;6"
    assert command.end(number) == ("", "", 0)


def test_it_stops_although_a_client_is_being_kept_waiting(started: list[Command], tmp_path: Path) -> None:
    scenario = a_scenario(tmp_path, faults=[{"name": "slow", "delay": 300}])
    command = local_edge(started, "--scenario", str(scenario))
    address = httpx.URL(command.urls[0])
    with socket.create_connection((address.host, address.port or 0)) as plug:
        plug.sendall(b"POST /ee/v2/interact HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
        began = time.perf_counter()
        assert command.end() == ("", "", 0)
        assert time.perf_counter() - began < 3


def test_more_connections_than_files_keep_nobody_out_and_are_no_noise(started: list[Command]) -> None:
    few_files = ("sh", "-c", 'ulimit -n 64; exec "$0" "$@"')
    command = local_edge(started, before=few_files)
    address = httpx.URL(command.urls[0])
    plugs = [socket.create_connection((address.host, address.port or 0), timeout=10) for _ in range(500)]
    assert command.post().status_code == 200
    for plug in plugs:
        plug.close()
    assert command.end() == ("", "", 0)


def test_each_request_is_one_line_without_secrets(started: list[Command], tmp_path: Path) -> None:
    command = local_edge(started, "--scenario", "shop", "-v")
    assert "listens" in command.first
    identity = {"ECID": [{"id": ECID, "primary": True}]}
    command.post(
        {
            "event": {"xdm": {"identityMap": identity}, "data": {"card": "4111-secret"}},
            "query": {"personalization": {"decisionScopes": ["hero-banner"]}},
        },
        target=f"{INTERACT}&access_token=very-secret&requestId=mine",
        headers={"Authorization": "Bearer secret-token", "Cookie": "session=secret-cookie"},
    )
    command.post({}, target="/ee/v2/interact")
    httpx.post(
        command.urls[0] + "/ims/token/v3",
        data={
            "grant_type": "client_credentials",
            "client_id": "a",
            "client_secret": "secret-secret",
            "scope": "openid",
        },
        trust_env=False,
    )
    lines = [command.says() for _ in range(3)]
    assert "POST  /ee/v2/interact?dataStreamId=" in lines[0]
    assert "&access_token=••••••••&requestId=mine  200  " in lines[0]
    assert "personalization:decisions" in lines[0]
    assert lines[1].endswith(" EXEG-0002-400\n")
    assert "/ims/token/v3  200" in lines[2]
    assert "secret" not in "".join(lines).replace("client_secret", "")
    assert "eyJ" not in lines[2]
    assert command.end() == ("", "", 0)


def test_a_scenario_that_is_saved_is_told(started: list[Command], tmp_path: Path) -> None:
    scenario = a_scenario(tmp_path)
    command = local_edge(started, "--scenario", str(scenario))
    scenario.write_text("{")
    assert command.says().startswith(
        f"The scenario as it was saved cannot be played; the one before it still is. {scenario}"
    )
    assert command.post().status_code == 200
    a_scenario(tmp_path, name="better")
    assert command.says() == "Playing the scenario 'better' as it was saved.\n"
    assert command.end() == ("", "", 0)


def test_it_serves_https_and_says_how_to_trust_it(started: list[Command], home: Path) -> None:
    told = run("local-edge", "--trust")
    certificate = told.stdout.decode().strip()
    assert told.returncode == 0
    assert Path(certificate).is_relative_to(home)
    assert certificate in told.stderr.decode()
    command = local_edge(started, "--tls")
    assert command.first.startswith("Local Edge listens at http://127.0.0.1:")
    assert " and https://127.0.0.1:" in command.first
    assert "--trust" in command.says()
    context = ssl.create_default_context(cafile=certificate)
    answer = httpx.post(command.urls[1] + INTERACT, json={"event": {}}, verify=context, trust_env=False)
    assert answer.status_code == 200
    assert command.end() == ("", "", 0)


def test_an_authority_that_cannot_be_used_is_told(home: Path) -> None:
    folder = home / "local-edge-authority"
    folder.mkdir(parents=True)
    (folder / "authority-key.pem").write_bytes(b"nonsense")
    (folder / "authority-key.pem").chmod(0o600)
    for arguments in (("--tls",), ("--trust",)):
        ended = run("local-edge", *arguments)
        assert (ended.returncode, ended.stdout) == (2, b"")
        assert b"is not the key of a local authority. Delete" in ended.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.9", "::", "shop.example"])
def test_letting_others_in_is_warned_of(host: str) -> None:
    assert openness(host).startswith(f"Warning: Local Edge listens at {host}: whoever reaches this computer")


def test_another_address_of_this_computer_needs_no_warning(started: list[Command]) -> None:
    assert openness("127.0.0.2") == openness("::1") == openness("localhost") == ""
    command = local_edge(started, "--host", "127.0.0.2")
    assert command.first.startswith("Local Edge listens at http://127.0.0.2:")
    assert command.end() == ("", "", 0)
    ended = run("local-edge", "--host", "no such host")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"Leave --host out to serve this computer alone." in ended.stderr


def test_a_bad_scenario_is_exit_code_two(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"name": 1}')
    ended = run("local-edge", "--scenario", str(tmp_path / "bad.json"))
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"bad.json" in ended.stderr
    ended = run("local-edge", "--scenario", "nobody")
    assert ended.returncode == 2
    assert b"There are shop, consent-first, " in ended.stderr


@pytest.mark.parametrize("option", ["--port", "--tls-port"])
def test_a_port_that_is_taken_is_told(option: str) -> None:
    edge = LocalEdge()
    port = edge.start().rpartition(":")[2]
    ended = run("local-edge", option, port)
    edge.stop()
    assert (ended.returncode, ended.stdout) == (1, b"")
    said = ended.stderr.decode()
    assert f"cannot listen at port {port}: Address already in use. Probably another program uses it." in said


# A line


def served(**changes: Any) -> Served:
    request = a_request()
    values = {
        "request": request,
        "target": INTERACT,
        "http_version": "1.1",
        "reply": reply(request),
        "status": 200,
        "seconds": 0.0124,
    }
    return Served(**{**values, **changes})


def test_a_line_says_when_what_and_how_it_ended() -> None:
    assert request_line(served(), NOON) == (
        f"12:00:00.987  POST  {INTERACT}  200  12 ms  locationHint:result, state:store"
    )
    assert request_line(served(status=0), NOON) == f"12:00:00.987  POST  {INTERACT}  broken off  12 ms"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/ee?token=abc", "/ee?token=••••••••"),
        ("/ee?a=1&b=Bearer%20x&password=", "/ee?a=1&b=Bearer%20x&password=••••••••"),
        ("http://user:pass@localhost/ee", "/ee"),
        ("/ee?", "/ee?"),
        ("/ee?\x1b[2J", "/ee? [2J"),
        ("*", "*"),
    ],
)
def test_a_line_hides_what_an_address_may_give_away(target: str, shown: str) -> None:
    assert request_line(served(target=target), NOON).split("  ")[2] == shown


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b'{"type": "https://x/EXEG-0500-401"}', "application/problem+json", "  EXEG-0500-401"),
        (
            '{"handle": [{"type": "a"}, {"type": "a"}]}'.encode("utf-16"),
            "application/json;charset=utf-16",
            "  a x2",
        ),
        (b'\0{"handle": [{"type": "a"}]}\n\0{"handle": [{"type": "b"}]}\n', "application/json", "  a, b"),
        (b'{"handle": [], "errors": [{"type": "x/EXEG-0203-502"}]}', "application/json", "  EXEG-0203-502"),
        (b'{"handle": {"type": 1}, "errors": [1]}', "application/json", ""),
        (b'{"handle": [{"typ', "application/json", ""),
        (b"[1]", "application/json", ""),
        (b"Too Many Requests", "text/plain", ""),
        (b"", "", ""),
    ],
)
def test_a_line_tells_an_answer_of_any_kind(body: bytes, kind: str, told: str) -> None:
    answer = Answer(200, (("content-type", kind),), body)
    assert request_line(served(reply=Reply(answer)), NOON).partition(" ms")[2] == told
