"""Between the window and Local Edge: starts it, opens its panel, and does what is wanted there."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from edge_studio.edge.exchange import Unanswered
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.desk.desk import Desk
from edge_studio.ui.settings.preferences import Preferences
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from edge_studio.ui.window.main_window import MainWindow

if TYPE_CHECKING:  # loaded when it is opened
    from edge_studio.edge.local_status import LocalChoice, LocalStatus, ScenarioChoice
    from edge_studio.ui.file_watch import FileWatch
    from edge_studio.ui.local_edge.panel import LocalEdgePanel

PAUSE = 250
"""Milliseconds in which hits, and savings of the scenario's file, are gathered before the panel follows."""
REST = 5
"""The pause is at least so many times as long as it took to follow: under a flood, hits come first."""


class Premises(Protocol):
    """Local Edge, as the window starts and changes it."""

    @property
    def notice(self) -> str:
        """What was not as it was chosen when it was started, in words; empty where all was."""

    @property
    def choice(self) -> "LocalChoice":
        """How it is to run."""

    async def base_url(self) -> str | Unanswered:
        """Where it listens, started if it does not run; why not, where it cannot or shall not."""

    async def start(self) -> str | Unanswered:
        """Run, also where a person stopped it; where it listens then."""

    async def restart(self, choice: "LocalChoice") -> str | Unanswered:
        """Run in another way from now on; where it listens then."""

    async def halt(self) -> None:
        """End it, until it is started again."""

    async def status(self) -> "LocalStatus | None":
        """How it is at this moment; None where it never ran."""

    async def scenarios(self) -> "tuple[ScenarioChoice, ...]":
        """Those that come with the program, then a person's own."""

    async def play(self, path: str) -> str:
        """Play another scenario; why not, in words, where its file cannot be used."""

    async def copy(self) -> str:
        """Copy the scenario that is played, and return the copy's path; raises ``StoreProblem``."""

    async def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the scenario's plan."""

    async def forget(self) -> None:
        """Forget every visitor and all that is held of them."""


_NAME = "local-edge"
"""The name of the panel among the windows beside the main one."""


