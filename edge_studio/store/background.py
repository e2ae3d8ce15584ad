"""One thread beside the window's, for work on files: what is asked is done in the order asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:  # loaded at the first use, as the thread is started then: a window is shown before
    from concurrent.futures import ThreadPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")


class Background:
    """Runs functions one after the other in a thread of its own, started at the first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._executor: ThreadPoolExecutor | None = None
        self._is_closed = False

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns or raises; once started it is not stopped by cancelling the waiter."""
        import asyncio

        future = self._started().submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Wait until everything asked for is done, then end the thread; ``RuntimeError`` for later asks."""
        self._is_closed = True
        if self._executor is not None:
            self._executor.shutdown(wait=True)

    def finish(self, last: Callable[[], None]) -> None:
        """Do ``last`` after everything asked for, then close; raises what it raises."""
        future = self._started().submit(last)
        self.close()
        future.result()

    def _started(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        if self._is_closed:
            raise RuntimeError(f"{self._name} is closed")
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)
        return self._executor
