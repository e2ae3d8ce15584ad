"""The head of a comparison: which exchange is A and which is B."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import row_of
from edge_studio.ui.history import words
from edge_studio.ui.history.rows import utc_now
from edge_studio.ui.widgets import Chip, ElidedLabel, heading


class ComparedHead(QFrame):
    """Two lines, one for each exchange, and the button that swaps them."""

    swap_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("The two exchanges")
        self.swap = QPushButton("S&wap A and B")
        self.swap.setToolTip("What was A is B, and the other way round")
        self.swap.clicked.connect(self.swap_wanted)
        self._lines = ExchangeLine("A"), ExchangeLine("B")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        for at, line in enumerate(self._lines):
            for column, widget in enumerate((line.letter, line.status, line.title, line.rest)):
                grid.addWidget(widget, at, column, Qt.AlignmentFlag(0))
        grid.addWidget(self.swap, 0, 4, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(3, 1)

    def show_exchanges(self, before: Exchange, after: Exchange) -> None:
        """Name both."""
        for line, exchange in zip(self._lines, (before, after), strict=True):
            line.show_exchange(exchange)

    @property
    def lines(self) -> list[str]:
        """What it says of each."""
        return [line.words for line in self._lines]


class ExchangeLine:
    """The parts of one line."""

    def __init__(self, letter: str) -> None:
        self.letter = Chip(letter, "accent")
        self.status = Chip()
        self.title = heading()
        self.rest = ElidedLabel()
        self.rest.setProperty("tone", "muted")

    def show_exchange(self, exchange: Exchange) -> None:
        """Say what came of it, what it was, when and where."""
        row = row_of(exchange)
        text, tone = words.chip(row)
        self.status.setText(text if text != "—" else "no answer")
        self.status.set_tone(tone)
        self.title.setText(row.title)
        moment = exchange.started.astimezone()
        today = utc_now().astimezone().date()
        when = f"{words.day_name(moment.date(), today)} {moment:%H:%M:%S}"
        self.rest.setText(" · ".join(filter(None, (row.subtitle, when, words.place(row)))))
        self.rest.setToolTip(words.hover(row, utc_now()))

    @property
    def words(self) -> str:
        """All of it as one text."""
        return " · ".join((self.status.text(), self.title.text(), self.rest.whole()))
