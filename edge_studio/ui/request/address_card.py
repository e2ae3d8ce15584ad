"""How a request is addressed: datastream, location hint, request ID and headers of one's own."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.amounts import plural
from edge_studio.edge.endpoints import LOCATION_HINTS
from edge_studio.edge.exchange import Draft, Header, RequestIdMode
from edge_studio.edge.secrecy import is_secret
from edge_studio.ui.tab_order import chain
from edge_studio.ui.theme import ICON, Look
from edge_studio.ui.widgets import Card, muted

ANYWHERE = "Nearest — no hint in the path"
MODES = {
    RequestIdMode.FRESH: "A fresh one for each send",
    RequestIdMode.FIXED: "Always this one:",
    RequestIdMode.NONE: "None — the Edge Network makes one",
}


class HeaderRow(QWidget):
    """One header of one's own; ``edited`` at each change, ``removed`` when the person wants it gone.

    The value of a secret one is not to be read over the shoulder, nor on a screenshot.
    """

    edited = Signal()
    removed = Signal(object)

    def __init__(self, look: Look, header: Header) -> None:
        super().__init__()
        self.name = QLineEdit(header.name)
        self.name.setPlaceholderText("Name")
        self.name.setAccessibleName("Header name")
        self.value = QLineEdit(header.value)
        self.value.setAccessibleName("Header value")
        self.remove = remove = QToolButton()
        remove.setIcon(look.icon("close"))
        remove.setIconSize(ICON)
        remove.setAccessibleName("Remove this header")
        remove.setToolTip("Remove this header")
        remove.clicked.connect(self._remove)
        for edit in (self.name, self.value):
            edit.textEdited.connect(self._edited)
        self._show_secrecy()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.name, 2)
        layout.addWidget(self.value, 3)
        layout.addWidget(remove)

    def header(self) -> Header:
        """The header as it is typed."""
        header = Header(self.name.text().strip(), self.value.text())
        return replace(header, secret=is_secret(header))

    def focus_name(self) -> None:
        """Put the caret where the name is typed."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._show_secrecy()
        self.edited.emit()

    def _show_secrecy(self) -> None:
        secret = self.header().secret
        self.value.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self.value.setPlaceholderText("Secret: kept until you quit" if secret else "Value")

    def _remove(self) -> None:
        self.removed.emit(self)


