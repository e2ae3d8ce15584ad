"""The middle of the window: tabs of requests and how they are laid out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
)

from edge_studio.edge.exchange import Draft
from edge_studio.edge.samples import all_samples
from edge_studio.ui.request.tab import LAYOUTS, RequestTab
from edge_studio.ui.theme import ICON, Look
from edge_studio.ui.widgets import Segmented, leave_arrows_to_the_mouse

KEPT_CLOSED = 20
"""How many closed requests can be opened again."""


class _TabBar(QTabBar):
    """Tabs with a menu, which keys open for the current one."""

    menu_wanted = Signal(int, object)
    """The tab's place, and where on the screen the menu is wanted."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex() if by_key else self.tabAt(event.pos())
        if place >= 0:
            below = self.mapToGlobal(self.tabRect(place).bottomLeft())
            self.menu_wanted.emit(place, below if by_key else event.globalPos())


class ComposerPanel(QFrame):
    """Requests in tabs, each with its own payload, undo and last answer."""

    current_changed = Signal(object)
    """The :class:`RequestTab` that is shown now."""
    changed = Signal(object)
    """The :class:`RequestTab` that was edited."""
    problems_changed = Signal(object)
    """The :class:`RequestTab` whose problems are others now."""
    pointer_changed = Signal(object)
    """The pointer of the field under the caret of the current request."""
    layout_changed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self._look = look
        self._is_complete = False
        self._schemas = False
        self._closed: list[Draft] = []
        self._layout_choice = "split"
        self._make_tabs()
        self._choice = Segmented(LAYOUTS, "Layout")
        self._choice.choose(self._layout_choice)
        self._choice.chosen.connect(self.set_layout)
        self._stack = QStackedWidget()
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.bar)
        top.addWidget(self._new)
        top.addStretch(1)
        top.addWidget(self._choice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _make_tabs(self) -> None:
        self.bar = _TabBar()
        self.bar.setAccessibleName("Requests")
        self.bar.setTabsClosable(True)
        self.bar.setMovable(True)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        leave_arrows_to_the_mouse(self.bar)
        self.bar.currentChanged.connect(self._current_changed)
        self.bar.tabCloseRequested.connect(self.close_tab)
        self.bar.tabMoved.connect(self._moved)
        self.bar.tabBarDoubleClicked.connect(self._double_clicked)
        self.bar.menu_wanted.connect(self._show_menu)
        self._new = QToolButton()
        self._new.setIconSize(ICON)
        self._look.changed.connect(self._dress)
        self._dress()
        self._new.setToolTip("New request from a starting point (Ctrl+N)")
        self._new.setAccessibleName("New request")
        self._new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._new.setMenu(self.starting_points())

    def _dress(self) -> None:
        self._new.setIcon(self._look.icon("plus"))

    def starting_points(self) -> QMenu:
        """A menu of the requests to begin from."""
        menu = QMenu("New request from", self)
        menu.setToolTipsVisible(True)
        for sample in all_samples():
            action = menu.addAction(sample.title)
            action.setToolTip(sample.description)
            action.setStatusTip(sample.description)
            action.setData(sample.id)
        menu.addSeparator()
        menu.addAction("Empty request").setData("")
        menu.triggered.connect(self._starting_point_chosen)
        return menu

    def _starting_point_chosen(self, action: object) -> None:
        self.new_request(action.data())  # type: ignore[attr-defined] # the signal's argument is a QAction

    # Tabs

    @property
    def current(self) -> RequestTab:
        """The request that is shown; there is always one."""
        tab = self._stack.currentWidget()
        assert isinstance(tab, RequestTab)
        return tab

    def tabs(self) -> list[RequestTab]:
        """All requests in the order of their tabs."""
        return [
            tab
            for place in range(self._stack.count())
            if isinstance(tab := self._stack.widget(place), RequestTab)
        ]

    @property
    def current_place(self) -> int:
        """Which tab is shown, from 0."""
        return self.bar.currentIndex()

    def new_request(self, sample_id: str = "page_view", connection: str = "") -> RequestTab:
        """Open a tab with the starting point ``sample_id``; an empty request for an empty id."""
        text = next(
            (sample.text for sample in all_samples() if sample.id == sample_id), '{\n  "event": {}\n}\n'
        )
        draft = Draft(text)
        if self._stack.count():
            draft = replace(draft, connection=self.current.draft().connection)
        return self.open_draft(draft)

    def open_draft(self, draft: Draft, *, touched: bool = False) -> RequestTab:
        """Open a tab with ``draft`` and show it."""
        tab = self._add(draft, touched)
        self.bar.setCurrentIndex(self._stack.indexOf(tab))
        return tab

    def restore(self, drafts: Sequence[tuple[Draft, bool]], place: int) -> None:
        """Open the requests of an earlier run, each with whether it was touched, and show one of them."""
        for draft, touched in drafts:
            self._add(draft, touched)
        self.bar.setCurrentIndex(min(max(place, 0), self.bar.count() - 1))

    def _add(self, draft: Draft, touched: bool) -> RequestTab:
        tab = RequestTab(self._look, draft)
        if touched:
            tab.mark_clean(False)
        if self._schemas:
            tab.use_schemas()
        tab.changed.connect(self._tab_changed)
        tab.renamed.connect(self._tab_renamed)
        tab.problems_changed.connect(self._tab_problems_changed)
        tab.pointer_changed.connect(self._tab_pointer_changed)
        tab.set_layout(self._layout_choice)
        self._stack.addWidget(tab)
        self.bar.addTab("")
        self._label(tab)
        return tab

    def close_tab(self, place: int) -> None:
        """Close the tab at ``place``; it can be opened again, and where it was the last, a new one stands."""
        tab = self.tabs()[place]
        self._closed = [*self._closed[-KEPT_CLOSED + 1 :], tab.draft()]
        if self.bar.count() == 1:
            self.new_request()
        self._stack.removeWidget(tab)
        self.bar.removeTab(place)
        tab.deleteLater()
        self._current_changed(self.bar.currentIndex())

    def close_current(self) -> None:
        """Close the tab that is shown."""
        self.close_tab(self.bar.currentIndex())

    def reopen(self) -> None:
        """Open the request that was closed last."""
        if self._closed:
            self.open_draft(self._closed.pop(), touched=True)

    def duplicate(self) -> None:
        """Open a copy of the current request."""
        self.open_draft(self.current.draft(), touched=True)

    def focus_current(self) -> None:
        """Put the focus to the tabs, from which the request that is shown is one key away."""
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Show the tab ``by`` places further, round the end."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    def show_place(self, place: int) -> None:
        """Show the tab at ``place``, if there is one."""
        if place < self.bar.count():
            self.bar.setCurrentIndex(place)

    def rename_current(self) -> None:
        """Ask for a name for the request that is shown."""
        tab = self.current
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Rename request")
        dialog.setLabelText("Name (empty: named after its event)")
        dialog.setTextValue(tab.title)
        dialog.textValueSelected.connect(tab.rename)
        dialog.open()

    def left_out(self) -> Iterator[Callable[[], object]]:
        """Steps that make what the first picture of the window left out; later requests are made whole."""
        self._is_complete = True
        for tab in self.tabs():
            if tab.is_built:
                for step in tab.left_out():
                    if self._stack.indexOf(tab) >= 0:  # it may have been closed meanwhile
                        yield step

    def use_schemas(self) -> None:
        """Check the shapes of every request by the JSON Schemas, which somebody loaded off this thread."""
        self._schemas = True
        for tab in self.tabs():
            tab.use_schemas()

    # Layout

    @property
    def layout_choice(self) -> str:
        """Form, split or json."""
        return self._layout_choice

    def set_layout(self, choice: str) -> None:
        """Show the form, the JSON editor or both in every tab."""
        self._layout_choice = choice
        self._choice.choose(choice)
        for tab in self.tabs():
            tab.set_layout(choice)
        self.layout_changed.emit(choice)

    # What tabs say

    def _of_sender(self) -> RequestTab:
        tab = self.sender()
        assert isinstance(tab, RequestTab)
        return tab

    def _tab_changed(self) -> None:
        tab = self._of_sender()
        self._label(tab)
        self.changed.emit(tab)

    def _tab_renamed(self) -> None:
        self._label(self._of_sender())

    def _tab_problems_changed(self) -> None:
        self.problems_changed.emit(self._of_sender())

    def _tab_pointer_changed(self, pointer: object) -> None:
        if self._of_sender() is self._stack.currentWidget():
            self.pointer_changed.emit(pointer)

    def _label(self, tab: RequestTab) -> None:
        place = self._stack.indexOf(tab)
        words = f"{tab.title} ●" if tab.touched else tab.title
        if words != self.bar.tabText(place):
            self.bar.setTabText(place, words)
            self.bar.setTabToolTip(
                place, f"{tab.title}{' — changed since it was sent' if tab.touched else ''}"
            )

    def mark_sent(self, tab: RequestTab) -> None:
        """The request as it stands was sent."""
        tab.mark_clean()
        self._label(tab)

    def _current_changed(self, place: int) -> None:
        if place < 0 or place >= self._stack.count():
            return
        self._stack.setCurrentIndex(place)
        self.current.build()
        if self._is_complete:
            self.current.finish()
        self.current_changed.emit(self.current)

    def _moved(self, before: int, after: int) -> None:
        tab = self.tabs()[before]
        self._stack.removeWidget(tab)
        self._stack.insertWidget(after, tab)
        self._stack.setCurrentIndex(self.bar.currentIndex())

    def _double_clicked(self, place: int) -> None:
        if place >= 0:
            self.rename_current()

    def _show_menu(self, place: int, where: QPoint) -> None:
        self.bar.setCurrentIndex(place)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Rename…\tF2", self.rename_current)
        menu.addAction("Duplicate\tCtrl+D", self.duplicate)
        menu.addAction("Close\tCtrl+W", self.close_current)
        menu.popup(where)
