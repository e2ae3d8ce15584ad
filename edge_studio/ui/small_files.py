"""A person's small files: read when they are needed, kept without holding up the window, trouble told."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from edge_studio.store.problems import StoreProblem

T = TypeVar("T")


class Store(Protocol[T]):
    """One file and what it holds."""

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""

    def load(self) -> T:
        """What the file holds; raises ``StoreProblem``."""

    def save(self, content: T, /) -> None:
        """Replace what the file holds; raises ``StoreProblem``."""


class SmallFiles(QObject):
    """Reads and writes small files, each written whole; what is on the screen stays all the same.

    ``run`` runs a function in a thread of its own, one after the other; ``finish`` starts a coroutine that is
    to come to its end.
    """

    noticed = Signal(str)
    """What a person should know about a file, in words: it was broken and is set aside."""
    problem = Signal(object)
    """A :class:`StoreProblem`: a file could not be read or written."""

    def __init__(
        self,
        run: Callable[..., Coroutine[Any, Any, Any]],
        finish: Callable[[Coroutine[Any, Any, Any], str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._finish = finish
        self._waiting: dict[Store[Any], object] = {}
        self._writing: set[Store[Any]] = set()

    def read(self, store: Store[T], default: T) -> T:
        """What the file holds, at once; ``default`` where it cannot be read."""
        try:
            content = store.load()
        except StoreProblem as problem:
            self.problem.emit(problem)
            return default
        self._notice(store)
        return content

    async def read_later(self, store: Store[T], default: T) -> T:
        """The same, read in the background."""
        try:
            content: T = await self._run(store.load)
        except StoreProblem as problem:
            self.problem.emit(problem)
            return default
        self._notice(store)
        return content

    def keep(self, store: Store[T], content: T) -> None:
        """Write soon; of what is to be kept while the file is being written, the last alone is written."""
        self._waiting[store] = content
        if store not in self._writing:
            self._writing.add(store)
            self._finish(self._write_all(store), f"keep what the {type(store).__name__} holds")

    async def write(self, store: Store[T], content: T) -> None:
        """Write now, in place of what waits to be kept, and be there until it is written."""
        self._waiting.pop(store, None)
        try:
            await self._run(store.save, content)
        except StoreProblem as problem:
            self.problem.emit(problem)

    async def _write_all(self, store: Store[Any]) -> None:
        try:
            while store in self._waiting:
                await self.write(store, self._waiting.pop(store))
        finally:
            self._writing.discard(store)

    def _notice(self, store: Store[Any]) -> None:
        if store.notice:
            self.noticed.emit(store.notice)
