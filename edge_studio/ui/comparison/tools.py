"""The lines above and below the tree of differences."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QToolButton, QWidget

from edge_studio.edge.amounts import plural
from edge_studio.edge.comparing.model import Part
from edge_studio.ui.theme import ICON, Look
from edge_studio.ui.widgets import ElidedLabel, Segmented, muted

_PARTS = {"": "The requests and the answers", "Request": "The requests alone", "Answer": "The answers alone"}


class WalkLine(QWidget):
    """Which part is shown, whether with what always differs, and where one stands."""

    changed = Signal()
    """Other rows are wanted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._parts = Segmented({"": "Both", "Request": "Request", "Answer": "Answer"}, "Show")
        for at, (title, what) in enumerate(_PARTS.items(), 1):
            self._parts.button(title).setToolTip(f"{what} (Ctrl+{at})")
        self.masked = QCheckBox()
        self.masked.setToolTip("Show, in grey, what differs from one exchange to the next in any case")
        self.place = muted()
        self.previous = self._button("Previous difference", "Shift+F8 or Alt+Up")
        self.next = self._button("Next difference", "F8 or Alt+Down")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._parts)
        line.addWidget(self.masked)
        line.addStretch(1)
        line.addWidget(self.place)
        line.addWidget(self.previous)
        line.addWidget(self.next)
        self._parts.chosen.connect(self.changed)
        self.masked.toggled.connect(self.changed)
        look.changed.connect(self._dress)
        self._dress()

    def _button(self, name: str, keys: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(ICON)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})")
        return button

    def _dress(self) -> None:
        self.previous.setIcon(self._look.icon("chevron-up"))
        self.next.setIcon(self._look.icon("chevron-down"))

    @property
    def part(self) -> str:
        """The title of the part that is shown; empty for both."""
        return self._parts.choice

    @property
    def shows_masked(self) -> bool:
        """Whether what always differs is shown too."""
        return self.masked.isChecked()

    def choose_part(self, title: str) -> None:
        """Show one part, as a click does; empty for both."""
        self._parts.button(title).click()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Say how much there is of each."""
        known = {part.title: part for part in parts}
        for title in ("Request", "Answer"):
            count = known[title].counted if title in known else 0
            self._parts.button(title).setText(f"{title} {count:,}" if count else title)
            self._parts.button(title).setEnabled(title in known)
        self._parts.setVisible(len(parts) > 1)
        masked = sum(part.masked for part in parts)
        self.masked.setText(f"Show t&he {plural(masked, 'one that always differs', 'that always differ')}")
        if masked == 1:
            self.masked.setText("Show t&he one that always differs")
        self.masked.setVisible(bool(masked))

    def show_place(self, number: int, count: int) -> None:
        """Say which of the differences is chosen."""
        if not count:
            self.place.setText("")
        else:
            self.place.setText(f"{number:,} of {count:,}" if number else plural(count, "difference"))
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)


class Tools(QWidget):
    """What can be done with the comparison and with the chosen difference."""

    def __init__(self) -> None:
        super().__init__()
        self.masks = QPushButton("What always &differs…")
        self.masks.setToolTip("The places whose differences do not count: switch them, add your own")
        self.copy_all = QPushButton("Copy for a &ticket")
        self.copy_all.setToolTip("Copy the comparison as Markdown, without secrets (Ctrl+Shift+C)")
        self.copy_patch = QPushButton("Copy as JSON &Patch")
        self.copy_patch.setToolTip(
            "Copy the steps that make B of A, without what always differs (Ctrl+Shift+J)\n"
            "Of the answers, or of the requests where these alone are shown"
        )
        self.said = ElidedLabel()
        self.said.setProperty("tone", "muted")
        self.said.setAccessibleName("What was copied")
        self.show_a = QPushButton("Show in &A")
        self.show_b = QPushButton("Show in &B")
        for letter, button in (("A", self.show_a), ("B", self.show_b)):
            button.setToolTip(f"Open {letter} at this place in the main window (Alt+{letter})")
        self.close_button = QPushButton("&Close")
        self.close_button.setToolTip("Close the comparison (Esc)")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.masks)
        line.addWidget(self.copy_all)
        line.addWidget(self.copy_patch)
        line.addWidget(self.said, 1)
        for button in (self.show_a, self.show_b, self.close_button):
            line.addWidget(button)
        self.offer(has_a=False, has_b=False)

    def offer(self, *, has_a: bool, has_b: bool) -> None:
        """Offer to show the sides that have the chosen place."""
        self.show_a.setEnabled(has_a)
        self.show_b.setEnabled(has_b)

    def say(self, words: str) -> None:
        """Say what came of copying; the whole of it is in the tool tip too."""
        self.said.setText(words)
        self.said.setToolTip(words)
