"""The owner of coroutines: nothing runs that nobody holds, and nothing fails unheard."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class TaskScope:
    """Start coroutines, keep them alive, hear of their failures and end them together.

    ``on_failure`` is called with each exception that a task raised; a cancelled task is no failure.
    """

    def __init__(self, name: str, on_failure: Callable[[BaseException], None]) -> None:
        self._name = name
        self._on_failure = on_failure
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run ``coroutine`` on the running loop under a name that shows up in debugging."""
        task = asyncio.get_running_loop().create_task(coroutine, name=f"{self._name}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    @property
    def busy(self) -> bool:
        """Whether anything still runs."""
        return bool(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_failure(error)

    async def idle(self) -> None:
        """Wait until nothing runs, what is started meanwhile included."""
        while tasks := list(self._tasks):
            await asyncio.wait(tasks)

    async def aclose(self) -> None:
        """Cancel everything still running and wait until it has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
