"""Colours for JSON, line by line and only for the lines that are seen.

No JSON token goes over a line's end, so that every line can be read for itself. QSyntaxHighlighter colours a
whole text at once, which takes seconds for megabytes; this one is asked before each painting for the lines
about to be painted.
"""

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

from edge_studio.jsontext.measures import units
from edge_studio.ui.theme import Look

LONGEST: Final = 5_000
"""Characters of a line that are coloured: beyond, a line would take longer to paint than to type."""
_STRING: Final = r'"(?:[^"\\]|\\.)*'
_TOKEN: Final = re.compile(
    rf'(?P<key>{_STRING}"(?=\s*:))'
    rf'|(?P<string>{_STRING}(?:"|\\?$))'
    r"|(?P<number>-?[0-9][0-9.eE+-]*)"
    r"|(?P<literal>\b(?:true|false|null)\b)"
    r"|(?P<punctuation>[{}\[\],:])"
    r"|(?P<error>[^\s{}\[\],:\"]+)"
)
KINDS: Final = ("key", "string", "number", "literal", "punctuation", "error")
"""What a token can be; ``json.`` before it gives the colour's name."""


def tokens(line: str) -> list[tuple[int, int, str]]:
    """The tokens of one line as (start, length, kind), in characters."""
    found: list[tuple[int, int, str]] = []
    for match in _TOKEN.finditer(line):
        assert match.lastgroup is not None
        found.append((match.start(), match.end() - match.start(), match.lastgroup))
    return found


def column_of(block: QTextBlock, column: int) -> int:
    """The index in the block's text, in Python's characters, of a column in UTF-16 code units."""
    text = block.text()
    if len(text) == block.length() - 1:
        return column
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * column].decode("utf-16-le", "replace"))


class Highlighter(QObject):
    """Gives the blocks of a document the colours of their tokens, each once for each text it holds."""

    def __init__(self, document: QTextDocument, look: Look, owner: QObject) -> None:
        super().__init__(owner)
        self._document = document
        self._look = look
        self._formats: dict[str, QTextCharFormat] = {}
        self._dress = 0
        self.redress()
        document.contentsChange.connect(self._contents_change)

    def redress(self) -> None:
        """Take the colours of the look anew; the lines follow when they are next painted."""
        self._dress += 1
        for kind in KINDS:
            made = QTextCharFormat()
            made.setForeground(self._look.colour(f"json.{kind}"))
            self._formats[kind] = made

    def colour(self, blocks: Iterable[QTextBlock]) -> None:
        """See to it that these blocks have their colours."""
        first = last = -1
        for block in blocks:
            if self._colour_one(block):
                first = block.position() if first < 0 else first
                last = block.position() + block.length()
        if first >= 0:
            # Lets the layout of these lines be made anew, and closes the change that setFormats() opened,
            # which the next keystroke would else report as its own.
            self._document.markContentsDirty(first, last - first - 1)

    def _contents_change(self, start: int, removed: int, added: int) -> None:
        """Colour the changed lines again that had colours, before Qt lays them out: once for both."""
        block = self._document.findBlock(start)
        end = min(start + added, start + LONGEST)
        while block.isValid() and block.position() <= end:
            if block.userState() != -1:
                self._colour_one(block)
            block = block.next()

    def _colour_one(self, block: QTextBlock) -> bool:
        text = block.text()
        state = hash((text, self._dress)) & 0x7FFFFFFF
        if block.userState() == state:
            return False
        block.setUserState(state)
        block.layout().setFormats(self._ranges(text))
        return True

    def _ranges(self, text: str) -> list[QTextLayout.FormatRange]:
        ranges: list[QTextLayout.FormatRange] = []
        plain = units(text) == len(text)
        for start, length, kind in tokens(text[:LONGEST]):
            made = QTextLayout.FormatRange()
            made.start = start if plain else units(text[:start])
            made.length = length if plain else units(text[start : start + length])
            made.format = self._formats[kind]
            ranges.append(made)
        return ranges


def underlined(colour_of: Look, token: str) -> QTextCharFormat:
    """A wavy line under the text, in the colour of ``token``."""
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(colour_of.colour(token))
    return made


def backed(colour_of: Look, token: str) -> QTextCharFormat:
    """Text before the colour of ``token``."""
    made = QTextCharFormat()
    made.setBackground(colour_of.colour(token))
    return made


def whole_line(colour_of: Look, token: str) -> QTextCharFormat:
    """A line in the colour of ``token`` from edge to edge."""
    made = backed(colour_of, token)
    made.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
    return made
