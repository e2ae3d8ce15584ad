"""Where the words of lines stand at a given width: broken into rows, cut in the middle, measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

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


_KEPT = 2_000
"""Texts whose measures are remembered: most of what an answer says was said of the one before too."""


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
        self._widths: dict[tuple[str, int], float] = {}
        self._broken: dict[tuple[str, int, float, int], tuple[Sequence[str], bool]] = {}

    def of(self, font: QFont) -> QFontMetricsF:
        """The measures of one of these fonts."""
        return self.measures[id(font)]

    def width(self, text: str, font: QFont) -> float:
        """How wide a text is in one of these fonts."""
        key = text, id(font)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            found = self._widths[key] = self.of(font).horizontalAdvance(text)
        return found

    def broken(self, text: str, font: QFont, width: float, most: int) -> tuple[Sequence[str], bool]:
        """The text in rows of so many pixels, at most so many; and whether some of it is left out.

        One word that is too long is cut in its middle, for ids and addresses differ at both ends.
        """
        text, whole = text[:LONGEST].replace("\n", " "), len(text) <= LONGEST
        if not text or self.width(text, font) <= width:
            return ([text] if text else []), not whole
        key = text, id(font), width, most
        found = self._broken.get(key)
        if found is None:
            if len(self._broken) > _KEPT:
                self._broken.clear()
            found = self._broken[key] = _broken(text, font, self.of(font), width, most)
        return found[0], found[1] or not whole

    def for_words(self, line: Line) -> QFont:
        """The font of a line's words: what is written exactly so on the wire looks like it."""
        if line.style == "strong":
            return self.strong
        is_wire = line.words == line.exact != "" and " " not in line.words and line.until is None
        return self.mono if is_wire else self.plain


_fonts: WeakKeyDictionary[Look, tuple[float, Fonts]] = WeakKeyDictionary()


def fonts_of(look: Look) -> Fonts:
    """The fonts at the size that the look has now, the same for all who ask."""
    found = _fonts.get(look)
    if found is None or found[0] != look.zoom:
        found = _fonts[look] = look.zoom, Fonts(look)
    return found[1]


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
    labels = [fonts.width(line.label, fonts.plain) for line in lines if line.label]
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
        long = fonts.width(line.chip, fonts.pill) + 2 * PAD
        pill = QRectF(left, 1, min(long, width - left), fonts.height - 1)
    font = fonts.for_words(line)
    label = fonts.broken(line.label, fonts.plain, column, 2)[0] if line.label else ()
    begin = left + (pill.width() + PAD if line.chip else 0.0)
    shown = line.shown(now)
    if line.chip and begin > left and fonts.width(shown[:LONGEST], font) > width - begin:
        words, is_cut = fonts.broken(shown, font, width - left, line.rows)
        words, begin = ["", *words], left  # no room beside the pill: below it
    else:
        words, is_cut = fonts.broken(shown, font, width - begin, line.rows)
    rows = max(len(label), len(words), 1)
    return Placed(line, top, rows * fonts.height, label, words, begin, font, pill, is_cut)


def _broken(
    text: str, font: QFont, measures: QFontMetricsF, width: float, most: int
) -> tuple[Sequence[str], bool]:
    """A text that is too wide for one row, in several; and whether some of it is left out."""
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
            layout.endLayout()
            return rows, True
        rows.append(units[start:end].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return rows, False
