"""The panel of Local Edge: a window beside the main one, made when it is first asked for."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge import pointing
from edge_studio.edge.exchange import Unanswered
from edge_studio.edge.local_status import LocalStatus, ScenarioChoice
from edge_studio.store.atomic import write_atomic
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.local_edge_cards import FaultsCard, RunningCard, ScenarioCard, VisitorsCard
from edge_studio.ui.recipe_list import RecipeList
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Card, Segmented, heading

PAUSE = 250
"""Milliseconds in which hits are gathered before the panel is brought up to date."""
_CLIENTS = {"website": "Website", "app": "Mobile app", "server": "Server or curl"}
_JSON = "Scenarios (*.json)"
_ORGANISATION = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"


class Premises(Protocol):
    """Local Edge, as far as the panel shows and changes it."""

    async def start(self) -> str | Unanswered:
        """Where it listens, started if it does not run; why not, where it cannot."""

    async def status(self) -> LocalStatus | None:
        """How it is at this moment; None while it does not run."""

    async def scenarios(self) -> Sequence[ScenarioChoice]:
        """Those that come with the program."""

    async def play(self, path: str) -> str:
        """Play another scenario; why not, in words, where its file cannot be used."""

    async def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the scenario's plan."""

    async def forget(self) -> None:
        """Forget every visitor and all that is held of them."""

    async def halt(self) -> None:
        """End it."""


class LocalEdgePanel(QWidget):
    """Shows how Local Edge is, and lets it be changed; brought up to date by hits, never by a clock."""

    played = Signal(object)
    """The path of the scenario that the person chose, and that is played."""
    wanted = Signal(object, object, object)
    """Port, whether HTTPS is served as well, and its port: as the person wants it from now on."""
    started = Signal(object)
    """Local Edge was started, and listens at this address."""
    closed = Signal()

    def __init__(
        self,
        look: Look,
        premises: Premises,
        scope: TaskScope,
        run: Callable[..., Awaitable[object]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Local Edge — Edge Studio")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("window")
        self._look = look
        self._premises = premises
        self._scope = scope
        self._run = run
        self._status: LocalStatus | None = None
        self.running = RunningCard(look)
        self.scenario = ScenarioCard(look)
        self.faults = FaultsCard(look)
        self.visitors = VisitorsCard(look)
        self.clients = Segmented(_CLIENTS, "Kind of client")
        self.recipes = RecipeList(look)
        self.trust = RecipeList(look)
        self.remark = QLabel()
        self.remark.setProperty("tone", "danger")
        self.remark.setWordWrap(True)
        self.remark.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.refresh)
        self._arrange()
        self._connect()
        self.resize(680, 760)

    def _arrange(self) -> None:
        pointing_card = Card(self._look, "Point a real client here", "and see what it sends in the history")
        pointing_card.body.addWidget(self.clients, 0, Qt.AlignmentFlag.AlignLeft)
        pointing_card.body.addWidget(self.recipes)
        self._trust_card = Card(self._look, "Let clients trust it", "for HTTPS")
        self._trust_card.body.addWidget(self.trust)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for card in (self.running, self.scenario, self.faults, self.visitors, pointing_card):
            column.addWidget(card)
        column.addWidget(self._trust_card)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(8)
        layout.addWidget(heading("Local Edge"))
        layout.addWidget(self.remark)
        layout.addWidget(scroll, 1)

    def _connect(self) -> None:
        self.running.start_wanted.connect(self._start)
        self.running.stop_wanted.connect(self._stop)
        self.running.wanted.connect(self.wanted)
        self.scenario.play_wanted.connect(self._play)
        self.scenario.open_wanted.connect(self._open)
        self.scenario.copy_wanted.connect(self._copy)
        self.scenario.folder_wanted.connect(self._show_folder)
        self.faults.switched.connect(self._switch)
        self.visitors.forget_wanted.connect(self._forget)
        self.clients.chosen.connect(self._show_client)

    # What is shown

    def hit(self) -> None:
        """Something reached Local Edge: the panel follows in a moment."""
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Show how Local Edge is now."""
        self._scope.start(self._refresh(), "look at Local Edge")

    def tell(self, words: str) -> None:
        """Say why something did not happen; an empty text says that all is well."""
        self.remark.setText(words)
        self.remark.setVisible(bool(words))

    async def _refresh(self) -> None:
        status = await self._premises.status()
        self._status = status
        self.running.show_status(status)
        for card in (self.scenario, self.faults, self.visitors):
            card.setEnabled(status is not None)
        if status is not None:
            self.scenario.offer(await self._premises.scenarios(), status.scenario)
            self.scenario.show_status(status)
            self.faults.show_faults(status.faults)
            self.visitors.show_visitors(status.visitors)
        self._show_client(self.clients.choice)

    def _show_client(self, client: str) -> None:
        status = self._status
        secure = status.secure_url if status else ""
        if status is None:
            self.recipes.show_recipes(())
        elif client == "website":
            self.recipes.show_recipes(pointing.website(secure, _ORGANISATION))
        elif client == "app":
            self.recipes.show_recipes(pointing.mobile(secure))
        else:
            self.recipes.show_recipes(pointing.server(status.base_url))
        self._trust_card.setVisible(bool(secure))
        if status is not None and secure:
            self.trust.show_recipes(pointing.trust(status.authority_file))

    # What is done

    def _start(self) -> None:
        self._scope.start(self._do_start(), "start Local Edge")

    async def _do_start(self) -> None:
        address = await self._premises.start()
        if isinstance(address, Unanswered):
            self.tell(f"{address.happened} {address.why} {address.remedy}")
        else:
            self.tell("")
            self.started.emit(address)
        await self._refresh()

    def _stop(self) -> None:
        self._scope.start(self._do_stop(), "stop Local Edge")

    async def _do_stop(self) -> None:
        await self._premises.halt()
        await self._refresh()

    def _play(self, path: str) -> None:
        self._scope.start(self._do_play(path), "play a scenario")

    async def _do_play(self, path: str) -> None:
        problem = await self._premises.play(path)
        await self._refresh()
        self.scenario.show_problem(problem)
        if not problem:
            self.played.emit(path)

    def _open(self) -> None:
        dialog = QFileDialog(self, "Play a scenario", self._folder(), _JSON)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._play)
        dialog.open()

    def _copy(self) -> None:
        dialog = QFileDialog(self, "Save a copy of the scenario", "", _JSON)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.copy_to)
        dialog.open()

    def copy_to(self, path: str) -> None:
        """Save the scenario that is played under another name, play that, and open it to be edited."""
        self._scope.start(self._do_copy(path), "copy a scenario")

    async def _do_copy(self, path: str) -> None:
        if self._status is None:
            return
        try:
            await self._run(_copied, Path(self._status.scenario.path), Path(path))
        except (OSError, StoreProblem) as error:
            self.scenario.show_problem(f"The copy could not be written. {error}")
            return
        await self._do_play(path)
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder()))

    def _folder(self) -> str:
        return str(Path(self._status.scenario.path).parent) if self._status else ""

    def _switch(self, name: str, on: bool) -> None:
        self._scope.start(self._premises.switch_fault(name, on), "switch a fault")

    def _forget(self) -> None:
        self._scope.start(self._do_forget(), "forget the visitors")

    async def _do_forget(self) -> None:
        await self._premises.forget()
        await self._refresh()

    # Life

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._soon.stop()
        self.closed.emit()
        super().closeEvent(event)


def _copied(source: Path, target: Path) -> None:
    write_atomic(target, source.read_bytes(), private=False)
