"""Local Edge as the window has it: how it is started, stopped, restarted, and what it is told to play."""

import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import anyio
import anyio.to_thread
import pytest

from edge_studio.edge.exchange import PreparedRequest, Unanswered
from edge_studio.edge.local_status import LocalChoice, LocalStatus
from edge_studio.premises import LocalPremises
from edge_studio.store.problems import StoreProblem
from tests.local_edge.requests import DATASTREAM

pytestmark = pytest.mark.anyio
FAILING = {
    "name": "mine",
    "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg",
    "faults": [
        {"name": "busy", "on": False, "status": 503, "frontDoor": {"text": "busy\n"}},
    ],
}


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[LocalPremises]:
    premises = LocalPremises(tmp_path / "authority", tmp_path / "scenarios", LocalChoice, unheard, unheard)
    yield premises
    premises.stop()


def unheard() -> None:
    """Take no notice of hits."""


def a_file(folder: Path, **parts: object) -> str:
    path = folder / "mine.json"
    path.write_text(json.dumps({**FAILING, **parts}))
    return str(path)


async def status_of(premises: LocalPremises) -> LocalStatus:
    status = await premises.status()
    assert status is not None
    return status


async def asked(base_url: str) -> int:
    """The status of a page view's answer."""

    def ask() -> int:
        body = json.dumps({"event": {"xdm": {"eventType": "web.webpagedetails.pageViews"}}}).encode()
        request = Request(
            f"{base_url}/ee/v2/interact?dataStreamId={DATASTREAM}",
            body,
            {"Content-Type": "application/json"},
        )
        try:
            with urlopen(request) as answer:
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code

    return await anyio.to_thread.run_sync(ask)


async def address(awaited: Awaitable[str | Unanswered]) -> str:
    got = await awaited
    assert isinstance(got, str)
    return got


async def test_nothing_is_known_before_it_first_ran(premises: LocalPremises) -> None:
    assert await premises.status() is None


async def test_it_runs_from_the_first_use_on(premises: LocalPremises) -> None:
    base = await address(premises.base_url())
    assert await address(premises.base_url()) == base
    assert await asked(base) == 200
    status = await status_of(premises)
    assert status.base_url == base
    assert status.hits == 1
    assert len(status.visitors) == 1


async def test_one_that_a_person_stopped_stays_so_until_it_is_started(premises: LocalPremises) -> None:
    await premises.base_url()
    await premises.halt()
    refused = await premises.base_url()
    assert isinstance(refused, Unanswered)
    assert refused.happened == "Local Edge is stopped."
    status = await status_of(premises)
    assert not status.is_running
    assert status.scenario.name == "shop"
    assert status.visitors == ()
    assert await asked(await address(premises.start())) == 200


async def test_restarting_takes_the_new_choice_and_forgets_everybody(premises: LocalPremises) -> None:
    await asked(await address(premises.base_url()))
    base = await address(premises.restart(LocalChoice("consent-first", secure=True)))
    status = await status_of(premises)
    assert status.base_url == base
    assert status.secure_url.startswith("https://127.0.0.1:")
    assert Path(status.authority_file).is_file()
    assert status.scenario.name == "consent-first site"
    assert status.visitors == ()


async def test_a_played_scenario_is_the_choice_from_then_on(premises: LocalPremises, tmp_path: Path) -> None:
    await premises.base_url()
    own = a_file(tmp_path)
    assert await premises.play(own) == ""
    assert premises.choice.scenario == own
    status = await status_of(premises)
    assert status.scenario.name == "mine"
    assert status.scenario.own
    shipped = (await premises.scenarios())[0]
    assert await premises.play(shipped.path) == ""
    assert premises.choice.scenario == "shop"
    assert not (await status_of(premises)).scenario.own


async def test_a_broken_scenario_is_refused_in_words_and_nothing_changes(
    premises: LocalPremises, tmp_path: Path
) -> None:
    await premises.base_url()
    problem = await premises.play(a_file(tmp_path, organisation="nobody"))
    assert "mine.json" in problem
    assert "organisation" in problem
    assert premises.choice == LocalChoice()
    assert (await status_of(premises)).scenario.name == "shop"


async def test_a_scenario_can_be_chosen_while_it_is_stopped(premises: LocalPremises, tmp_path: Path) -> None:
    assert "nowhere.json" in await premises.play(str(tmp_path / "nowhere.json"))
    assert await premises.play(a_file(tmp_path)) == ""
    await premises.base_url()
    assert (await status_of(premises)).scenario.name == "mine"


