"""The owner of coroutines: nothing runs that nobody holds, and nothing fails unheard."""

from collections.abc import Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:  # loading asyncio takes as long as painting the window: the window is painted first
    import asyncio


T = TypeVar("T")


class Job(Generic[T]):
    """A coroutine that a scope runs, or will run as soon as the loop turns; awaiting it gives its result."""

    def __init__(self, coroutine: Coroutine[Any, Any, T], name: str, *, to_its_end: bool = False) -> None:
        self._coroutine = coroutine
        self._name = name
        self.to_its_end = to_its_end
        self._task: asyncio.Task[T] | None = None
        self._is_unwanted = False

    def __await__(self) -> Generator[Any, None, T]:
        if self._task is None:
            raise RuntimeError(f"{self._name} does not run yet")
        return self._task.__await__()

    def begin(self, ended: "Callable[[asyncio.Task[T]], object]") -> "asyncio.Task[T]":
        """Run it on the running loop; ``ended`` is told of its end."""
        import asyncio

        loop = asyncio.get_running_loop()
        self._task = task = loop.create_task(self._coroutine, name=self._name)
        task.add_done_callback(ended)
        if self._is_unwanted:
            loop.call_soon(task.cancel)  # after its first step: what it begins with, it also ends
        return task

    def cancel(self) -> None:
        """Stop it at the next place where it waits."""
        self._is_unwanted = True
        if self._task is not None:
            self._task.cancel()

    def drop(self) -> None:
        """Never run it."""
        self._is_unwanted = True
        self._coroutine.close()

    def done(self) -> bool:
        """Whether it has ended, one way or another."""
        return self._task is not None and self._task.done()

    def cancelled(self) -> bool:
        """Whether it was stopped before its end."""
        return self._task is not None and self._task.cancelled()


class TaskScope:
    """Start coroutines, keep them alive, hear of their failures and end them together.

    ``on_failure`` is called with each exception that a task raised; a cancelled task is no failure.
    """

    def __init__(self, name: str, on_failure: Callable[[BaseException], None]) -> None:
        self._name = name
        self._on_failure = on_failure
        self._tasks: dict[asyncio.Task[Any], Job[Any]] = {}
        self._held: list[Job[Any]] = []
        self._holds = False
        self._is_closed = False

    def hold(self) -> None:
        """Keep what is started from now on until :meth:`release`: the loop does not turn yet."""
        self._holds = True

    def release(self) -> None:
        """Run what was held, in the order in which it was started."""
        self._holds = False
        while self._held:
            self._begin(self._held.pop(0))

    def start(self, coroutine: Coroutine[Any, Any, T], name: str) -> Job[T]:
        """Run ``coroutine`` on the running loop under a name that shows up in debugging."""
        return self._take(Job(coroutine, f"{self._name}: {name}"))

    def finish(self, coroutine: Coroutine[Any, Any, T], name: str) -> Job[T]:
        """Run ``coroutine`` to its end: closing waits for it, as for what is being written."""
        return self._take(Job(coroutine, f"{self._name}: {name}", to_its_end=True))

    def _take(self, job: Job[T]) -> Job[T]:
        if self._is_closed:
            job.drop()
        elif self._holds:
            self._held.append(job)
        else:
            self._begin(job)
        return job

    @property
    def busy(self) -> bool:
        """Whether anything still runs."""
        return bool(self._tasks or self._held)

    def _begin(self, job: Job[Any]) -> None:
        self._tasks[job.begin(self._ended)] = job

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_failure(error)

    async def idle(self) -> None:
        """Wait until nothing runs, what is started meanwhile included."""
        import asyncio

        while tasks := list(self._tasks):
            await asyncio.wait(tasks)

    async def aclose(self) -> None:
        """Cancel what still runs, wait until all has ended, and start nothing from then on.

        What the ending itself starts, such as the writing of what was cancelled, ends in here too.
        """
        import asyncio

        while self._tasks:
            for task, job in self._tasks.items():
                if not job.to_its_end:
                    task.cancel()
            await asyncio.wait(list(self._tasks))
            await asyncio.sleep(0)  # their ends are told in the loop's next turn
        self._is_closed = True