class AddressCard(Card):
    """The part of a request that is not its payload."""

    changed = Signal()
    """The person changed something; :meth:`applied_to` tells what."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Address and headers", "")
        self._draft = Draft("")
        self._built = False
        self.header_rows: list[HeaderRow] = []
        self.set_folded(True)
        self._say_what_it_holds()

    def show_draft(self, draft: Draft) -> None:
        """Show how ``draft`` is addressed."""
        self._draft = draft
        if self._built:
            self._fill()
        self._say_what_it_holds()

    def applied_to(self, draft: Draft) -> Draft:
        """``draft`` with what this card says."""
        mine = self._draft
        return replace(
            draft,
            datastream=mine.datastream,
            location_hint=mine.location_hint,
            request_id_mode=mine.request_id_mode,
            request_id=mine.request_id,
            parameters=mine.parameters,
            headers=mine.headers,
        )

    def open(self) -> None:
        """Unfold and put the caret into the first field."""
        self.set_folded(False)
        self._build()
        self.datastream.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.datastream.selectAll()

    def set_folded(self, folded: bool) -> None:
        """Show only the header, or all."""
        if not folded:
            self._build()
        super().set_folded(folded)

    def _build(self) -> None:
        if self._built:
            return
        self._built = True
        self._make_fields()
        self.body.addLayout(self._labelled())
        note = muted("Headers of your own; one of a standard name replaces the standard one.")
        note.setWordWrap(True)
        self.body.addWidget(note)
        self._headers = QVBoxLayout()
        self._headers.setSpacing(6)
        self.body.addLayout(self._headers)
        self.add_header_button = add = QPushButton("+ Header")
        add.clicked.connect(self._add_header)
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self._fill()
        chain(self)

    def _make_fields(self) -> None:
        self.datastream = QLineEdit()
        self.datastream.setPlaceholderText("The connection's own")
        self.datastream.textEdited.connect(self._edited)
        self.place_box = QComboBox()
        self.place_box.setEditable(True)
        self.place_box.addItem(ANYWHERE, "")
        for hint in LOCATION_HINTS:
            self.place_box.addItem(f"{hint.code} — {hint.place}", hint.code)
        self.place_box.activated.connect(self._hint_activated)
        line = self.place_box.lineEdit()
        assert line is not None
        line.textEdited.connect(self._edited)
        self._mode = QComboBox()
        for mode, words in MODES.items():
            self._mode.addItem(words, mode)
        self._mode.activated.connect(self._edited)
        for box in (self.place_box, self._mode):  # no wider than the fields of the payload need
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self._request_id = QLineEdit()
        self._request_id.setPlaceholderText("Request ID")
        self._request_id.setAccessibleName("Fixed request ID")
        self._request_id.textEdited.connect(self._edited)
        self.parameters = QLineEdit()
        self.parameters.setPlaceholderText("None")
        self.parameters.textEdited.connect(self._edited)

    def _labelled(self) -> QFormLayout:
        """The fields with their labels and what they are for."""
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(10)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            ("Datastream", self.datastream, "Overrides the connection's datastream for this request"),
            ("Location hint", self.place_box, "The place of the Edge Network in the path, such as or2"),
            (
                "Request ID",
                self._mode,
                "The query parameter requestId, which finds this request in Adobe's logs",
            ),
            ("", self._request_id, ""),
            (
                "Parameters",
                self.parameters,
                "Further parameters of the address, such as silent=true for collect",
            ),
        )
        for words, widget, tip in rows:
            label = QLabel(words)
            label.setToolTip(tip)
            widget.setToolTip(tip)
            label.setBuddy(widget)
            if words:
                widget.setAccessibleName(words)
            form.addRow(label, widget)
        return form

    def _fill(self) -> None:
        draft = self._draft
        if draft.datastream != self.datastream.text():
            self.datastream.setText(draft.datastream)
        place = self.place_box.findData(draft.location_hint)
        self.place_box.setCurrentIndex(place)
        if place < 0:
            self.place_box.setEditText(draft.location_hint)
        self._mode.setCurrentIndex(self._mode.findData(draft.request_id_mode))
        if draft.request_id != self._request_id.text():
            self._request_id.setText(draft.request_id)
        self._request_id.setVisible(draft.request_id_mode is RequestIdMode.FIXED)
        if draft.parameters != self.parameters.text():
            self.parameters.setText(draft.parameters)
        if draft.headers != tuple(row.header() for row in self.header_rows):
            for row in list(self.header_rows):
                self._drop(row)
            for header in draft.headers:
                self._append(header)

    def _append(self, header: Header) -> HeaderRow:
        row = HeaderRow(self._look, header)
        row.edited.connect(self._edited)
        row.removed.connect(self._remove_header)
        self.header_rows.append(row)
        self._headers.addWidget(row)
        return row

    def _drop(self, row: HeaderRow) -> None:
        self.header_rows.remove(row)
        self._headers.removeWidget(row)
        row.deleteLater()

    def _add_header(self) -> None:
        self._append(Header("", "")).focus_name()
        chain(self)

    def _remove_header(self, row: object) -> None:
        if isinstance(row, HeaderRow):
            self._drop(row)
            self._edited()

    def _hint_activated(self, place: int) -> None:
        self._edited()

    def _typed_hint(self) -> str:
        text = self.place_box.currentText().strip()
        place = self.place_box.findText(text)
        return str(self.place_box.itemData(place)) if place >= 0 else text

    def _edited(self) -> None:
        self._draft = replace(
            self._draft,
            datastream=self.datastream.text().strip(),
            location_hint=self._typed_hint(),
            request_id_mode=RequestIdMode(self._mode.currentData()),  # Qt hands back a plain string
            request_id=self._request_id.text().strip(),
            parameters=self.parameters.text().strip(),
            headers=tuple(header for row in self.header_rows if (header := row.header()).name),
        )
        self._request_id.setVisible(self._draft.request_id_mode is RequestIdMode.FIXED)
        self._say_what_it_holds()
        self.changed.emit()

    def _say_what_it_holds(self) -> None:
        draft = self._draft
        parts = [f"datastream {draft.datastream}"] if draft.datastream else []
        if draft.location_hint:
            parts.append(f"hint {draft.location_hint}")
        if draft.request_id_mode is not RequestIdMode.FRESH:
            parts.append(f"request ID {draft.request_id_mode.value}")
        if draft.parameters:
            parts.append(draft.parameters)
        if draft.headers:
            parts.append(plural(len(draft.headers), "own header"))
        self.set_hint(", ".join(parts) or "as the connection says")
