"""Small parts that several rooms are made of; their look is the style sheet's."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from edge_studio.ui.theme import ICON, Look

Tone = Literal["success", "warning", "danger", "neutral", "accent"]


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it looks when it is first shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def dot(colour: str) -> QIcon:
    """A round mark in the colour of a connection."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(6, 6, 20, 20)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else it is tinted where its row is chosen
    return icon


def muted(text: str = "") -> QLabel:
    """A label in small print, for what can be read second."""
    label = QLabel(text)
    label.setProperty("tone", "muted")
    return label


def heading(text: str = "") -> QLabel:
    """A label that names what follows."""
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def mono(look: Look, text: str = "") -> QLabel:
    """A label for what is written exactly so on the wire; selectable and copyable."""
    label = QLabel(text)
    label.setFont(look.font("mono"))
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def leave_arrows_to_the_mouse(bar: QTabBar) -> None:
    """Take the arrows that scroll tabs out of the tab order: by keys, the bar goes through its tabs."""
    for arrow in bar.findChildren(QToolButton):
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def keeps_copy(event: QEvent) -> bool:
    """Whether a widget's ``event`` is the key of Copy, which it then has for itself.

    The window's Copy would otherwise take the key.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    event.setAccepted(event.matches(QKeySequence.StandardKey.Copy))
    return event.isAccepted()


class Chip(QLabel):
    """A word in a coloured pill; the colour only underlines what the word says."""

    def __init__(self, text: str = "", tone: Tone = "neutral") -> None:
        super().__init__(text)
        self._tone = tone
        self.setProperty("chip", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        """What the chip's colour means."""
        return self._tone

    def set_tone(self, tone: Tone) -> None:
        """Change what the chip's colour means."""
        if tone != self._tone:
            self._tone = tone
            self.setProperty("chip", tone)
            restyle(self)


class ElidedLabel(QLabel):
    """A label that gives way: it is cut with … where there is no room, and says the whole as its tool tip."""

    def __init__(self, text: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._whole = text
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text`` as far as it fits."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._cut()

    def whole(self) -> str:
        """The text without the cut."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(self.contentsRect().width(), 20))
        if shown != super().text():
            super().setText(shown)


class FoldingCard(QFrame):
    """A titled box around a widget, its ``holder``, that folds to one line.

    The header holds the title, a hint in small print and what is added with :meth:`add_header_widget`.
    """

    folded = Signal(object)
    """Emitted with True or False when the person folds or unfolds it."""

    def __init__(self, look: Look, title: str, holder: QWidget, hint: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self._look = look
        self._folded = False
        self._hint_text = hint
        self._fold = QToolButton()
        self._fold.setIconSize(ICON)
        self._fold.setAccessibleName(f"Fold {title}")
        self._fold.clicked.connect(self._toggle)
        self._title = heading(title)
        self._hint = ElidedLabel(hint)
        self._hint.setProperty("tone", "muted")
        self._header = QHBoxLayout()
        self._header.setSpacing(6)
        self._header.addWidget(self._fold)
        self._header.addWidget(self._title)
        self._header.addWidget(self._hint, 1)
        self._holder = holder
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 12, 10)
        layout.setSpacing(2)
        layout.addLayout(self._header)
        layout.addWidget(self._holder)
        for label in (self._title, self._hint):
            label.installEventFilter(self)
        look.changed.connect(self._dress)
        self._dress()

    @property
    def title(self) -> str:
        """The card's name."""
        return self._title.text()

    @property
    def hint(self) -> str:
        """What the small print beside the title says."""
        return self._hint_text

    @property
    def is_folded(self) -> bool:
        """Whether only the header shows."""
        return self._folded

    def add_header_widget(self, widget: QWidget) -> None:
        """Put ``widget`` at the right end of the header."""
        self._header.addWidget(widget)

    def set_title(self, title: str) -> None:
        """Give the card another name."""
        if title != self._title.text():
            self._title.setText(title)
            self._dress()

    def set_hint(self, hint: str) -> None:
        """What the small print beside the title says."""
        self._hint_text = hint
        self._hint.setText(hint)

    def set_folded(self, folded: bool) -> None:
        """Show only the header, or all."""
        self._folded = folded
        self._holder.setVisible(not folded)
        self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton
        if left and event.type() == QEvent.Type.MouseButtonRelease:
            self._toggle()
            return True
        return super().eventFilter(watched, event)

    def _toggle(self) -> None:
        self.set_folded(not self._folded)
        self.folded.emit(self._folded)

    def _dress(self) -> None:
        self._fold.setIcon(self._look.icon("chevron-right" if self._folded else "chevron-down"))
        self._fold.setAccessibleName(f"{'Unfold' if self._folded else 'Fold'} {self._title.text()}")


class Card(FoldingCard):
    """A titled box that folds to one line; what is in it goes into ``body``."""

    def __init__(self, look: Look, title: str, hint: str = "") -> None:
        holder = QWidget()
        super().__init__(look, title, holder, hint)
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(0, 4, 0, 0)
        self.body.setSpacing(8)


class Segmented(QWidget):
    """A few choices side by side, of which one is chosen; arrow keys move between them."""

    chosen = Signal(object)
    """Emitted with the id of the choice the person made."""

    def __init__(self, choices: dict[str, str], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for id, label in choices.items():
            button = QPushButton(label)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setAccessibleName(f"{name}: {label}")
            self._group.addButton(button)
            self._buttons[id] = button
            layout.addWidget(button)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonClicked.connect(self._clicked)

    @property
    def choice(self) -> str:
        """The id of what is chosen."""
        return next(id for id, button in self._buttons.items() if button.isChecked())

    def choose(self, id: str) -> None:
        """Choose without telling anybody."""
        self._buttons[id].setChecked(True)

    def button(self, id: str) -> QPushButton:
        """The button of a choice, for a tool tip or a shortcut."""
        return self._buttons[id]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = list(self._buttons.values())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            place = next(index for index, button in enumerate(buttons) if button.isChecked())
            chosen = buttons[(place + step) % len(buttons)]
            chosen.setFocus()
            chosen.click()
        else:
            super().keyPressEvent(event)

    def _clicked(self) -> None:
        self.chosen.emit(self.choice)
