"""The choice of which exchanges the history shows: by how they ended, and by connection."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from edge_studio.edge.exchange import RECEIVED
from edge_studio.edge.history_row import Ending

ENDINGS = {
    "": "Any answer",
    Ending.OK: "OK",
    Ending.WARNINGS: "With warnings",
    Ending.ERRORS: "Errors",
    Ending.NO_ANSWER: "No answer",
}
_ANYWHERE = "Any connection"


class HistoryFilter(QPushButton):
    """A button with a menu of two choices."""

    chosen = Signal()
    """The person chose."""

    def __init__(self) -> None:
        super().__init__("Filter")
        self.setProperty("variant", "quiet")
        self.setAccessibleName("Filter by answer and connection")
        self.setToolTip("Show only some exchanges: by how they ended, or by connection")
        self.choices = QMenu(self)
        self._endings = QActionGroup(self)
        self._connections = QActionGroup(self)
        for ending, name in ENDINGS.items():
            self._add(self._endings, name, str(ending))
        self.choices.addSeparator()
        self._add(self._connections, _ANYWHERE, "")
        self._add(self._connections, RECEIVED, RECEIVED)
        self.clear()
        self.choices.triggered.connect(self._chosen)
        self.setMenu(self.choices)

    @property
    def status(self) -> str:
        """The value of the :class:`Ending` to show; empty for all."""
        return _data(self._endings)

    @property
    def connection(self) -> str:
        """The name of the connection to show; empty for all."""
        return _data(self._connections)

    def clear(self) -> None:
        """Choose to show all, without telling anybody."""
        for group in (self._endings, self._connections):
            group.actions()[0].setChecked(True)

    def choose(self, status: str = "", connection: str = "") -> None:
        """Choose without telling anybody; a connection that is not offered is offered from now on."""
        if connection not in self._offered():
            self._add(self._connections, connection, connection)
        for group, value in ((self._endings, status), (self._connections, connection)):
            next(action for action in group.actions() if action.data() == value).setChecked(True)

    def offer(self, connections: Sequence[str]) -> None:
        """Offer these connections; the chosen one stays, and stays offered."""
        chosen = self.connection
        wanted = ["", RECEIVED, *(name for name in connections if name != RECEIVED)]
        if chosen not in wanted:
            wanted.append(chosen)
        if wanted != self._offered():
            for action in self._connections.actions():
                self.choices.removeAction(action)
                self._connections.removeAction(action)
                action.deleteLater()
            for name in wanted:
                self._add(self._connections, name or _ANYWHERE, name)
            self.choose(self.status, chosen)

    def _offered(self) -> list[str]:
        return [action.data() for action in self._connections.actions()]

    def _add(self, group: QActionGroup, name: str, value: str) -> None:
        action = QAction(name.replace("&", "&&"), group)
        action.setCheckable(True)
        action.setData(value)
        self.choices.addAction(action)

    def _chosen(self, _action: QAction) -> None:
        self.chosen.emit()


def _data(group: QActionGroup) -> str:
    return next((str(action.data()) for action in group.actions() if action.isChecked()), "")
