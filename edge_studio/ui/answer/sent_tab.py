"""The request as it went out: method, address, headers with secrets masked, body."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from edge_studio.edge.amounts import size_words
from edge_studio.edge.exchange import PreparedRequest
from edge_studio.edge.masking import scrubber_of
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.pointer import is_index, parse
from edge_studio.jsontext.steps import drained
from edge_studio.ui.answer.headers_tab import HeaderTable
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, muted


class SentTab(QWidget):
    """Exactly what was sent; a secret is masked here and in everything that is copied."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._request: PreparedRequest | None = None
        self._method = Chip("", "accent")
        self._url = _Address(look)
        self.headers = HeaderTable(look, "Headers that were sent")
        self.body = RawView(look, "Body that was sent")
        self._size = muted()
        copy_url = QPushButton("Copy URL")
        copy_url.clicked.connect(self._copy_url)
        copy_all = QPushButton("Copy all")
        copy_all.setToolTip("Copy method, address, headers (secrets masked) and body")
        copy_all.clicked.connect(self.copy_all)
        address = QHBoxLayout()
        beside = QVBoxLayout()  # the chip's word on the line of the address's first row
        beside.setContentsMargins(0, 4, 0, 0)
        beside.addWidget(self._method)
        beside.addStretch(1)
        address.addLayout(beside)
        address.addWidget(self._url, 1)
        actions = QHBoxLayout()
        actions.addWidget(self._size, 1)
        actions.addWidget(copy_url)
        actions.addWidget(copy_all)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.headers)
        parts.addWidget(self.body)
        parts.setSizes([200, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(address)
        layout.addWidget(parts, 1)
        layout.addLayout(actions)

    def show_request(self, request: PreparedRequest) -> None:
        """Show this request, with masks for its secrets wherever it repeats them."""
        request = scrubber_of(request).request(request)
        self._request = request
        self._method.setText(request.method)
        self._url.setPlainText(request.url)
        self.headers.show_headers(
            [(header.name, header.value) for header in request.headers], explained=False
        )
        self.body.set_text(request.body.decode("utf-8", "replace"), is_json=True)
        self._size.setText(f"Body: {size_words(len(request.body))}")

    def reveal(self, place: str, pointer: str) -> None:
        """Show a place: of the ``head``, a ``line`` of the body, or a value in the ``body`` as JSON.

        ``pointer`` says which, as a comparison has it; what is not to be found here leaves all as it is.
        """
        steps = parse(pointer)
        if place == "head" and steps[:1] == ("headers",):
            self.headers.choose(steps[1] if len(steps) > 1 else "")
        elif place == "head":
            self._url.setFocus()
            self._url.selectAll()
        elif place == "line" and steps:
            self.body.setFocus()
            self.body.go_to_line(int(steps[0]) + 1)
        elif self._request is not None and (found := _bytes_of(self._request.body, steps)) is not None:
            self.body.setFocus()
            self.body.reveal_bytes(*found)

    @property
    def text(self) -> str:
        """The whole request as text, secrets masked."""
        if self._request is None:
            return ""
        request = self._request
        lines = [f"{request.method} {request.url}"]
        lines += [f"{header.name}: {header.value}" for header in request.headers]
        return "\n".join([*lines, "", request.body.decode("utf-8", "replace")])

    def _copy_url(self) -> None:
        QGuiApplication.clipboard().setText(self._request.url if self._request else "")

    def copy_all(self) -> None:
        """Put the whole request on the clipboard, secrets masked."""
        QGuiApplication.clipboard().setText(self.text)


def _bytes_of(body: bytes, steps: Sequence[str]) -> tuple[int, int] | None:
    """Where the bytes of the value at the end of ``steps`` begin and end; None where there is none."""
    try:
        text = drained(JsonText.reading(body))
    except NotJson:
        return None
    value: LazyValue | None = text.root
    path: list[str | int] = []
    for step in steps:
        if value is None:
            return None
        path.append(int(step) if value.kind == "array" and is_index(step) else step)
        value = value.get(path[-1])
    return text.locate(path)


class _Address(QPlainTextEdit):
    """The whole address, broken anywhere and as high as it needs."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setReadOnly(True)
        self.setProperty("flat", True)
        self.setAccessibleName("Address")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        look.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = self.document().size().height()  # QPlainTextEdit counts its document in lines
        margins = 2 * self.document().documentMargin() + self.height() - self.viewport().height()
        self.setFixedHeight(round(min(lines, 8) * self.fontMetrics().lineSpacing() + margins) + 2)

    def _dress(self) -> None:
        self.setFont(self._look.font("mono"))
        self._fit()