class LocalEdgeRoom(QObject):
    """Starts Local Edge, says in the status line how it is, and serves its panel while that is open."""

    history_wanted = Signal(object)
    """What to search the history for."""

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        premises: Premises,
        preferences: Preferences,
        desk: Desk,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._premises = premises
        self._preferences = preferences
        self._desk = desk
        self._scope = scope
        self._file: FileWatch | None = None
        self._errands: deque[Callable[[], Awaitable[None]]] = deque()
        self._is_busy = False
        self._to_play = ""
        self._refused = ""
        """Why the file that was chosen last is not played; empty where it is."""
        self._problem = ""
        self.panel: LocalEdgePanel | None = None
        """While it is open."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.refresh)
        window.local_edge_button.clicked.connect(self.open)
        window.closing.connect(self.close)

    # The panel

    def open(self) -> None:
        """Open the panel, or bring it to the front."""
        if self.panel is None:
            self.panel = self._made()
            self.refresh()
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()

    def close(self) -> None:
        """Close the panel, if it is open."""
        if self.panel is not None:
            self.panel.close()

    def _made(self) -> "LocalEdgePanel":
        from edge_studio.ui.local_edge.panel import LocalEdgePanel

        panel = LocalEdgePanel(self._look)
        panel.closed.connect(self._closed)
        panel.head.start_wanted.connect(self._start)
        panel.head.stop_wanted.connect(self._stop)
        panel.head.restart_wanted.connect(self._restart)
        panel.scenario.play_wanted.connect(self.play)
        panel.scenario.open_wanted.connect(self._open_scenario)
        panel.scenario.edit_wanted.connect(self._edit)
        panel.scenario.folder_wanted.connect(self._show_scenario_folder)
        panel.scenario.switched.connect(self._switch)
        panel.visitors.forget_wanted.connect(self._forget)
        panel.visitors.history_wanted.connect(self.history_wanted)
        panel.address.wanted.connect(self._run_with)
        panel.address.folder_wanted.connect(self._show_certificate_folder)
        panel.head.tell(self._premises.notice)
        if size := self._window.beside.get(_NAME):
            panel.restoreGeometry(size)
        return panel

    def _closed(self) -> None:
        if self.panel is not None:
            self._refused = ""
            self._window.beside[_NAME] = bytes(self.panel.saveGeometry().data())
            self.panel = None
            self._soon.stop()

    # How it is

    def hit(self) -> None:
        """Something reached Local Edge: the panel follows in a moment."""
        if self.panel is not None and not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Show how Local Edge is now."""
        self._do(self._refresh)

    async def begin(self) -> None:
        """Start it as the window opens, and say so."""
        await self._came(await self._premises.base_url())
        if self._premises.notice:
            self._window.trouble.tell("Local Edge is not as it was chosen.", self._premises.notice)

    async def _came(self, address: str | Unanswered) -> None:
        """It was to be started, and this came of it."""
        if isinstance(address, Unanswered):
            self._tell(address.happened, f"{address.why} {address.remedy}", address.detail)
        else:
            self._desk.set_local_edge(address)
            if self.panel is not None:
                self.panel.head.tell(self._premises.notice)
        await self._refresh()

    async def _refresh(self) -> None:
        """Show how it is now, unless that is about to change."""
        if self._errands:
            return
        began = perf_counter()
        status = await self._premises.status()
        if self.panel is not None:
            scenarios = await self._premises.scenarios()
            if self.panel is not None:  # it may have been closed meanwhile
                self.panel.offer(scenarios)
                self.panel.show_status(status, self._premises.choice, self._refused)
        if status is not None:
            self._label(status)
            self._watch(status)
            self._note_problem(status.problem)
        self._soon.setInterval(max(PAUSE, round((perf_counter() - began) * 1000 * REST)))

    def _label(self, status: "LocalStatus") -> None:
        show = self._window.show_local_edge
        where = f"Local Edge on {status.base_url.partition('://')[2]}"
        if not status.is_running:
            show("Local Edge is stopped")
        elif status.faults_on:
            from edge_studio.edge.amounts import plural

            show(f"{where} · {plural(status.faults_on, 'fault')} on")
        else:
            show(f"{where} · no credentials needed")

    def _watch(self, status: "LocalStatus") -> None:
        """Look at the file of a person's own scenario whenever it is saved."""
        if self._file is None and status.scenario.own:
            from edge_studio.ui.file_watch import FileWatch

            self._file = FileWatch(self)
            self._file.saved.connect(self._soon.start)
        if self._file is not None:
            self._file.watch(Path(status.scenario.path) if status.scenario.own else None)

    def _note_problem(self, problem: str) -> None:
        """Say that a scenario was saved broken, where the panel is not there to say it."""
        if problem and problem != self._problem and self.panel is None:
            self._window.trouble.tell(
                "The scenario of Local Edge is not played as it was saved.",
                f"{problem} The file as it was saved before plays on.",
            )
        self._problem = problem

    def _tell(self, happened: str, advice: str, details: str = "") -> None:
        """Say what went wrong, where the person is looking."""
        if self.panel is not None:
            self.panel.head.tell(f"{happened} {advice}")
        else:
            self._window.trouble.tell(happened, advice, details)

    # What is wanted of it

    def _do(self, errand: Callable[[], Awaitable[None]]) -> None:
        """Do something after all that was wanted before it."""
        self._errands.append(errand)
        if not self._is_busy:
            self._is_busy = True
            self._scope.start(self._do_all(), "look after Local Edge")

    async def _do_all(self) -> None:
        try:
            while self._errands:
                await self._errands.popleft()()
        finally:
            self._is_busy = False

    def _start(self) -> None:
        self._do(self._do_start)

    async def _do_start(self) -> None:
        await self._came(await self._premises.start())

    def _stop(self) -> None:
        self._do(self._do_stop)

    async def _do_stop(self) -> None:
        await self._premises.halt()
        if self.panel is not None:
            self.panel.head.tell("")
        await self._refresh()

    def _restart(self) -> None:
        self._run_with(self._premises.choice)

    def _run_with(self, choice: "LocalChoice") -> None:
        self._do(partial(self._do_run_with, choice))

    async def _do_run_with(self, choice: "LocalChoice") -> None:
        address = await self._premises.restart(choice)
        self._keep()
        await self._came(address)

    def _keep(self) -> None:
        """Keep how it is to run for the next start of the program."""
        chosen = self._premises.choice
        self._preferences.change(
            replace(
                self._preferences.settings,
                local_scenario=chosen.scenario,
                local_port=chosen.port,
                local_https=chosen.secure,
                local_https_port=chosen.secure_port,
            )
        )

    def play(self, path: str) -> None:
        """Play the scenario in a file; of several that were wanted at once, the last."""
        self._to_play = path
        self._do(self._play_wanted)

    async def _play_wanted(self) -> None:
        path, self._to_play = self._to_play, ""
        if path:
            await self._play(path)
        await self._refresh()

    async def _play(self, path: str) -> None:
        self._refused = await self._premises.play(path)
        if not self._refused:
            self._keep()

    def _open_scenario(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self.panel, "Play a scenario", "", "Scenarios (*.json);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.play)
        dialog.open()

    def _edit(self) -> None:
        self._do(self._do_edit)

    async def _do_edit(self) -> None:
        """Open a person's own scenario, or a copy of one of ours, which is played from then on."""
        status = await self._premises.status()
        if status is None:
            return
        path = status.scenario.path
        if not status.scenario.own:
            try:
                path = await self._premises.copy()
            except StoreProblem as problem:
                self._tell(problem.happened, f"{problem.why} {problem.remedy}")
                return
            await self._play(path)
            await self._refresh()
        self._show(path, "Open it in an editor: it is played anew each time it is saved.")

    def _show_scenario_folder(self) -> None:
        if self.panel is not None:
            path = Path(self.panel.scenario.path)
            self._show(str(path.parent), f"The file is {path}.")

    def _show_certificate_folder(self) -> None:
        if self.panel is not None:
            path = Path(self.panel.address.certificate.whole())
            self._show(str(path.parent), f"The file is {path}.")

    def _show(self, path: str, otherwise: str) -> None:
        """Open a file or a folder with what the desktop has for it; ``otherwise`` says what to do without."""
        from PySide6.QtGui import QDesktopServices

        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._tell(f"This desktop has no program to open {path}.", otherwise)

    def _switch(self, faults: dict[str, bool]) -> None:
        self._do(partial(self._do_switch, faults))

    async def _do_switch(self, faults: dict[str, bool]) -> None:
        for name, on in faults.items():
            await self._premises.switch_fault(name, on)
        await self._refresh()

    def _forget(self) -> None:
        self._do(self._do_forget)

    async def _do_forget(self) -> None:
        before = await self._premises.status()
        await self._premises.forget()
        await self._refresh()
        if self.panel is not None:
            self.panel.visitors.tell_forgotten(len(before.visitors) if before else 0)
