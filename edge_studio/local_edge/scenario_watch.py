"""The scenario that is played: read again once its file was saved, with the faults as they were switched.

Nothing runs while nobody asks: each request, and each look at the status, compares the file with the one that
was read. That costs a microsecond, and what is answered is never older than the file.
"""

import threading
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from edge_studio.edge.local_status import FaultSwitch, ScenarioChoice
from edge_studio.local_edge.fault_words import described, words
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import ScenarioError, content_of, default_path, read

Mark = tuple[int, int, int, int]

SETTLED: Final = 3.0
"""Seconds after which another save has another time of change for sure; the coarsest clock of a file system
ticks every two."""


class ScenarioSource:
    """A scenario file and what is switched of it; every method may be called from any thread.

    A file that was saved broken, or is gone, leaves the scenario read last, and ``problem`` says why.
    ``now`` gives the seconds that the times of files are counted in.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Raises ``ScenarioError`` where the file cannot be used."""
        self._now = now
        self._lock = threading.Lock()
        self._scenario: Scenario
        self._begin(path)

    def current(self) -> Scenario:
        """The scenario as the file is now, faults on and off as they were switched.

        The same object as before as long as nothing has changed.
        """
        with self._lock:
            self._look()
            return self._scenario

    @property
    def problem(self) -> str:
        """Why the file as it is now is not played; empty where it is."""
        with self._lock:
            self._look()
            return self._problem

    @property
    def path(self) -> Path:
        """The file that is played."""
        with self._lock:
            return self._path

    def choice(self) -> ScenarioChoice:
        """What is played, as a window names it."""
        with self._lock:
            self._look()
            return ScenarioChoice(self._scenario.name, self._scenario.description, str(self._path))

    def faults(self) -> tuple[FaultSwitch, ...]:
        """The fault plan, and what of it is on."""
        return tuple(
            FaultSwitch(each.name, described(each), each.on, words(each)) for each in self.current().faults
        )

    def play(self, path: Path) -> None:
        """Play another file, nothing of it switched; raises ``ScenarioError`` and goes on as before."""
        with self._lock:
            self._begin(path)

    def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault, for as long as the file has one of that name; without one, nothing happens."""
        with self._lock:
            self._look()
            if any(fault.name == name for fault in self._scenario.faults):
                self._switched[name] = on
                self._scenario = _with_switches(self._scenario, self._switched)

    def _begin(self, path: Path) -> None:
        mark = _mark(path)
        content = content_of(path)
        scenario = read(content, str(path))
        self._path = path
        self._content: bytes | None = content
        self._scenario = scenario
        self._switched: dict[str, bool] = {}
        self._problem = ""
        self._seen = self._trusted(mark)

    def _look(self) -> None:
        """Read the file where it may be another than the one that was read."""
        mark = _mark(self._path)
        if mark is not None and mark == self._seen:
            return
        self._seen = None
        try:
            content = content_of(self._path)
        except ScenarioError as error:
            self._content, self._problem = None, str(error)
            return
        if content != self._content:
            self._content = content
            try:
                self._take(read(content, str(self._path)))
            except ScenarioError as error:
                self._problem = str(error)
        self._seen = self._trusted(mark)

    def _take(self, scenario: Scenario) -> None:
        names = {fault.name for fault in scenario.faults}
        self._switched = {name: on for name, on in self._switched.items() if name in names}
        self._scenario = _with_switches(scenario, self._switched)
        self._problem = ""

    def _trusted(self, mark: Mark | None) -> Mark | None:
        """What tells the file from its next save; None for a while after a save.

        Two saves within one tick of the file system's clock look the same from outside: until it has moved
        on, the file is read at every look.
        """
        if mark is None or any(abs(self._now() - when / 1e9) < SETTLED for when in mark[:2]):
            return None
        return mark


def shipped() -> tuple[ScenarioChoice, ...]:
    """The scenarios that come with Edge Studio, the default one first."""
    default = default_path()
    others = sorted(path for path in default.parent.glob("*.json") if path != default)
    return tuple(_choice(path) for path in (default, *others))


def choices(paths: Iterable[Path]) -> tuple[ScenarioChoice, ...]:
    """Scenarios in files as a window names them; one that cannot be read is named by its file."""
    return tuple(_choice_or_name(path) for path in paths)


class _Title(msgspec.Struct):
    name: str
    description: str = ""


def _choice(path: Path) -> ScenarioChoice:
    title = msgspec.json.decode(content_of(path).removeprefix(BOM_UTF8), type=_Title)
    return ScenarioChoice(title.name, title.description, str(path))


def _choice_or_name(path: Path) -> ScenarioChoice:
    try:
        return _choice(path)
    except (ScenarioError, msgspec.MsgspecError, RecursionError):
        return ScenarioChoice(path.name, "This file cannot be read as a scenario at the moment.", str(path))


def _mark(path: Path) -> Mark | None:
    """What changes with a file however it is saved, in place or as another file; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _with_switches(scenario: Scenario, switched: dict[str, bool]) -> Scenario:
    if not switched:
        return scenario
    faults = tuple(replace(fault, on=switched.get(fault.name, fault.on)) for fault in scenario.faults)
    return replace(scenario, faults=faults)
