"""What shows the content of an offer: HTML on white paper, or text as it is written, and loads nothing."""

from html import escape
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QImageReader, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from edge_studio.ui.editor.highlighter import tokens
from edge_studio.ui.summary.safe_html import harmless
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import restyle

TALLEST = 180
"""Pixels; what is taller scrolls."""
LONGEST_CODE = 4_000
"""Characters of a text that are shown as it is written; a window of its own shows the rest."""
_SIGNS: Final = ((b"\x89PNG\r\n", b"png"), (b"\xff\xd8\xff", b"jpeg"), (b"GIF8", b"gif"), (b"RIFF", b"webp"))
"""How pictures begin that are drawn. SVG is not among them: it can refer to other files."""
_MOST_PIXELS = 16_000_000


def picture(data: bytes, widest: int = 600) -> QImage:
    """The picture in these bytes, no wider than that; an empty one where they are none that is drawn."""
    kind = next((name for sign, name in _SIGNS if data.startswith(sign)), None)
    if kind is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    if size.width() > widest:
        reader.setScaledSize(QSize(widest, max(1, size.height() * widest // size.width())))
    return reader.read()


class _QuietDocument(QTextDocument):
    """A document that is given everything it shows: it never looks for anything on disk or network."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pictures: list[bytes] = []
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(Qt.GlobalColor.transparent)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the HTML's own; for anything else a transparent one, for Qt would search the disk."""
        address = name.toString() if isinstance(name, QUrl) else name
        place = address.removeprefix("picture:")
        if address.startswith("picture:") and place.isdecimal() and int(place) < len(self.pictures):
            drawn = picture(self.pictures[int(place)])
            if not drawn.isNull():
                return drawn
        return self._nothing if kind == QTextDocument.ResourceType.ImageResource.value else QByteArray(b"")


class Paper(QTextBrowser):
    """A sheet as tall as what is on it, within bounds; links only say that they were chosen."""

    link_wanted = Signal(object)
    """The address of the link that was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[str, str] = ("", "")
        self._height: tuple[int, int] = (-1, 0)
        self._too_tall_at = -1
        """The widest of the widths at which what is on it was found to be taller than it may be."""
        self._quiet = _QuietDocument(self)
        self._quiet.setUndoRedoEnabled(False)
        self.setDocument(self._quiet)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.anchorClicked.connect(self._chosen)
        look.changed.connect(self._dress)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing: the document has what it needs."""
        return self._quiet.loadResource(kind, name)

    def doSetSource(self, name: QUrl | str, kind: object = None) -> None:
        """Go nowhere: what is shown is only what it was given."""

    def show_html(self, html: str) -> None:
        """Show HTML as a visitor would see it, but for what it would load or run."""
        self._show("html", html)

    def show_code(self, text: str, is_json: bool) -> None:
        """Show a text as it is written, JSON with colours; of a long one the beginning."""
        self._show("json" if is_json else "code", text)

    @property
    def words(self) -> str:
        """The text that is to be seen."""
        return self._quiet.toPlainText()

    def _show(self, kind: str, text: str) -> None:
        if (kind, text) != self._shown:
            self._shown = kind, text
            self._write()

    def _write(self) -> None:
        kind, text = self._shown
        is_paper = kind == "html"
        if self.property("paper") != is_paper:
            self.setProperty("paper", is_paper)
            self.setProperty("excerpt", not is_paper)
            restyle(self)
        self._quiet.setDefaultFont(self._look.font("body" if is_paper else "mono"))
        if is_paper:
            found = harmless(text)
            self._quiet.pictures = found.pictures
            self._quiet.setDefaultStyleSheet(f"a {{ color: {self._look.colour('paper.link').name()} }}")
            self._quiet.setHtml(found.html)
        else:
            self._quiet.pictures = []
            self._quiet.setHtml(self._coloured(text[:LONGEST_CODE], kind == "json"))
        self._height = (-1, 0)
        self._too_tall_at = -1
        self.updateGeometry()

    def _coloured(self, text: str, is_json: bool) -> str:
        lines = text.split("\n")
        written = [self._coloured_line(line) if is_json else escape(line) for line in lines]
        return f'<div style="white-space:pre-wrap">{"<br>".join(written)}</div>'

    def _coloured_line(self, line: str) -> str:
        parts: list[str] = []
        end = 0
        for start, length, kind in tokens(line):
            colour = self._look.colour(f"json.{kind}").name()
            parts.append(escape(line[end:start]))
            end = start + length
            parts.append(f'<span style="color:{colour}">{escape(line[start:end])}</span>')
        return "".join(parts) + escape(line[end:])

    def _dress(self) -> None:
        if self._shown[0]:
            self._write()

    def _chosen(self, address: QUrl) -> None:
        self.link_wanted.emit(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    # Size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width <= self._too_tall_at:  # narrower is not lower, and Qt asks at many widths
            return TALLEST
        if self._height[0] != width:
            margins = 2 * self.frameWidth() + 14  # the style sheet's padding
            self._quiet.setTextWidth(max(40, width - margins))
            self._height = width, min(TALLEST, round(self._quiet.size().height()) + margins - 4)
            if self._height[1] == TALLEST:
                self._too_tall_at = width
        return self._height[1]

    def sizeHint(self) -> QSize:
        return QSize(200, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24)
