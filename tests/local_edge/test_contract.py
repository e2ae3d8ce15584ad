"""Whatever is asked, Local Edge answers in a shape that is documented, and answering changes nothing.

The soak is as many sessions as ``EDGE_STUDIO_SOAK`` says instead of a few.
"""

import os
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from msgspec.structs import replace

from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.changes import FaultMatched
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Reply
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.state import State
from tests.local_edge.contract.bodies import some
from tests.local_edge.contract.checking import Said, check, check_welcome
from tests.local_edge.contract.client import Client
from tests.local_edge.contract.requests import Drawn, request

START = datetime(2026, 5, 4, 11, 22, 10, 4000, tzinfo=UTC)
SESSIONS = int(os.environ.get("EDGE_STUDIO_SOAK", "40"))
"""Sessions of each scenario, of up to twenty requests each."""
FILES = (*default_path().parent.glob("*.json"), Path(__file__).with_name("contract") / "scenario.json")
SCENARIOS = {scenario.name: scenario for scenario in map(load, sorted(FILES))}
a_few = settings(
    max_examples=SESSIONS,
    deadline=None,
    derandomize="EDGE_STUDIO_SOAK" not in os.environ,
    database=None,
    phases=[Phase.generate],  # a session takes minutes to shrink; the request it failed at says enough
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", SCENARIOS)
@given(data=st.data())
@a_few
def test_every_answer_has_a_documented_shape(name: str, data: DataObject) -> None:
    scenario = SCENARIOS[name]
    switched = data.draw(some(None, *range(len(scenario.faults))), label="fault switched")
    scenario = replace(
        scenario,
        faults=tuple(
            replace(fault, on=fault.on != (index == switched)) for index, fault in enumerate(scenario.faults)
        ),
    )
    before = msgspec.json.encode(scenario)
    memory, client = Memory(), Client.of(scenario)
    now = START
    for turn in range(data.draw(st.integers(1, 20), label="requests")):
        drawn = data.draw(request(client), label="request")
        now += timedelta(seconds=data.draw(st.sampled_from((0, 10, 700, 90_000)), label="seconds later"))
        state = State(now, turn.to_bytes(4), memory)
        try:
            reply = _answered(drawn, client, scenario, state)
        except Exception as error:
            error.add_note(f"{drawn.request}\nin {state}")
            raise
        memory.apply(reply.changes, now)
    assert msgspec.json.encode(scenario) == before


def _answered(drawn: Drawn, client: Client, scenario: Scenario, state: State) -> Reply:
    """The reply, held against the documentation and told to the client; ``answer`` is proved to be pure."""
    remembered = deepcopy(vars(state.remembered))
    reply = answer(drawn.request, scenario, state)
    assert answer(drawn.request, scenario, state) == reply
    assert vars(state.remembered) == remembered, "answering only reads what is remembered"
    is_faulty = any(isinstance(change, FaultMatched) for change in reply.changes)
    said = Said(reply.answer.status, reply.answer.headers, reply.answer.body, is_faulty)
    client.learn(check(drawn.asked, said), said)
    if drawn.is_sound:
        check_welcome(said)
    return reply
