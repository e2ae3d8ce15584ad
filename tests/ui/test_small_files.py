"""Small files of the window: written soon, once and in order; what goes wrong with one is told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from edge_studio.store.background import Background
from edge_studio.store.filters import FilterStore
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.small_files import SmallFiles
from edge_studio.ui.tasks import TaskScope
from tests.disks import a_full_disk


class CountingStore(FilterStore):
    """A store of filters that tells what was written into it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.written: list[str] = []

    def save(self, filters: Sequence[str]) -> None:
        super().save(filters)
        self.written.append(" ".join(filters))


class Bench:
    """Small files with the thread and the scope that the window gives them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "filters.json"
        self.thread = Background("files")
        self.scope = TaskScope("test", self._failed)
        self.files = SmallFiles(self.thread.run, self.scope.finish)
        self.store = CountingStore(self.path)
        self.notices: list[str] = []
        self.problems: list[StoreProblem] = []
        self.files.noticed.connect(self.notices.append)
        self.files.problem.connect(self.problems.append)

    def _failed(self, error: BaseException) -> None:
        raise error

    def run(self, *acts: Callable[[], Awaitable[object] | None]) -> None:
        """Do one thing after the other while a loop turns, until nothing is left to write."""

        async def all_of_it() -> None:
            for act in acts:
                waits = act()
                if waits is not None:
                    await waits
            await self.scope.idle()

        asyncio.run(all_of_it())

    def keep(self, *filters: str) -> Callable[[], None]:
        return lambda: self.files.keep(self.store, filters)

    def write(self, *filters: str) -> Callable[[], Awaitable[None]]:
        return lambda: self.files.write(self.store, filters)

    @property
    def kept(self) -> Sequence[str]:
        """What another start of the program finds."""
        return FilterStore(self.path).load()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.thread.close()


def test_of_many_changes_at_once_the_last_alone_is_written(bench: Bench) -> None:
    bench.run(bench.keep("a"), bench.keep("b"), bench.keep("c"))
    assert bench.store.written == ["c"]
    assert bench.kept == ("c",)


def test_what_changes_while_the_file_is_written_is_written_after_it(bench: Bench) -> None:
    async def turn() -> None:
        await asyncio.sleep(0)  # the first writing begins

    bench.run(bench.keep("a"), turn, bench.keep("b"), bench.keep("c"))
    assert bench.store.written == ["a", "c"]


def test_what_waits_never_follows_what_is_written_at_once(bench: Bench) -> None:
    async def turn() -> None:
        await asyncio.sleep(0)

    bench.run(bench.keep("a"), turn, bench.keep("b"), bench.write("the last"))
    assert bench.store.written == ["a", "the last"]
    assert bench.kept == ("the last",)


@pytest.mark.parametrize("way", ["at once", "in the background"])
def test_a_broken_file_is_set_aside_and_told_once(bench: Bench, way: str) -> None:
    bench.path.write_text("{")
    if way == "at once":
        assert bench.files.read(bench.store, ("default",)) == ()
    else:
        bench.run(lambda: bench.files.read_later(bench.store, ("default",)))
    bench.run(bench.keep("new"))
    (notice,) = bench.notices
    assert "The list of filters" in notice
    assert "filters.json.damaged" in notice
    assert bench.kept == ("new",)


@pytest.mark.parametrize("way", ["at once", "in the background"])
def test_a_file_of_a_newer_version_is_told_and_the_default_used(bench: Bench, way: str) -> None:
    bench.path.write_text('{"version": 9}')
    found: list[Sequence[str]] = []

    async def read_later() -> None:
        found.append(await bench.files.read_later(bench.store, ("default",)))

    if way == "at once":
        found.append(bench.files.read(bench.store, ("default",)))
    else:
        bench.run(read_later)
    assert found == [("default",)]
    assert "newer" in bench.problems[0].happened


@pytest.mark.parametrize("way", ["soon", "at once"])
def test_on_a_full_disk_the_old_file_stays_whole_and_it_is_told(bench: Bench, way: str) -> None:
    bench.run(bench.write("old"))
    new = "x" * 5_000
    with a_full_disk(1_000):
        bench.run(bench.keep(new) if way == "soon" else bench.write(new))
    assert "full" in bench.problems[0].why
    assert bench.kept == ("old",)
    assert [file.name for file in bench.path.parent.iterdir()] == ["filters.json"]


def test_after_a_failure_the_next_change_is_written(bench: Bench) -> None:
    with a_full_disk(1_000):
        bench.run(bench.keep("x" * 5_000))
    bench.run(bench.keep("small"))
    assert bench.kept == ("small",)
