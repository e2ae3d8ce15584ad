"""Where to send: the list of connections on the left, the fields of the chosen one on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.exchange import Connection
from edge_studio.ui.settings.connection_checks import EDGE_API, Remark, clean_token, remarks
from edge_studio.ui.settings.connection_form import COLOURS, ConnectionForm, Entry
from edge_studio.ui.widgets import dot


@dataclass(frozen=True, slots=True)
class ConnectionEdits:
    """What the person wants kept: all connections, and what is to become of their tokens."""

    connections: tuple[Connection, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New names by old ones: their tokens are to follow, all at once, for two may have swapped names."""
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Tokens that were changed, by the connection's new name; empty for one to be forgotten."""
    removed: tuple[str, ...] = ()
    """Old names of connections that are gone, and their tokens with them."""


class ConnectionDialog(QDialog):
    """Edits copies; nothing is kept before Save. Shown with ``open()``.

    ``tokens`` are the known access tokens by connection name; ``explanation`` says where tokens are kept.
    """

    saved = Signal(object)
    """The :class:`ConnectionEdits`."""

    def __init__(
        self,
        connections: Sequence[Connection],
        tokens: Mapping[str, str],
        explanation: str,
        parent: QWidget | None = None,
        chosen: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Connections")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = [
            Entry(each, tokens.get(each.name, ""), each.name, tokens.get(each.name, ""))
            for each in connections
        ]
        self._removed_names: list[str] = []
        self.list = QListWidget()
        self.form = ConnectionForm(explanation)
        self.add_button = QPushButton("Add")
        self.duplicate_button = QPushButton("Duplicate")
        self.remove_button = QPushButton("Remove")
        self.verdict = QLabel()
        self.verdict.setProperty("tone", "danger")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._arrange()
        self._connect()
        for entry in self._entries:
            self._add_item(entry)
        names = [entry.connection.name for entry in self._entries]
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.resize(860, 620)

    def _arrange(self) -> None:
        self.list.setAccessibleName("Connections")
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.add_button, self.duplicate_button, self.remove_button):
            button.setAutoDefault(False)
            buttons.addWidget(button, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(card)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(left, 4)
        columns.addWidget(scroll, 9)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("variant", "primary")
        bottom = QHBoxLayout()
        bottom.addWidget(self.verdict, 1)
        bottom.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show_entry)
        self.form.edited.connect(self._entry_edited)
        self.add_button.clicked.connect(self._add)
        self.duplicate_button.clicked.connect(self._duplicate)
        self.remove_button.clicked.connect(self._remove)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # The list

    def _add_item(self, entry: Entry) -> None:
        item = QListWidgetItem()
        self._dress(item, entry.connection)
        self.list.addItem(item)

    def _dress(self, item: QListWidgetItem, connection: Connection) -> None:
        name = connection.name.strip() or "Unnamed"
        item.setText(f"{name} · production" if connection.production else name)
        item.setIcon(dot(connection.colour))

    def _show_entry(self, place: int) -> None:
        entry = self._entries[place]
        self.form.show_entry(entry, self._others(place))
        self.duplicate_button.setEnabled(True)
        self.remove_button.setEnabled(not entry.connection.is_local_edge)
        self._show_verdict()

    def _others(self, place: int) -> list[str]:
        """The names of all connections but one."""
        return [entry.connection.name.strip() for at, entry in enumerate(self._entries) if at != place]

    def _entry_edited(self) -> None:
        place = self.list.currentRow()
        self._dress(self.list.item(place), self._entries[place].connection)
        self._show_verdict()

    def _add(self) -> None:
        self._insert(Entry(Connection(self._free_name("New connection"), EDGE_API, colour=COLOURS["Blue"])))

    def _duplicate(self) -> None:
        like = self._entries[self.list.currentRow()]
        connection = like.connection
        if connection.is_local_edge:
            connection = replace(connection, base_url=EDGE_API)
        name = self._free_name(f"{connection.name.strip()} copy")
        self._insert(Entry(replace(connection, name=name), like.token))

    def _insert(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._add_item(entry)
        self.list.setCurrentRow(len(self._entries) - 1)
        self.form.focus("name")

    def _remove(self) -> None:
        place = self.list.currentRow()
        self.list.setCurrentRow(place - 1)  # Local Edge stays, so there always is one above
        self._removed_names.append(self._entries[place].kept_name)
        del self._entries[place]
        self.list.takeItem(place)
        self._show_entry(place - 1)

    def _free_name(self, wanted: str) -> str:
        taken = {entry.connection.name.strip().casefold() for entry in self._entries}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} {number}"
        return name

    # Saving

    def _first_problem(self) -> tuple[int, Remark] | None:
        """The first connection that cannot be kept as it is, and why."""
        for place, entry in enumerate(self._entries):
            for remark in remarks(entry.connection, entry.token, self._others(place)):
                if remark.blocking:
                    return place, remark
        return None

    def _show_verdict(self) -> None:
        problem = self._first_problem()
        name = self._entries[problem[0]].connection.name.strip() or "Unnamed" if problem else ""
        self.verdict.setText(f"{name}: something is to be mended before it can be saved." if problem else "")

    def accept(self) -> None:
        """Keep everything, unless something is to be mended first: then go there."""
        if (problem := self._first_problem()) is not None:
            self.list.setCurrentRow(problem[0])
            self.form.focus(problem[1].field)
            return
        self.saved.emit(self._edits())
        super().accept()

    def _edits(self) -> ConnectionEdits:
        for entry in self._entries:
            entry.token = clean_token(entry.token)
            entry.connection = _trimmed(entry.connection)
        kept = [entry for entry in self._entries if entry.kept_name]
        return ConnectionEdits(
            connections=tuple(entry.connection for entry in self._entries),
            renamed={
                entry.kept_name: entry.connection.name
                for entry in kept
                if entry.kept_name != entry.connection.name
            },
            tokens={
                entry.connection.name: entry.token
                for entry in self._entries
                if entry.token != entry.kept_token
            },
            removed=tuple(name for name in self._removed_names if name),
        )


def _trimmed(connection: Connection) -> Connection:
    """A connection without blanks around what was typed."""
    return replace(
        connection,
        name=connection.name.strip(),
        base_url=connection.base_url.strip(),
        datastream=connection.datastream.strip(),
        organisation=connection.organisation.strip(),
        api_key=connection.api_key.strip(),
    )
