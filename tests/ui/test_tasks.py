import asyncio

import pytest

from edge_studio.ui.tasks import TaskScope


@pytest.mark.anyio
async def test_a_failure_is_heard_of() -> None:
    heard: list[BaseException] = []
    scope = TaskScope("test", heard.append)

    async def fail() -> None:
        raise ValueError("told")

    scope.start(fail(), "fail")
    while scope.busy:
        await asyncio.sleep(0)
    assert [str(error) for error in heard] == ["told"]


@pytest.mark.anyio
async def test_closing_ends_what_runs_and_calls_it_no_failure() -> None:
    heard: list[BaseException] = []
    scope = TaskScope("test", heard.append)
    task = scope.start(asyncio.Event().wait(), "wait for ever")
    await scope.aclose()
    assert task.cancelled()
    assert not scope.busy
    assert not heard
