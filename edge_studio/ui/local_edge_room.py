"""Between the window and Local Edge: opens its panel, and keeps what is chosen there."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from edge_studio.edge.exchange import Unanswered
from edge_studio.edge.local_status import LocalChoice
from edge_studio.ui.desk import Desk
from edge_studio.ui.main_window import MainWindow
from edge_studio.ui.preferences import Preferences
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look

if TYPE_CHECKING:  # loaded when it is opened
    from edge_studio.edge.local_status import LocalStatus, ScenarioChoice
    from edge_studio.ui.local_edge_panel import LocalEdgePanel


class Premises(Protocol):
    """Local Edge, as the window starts and changes it; the panel's part of it is told there."""

    @property
    def notice(self) -> str:
        """What was not as it was chosen when it was started, in words; empty where all was."""

    async def start(self) -> str | Unanswered:
        """Where it listens, started if it does not run; why not, where it cannot."""

    async def restart(self, choice: LocalChoice) -> str | Unanswered:
        """Run in another way from now on; where it listens then."""

    async def status(self) -> "LocalStatus | None":
        """How it is at this moment; None while it does not run."""

    async def scenarios(self) -> "tuple[ScenarioChoice, ...]":
        """Those that come with the program."""

    async def play(self, path: str) -> str:
        """Play another scenario; why not, in words, where its file cannot be used."""

    async def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the scenario's plan."""

    async def forget(self) -> None:
        """Forget every visitor and all that is held of them."""

    async def halt(self) -> None:
        """End it."""


class LocalEdgeRoom(QObject):
    """Opens the panel of Local Edge and does what is chosen there."""

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        premises: Premises,
        preferences: Preferences,
        desk: Desk,
        scope: TaskScope,
        run: Callable[..., Awaitable[object]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._premises = premises
        self._preferences = preferences
        self._desk = desk
        self._scope = scope
        self._run = run
        self.panel: LocalEdgePanel | None = None
        """While it is open."""
        window.local_edge_button.clicked.connect(self.open)

    def open(self) -> None:
        """Open the panel, or bring it to the front."""
        if self.panel is None:
            from edge_studio.ui.local_edge_panel import LocalEdgePanel

            settings = self._preferences.settings
            self.panel = panel = LocalEdgePanel(
                self._look, self._premises, self._scope, self._run, self._window
            )
            panel.running.show_choice(settings.local_port, settings.local_https, settings.local_https_port)
            panel.played.connect(self._played)
            panel.wanted.connect(self._wanted)
            panel.started.connect(self._desk.set_local_edge)
            panel.closed.connect(self._closed)
            panel.refresh()
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()

    def hit(self) -> None:
        """Something reached Local Edge."""
        if self.panel is not None:
            self.panel.hit()

    def _closed(self) -> None:
        self.panel = None

    def _played(self, path: str) -> None:
        self._preferences.change(replace(self._preferences.settings, local_scenario=path))

    def _wanted(self, port: int, https: bool, https_port: int) -> None:
        settings = self._preferences.settings
        changed = replace(settings, local_port=port, local_https=https, local_https_port=https_port)
        self._preferences.change(changed)
        self._scope.start(self._restart(), "restart Local Edge")

    async def _restart(self) -> None:
        settings = self._preferences.settings
        address = await self._premises.restart(
            LocalChoice(
                settings.local_scenario, settings.local_port, settings.local_https, settings.local_https_port
            )
        )
        words = self._premises.notice
        if isinstance(address, Unanswered):
            words = f"{address.happened} {address.why} {address.remedy}"
        else:
            self._desk.set_local_edge(address)
        if self.panel is not None:
            self.panel.tell(words)
            self.panel.running.show_choice(
                settings.local_port, settings.local_https, settings.local_https_port
            )
            self.panel.refresh()
