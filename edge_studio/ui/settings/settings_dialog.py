"""The few things that are a matter of taste or of patience."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.amounts import percent
from edge_studio.store.settings import Settings
from edge_studio.ui.widgets import heading, muted

_THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
_LAYOUTS = {"split": "Form and JSON side by side", "form": "Form", "json": "JSON"}
_MARGINS = (7, 0, 7, 0)
"""Of numbers: style sheets cannot give the line inside a spin box its padding."""
_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class SettingsDialog(QDialog):
    """Shows :class:`Settings` and tells what was chosen. Shown with ``open()``."""

    saved = Signal(object)
    """The new :class:`Settings`."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self.theme = _choice(_THEMES, settings.theme)
        self.zoom = QComboBox()
        self._fill_zoom(settings.zoom)
        self.layout_choice = _choice(_LAYOUTS, settings.layout)
        self.connect_timeout = _seconds(settings.connect_timeout)
        self.total_timeout = _seconds(settings.total_timeout)
        self.history_megabytes = _whole(settings.history_megabytes, 1_000_000, " MB", 100)
        self.history_days = _whole(settings.history_days, 36_500, " days", 10)
        self.remark = QLabel()
        self.remark.setProperty("tone", "danger")
        self.remark.setWordWrap(True)
        self.remark.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._arrange()
        for box in (self.connect_timeout, self.total_timeout):
            box.valueChanged.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _fill_zoom(self, chosen: float) -> None:
        for zoom in sorted({*_ZOOMS, chosen}):
            self.zoom.addItem(percent(zoom), zoom)
        self.zoom.setCurrentIndex(self.zoom.findData(chosen))

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        looks = (("&Theme", self.theme), ("Text si&ze", self.zoom), ("&Requests open as", self.layout_choice))
        _add_group(grid, "Look", looks)
        times = (
            ("&Connecting takes at most", self.connect_timeout),
            ("The &whole at most", self.total_timeout),
        )
        _add_group(grid, "Time limits", times, "A request that takes longer ends, and says where it hung.")
        grid.addWidget(self.remark, grid.rowCount(), 0, 1, 2)
        limits = (("Si&ze at most", self.history_megabytes), ("&Keep exchanges for", self.history_days))
        _add_group(
            grid, "History", limits, "Beyond the limits the oldest are deleted; pinned ones never are."
        )
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("variant", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(440)

    def settings(self) -> Settings:
        """What is chosen; what the dialog does not show stays as it was."""
        return replace(
            self._settings,
            theme=self.theme.currentData(),
            zoom=self.zoom.currentData(),
            layout=self.layout_choice.currentData(),
            connect_timeout=self.connect_timeout.value(),
            total_timeout=self.total_timeout.value(),
            history_megabytes=self.history_megabytes.value(),
            history_days=self.history_days.value(),
        )

    def accept(self) -> None:
        """Tell what was chosen, unless it contradicts itself."""
        if self._check():
            self.saved.emit(self.settings())
            super().accept()

    def _check(self) -> bool:
        """Whether the choices go together; says so where they do not."""
        fits = self.connect_timeout.value() <= self.total_timeout.value()
        self.remark.setText("" if fits else "Connecting is a part of the whole: it cannot take longer.")
        self.remark.setHidden(fits)
        return fits


def _add_group(grid: QGridLayout, name: str, rows: tuple[tuple[str, QWidget], ...], hint: str = "") -> None:
    """A heading, labels with their fields, and a hint in small print."""
    if grid.count():
        grid.setRowMinimumHeight(grid.rowCount(), 8)
    grid.addWidget(heading(name), grid.rowCount(), 0, 1, 2)
    for text, widget in rows:
        label = QLabel(text)
        label.setBuddy(widget)
        widget.setAccessibleName(text.replace("&", ""))
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addWidget(widget, row, 1)
    if hint:
        small = muted(hint)
        small.setWordWrap(True)
        grid.addWidget(small, grid.rowCount(), 0, 1, 2)


def _choice(names: dict[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    for value, name in names.items():
        box.addItem(name, value)
    box.setCurrentIndex(box.findData(chosen))
    return box


def _seconds(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.1, 3600)
    box.setDecimals(1)
    box.setSuffix(" s")
    box.lineEdit().setTextMargins(*_MARGINS)
    box.setValue(value)
    return box


def _whole(value: int, largest: int, unit: str, step: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, largest)
    box.setSingleStep(step)
    box.setSuffix(unit)
    box.setSpecialValueText("No limit")
    box.setGroupSeparatorShown(True)
    box.lineEdit().setTextMargins(*_MARGINS)
    box.setValue(value)
    return box
