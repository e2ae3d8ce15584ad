"""Where the words of lines stand at a given width: broken into rows, cut in the middle, measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from edge_studio.ui.summary.line import LONGEST, Line
from edge_studio.ui.theme import Look

GAP = 10
"""Pixels between a label and its words."""
PAD = 8
"""Pixels inside a pill, left and right of its word."""
_LABELS = 0.36
"""The share of the width that labels may take."""
_APART = 2
"""Pixels between two lines."""


class Fonts:
    """The fonts of lines with their measures, at one size of text."""

    def __init__(self, look: Look) -> None:
        self.plain = look.font("body")
        self.strong = QFont(self.plain)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self.mono = look.font("mono")
        self.pill = look.font("small")
        self.pill.setWeight(QFont.Weight.DemiBold)
        self.measures = {
            id(font): QFontMetricsF(font) for font in (self.plain, self.strong, self.mono, self.pill)
        }
        self.height = round(self.of(self.plain).height()) + 3
        """Of one row of text."""
        self.ascent = self.of(self.plain).ascent()

    def of(self, font: QFont) -> QFontMetricsF:
        """The measures of one of these fonts."""
        return self.measures[id(font)]

    def for_words(self, line: Line) -> QFont:
        """The font of a line's words: what is written exactly so on the wire looks like it."""
        if line.style == "strong":
            return self.strong
        is_wire = line.words == line.exact != "" and " " not in line.words and line.until is None
        return self.mono if is_wire else self.plain


@dataclass(frozen=True, slots=True)
class Placed:
    """One line at one width."""

    line: Line
    top: float
    height: float
    label: Sequence[str]
    words: Sequence[str]
    left: float
    """Where the words begin."""
    font: QFont
    pill: QRectF
    """Of the word in a pill, relative to the line's top; empty where it has none."""
    is_cut: bool
    """Whether not all words are to be seen."""


def place(lines: Sequence[Line], width: float, fonts: Fonts, now: datetime) -> list[Placed]:
    """All lines one below the other, in so many pixels of width."""
    plain = fonts.of(fonts.plain)
    labels = [plain.horizontalAdvance(line.label) for line in lines if line.label]
    column = min(max(labels), width * _LABELS) if labels else 0.0
    placed: list[Placed] = []
    top = 0.0
    for line in lines:
        top += line.gap
        placed.append(_placed(line, top, width, column, fonts, now))
        top += placed[-1].height + _APART
    return placed


def _placed(line: Line, top: float, width: float, column: float, fonts: Fonts, now: datetime) -> Placed:
    left = column + GAP if line.label else 0.0
    pill = QRectF()
    if line.chip:
        long = fonts.of(fonts.pill).horizontalAdvance(line.chip) + 2 * PAD
        pill = QRectF(left, 1, min(long, width - left), fonts.height - 1)
    font = fonts.for_words(line)
    label = broken(line.label, fonts.plain, fonts.of(fonts.plain), column, 2)[0] if line.label else ()
    begin = left + (pill.width() + PAD if line.chip else 0.0)
    shown = line.shown(now)
    measures = fonts.of(font)
    if line.chip and begin > left and measures.horizontalAdvance(shown[:LONGEST]) > width - begin:
        words, is_cut = broken(shown, font, measures, width - left, line.rows)
        words, begin = ["", *words], left  # no room beside the pill: below it
    else:
        words, is_cut = broken(shown, font, measures, width - begin, line.rows)
    rows = max(len(label), len(words), 1)
    return Placed(line, top, rows * fonts.height, label, words, begin, font, pill, is_cut)


def broken(
    text: str, font: QFont, measures: QFontMetricsF, width: float, most: int
) -> tuple[list[str], bool]:
    """The text in rows of so many pixels, at most so many; and whether some of it is left out.

    One word that is too long is cut in its middle, for ids and addresses differ at both ends.
    """
    whole = len(text) <= LONGEST
    text = text[:LONGEST].replace("\n", " ")
    if measures.horizontalAdvance(text) <= width:
        return ([text] if text else []), not whole
    if " " not in text or most == 1:
        return [measures.elidedText(text, Qt.TextElideMode.ElideMiddle, width)], True
    units = text.encode("utf-16-le", "surrogatepass")  # Qt counts in UTF-16 code units
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    rows: list[str] = []
    while (row := layout.createLine()).isValid():
        row.setLineWidth(max(width, 20))
        start, end = 2 * row.textStart(), 2 * (row.textStart() + row.textLength())
        if len(rows) == most - 1 and end < len(units):
            rest = units[start:].decode("utf-16-le", "replace")
            rows.append(measures.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            whole = False
            break
        rows.append(units[start:end].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return rows, not whole
