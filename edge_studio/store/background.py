"""One thread beside the window's, for work on files: what is asked is done in the order asked."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Background:
    """Runs functions one after the other in a thread of its own, started at the first use."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns or raises; once started it is not stopped by cancelling the waiter."""
        future = self._executor.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Wait until everything asked for is done, then end the thread; ``RuntimeError`` for later asks."""
        self._executor.shutdown(wait=True)

    def finish(self, last: Callable[[], None]) -> None:
        """Do ``last`` after everything asked for, then close; raises what it raises."""
        future = self._executor.submit(last)
        self.close()
        future.result()
