"""The fields of one connection, with what is to be said about each below it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.exchange import Connection
from edge_studio.edge.prepare import LOCAL_DATASTREAM
from edge_studio.ui.settings.connection_checks import EDGE_API, SERVER_API, Field, Remark, remarks
from edge_studio.ui.widgets import dot, muted, restyle

COLOURS: Final = {
    "Green": "#1a7f4b",
    "Blue": "#2e5be0",
    "Violet": "#7a4fd0",
    "Pink": "#b8327f",
    "Red": "#c32a28",
    "Orange": "#b3690b",
    "Teal": "#0f8a7d",
    "Grey": "#6b7385",
}
_A_DATASTREAM: Final = "such as 3fb0a1de-6d5e-4c3b-9a57-0f1d2c84e6b7"
_SERVERS: Final = {
    SERVER_API: "Server API, with a token — server.adobedc.net",
    EDGE_API: "Edge, as browsers do — edge.adobedc.net",
    "": "Another address",
}


@dataclass
class Entry:
    """A connection while it is edited; ``kept_name`` and ``kept_token`` are what was stored of it."""

    connection: Connection
    token: str = ""
    kept_name: str = ""
    kept_token: str = ""


class ConnectionForm(QWidget):
    """Edits one :class:`Entry` in place."""

    edited = Signal()
    """The entry has changed."""

    def __init__(self, explanation: str) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self._taken: Collection[str] = ()
        self._remarks: dict[str, QLabel] = {}
        self._own: list[QWidget] = []
        self.name = QLineEdit()
        self.colour = QComboBox()
        self.production = QCheckBox("Production: real visitors and real data")
        self.server = QComboBox()
        self.address = QLineEdit()
        self.datastream = QLineEdit()
        self.organisation = QLineEdit()
        self.api_key = QLineEdit()
        self.token = QLineEdit()
        self.show_token = QPushButton("Show")
        self.built_in = muted("Built in: it runs on this computer and needs no credentials and no network.")
        self._grid = QGridLayout()
        self._fill_choices()
        self._arrange(explanation)
        self._connect()

    def _fill_choices(self) -> None:
        for name, colour in COLOURS.items():
            self.colour.addItem(dot(colour), name, colour)
        for address, name in _SERVERS.items():
            self.server.addItem(name, address)
        self.address.setPlaceholderText("https://edge.example.com")
        self.organisation.setPlaceholderText("0A1B2C3D4E5F60718293A4B5@AdobeOrg")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.show_token.setCheckable(True)
        self.show_token.setAccessibleName("Show the access token")

    def _arrange(self, explanation: str) -> None:
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        secret = QHBoxLayout()
        secret.setSpacing(6)
        secret.addWidget(self.token, 1)
        secret.addWidget(self.show_token)
        self.built_in.setWordWrap(True)
        self._grid.addWidget(self.built_in, self._grid.rowCount(), 0, 1, 2)
        self._add("&Name", self.name, "name")
        self._add("C&olour", self.colour)
        self._grid.addWidget(self.production, self._grid.rowCount(), 1)
        self._add("Ser&ver", self.server)
        self._add("A&ddress", self.address, "address")
        self._add("Data&stream", self.datastream, "datastream", "dataStreamId in the address (v1: configId)")
        self._add("Or&ganisation", self.organisation, "organisation", "x-gw-ims-org-id")
        self._add("API &key", self.api_key, "api_key", "x-api-key")
        self._add("Access &token", self.token, "token", f"Authorization: Bearer …  {explanation}", secret)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def _add(
        self,
        name: str,
        widget: QWidget,
        field: Field | None = None,
        hint: str = "",
        holder: QHBoxLayout | None = None,
    ) -> None:
        """A row: label and widget, and below them what it is on the wire and what is wrong with it."""
        row = self._grid.rowCount()
        label = QLabel(name)
        label.setBuddy(widget)
        widget.setAccessibleName(name.replace("&", ""))
        shown: list[QWidget] = [label, widget]
        self._grid.addWidget(label, row, 0)
        if holder is not None:
            self._grid.addLayout(holder, row, 1)
        else:
            self._grid.addWidget(widget, row, 1)
        if hint:
            small = muted(hint)
            small.setWordWrap(True)
            self._grid.addWidget(small, row + 1, 1)
            widget.setAccessibleDescription(hint)
            shown.append(small)
        if field is not None:
            remark = QLabel()
            remark.setWordWrap(True)
            remark.hide()
            self._grid.addWidget(remark, row + 2, 1)
            self._remarks[field] = remark
        if widget not in (self.name, self.colour, self.datastream):
            self._own += shown

    def _connect(self) -> None:
        for edit in (self.name, self.address, self.datastream, self.organisation, self.api_key, self.token):
            edit.textEdited.connect(self._take)
        self.production.clicked.connect(self._take)
        self.colour.activated.connect(self._take)
        self.server.activated.connect(self._server_chosen)
        self.show_token.toggled.connect(self._show_token)

    # Showing

    def show_entry(self, entry: Entry, taken: Collection[str]) -> None:
        """Edit ``entry`` from now on; ``taken`` are the names of the other connections."""
        self._entry = entry
        self._taken = taken
        connection = entry.connection
        self.name.setText(connection.name)
        self._show_colour(connection.colour)
        self.production.setChecked(connection.production)
        known = connection.base_url if connection.base_url in (SERVER_API, EDGE_API) else ""
        self.server.setCurrentIndex(self.server.findData(known))
        self.address.setText(connection.base_url)
        self.datastream.setText(connection.datastream)
        self.organisation.setText(connection.organisation)
        self.api_key.setText(connection.api_key)
        local = connection.is_local_edge
        self.datastream.setPlaceholderText(LOCAL_DATASTREAM if local else _A_DATASTREAM)
        self.token.setText(entry.token)
        self.show_token.setChecked(False)
        own = not local
        self.name.setEnabled(own)
        for widget in (*self._own, self.production, self.show_token):
            widget.setVisible(own)
        self.built_in.setHidden(own)
        self._show_address()
        self._show_remarks()

    def focus(self, field: Field) -> None:
        """Put the caret into a field."""
        widget: QLineEdit = getattr(self, field)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        widget.selectAll()

    def remarks(self) -> Sequence[Remark]:
        """What is to be said about the entry."""
        if self._entry is None:
            return ()
        return remarks(self._entry.connection, self._entry.token, self._taken)

    def remark_at(self, field: Field) -> str:
        """What is said below a field; empty where nothing is."""
        label = self._remarks[field]
        return label.text() if label.isVisibleTo(self) else ""

    def _show_colour(self, colour: str) -> None:
        place = self.colour.findData(colour)
        if place < 0:
            self.colour.addItem(dot(colour), colour, colour)
            place = self.colour.count() - 1
        self.colour.setCurrentIndex(place)

    def _show_address(self) -> None:
        """The address can be typed only where it is neither of Adobe's."""
        own = self._entry is not None and not self._entry.connection.is_local_edge
        self.address.setEnabled(own and self.server.currentData() == "")

    def _show_remarks(self) -> None:
        found = {remark.field: remark for remark in self.remarks()}
        for field, label in self._remarks.items():
            remark = next((remark for name, remark in found.items() if name == field), None)
            label.setVisible(remark is not None)
            if remark is not None:
                label.setText(remark.text)
                label.setProperty("tone", "danger" if remark.blocking else "warning")
                restyle(label)
            edit: QLineEdit = getattr(self, field)
            edit.setProperty("problem", remark is not None and remark.blocking)
            restyle(edit)

    # Editing

    def _take(self) -> None:
        """Read the fields into the entry."""
        if self._entry is None:
            return
        self._entry.token = self.token.text()
        self._entry.connection = replace(
            self._entry.connection,
            name=self.name.text(),
            base_url=self.address.text(),
            datastream=self.datastream.text(),
            organisation=self.organisation.text(),
            api_key=self.api_key.text(),
            colour=self.colour.currentData(),
            production=self.production.isChecked(),
        )
        self._show_remarks()
        self.edited.emit()

    def _server_chosen(self) -> None:
        self.address.setText(self.server.currentData())
        self._show_address()
        if self.address.isEnabled():
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take()

    def _show_token(self, shown: bool) -> None:
        self.token.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_token.setText("Hide" if shown else "Show")
