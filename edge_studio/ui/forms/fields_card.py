"""A card whose body is a table of fields; the rare ones stay behind "more fields" until they have a value."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy

from edge_studio.ui.fields.base import Field, value_in_short
from edge_studio.ui.fields.context import touches
from edge_studio.ui.fields.factory import make_field
from edge_studio.ui.fields.spec import FieldSpec
from edge_studio.ui.forms.section_card import SectionCard

_GAP = 8
_WIDEST = "Referrer type"
"""The longest label: all cards share its column's width, so that their boxes stand in line."""


class FieldsCard(SectionCard):
    """The fields of a section, one below the other."""

    def _build(self) -> None:
        self._fields: dict[str, Field] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        metrics = QFontMetrics(self.context.look.font("body"))
        self._grid.setColumnMinimumWidth(0, metrics.horizontalAdvance(_WIDEST))
        self.body.addLayout(self._grid)
        self._more: QPushButton | None = None
        for spec in self.section.fields:
            if not spec.rare or self._is_set(spec):
                self._make(spec)
        self._offer_more()

    def _is_set(self, spec: FieldSpec) -> bool:
        return self.context.node(self.at + spec.at) is not None

    def _make(self, spec: FieldSpec) -> Field:
        field = make_field(spec, self.context, self.at, self)
        row = 3 * self.section.fields.index(spec)
        field.place(self._grid, row + 1)
        if spec is not self.section.fields[0]:
            self._grid.setRowMinimumHeight(row, _GAP)
        field.focused.connect(self.pointer_focused)
        field.rearranged.connect(self._chain)
        self._fields[spec.at] = field
        return field

    def _offer_more(self) -> None:
        """The button below the fields: what more there is, as long as something is not shown."""
        hidden = [spec.label for spec in self.section.fields if spec.at not in self._fields]
        if hidden and self._more is None:
            self._more = QPushButton()
            self._more.setProperty("variant", "link")
            self._more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._more.clicked.connect(self.show_all)
            self.body.addWidget(self._more)
        if self._more is not None:
            self._more.setText(f"{len(hidden)} more fields" if len(hidden) > 1 else "1 more field")
            self._more.setToolTip(", ".join(hidden))
            self._more.setVisible(bool(hidden))

    @property
    def fields(self) -> list[Field]:
        """The fields that are shown, in their order."""
        if not self._built:
            return []
        return [self._fields[spec.at] for spec in self.section.fields if spec.at in self._fields]

    @Slot()
    def show_all(self) -> None:
        """Show the rare fields too."""
        made = [self._make(spec) for spec in self.section.fields if spec.at not in self._fields]
        for field in made:
            field.refresh()
        self._offer_more()
        self._chain()
        if made:
            made[0].focus()

    def _refresh(self, changed: str) -> None:
        for spec in self.section.fields:
            field = self._fields.get(spec.at)
            if field is None:
                if self._is_set(spec):
                    self._make(spec).refresh()
                    self._offer_more()
                    self._chain()
            elif touches(field.pointer, changed):
                field.refresh()
        self._say_obstacle(next((field.obstacle for field in self._fields.values() if field.obstacle), ""))

    def _rebind(self) -> None:
        for spec in self.section.fields:
            if spec.at in self._fields:
                self._fields[spec.at].bind(self.at + spec.at)

    def _values(self) -> list[str]:
        found = []
        for spec in self.section.fields:
            node = self.context.node(self.at + spec.at)
            if node is not None:
                found.append(f"{spec.label}: {value_in_short(node)}")
        return found

    def _nearest(self, pointer: str) -> FieldSpec | None:
        within = [spec for spec in self.section.fields if touches(self.at + spec.at, pointer)]
        return within[0] if within else None

    def _reveal(self, pointer: str, focus: bool) -> bool:
        spec = self._nearest(pointer)
        if spec is None:
            return False
        if spec.at not in self._fields:
            self.show_all()
        if focus:
            self._fields[spec.at].focus()
        return True

    def mark(self, pointer: str | None) -> None:
        """Set apart the field in whose text the caret of the JSON editor stands."""
        for field in self.fields:
            inside = pointer is not None and len(pointer) >= len(field.pointer)
            field.set_marked(inside and pointer is not None and touches(field.pointer, pointer))
