"""The window: its rooms, their places and its menus."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QContextMenuEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from edge_studio import resources
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel
from edge_studio.ui.window.actions import build_menus
from edge_studio.ui.window.command_bar import CommandBar
from edge_studio.ui.window.trouble import TroubleBar

START_SIZE = (1440, 860)
WIDTHS = (264, 750, 390)
"""Natural widths of history, request and answer: together they fill the window as it starts."""
SHARES = (3, 2)
"""How request and answer share what a wider or narrower window has more or less."""
FRAME = QSize(8, 40)
"""What the desktop puts round a window; the title bar mostly."""


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
        self.beside: dict[str, bytes] = {}
        """Where windows beside this one stood when they were closed, by their names, for the next run."""
        self.setWindowTitle("Edge Studio")
        self.setWindowIcon(QIcon(str(resources.path("icons/app.svg"))))
        self._look = look
        self._painted = False
        self.trouble = TroubleBar(look)
        self.history = history
        self._composer = composer
        self._answer = _column(past_bar, response)
        self._inner = _splitter(composer, self._answer)
        for place, share in enumerate(SHARES):
            self._inner.setStretchFactor(place, share)
        self._outer = _splitter(history, self._inner)
        self._outer.setStretchFactor(1, 1)
        self._outer.setSizes([WIDTHS[0], WIDTHS[1] + WIDTHS[2]])
        self._inner.setSizes(list(WIDTHS[1:]))
        centre = _column(bar, self.trouble, self._outer)
        centre.setContentsMargins(10, 2, 10, 2)
        self.setCentralWidget(centre)
        self._make_status_line()
        self.resize(QSize(*START_SIZE).boundedTo(self.screen().availableSize() - FRAME))

    def _make_status_line(self) -> None:
        self.place_label = ElidedLabel()
        self.local_edge_button = QPushButton()
        self.local_edge_button.setProperty("variant", "status")
        self.local_edge_button.setToolTip(
            "Scenario, faults, visitors, and how to point a client here (Ctrl+Shift+L)"
        )
        self.secrets_label = QLabel()
        self.history_label = QLabel()
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        status.setContentsMargins(8, 0, 8, 0)
        for label in (self.secrets_label, self.history_label):
            label.setContentsMargins(0, 0, 12, 0)
            status.addWidget(label)
        status.addPermanentWidget(self.place_label, 1)
        self.place_label.setAlignment(Qt.AlignmentFlag.AlignRight)

    def show_local_edge(self, words: str) -> None:
        """Say how Local Edge stands, on the button that opens its panel.

        The button is put into the line with its first words: one that is there but hidden would have the
        whole window laid out and painted a second time at the start.
        """
        self.local_edge_button.setText(words)
        if self.local_edge_button.parent() is None:
            self.statusBar().insertWidget(0, self.local_edge_button)

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
        """Put the focus into the pane ``by`` places further, where it was there last; panes with nothing to
        focus are passed over.
        """
        panes = (self.history, *self._composer.current.panes(), self._answer)
        there = [(pane, target) for pane in panes if (target := _entrance(pane)) is not None]
        if not there:
            return
        focused = self.focusWidget()
        within = [place for place, (pane, _) in enumerate(there) if pane.isAncestorOf(focused)]
        place = within[0] + by if within else min(by, 0)
        there[place % len(there)][1].setFocus(Qt.FocusReason.TabFocusReason)

    def open_context_menu(self) -> None:
        """Open the menu of what has the focus, as the Menu key does: Qt leaves Shift+F10 to the system."""
        focused = self.focusWidget()
        if focused is not None:
            place = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
            reason = QContextMenuEvent.Reason.Keyboard
            event = QContextMenuEvent(reason, place, focused.mapToGlobal(place))
            QCoreApplication.sendEvent(focused, event)

    # Life

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


def _column(*widgets: QWidget) -> QWidget:
    """Widgets one below the other; the last takes what room there is."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setStretchFactor(widgets[-1], 1)
    return column


def _splitter(*widgets: QWidget) -> QSplitter:
    """Widgets side by side, of which none can be pushed away."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    for widget in widgets:
        splitter.addWidget(widget)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(8)
    return splitter


def _entrance(pane: QWidget) -> QWidget | None:
    """What takes the focus in a pane: what had it last, else the list or tree it is about or what calls
    itself its entrance, else its first widget.
    """
    inside = list(_reachable(pane))
    last = pane.focusWidget()
    if last in inside:
        return last
    views = [each for each in inside if isinstance(each, QAbstractItemView) or each.property("entrance")]
    if isinstance(pane, QScrollArea):  # a form is about its fields
        views = []
    return next(iter([*views, *inside]), None)


def _reachable(pane: QWidget) -> Iterator[QWidget]:
    """What Tab reaches in a pane, in its order."""
    widget = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled() and pane.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()
