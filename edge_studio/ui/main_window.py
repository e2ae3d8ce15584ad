"""The window: its rooms, their places and its menus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from edge_studio import resources
from edge_studio.ui.actions import build_menus
from edge_studio.ui.panels.command_bar import CommandBar
from edge_studio.ui.panels.composer import ComposerPanel
from edge_studio.ui.panels.trouble import TroubleBar
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel

START_SIZE = (1440, 860)
WIDTHS = (264, 736, 404)
"""Natural widths of history, request and answer: together they fill the window as it starts."""
SHARES = (3, 2)
"""How request and answer share what a wider or narrower window has more or less."""


class MainWindow(QMainWindow):
    """Arranges the rooms it is given; what they do with each other is the desk's."""

    painted = Signal()
    """Emitted once, after the first picture of the window is on the screen."""
    closing = Signal()

    def __init__(
        self,
        look: Look,
        bar: CommandBar,
        composer: ComposerPanel,
        response: QWidget,
        past_bar: QWidget,
        history: QWidget,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Edge Studio")
        self.setWindowIcon(QIcon(str(resources.path("icons/app.svg"))))
        self._look = look
        self._painted = False
        self.trouble = TroubleBar(look)
        self.history = history
        answer = QWidget()
        answer_column = QVBoxLayout(answer)
        answer_column.setContentsMargins(0, 0, 0, 0)
        answer_column.setSpacing(8)
        answer_column.addWidget(past_bar)
        answer_column.addWidget(response, 1)
        self._panes = (history, composer, answer)
        self._inner = QSplitter(Qt.Orientation.Horizontal)
        self._inner.addWidget(composer)
        self._inner.addWidget(answer)
        for place, share in enumerate(SHARES):
            self._inner.setStretchFactor(place, share)
        self._outer = QSplitter(Qt.Orientation.Horizontal)
        self._outer.addWidget(history)
        self._outer.addWidget(self._inner)
        self._outer.setStretchFactor(1, 1)
        for splitter in (self._inner, self._outer):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        self._outer.setSizes([WIDTHS[0], WIDTHS[1] + WIDTHS[2]])
        self._inner.setSizes(list(WIDTHS[1:]))
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(10, 2, 10, 2)
        layout.setSpacing(8)
        layout.addWidget(bar)
        layout.addWidget(self.trouble)
        layout.addWidget(self._outer, 1)
        self.setCentralWidget(centre)
        self.place_label = ElidedLabel()
        self.local_edge_label = QLabel()
        self.secrets_label = QLabel()
        self.history_label = QLabel()
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        status.setContentsMargins(8, 0, 8, 0)
        for label in (self.local_edge_label, self.secrets_label, self.history_label):
            label.setContentsMargins(0, 0, 12, 0)
            status.addWidget(label)
        status.addPermanentWidget(self.place_label, 1)
        self.place_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.resize(*START_SIZE)

    def build_menus(
        self, does: Mapping[str, Callable[[], object]], composer: ComposerPanel
    ) -> dict[str, QAction]:
        """Make the menu bar of the things the desk can do."""
        return build_menus(self, does, {"starting_points": composer.starting_points()})

    # Places

    @property
    def answer_is_below(self) -> bool:
        """Whether the answer stands below the request instead of beside it."""
        return self._inner.orientation() is Qt.Orientation.Vertical

    def set_answer_below(self, below: bool) -> None:
        """Put the answer below the request, or beside it."""
        if below != self.answer_is_below:
            self._inner.setOrientation(Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal)
            self._inner.setSizes([1, 1] if below else list(WIDTHS[1:]))

    def geometry_state(self) -> tuple[bytes, dict[str, list[int]]]:
        """Where the window is and how its rooms are divided, for the next run."""
        sizes = {"outer": self._outer.sizes(), "inner": self._inner.sizes()}
        return bytes(self.saveGeometry().data()), sizes

    def restore_geometry_state(self, geometry: bytes, sizes: Mapping[str, list[int]]) -> None:
        """Stand where an earlier run stood."""
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        for name, splitter in (("outer", self._outer), ("inner", self._inner)):
            if len(sizes.get(name, ())) == splitter.count():
                splitter.setSizes(sizes[name])

    def step_pane(self, by: int) -> None:
        """Put the focus into the pane ``by`` places further that is shown."""
        shown = [pane for pane in self._panes if pane.isVisible()]
        now = next((place for place, pane in enumerate(shown) if pane.isAncestorOf(self.focusWidget())), 0)
        pane = shown[(now + by) % len(shown)]
        target = pane.nextInFocusChain()
        while target is not None and target is not pane:
            takes = target.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and target.isVisible() and target.isEnabled() and pane.isAncestorOf(target):
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return
            target = target.nextInFocusChain()

    # Life

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
