"""What always differs: the masks that ship and the person's own, each of them to be switched."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.comparing.masks import Masking, UnknownPlaces
from edge_studio.edge.comparing.model import Mask
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Card, muted

_ID = Qt.ItemDataRole.UserRole
_CHECK = Qt.CheckState
_HOW = (
    "Where: a JSON Pointer. * stands for one step, ** for any number: **/requestId is every requestId. "
    "Values: a regular expression that both values must match; empty for any."
)


class MasksDialog(QDialog):
    """Shows a :class:`MaskBook`; what is switched or changed holds at once."""

    def __init__(self, look: Look, book: MaskBook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What always differs")
        self._book = book
        self.list = QTreeWidget()
        self.editor = MaskEditor(look)
        self.add = QPushButton("&Add one of your own")
        self.remove = QPushButton("&Remove")
        self._build(look)
        self._fill()
        self._connect()
        self._mark_one()
        self._chosen()
        self.resize(720, 640)

    def _build(self, look: Look) -> None:
        self.list.setHeaderLabels(["What says nothing when it differs", "Where"])
        self.list.setAccessibleName("What always differs")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.setColumnWidth(1, 290)
        self.remove.setToolTip("Remove the chosen one; those that come along can only be switched off (Del)")
        hint = muted("Differences at these places are not counted and not shown, unless you ask for them.")
        hint.setWordWrap(True)
        close = QPushButton("&Close")
        close.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.add)
        below.addWidget(self.remove)
        below.addStretch(1)
        below.addWidget(close)
        for button in (self.add, self.remove, close):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(hint)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.editor)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._switched)
        self.list.currentItemChanged.connect(self._chosen)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.editor.kept.clicked.connect(self._keep)
        self._book.changed.connect(self._follow)

    # The list

    def _fill(self) -> None:
        """Own masks first: they are what a person comes back for."""
        for mask in sorted(self._book.masks, key=lambda mask: not mask.own):
            item = QTreeWidgetItem()
            item.setData(0, _ID, mask.id)
            _show(item, mask)
            self.list.addTopLevelItem(item)  # only now: a list tells of every change of its items

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return [item for item in found if item is not None]

    def _follow(self) -> None:
        """Show the masks as they are now; the chosen one stays chosen."""
        known = {mask.id: mask for mask in self._book.masks}
        if {item.data(0, _ID) for item in self._items()} == set(known):
            for item in self._items():
                _show(item, known[item.data(0, _ID)])
            return
        current = self.current
        self.list.clear()
        self._fill()
        self.choose(current.id if current is not None else "")
        self._mark_one()

    def _mark_one(self) -> None:
        """Choose the first row where none is chosen, so that keys have a place to begin."""
        if self.list.currentItem() is None:
            for item in self._items()[:1]:
                self.list.setCurrentItem(item)

    @property
    def current(self) -> Mask | None:
        """The mask that is chosen."""
        item = self.list.currentItem()
        id = item.data(0, _ID) if item is not None else ""
        return next((mask for mask in self._book.masks if mask.id == id), None)

    def choose(self, id: str) -> None:
        """Choose a mask."""
        for item in self._items():
            if item.data(0, _ID) == id:
                self.list.setCurrentItem(item)

    def _chosen(self) -> None:
        mask = self.current
        self.editor.show_mask(mask)
        self.remove.setEnabled(mask is not None and mask.own)

    def _switched(self, item: QTreeWidgetItem, column: int) -> None:
        self._book.switch(item.data(0, _ID), item.checkState(0) is _CHECK.Checked)

    # Own ones

    def _add(self) -> None:
        mask = Mask(self._book.own_id(), "A place of your own", "**/name", own=True)
        self._book.add(mask)
        self.choose(mask.id)
        self.editor.where.setFocus()
        self.editor.where.selectAll()

    def _remove(self) -> None:
        if (mask := self.current) is not None and mask.own:
            self._book.remove(mask.id)

    def _keep(self) -> None:
        if (mask := self.editor.edited()) is not None:
            self._book.replace(mask)


class MaskEditor(Card):
    """The fields of one mask; those of one that ships are only to be read."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "The chosen one")
        self._mask: Mask | None = None
        self.words = QLineEdit()
        self.where = QLineEdit()
        self.values = QLineEdit()
        self.kept = QPushButton("&Keep")
        self.kept.setAutoDefault(False)
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        self.fault.setProperty("tone", "danger")
        self.fault.hide()
        how = muted(_HOW)
        how.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(6)
        for name, line in (("&What", self.words), ("W&here", self.where), ("&Values", self.values)):
            line.setAccessibleName(name.replace("&", ""))
            line.textEdited.connect(self._edited)
            form.addRow(name, line)
        for line in (self.where, self.values):
            line.setFont(look.font("mono"))
        self.values.setPlaceholderText("any")
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        self.body.addWidget(how)
        self.add_header_widget(self.kept)

    def show_mask(self, mask: Mask | None) -> None:
        """Show this mask; None empties the fields."""
        self._mask = mask
        own = mask is not None and mask.own
        self.words.setText(mask.words if mask else "")
        self.where.setText(mask.where if mask else "")
        self.values.setText(mask.values if mask else "")
        for line in (self.words, self.where, self.values):
            line.setReadOnly(not own)
            line.setCursorPosition(0)
        self.set_hint("your own" if own else "comes along: it can be switched off" if mask else "")
        self._edited()

    def _edited(self, text: str = "") -> None:
        fault = self._fault()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.kept.setVisible(self._mask is not None and self._mask.own)
        self.kept.setEnabled(not fault and self._edit() != self._mask)

    def _edit(self) -> Mask | None:
        if self._mask is None:
            return None
        where = self.where.text().strip()
        return replace(self._mask, words=self.words.text().strip(), where=where, values=self.values.text())

    def _fault(self) -> str:
        """Why the fields make no mask; empty where they do."""
        mask = self._edit()
        if mask is None or not mask.own:
            return ""
        if not mask.where:
            return "Say where: a mask for no place takes nothing out."
        try:
            Masking([replace(mask, on=True)])
        except UnknownPlaces as problem:
            return str(problem)
        return ""

    def edited(self) -> Mask | None:
        """The mask that the fields make; None where they make none."""
        return None if self._fault() else self._edit()


def _show(item: QTreeWidgetItem, mask: Mask) -> None:
    """Write a mask into its row, touching only what is another."""
    words = f"{mask.words} (your own)" if mask.own else mask.words
    state = _CHECK.Checked if mask.on else _CHECK.Unchecked
    if item.data(0, Qt.ItemDataRole.CheckStateRole) is None or item.checkState(0) is not state:
        item.setCheckState(0, state)
    for column, text in enumerate((words, mask.where)):
        if item.text(column) != text:
            item.setText(column, text)
            item.setToolTip(column, text)
