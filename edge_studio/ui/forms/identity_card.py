"""The card of the identityMap: a table of IDs by namespace, of which one is the primary one."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QPushButton, QWidget

from edge_studio.jsontext.pointer import child
from edge_studio.ui.fields.base import in_words
from edge_studio.ui.fields.context import FieldContext, touches
from edge_studio.ui.fields.spec import Section
from edge_studio.ui.forms.identities import Identity, identities, make_primary, move
from edge_studio.ui.forms.identity_row import IdentityRow, namespace_options
from edge_studio.ui.forms.section_card import RemarkingCard
from edge_studio.ui.widgets import muted

_HEADINGS = ("Namespace", "ID", "State", "Primary", "")
_COLUMNS = ((3, "Email_LC"), (2, "0c7e6a405"), (0, "authenticated +++"), (0, ""), (0, ""))
"""How the columns share what room there is, and what should fit into them at least."""
_MOST = 50
"""Rows that are shown; the Edge Network takes 20 IDs."""
_OWN = "CRMID"
"""What a namespace of one's own is called at first."""


class IdentityCard(RemarkingCard):
    """The visitor's IDs, one to a row."""

    def __init__(self, section: Section, context: FieldContext, event_root: str) -> None:
        super().__init__(section, context, event_root)
        self.add = QPushButton("+ Identity")
        self.add.setAccessibleName("Add an identity")
        self.add.setToolTip("Add an ID: choose its namespace first")
        self._menu: QMenu | None = None
        self.add.clicked.connect(self.open_menu)
        self.add_header_widget(self.add)

    # The body

    def _build(self) -> None:
        self._rows: list[IdentityRow] = []
        self._shown: list[Identity] = []
        self._table = QWidget()
        self._table.setAccessibleName("Identities")
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2)
        self._grid.setVerticalSpacing(0)
        self._fit_columns()
        self.context.look.changed.connect(self._fit_columns)
        for column, text in enumerate(_HEADINGS):
            title = muted(text)
            title.setContentsMargins(0 if text == "Primary" else 5, 2, 0, 4)
            centred = Qt.AlignmentFlag.AlignCenter if text == "Primary" else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(title, 0, column, centred)
        rule = QFrame()
        rule.setProperty("rule", True)
        rule.setFixedHeight(1)
        self._grid.addWidget(rule, 1, 0, 1, len(_HEADINGS))
        self._grid.setRowMinimumHeight(2, 4)
        self.body.addWidget(self._table)
        self._empty = muted("No IDs: the Edge Network gives the visitor an ECID of its own.")
        self._empty.setWordWrap(True)
        self.body.addWidget(self._empty)
        self._add_remark(self._mend)

    @Slot()
    def _fit_columns(self) -> None:
        for column, (stretch, widest) in enumerate(_COLUMNS):
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, self.fontMetrics().horizontalAdvance(widest))

    def _row(self, place: int) -> IdentityRow:
        while len(self._rows) <= place:
            row = IdentityRow(len(self._rows) + 1, self.context, self)
            row.place(self._grid, len(self._rows) + 3)
            row.id_edited.connect(self._id_edited)
            row.namespace_chosen.connect(self._namespace_chosen)
            row.state_chosen.connect(self._state_chosen)
            row.primary_chosen.connect(self._primary_chosen)
            row.removed.connect(self._removed)
            row.focused.connect(self.pointer_focused)
            row.left.connect(self.context.buffer.end_burst)
            self._rows.append(row)
            self._chain()
        return self._rows[place]

    @property
    def rows(self) -> list[IdentityRow]:
        """The rows that are shown."""
        return self._rows[: len(self._shown)] if self._built else []

    # Showing

    def _refresh(self, changed: str) -> None:
        document = self.context.buffer.json
        obstacle = self.context.obstacle(child(self.at, "x"))
        self._say_obstacle(obstacle)
        found = identities(document, self.at)
        self._shown = found[:_MOST]
        for place, identity in enumerate(self._shown):
            editable = not obstacle and not self.context.obstacle(identity.pointer)
            self._row(place).show(identity, editable)
        for row in self._rows[len(self._shown) :]:
            row.set_visible(False)
        self._table.setVisible(bool(self._shown))
        self._empty.setVisible(not self._shown and not obstacle)
        self.add.setEnabled(not obstacle)
        self._show_remark(len(found) - len(self._shown))

    def _show_remark(self, more: int) -> None:
        if more:
            self._remark.say(f"{more} more in the JSON: the Edge Network takes 20 IDs in an event.", "")
            self._remark.show()
            return
        bad = next((row for row in self._shown if row.trouble), None)
        if bad is None:
            self._remark.hide()
            return
        number = self._shown.index(bad) + 1
        self._remark.say(f"Identity {number}: {bad.trouble}.", self._way_out(bad))
        self._remark.show()

    def _way_out(self, identity: Identity) -> str:
        node = self.context.node(child(identity.pointer, "id")) if identity.is_item else None
        return "Make it text" if node is not None and node.kind in {"number", "true", "false"} else ""

    @Slot()
    def _mend(self) -> None:
        bad = next((row for row in self._shown if row.trouble), None)
        if bad is not None and self._way_out(bad):
            place = child(bad.pointer, "id")
            node = self.context.node(place)
            assert node is not None
            with self.context.step():
                self.context.write(place, node.raw)

    def _rebind(self) -> None:
        """The rows are looked up anew at every refresh."""

    def _values(self) -> list[str]:
        node = self.context.node(self.at)
        if node is None:
            return []
        if node.kind != "object":
            return [f"not an object but {in_words(node)}"]
        return [row.namespace for row in identities(self.context.buffer.json, self.at)]

    def _could_hold(self) -> str:
        return "namespace, ID, state, primary"

    # What the person does

    @Slot()
    def open_menu(self) -> None:
        """Open the list of namespaces below the button."""
        menu = self.menu()
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """The list of namespaces for a new identity."""
        if self._menu is None:
            self._menu = QMenu(self.add)
            self._menu.setToolTipsVisible(True)
            for option in namespace_options():
                action = QAction(f"{option.label} — {option.value}", self._menu)
                action.setData(option.value)
                action.setToolTip(option.help)
                self._menu.addAction(action)
            self._menu.addSeparator()
            self._menu.addAction("Another namespace…")
            self._menu.triggered.connect(self._add_chosen)
        return self._menu

    @Slot(QAction)
    def _add_chosen(self, action: QAction) -> None:
        code = action.data()
        self._add(str(code) if code else _OWN, focus_namespace=not code)

    def _add(self, namespace: str, focus_namespace: bool) -> None:
        if self.is_folded:
            self.fold(False)
        place = child(self.at, namespace)
        node = self.context.node(place)
        number = len(node.items()) if node is not None else 0
        pointer = child(place, number)
        obstacle = self.context.obstacle(pointer)
        if obstacle:
            self._remark.say(obstacle, "")
            self._remark.show()
            return
        with self.context.step():
            self.context.write(pointer, {"id": ""})
        row = self._row_of(pointer)
        if row is None:
            return
        line = row.namespace if focus_namespace else row.id
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def _row_of(self, pointer: str) -> IdentityRow | None:
        within = (row for row in self.rows if row.identity and touches(row.identity.pointer, pointer))
        return next(within, None)

    @Slot(object, object)
    def _id_edited(self, identity: Identity, text: str) -> None:
        place = child(identity.pointer, "id")
        self.context.write(place, text, place)

    @Slot(object, object)
    def _state_chosen(self, identity: Identity, state: str) -> None:
        place = child(identity.pointer, "authenticatedState")
        with self.context.step():
            if state:
                self.context.write(place, state)
            else:
                self.context.erase(place)

    @Slot(object)
    def _primary_chosen(self, identity: Identity) -> None:
        edits = make_primary(self.context.buffer.json, self.at, identity.pointer)
        if edits:
            with self.context.step():
                self.context.buffer.apply(edits)

    @Slot(object, object)
    def _namespace_chosen(self, identity: Identity, namespace: str) -> None:
        edits, pointer = move(self.context.buffer.json, self.at, identity.pointer, namespace)
        keep = any(row.namespace.hasFocus() for row in self.rows)
        if edits:
            with self.context.step():
                self.context.buffer.apply(edits)
        row = self._row_of(pointer)
        if row is not None and keep:
            row.namespace.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _removed(self, identity: Identity) -> None:
        number = next((n for n, row in enumerate(self._shown) if row.pointer == identity.pointer), 0)
        with self.context.step():
            self.context.erase(identity.pointer)
        rows = self.rows
        if rows:
            rows[min(number, len(rows) - 1)].remove.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Write what is typed in any of the rows."""
        for row in self.rows:
            row.commit()

    def _reveal(self, pointer: str, focus: bool) -> bool:
        row = self._row_of(pointer)
        if focus:
            target: QWidget = row.id if row is not None else self.add
            if row is not None and pointer.endswith("/authenticatedState"):
                target = row.state
            elif row is not None and pointer.endswith("/primary"):
                target = row.primary
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def mark(self, pointer: str | None) -> None:
        """Set apart the identity in whose text the caret of the JSON editor stands."""
        for row in self.rows:
            inside = (
                row.identity is not None and pointer is not None and touches(row.identity.pointer, pointer)
            )
            row.set_marked(inside)
