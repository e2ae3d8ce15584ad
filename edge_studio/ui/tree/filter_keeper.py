"""Keeps the filters that were used in answers, from one day to the next."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from edge_studio.store.filters import FilterStore
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.tree.filter_history import FilterHistory


class FilterKeeper:
    """Reads the filters when they are first asked for, and writes them in the thread that ``run`` works in.

    ``finish`` starts a coroutine that is to come to its end; ``tell`` is told of a file that cannot be read
    or written.
    """

    def __init__(
        self,
        store: FilterStore,
        run: Callable[..., Coroutine[Any, Any, Any]],
        finish: Callable[[Coroutine[Any, Any, Any], str], object],
        tell: Callable[[StoreProblem], object],
    ) -> None:
        self._store = store
        self._run = run
        self._finish = finish
        self._tell = tell
        self.history = FilterHistory(self._load, self._keep)
        """The filters, for the line that offers them."""

    def _load(self) -> Sequence[str]:
        try:
            return self._store.load()
        except StoreProblem as problem:
            self._tell(problem)
            return ()

    def _keep(self, filters: Sequence[str]) -> None:
        self._finish(self._save(filters), "keep the filters")

    async def _save(self, filters: Sequence[str]) -> None:
        try:
            await self._run(self._store.save, filters)
        except StoreProblem as problem:
            self._tell(problem)
