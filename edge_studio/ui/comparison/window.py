"""The window that compares two exchanges: in a sentence, and in a tree with only what differs."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from edge_studio import resources
from edge_studio.edge.amounts import plural
from edge_studio.edge.comparing.exchanges import compare_exchanges
from edge_studio.edge.comparing.markdown import as_markdown
from edge_studio.edge.comparing.messages import of_exchange
from edge_studio.edge.comparing.model import Comparison, Diff, Mask, Side
from edge_studio.edge.comparing.pace import Work
from edge_studio.edge.exchange import Exchange
from edge_studio.jsontext.pointer import escape, is_index, last
from edge_studio.ui.comparison.diff_tree import DiffTreeModel
from edge_studio.ui.comparison.diff_view import DiffView
from edge_studio.ui.comparison.head import ComparedHead
from edge_studio.ui.comparison.leaving import let_go
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.comparison.outcome import Outcome
from edge_studio.ui.comparison.patching import PatchCopier
from edge_studio.ui.comparison.rows import DiffRow, DiffRows, lay_out
from edge_studio.ui.comparison.tools import Tools, WalkLine
from edge_studio.ui.comparison.values import Values
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns

START_SIZE = (1060, 760)


class Compared(NamedTuple):
    """What a comparison came to, with its rows."""

    comparison: Comparison
    rows: DiffRows


class Place(NamedTuple):
    """A place in one of the exchanges that is to be shown in the main window."""

    exchange: Exchange
    part: str
    """``Request`` or ``Answer``."""
    place: str
    """See :attr:`Side.place`."""
    pointer: str


class ComparisonWindow(QWidget):
    """A window of its own beside the main one; gone when it is closed."""

    closed = Signal(object)
    """It is closed; the window itself."""
    show_wanted = Signal(object)
    """A :class:`Place`."""
    masks_wanted = Signal()

    def __init__(self, look: Look, before: Exchange, after: Exchange, book: MaskBook) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Comparison — Edge Studio")
        self.setWindowIcon(QIcon(str(resources.path("icons/app.svg"))))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("window")
        self._before, self._after = before, after
        self._book = book
        self._comparison: Comparison | None = None
        self.head = ComparedHead()
        self.outcome = Outcome()
        self.walk = WalkLine(look)
        self.rows = DiffTreeModel(self)
        self.tree = DiffView(look, self.rows)
        self.values = Values(look)
        self.tools = Tools()
        self._turns = Turns(self)
        self.patching = PatchCopier(self)
        self._arrange()
        self._connect()
        self._keys()
        self.setMinimumSize(700, 480)
        self.resize(*START_SIZE)
        self.tree.setFocus()
        self.compare()

    def _arrange(self) -> None:
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.setHandleWidth(8)
        self.halves.addWidget(self.tree)
        self.halves.addWidget(self.values)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.outcome)
        layout.addWidget(self.walk)
        layout.addWidget(self.halves, 1)
        layout.addWidget(self.tools)

    def _connect(self) -> None:
        self.head.swap_wanted.connect(self.swap)
        self.walk.changed.connect(self._lay_out)
        self.walk.next.clicked.connect(self.go_on)
        self.walk.previous.clicked.connect(self.go_back)
        self.tree.current_changed.connect(self._chosen)
        self.tree.menu_wanted.connect(self._open_menu)
        self.tools.copy_all.clicked.connect(self.copy_as_markdown)
        self.tools.copy_patch.clicked.connect(self.copy_as_patch)
        self.patching.said.connect(self.tools.say)
        self.tools.masks.clicked.connect(self.masks_wanted)
        self.tools.close_button.clicked.connect(self.close)
        self.tools.show_a.clicked.connect(partial(self._show_side, 0))
        self.tools.show_b.clicked.connect(partial(self._show_side, 1))
        self._turns.progressed.connect(self._tell_progress)
        self._turns.done.connect(self._show)
        self._book.changed.connect(self.compare)

    def _keys(self) -> None:
        for does, keys in (
            (self.go_on, ("F8", "Alt+Down")),
            (self.go_back, ("Shift+F8", "Alt+Up")),
            (self.copy_as_markdown, ("Ctrl+Shift+C",)),
            (self.copy_as_patch, ("Ctrl+Shift+J",)),
            (self.close, ("Ctrl+W",)),
            (partial(self.walk.choose_part, ""), ("Ctrl+1",)),
            (partial(self.walk.choose_part, "Request"), ("Ctrl+2",)),
            (partial(self.walk.choose_part, "Answer"), ("Ctrl+3",)),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self, does)

    # Comparing

    @property
    def exchanges(self) -> tuple[Exchange, Exchange]:
        """A and B."""
        return self._before, self._after

    @property
    def comparison(self) -> Comparison | None:
        """What it came to; None while it is under way."""
        return self._comparison

    @property
    def busy(self) -> bool:
        """Whether it still compares."""
        return self._turns.busy

    def compare(self) -> None:
        """Compare anew; what is shown stays until it is done."""
        self.head.show_exchanges(self._before, self._after)
        self.outcome.say_busy()
        self.tools.say("")
        self._turns.run(self._compare(self._book.masks, self.walk.shows_masked, self.walk.part))

    def swap(self) -> None:
        """What was A is B."""
        self._before, self._after = self._after, self._before
        self.compare()

    def _compare(self, masks: Sequence[Mask], masked: bool, part: str) -> Work[Compared]:
        before, after = of_exchange(self._before), of_exchange(self._after)
        yield
        comparison = yield from compare_exchanges(before, after, masks)
        return (yield from _laid_out(comparison, masked, part))

    def _lay_out(self) -> None:
        if self._comparison is not None:
            self._turns.run(_laid_out(self._comparison, self.walk.shows_masked, self.walk.part))

    def _tell_progress(self, said: object) -> None:
        if isinstance(said, float):
            self.outcome.say_busy(said)

    def _show(self, compared: object) -> None:
        if not isinstance(compared, Compared):
            return
        before, self._comparison = self._comparison, compared.comparison
        self.outcome.show_comparison(self._before, self._after, compared.comparison)
        self.walk.show_parts(compared.comparison.parts)
        rows = self.rows.show_rows(compared.rows, self._book.words())
        let_go(before if before is not compared.comparison else None, rows)
        self.tree.say_nothing(
            "" if compared.rows.differences else no_rows_words(compared.comparison, self.walk.part)
        )
        self.tree.open_first()
        self.tree.show_difference(1)
        self._chosen()

    # Walking

    def go_on(self) -> None:
        """Go to the next difference."""
        self.tree.step(1)

    def go_back(self) -> None:
        """Go to the difference before."""
        self.tree.step(-1)

    def _chosen(self) -> None:
        row = self.tree.current
        self.values.show_diff(row.diff if row is not None else None)
        self.walk.show_place(row.number if row is not None else 0, self.rows.count)
        diff = row.diff if row is not None else None
        self.tools.offer(
            has_a=diff is not None and diff.before is not None,
            has_b=diff is not None and diff.after is not None,
        )

    # What can be done with a difference

    def _open_menu(self, place: QPoint) -> None:
        self.row_menu().popup(place)

    def row_menu(self) -> QMenu:
        """The menu of the chosen row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.tree.current
        diff = row.diff if row is not None else None
        sides = ("A", diff.before if diff else None), ("B", diff.after if diff else None)
        for at, (letter, side) in enumerate(sides):
            one = (self.values.before, self.values.after)[at]
            menu.addAction(f"Copy the value of {letter}", one.copy).setEnabled(side is not None)
        menu.addAction("Copy the place", partial(self._copy_place, diff)).setEnabled(diff is not None)
        menu.addSeparator()
        for words, does in self._ignoring(row):
            menu.addAction(words, does)
        menu.addSeparator()
        for at, (letter, side) in enumerate(sides):
            action = menu.addAction(f"Show in {letter}", partial(self._show_side, at))
            action.setEnabled(side is not None)
        return menu

    def _ignoring(self, row: DiffRow | None) -> Iterator[tuple[str, Callable[[], object]]]:
        """What can be said about whether a difference counts."""
        diff = row.diff if row is not None else None
        side = (diff.after or diff.before) if diff is not None else None
        if diff is None or side is None:
            return
        if diff.mask:
            yield "Let this count again", partial(self._book.switch, diff.mask, False)
            return
        name = place_name(diff, side)
        if name:
            yield f"Always ignore “{name}”, anywhere", partial(self._book.ignore, name, f"**/{escape(name)}")
        yield "Always ignore this very place", partial(self._book.ignore, side.pointer, side.pointer)

    def copy_as_markdown(self) -> None:
        """Put the comparison on the clipboard, for a ticket."""
        if self._comparison is not None:
            text = as_markdown(self._before, self._after, self._comparison)
            QGuiApplication.clipboard().setText(text)
            self.tools.say("Copied for a ticket, without secrets.")

    def copy_as_patch(self) -> None:
        """Put on the clipboard what makes B of A: of the answers, or of requests shown alone."""
        self.patching.copy(self._before, self._after, self._book.masks, self.walk.part or "Answer")

    @staticmethod
    def _copy_place(diff: Diff | None) -> None:
        side = (diff.after or diff.before) if diff is not None else None
        QGuiApplication.clipboard().setText(side.pointer if side is not None else "")

    def _show_side(self, at: int, checked: bool = False) -> None:
        row = self.tree.current
        if row is None or row.diff is None:
            return
        side = (row.diff.before, row.diff.after)[at]
        if side is not None:
            self.show_wanted.emit(Place(self.exchanges[at], row.part, side.place, side.pointer))

    # Life

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._turns.stop()
        self.patching.stop()
        self.values.show_diff(None)
        comparison, self._comparison = self._comparison, None
        let_go(comparison, self.rows.show_rows(DiffRows(), {}))
        self.closed.emit(self)
        super().closeEvent(event)


def no_rows_words(comparison: Comparison, part: str) -> str:
    """Why a comparison, or one part of it, has no rows."""
    parts = [each for each in comparison.parts if part in {"", each.title}]
    if not parts:
        return "There is nothing to compare."
    masked = sum(each.masked for each in parts)
    if not masked:
        return "No differences."
    hidden = plural(masked, "value that always differs is", "values that always differ are")
    return f"No differences that count. {hidden} left out, unless the box above is ticked."


def place_name(diff: Diff, side: Side) -> str:
    """What a place is called wherever it stands; empty for an item that is known by its index alone."""
    name = last(side.pointer) if side.pointer else ""
    if name and not is_index(name):
        return name
    return "" if diff.label.startswith("[") or side.place == "line" else diff.label


def _laid_out(comparison: Comparison, masked: bool, part: str) -> Work[Compared]:
    parts = [each for each in comparison.parts if part in {"", each.title}]
    return Compared(comparison, (yield from lay_out(parts, masked=masked)))
