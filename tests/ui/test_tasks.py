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


@pytest.mark.anyio
async def test_what_is_held_waits_for_its_release_and_keeps_its_order() -> None:
    done: list[str] = []
    scope = TaskScope("test", _unheard)

    async def do(name: str) -> str:
        done.append(name)
        return name

    scope.hold()
    first, second = scope.start(do("first"), "first"), scope.start(do("second"), "second")
    await asyncio.sleep(0)
    assert not done
    assert scope.busy
    assert not first.done()
    scope.release()
    assert [await first, await second] == ["first", "second"] == done


@pytest.mark.anyio
async def test_what_is_cancelled_while_it_is_held_begins_and_so_ends_what_it_began() -> None:
    ended: list[str] = []
    scope = TaskScope("test", _unheard)

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("wait")

    scope.hold()
    job = scope.start(wait(), "wait")
    job.cancel()
    scope.release()
    await scope.idle()
    assert ended == ["wait"]
    assert job.cancelled()


def _unheard(error: BaseException) -> None:
    raise AssertionError(error)


@pytest.mark.anyio
async def test_closing_waits_for_what_is_to_be_finished_and_starts_nothing_after_it() -> None:
    done: list[str] = []
    scope = TaskScope("test", _unheard)

    async def write(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    async def send() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            scope.finish(write("what was cancelled"), "write")

    scope.finish(write("what was begun"), "write")
    scope.start(send(), "send")
    await asyncio.sleep(0)
    await scope.aclose()
    assert done == ["what was begun", "what was cancelled"]
    scope.finish(write("too late"), "write")
    assert not scope.busy
