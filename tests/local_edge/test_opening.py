"""How Local Edge is opened as a person chose it, and what becomes of a choice that cannot be had."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edge_studio import resources
from edge_studio.edge.local_status import LocalChoice
from edge_studio.edge.received import ReceivedHit
from edge_studio.local_edge.opening import name_of, opened, path_of, trouble_at
from edge_studio.local_edge.scenario_file import ScenarioError, default_path
from edge_studio.local_edge.server import LocalEdge


def nobody(hit: ReceivedHit) -> None:
    """Take no notice of hits."""


@contextmanager
def open_with(choice: LocalChoice, folder: Path) -> Iterator[tuple[LocalEdge, str]]:
    edge, notice = opened(choice, folder / "authority", nobody)
    yield edge, notice
    edge.stop()


@contextmanager
def a_taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def a_free_port() -> int:
    with a_taken_port() as port:
        return port


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def test_a_port_that_was_chosen_is_the_one(tmp_path: Path) -> None:
    port = a_free_port()
    with open_with(LocalChoice(port=port), tmp_path) as (edge, notice):
        assert edge.base_url == f"http://127.0.0.1:{port}"
        assert edge.secure_url == ""
        assert notice == ""


def test_two_that_want_the_usual_port_both_run_and_nobody_is_bothered(tmp_path: Path) -> None:
    with (
        open_with(LocalChoice(), tmp_path) as (one, _),
        open_with(LocalChoice(), tmp_path) as (other, notice),
    ):
        assert port_of(one.base_url) != port_of(other.base_url)
        assert notice == ""


def test_a_chosen_port_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    with a_taken_port() as port, open_with(LocalChoice(port=port), tmp_path) as (edge, notice):
        assert edge.is_running
        assert port_of(edge.base_url) != port
        assert f"Another program, or another Edge Studio, has port {port}." in notice
        assert "choose another port" in notice


def test_only_the_port_that_is_taken_gives_way(tmp_path: Path) -> None:
    free = a_free_port()
    with a_taken_port() as taken:
        choice = LocalChoice(port=free, secure=True, secure_port=taken)
        with open_with(choice, tmp_path) as (edge, notice):
            assert port_of(edge.base_url) == free
            assert port_of(edge.secure_url) not in (free, taken)
            assert f"has port {taken}." in notice
            assert str(free) not in notice


def test_a_port_for_administrators_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(address: tuple[str, int]) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refused)
    assert "keeps port 443 for administrators" in trouble_at(443)


def test_nothing_is_wrong_with_a_free_port_or_with_any_port() -> None:
    assert trouble_at(a_free_port()) == ""
    assert trouble_at(0) == ""


def test_a_scenario_of_ours_is_kept_by_its_name_and_moves_with_the_program() -> None:
    media = resources.path("scenarios/streaming-media.json")
    assert name_of(media) == "streaming-media"
    assert path_of("streaming-media") == media
    assert path_of("") == default_path()


def test_a_scenario_of_a_persons_own_is_kept_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "mine.json"
    assert name_of(own) == str(own)
    assert path_of(str(own)) == own


def test_a_name_that_is_no_longer_ours_is_no_scenario() -> None:
    with pytest.raises(ScenarioError, match="no scenario named xmas"):
        path_of("xmas")


@pytest.mark.parametrize("content", [None, "{", '{"name": "half"}'])
def test_shop_is_played_where_the_chosen_file_is_missing_or_broken(
    tmp_path: Path, content: str | None
) -> None:
    own = tmp_path / "mine.json"
    if content is not None:
        own.write_text(content)
    with open_with(LocalChoice(str(own)), tmp_path) as (edge, notice):
        assert edge.status().scenario.name == "shop"
        assert notice.startswith("Local Edge plays the scenario shop instead of the one that was chosen. ")
        assert "mine.json" in notice


def test_an_authority_that_cannot_be_kept_costs_https_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "authority").write_text("in the way")
    with open_with(LocalChoice(secure=True), tmp_path) as (edge, notice):
        assert edge.base_url
        assert edge.secure_url == ""
        assert notice.startswith("Local Edge does not serve HTTPS. ")
