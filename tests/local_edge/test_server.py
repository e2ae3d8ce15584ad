"""Local Edge over HTTP: quick to start, loopback only, and not to be upset by anything."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from edge_studio.local_edge.scenario_file import ScenarioError
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.requests import ECID, sample
from tests.local_edge.wire import INTERACT, a_scenario, running


@pytest.fixture
def edge() -> Iterator[LocalEdge]:
    edge = LocalEdge()
    edge.start()
    yield edge
    edge.stop()


@pytest.fixture
def client(edge: LocalEdge) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=edge.base_url, trust_env=False) as client:
        yield client


def test_a_page_view_is_answered(client: httpx.Client) -> None:
    answer = client.post(INTERACT, json=sample("page_view"))
    assert answer.status_code == 200
    assert answer.json()["requestId"].startswith("mine-")
    assert answer.headers["x-adobe-edge"] == "OR2;9"
    assert answer.headers["server"] == "jag"
    assert answer.headers.get_list("date") == [answer.headers["date"]]


def test_a_refusal_is_problem_json(client: httpx.Client) -> None:
    answer = client.post(INTERACT, content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_body_too_large_in_chunks_is_refused_too(client: httpx.Client) -> None:
    chunks = iter([b'{"event":{}'] + [b" " * 10_000] * 10 + [b"}"])
    answer = client.post(INTERACT, content=chunks, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_it_starts_and_stops_as_often_as_one_likes() -> None:
    edge = LocalEdge()
    for _ in range(3):
        url = edge.start()
        assert edge.start() == url
        assert httpx.get(url, trust_env=False).status_code == 404
        edge.stop()
        edge.stop()
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)
    assert "Local Edge" not in {thread.name for thread in threading.enumerate()}


def test_it_may_be_stopped_at_once() -> None:
    edge = LocalEdge()
    edge.start()
    edge.stop()
    assert edge.base_url == ""


def test_stopping_closes_connections_that_are_kept(edge: LocalEdge, client: httpx.Client) -> None:
    client.post(INTERACT, json={"event": {}})
    edge.stop()
    with pytest.raises(httpx.HTTPError):
        client.post(INTERACT, json={"event": {}})


def test_a_port_that_is_taken_is_told(edge: LocalEdge) -> None:
    with pytest.raises(OSError, match="in use"):
        LocalEdge(port=int(edge.base_url.rpartition(":")[2])).start()


def test_a_bad_scenario_is_told_before_it_listens(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    edge = LocalEdge(tmp_path / "bad.json")
    with pytest.raises(ScenarioError):
        edge.start()
    assert not edge.is_running


def test_it_plays_the_scenario_it_is_given(tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text('{"name": "mine", "organisation": "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg", "region": "irl1"}')
    edge = LocalEdge(mine)
    answer = httpx.post(edge.start() + INTERACT, json={"event": {}}, trust_env=False)
    edge.stop()
    assert answer.headers["x-adobe-edge"] == "IRL1;6"


# What a window asks of it

FAULT = {"name": "refused", "on": False, "status": 503, "when": {"first": 1}}


def status_of_an_answer(edge: LocalEdge, **body: object) -> int:
    return httpx.post(edge.base_url + INTERACT, json={"event": {}, **body}, trust_env=False).status_code


def test_the_status_tells_how_things_are(tmp_path: Path) -> None:
    mine = a_scenario(tmp_path, description="Mine", faults=[FAULT])
    edge = LocalEdge(mine)
    assert edge.status().base_url == ""
    edge.start()
    for _ in range(2):
        status_of_an_answer(edge, xdm={"identityMap": {"ECID": [{"id": ECID}]}})
    status = edge.status()
    edge.stop()
    assert status.base_url.startswith("http://127.0.0.1:")
    assert (status.scenario.name, status.scenario.description, status.scenario.path) == (
        "mine",
        "Mine",
        str(mine),
    )
    assert [(fault.name, fault.on) for fault in status.faults] == [("refused", False)]
    assert status.hits == 2
    assert edge.status().visitors == ()


def test_the_status_names_visitors_as_the_scenario_does(tmp_path: Path) -> None:
    someone = {"name": "Ada", "identities": {"ECID": [ECID]}, "consent": "in"}
    with running(a_scenario(tmp_path, visitors=[someone])) as edge:
        body = {
            "event": {"xdm": {"identityMap": {"ECID": [{"id": ECID}], "Email": [{"id": "ada@shop.example"}]}}}
        }
        assert httpx.post(edge.base_url + INTERACT, json=body, trust_env=False).status_code == 200
        (visitor,) = edge.status().visitors
        assert (visitor.ecid, visitor.name, visitor.hits, visitor.consent) == (ECID, "Ada", 1, "in")
        assert visitor.identities == (("Email", "ada@shop.example"),)
        edge.forget()
        assert edge.status().visitors == ()


def test_a_fault_that_is_switched_on_has_its_turns_from_the_first_on(tmp_path: Path) -> None:
    with running(a_scenario(tmp_path, faults=[FAULT])) as edge:
        for _ in range(2):
            assert status_of_an_answer(edge) == 200
            edge.switch_fault("refused", True)
            assert [status_of_an_answer(edge) for _ in range(2)] == [503, 200]
            edge.switch_fault("refused", False)


def test_another_scenario_may_be_played_while_it_runs(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = a_scenario(tmp_path / "other", name="other", faults=[{**FAULT, "on": True}])
    with running(a_scenario(tmp_path, faults=[{**FAULT, "on": True}])) as edge:
        assert [status_of_an_answer(edge) for _ in range(2)] == [503, 200]
        edge.play(other)
        assert edge.status().scenario.name == "other"
        assert [status_of_an_answer(edge) for _ in range(2)] == [503, 200]
        (tmp_path / "bad.json").write_text("{}")
        with pytest.raises(ScenarioError):
            edge.play(tmp_path / "bad.json")
        assert edge.status().scenario.name == "other"


def test_a_scenario_that_is_saved_is_played_from_the_next_request_on(tmp_path: Path) -> None:
    with running(a_scenario(tmp_path)) as edge:
        assert status_of_an_answer(edge) == 200
        mine = a_scenario(tmp_path, faults=[{**FAULT, "on": True}])
        assert status_of_an_answer(edge) == 503
        mine.write_text("{")
        assert status_of_an_answer(edge) == 200
        assert str(mine) in edge.status().problem


def test_what_is_switched_stays_so_when_it_is_started_again(tmp_path: Path) -> None:
    edge = LocalEdge(a_scenario(tmp_path, faults=[FAULT]))
    edge.switch_fault("refused", True)
    for _ in range(2):
        edge.start()
        assert status_of_an_answer(edge) == 503
        edge.stop()


def test_a_listener_that_fails_is_logged_and_nobody_else_notices(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(hit: object) -> None:
        raise ValueError("no ear")

    with running(on_hit=fail) as edge:
        assert [status_of_an_answer(edge) for _ in range(2)] == [200, 200]
    assert [record.exc_text and record.exc_text[-18:] for record in caplog.records] == [
        "ValueError: no ear"
    ] * 2
    caplog.clear()


def test_the_status_may_be_asked_while_it_is_busy(tmp_path: Path) -> None:
    """From another thread, as a window does; nothing that is seen is half done."""
    with running() as edge:
        done = threading.Event()
        seen: list[int] = []

        def ask() -> None:
            while not done.is_set():
                seen.append(sum(visitor.hits for visitor in edge.status().visitors))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        try:
            with httpx.Client(base_url=edge.base_url, trust_env=False) as client:
                for _ in range(50):
                    client.post(INTERACT, json={"event": {}})
        finally:
            done.set()
            thread.join()
    assert seen == sorted(seen)


# Starting and ending

LEFT_RUNNING = """
from edge_studio.local_edge.server import LocalEdge
import sys
print({"h11", "cryptography", "msgspec"} & set(sys.modules))
print(LocalEdge().start().startswith("http://127.0.0.1:"))
"""


def test_a_program_that_forgets_to_stop_it_ends_quietly() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", LEFT_RUNNING], capture_output=True, text=True, timeout=30
    )
    assert (run.stdout, run.stderr, run.returncode) == ("set()\nTrue\n", "", 0)