async def test_a_switched_fault_changes_what_is_answered_next(
    premises: LocalPremises, tmp_path: Path
) -> None:
    base = await address(premises.base_url())
    await premises.play(a_file(tmp_path))
    assert await asked(base) == 200
    await premises.switch_fault("busy", True)
    assert await asked(base) == 503
    assert (await status_of(premises)).faults_on == 1
    await premises.switch_fault("busy", False)
    assert await asked(base) == 200


async def test_a_file_saved_broken_plays_on_as_it_was_and_says_why(
    premises: LocalPremises, tmp_path: Path
) -> None:
    base = await address(premises.base_url())
    path = Path(a_file(tmp_path))
    await premises.play(str(path))
    path.write_text(path.read_text().replace('"organisation"', "\n!"))
    assert await asked(base) == 200
    assert "line 2" in (await status_of(premises)).problem
    a_file(tmp_path, name="mended")
    status = await status_of(premises)
    assert status.problem == ""
    assert status.scenario.name == "mended"


async def test_forgetting_leaves_nobody(premises: LocalPremises) -> None:
    await asked(await address(premises.base_url()))
    await premises.forget()
    assert (await status_of(premises)).visitors == ()


async def test_a_copy_of_what_is_played_is_among_a_persons_own(premises: LocalPremises) -> None:
    await premises.base_url()
    path = await premises.copy()
    assert Path(path).name == "shop-copy.json"
    assert await premises.play(path) == ""
    assert (await status_of(premises)).scenario.name == "shop, copy"
    offered = await premises.scenarios()
    assert [each.path for each in offered if each.own] == [path]
    assert not offered[0].own


async def test_an_own_scenario_that_is_broken_is_offered_by_its_file(
    premises: LocalPremises, tmp_path: Path
) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "broken.json").write_text("{")
    offered = (await premises.scenarios())[-1]
    assert offered.name == "broken.json"
    assert "cannot be read" in offered.description


async def test_a_copy_that_cannot_be_written_says_so(premises: LocalPremises, tmp_path: Path) -> None:
    await premises.base_url()
    (tmp_path / "scenarios").write_text("in the way")
    with pytest.raises(StoreProblem, match="could not be written"):
        await premises.copy()


@pytest.mark.parametrize("does", [LocalPremises.halt, LocalPremises.forget])
async def test_what_does_not_run_can_be_stopped_and_forgets_nothing(
    premises: LocalPremises, does: Callable[[LocalPremises], Awaitable[None]]
) -> None:
    await does(premises)
    await premises.switch_fault("none", True)
    assert await premises.status() is None


async def test_hits_are_told_of_at_once_and_then_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_studio.premises.PAUSE", 0.05)
    told: list[int] = []
    received: list[int] = []

    def hit() -> None:
        told.append(len(received))

    def came() -> None:
        received.extend(0 for _ in edge.take(100))

    edge = LocalPremises(tmp_path / "authority", tmp_path / "scenarios", LocalChoice, came, hit)
    try:
        base_url = await address(edge.base_url())
        for _ in range(8):
            await asked(base_url)
        while not told or told[-1] < 8:
            await anyio.sleep(0.01)
            came()
    finally:
        await edge.halt()
    assert len(received) == 8
    assert len(told) < 8
    assert edge.lost() == 0


async def test_a_request_of_ones_own_is_told_to_who_sent_it_and_to_nobody_else(
    premises: LocalPremises,
) -> None:
    base_url = await address(premises.base_url())
    body = json.dumps({"event": {"xdm": {"eventType": "web.webpagedetails.pageViews"}}}).encode()
    url = f"{base_url}/ee/v2/interact?dataStreamId={DATASTREAM}"
    elsewhere = PreparedRequest("POST", url.replace("127.0.0.1", "edge.example.com"), (), body)
    assert premises.expect(elsewhere) is None
    expected = premises.expect(PreparedRequest("POST", url, (), body))
    assert expected is not None
    assert await asked(base_url) == 200
    expected.over()
    trace = await expected
    assert [step.name for step in trace][0 :: len(trace) - 1] == ["hitReceived", "hitProcessed"]
    assert premises.take(10) == []
    await asked(base_url)
    with anyio.fail_after(5):
        while not premises.take(10):
            await anyio.sleep(0.01)


async def test_a_request_that_never_arrived_has_no_trace(
    premises: LocalPremises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_studio.premises.PATIENCE", 0.01)
    base_url = await address(premises.base_url())
    expected = premises.expect(PreparedRequest("POST", f"{base_url}/ee/v2/interact", (), b""))
    assert expected is not None
    expected.over()
    assert await expected == ()
