"""The panel of Local Edge: a window of its own beside the main one, made when it is first asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from edge_studio import resources
from edge_studio.edge.local_status import LocalChoice, LocalStatus, ScenarioChoice
from edge_studio.ui.local_edge.address import AddressTab
from edge_studio.ui.local_edge.clients import ClientsTab
from edge_studio.ui.local_edge.head import LocalEdgeHead
from edge_studio.ui.local_edge.scenario import ScenarioTab
from edge_studio.ui.local_edge.visitors import VisitorsTab
from edge_studio.ui.theme import Look

START_SIZE = (900, 680)


class LocalEdgePanel(QWidget):
    """Shows how Local Edge is; what a person wants of it is told by its parts."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Local Edge — Edge Studio")
        self.setWindowIcon(QIcon(str(resources.path("icons/app.svg"))))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("window")
        self.head = LocalEdgeHead(look)
        self.scenario = ScenarioTab()
        self.visitors = VisitorsTab()
        self.clients = ClientsTab(look)
        self.address = AddressTab()
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName("Parts of Local Edge")
        self.tabs.addTab(self.scenario, "S&cenario and faults")
        self.tabs.addTab(self.visitors, "&Visitors")
        self.tabs.addTab(self.clients, "Co&nnect a client")
        self.tabs.addTab(self.address, "A&ddress and HTTPS")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        self.head.https_wanted.connect(self._show_website)
        self.clients.https_wanted.connect(self.address.want_https)
        for key in (QKeySequence.StandardKey.Close, "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.scenario.choice.setFocus()
        self.setMinimumSize(640, 460)
        self.resize(*START_SIZE)

    def offer(self, scenarios: Sequence[ScenarioChoice]) -> None:
        """Offer these scenarios."""
        self.scenario.offer(scenarios)

    def show_status(self, status: LocalStatus | None, choice: LocalChoice, refused: str) -> None:
        """Show how Local Edge is, how it is to be, and why a file that was chosen is not played."""
        self.head.show_status(status)
        self.scenario.show_status(status, refused)
        self.visitors.show_status(status)
        self.clients.show_status(status)
        self.address.show_choice(choice)
        self.address.show_status(status)
        count = len(status.visitors) if status else 0
        self.tabs.setTabText(
            self.tabs.indexOf(self.visitors), f"&Visitors {count:,}" if count else "&Visitors"
        )

    def _show_website(self) -> None:
        self.tabs.setCurrentWidget(self.clients)
        self.clients.show_kind("website")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
