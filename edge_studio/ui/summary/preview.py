"""One item of an offer: as a visitor would see it, or as it is written."""

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton

from edge_studio.edge.decoding.packing import text_value
from edge_studio.edge.summary.model import Content
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.summary.column import Column
from edge_studio.ui.summary.content_words import Way, code_of, html_of, preview_lines
from edge_studio.ui.summary.lines import Lines
from edge_studio.ui.summary.paper import LONGEST_CODE, Paper, picture
from edge_studio.ui.summary.safe_html import LONGEST, picture_bytes
from edge_studio.ui.theme import Look

_LARGEST_PICTURE = QSize(220, 160)


class ContentView(Column):
    """Shows one item; it is used again for others."""

    reveal_wanted = Signal(object)
    link_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(4)
        self._look = look
        self._content: Content | None = None
        self._way: Way = "preview"

    def show_content(self, content: Content, way: Way, now: datetime) -> None:
        """Show this item, as a preview or as its source."""
        if (self._content, self._way) == (content, way):
            return
        self._content, self._way = content, way
        self.begin()
        self.next(Lines, self._made_lines).show_lines(preview_lines(content, way), "Content", now)
        data = picture_bytes(content.text) if content.kind == "image" and way == "preview" else None
        drawn = picture(data) if data is not None else QImage()
        if not drawn.isNull():
            self._show_picture(drawn, content.title)
        html = html_of(content) if way == "preview" else ""
        code = code_of(content, way)
        if html or code:
            self._show_text(html, code)
        if len(html) > LONGEST or len(code) > LONGEST_CODE:
            self.next(QPushButton, self._made_whole_button)
        self.end()

    def show_way(self, way: Way, now: datetime) -> None:
        """Show the same item as a preview or as its source."""
        if self._content is not None:
            self.show_content(self._content, way, now)

    @property
    def words(self) -> str:
        """All that is to be seen, as text."""
        return "\n".join(part.words for part in self.shown if isinstance(part, Lines | Paper))

    @property
    def lines(self) -> Lines:
        """What is said of the item."""
        return next(part for part in self.shown if isinstance(part, Lines))

    @property
    def paper(self) -> Paper | None:
        """What shows HTML or a text as it is written; None where neither is shown."""
        return next((part for part in self.shown if isinstance(part, Paper)), None)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is drawn."""
        return any(isinstance(part, QLabel) for part in self.shown)

    def show_whole(self) -> None:
        """Show the text of the item in a window of its own."""
        if self._content is not None:
            text = text_value(self._content.text)
            ValueViewer(self._look, self._content.pointer, text, self).show()

    def _show_text(self, html: str, code: str) -> None:
        paper = self.next(Paper, self._made_paper)
        if self._content is not None:
            paper.setAccessibleName(f"{self._content.title}, {self._way}")
        if html:
            paper.show_html(html)
        else:
            paper.show_code(code, is_json=code.lstrip()[:1] in {"{", "["})

    def _show_picture(self, drawn: QImage, title: str) -> None:
        large = _LARGEST_PICTURE
        if drawn.width() > large.width() or drawn.height() > large.height():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            drawn = drawn.scaled(large, keep, smooth)
        label = self.next(QLabel, QLabel)
        label.setPixmap(QPixmap.fromImage(drawn))
        label.setAccessibleName(title)

    def _made_lines(self) -> Lines:
        lines = Lines(self._look)
        lines.reveal_wanted.connect(self.reveal_wanted)
        lines.link_wanted.connect(self.link_wanted)
        return lines

    def _made_paper(self) -> Paper:
        paper = Paper(self._look)
        paper.link_wanted.connect(self.link_wanted)
        return paper

    def _made_whole_button(self) -> QPushButton:
        button = QPushButton("Show the whole text…")
        button.setProperty("variant", "link")
        button.clicked.connect(self.show_whole)
        return button
