"""Taking text out of a viewer: to the clipboard or into a file, piece by piece."""

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget

from edge_studio.ui.raw.paged_rows import PagedRows
from edge_studio.ui.turns import Turns

if TYPE_CHECKING:  # loaded when there is something to say
    from PySide6.QtWidgets import QMessageBox

MOST = 50_000_000
"""Characters that go to the clipboard: other programs choke on more."""
_AT_ONCE = 500_000
_OFFERED = 1_000_000
"""Characters of a selection that the middle button pastes elsewhere, where the desktop has that."""


class Copier(QObject):
    """Copies and saves for one viewer; long texts in turns, so that the window stays usable."""

    def __init__(self, viewer: QWidget) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._turns = Turns(self)
        self._turns.done.connect(self._gathered)
        self._writing = Turns(self)
        self._writing.done.connect(self._written)

    def copy(self, rows: PagedRows, start: int, end: int) -> None:
        """Put these characters on the clipboard; offers a file instead where they are too many."""
        if end - start > MOST:
            self._offer_file(rows, start, end)
            return
        self._turns.run(_gather(rows, start, end))
        if end - start <= _AT_ONCE:
            self._turns.finish()

    def offer(self, rows: PagedRows, start: int, end: int) -> None:
        """Let the middle button paste a selection, where the desktop has that and it is not too long."""
        if end - start <= _OFFERED:
            text = rows.text(start, end)
            QGuiApplication.clipboard().setText(text, QClipboard.Mode.Selection)

    def save(self, rows: PagedRows, start: int, end: int) -> None:
        """Ask for a file and write these characters into it in UTF-8."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._viewer, "Save the text", "", "JSON (*.json);;Text (*.txt);;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("answer.json")
        dialog.fileSelected.connect(partial(self._write_to, rows, start, end))
        dialog.open()

    def write(self, path: Path, rows: PagedRows, start: int, end: int) -> None:
        """Write these characters into a file in UTF-8."""
        self._writing.run(_write(path, rows, start, end))

    def finish(self) -> None:
        """Do now what is left of copying and writing, for whoever cannot wait."""
        self._turns.finish()
        self._writing.finish()

    def _write_to(self, rows: PagedRows, start: int, end: int, name: str) -> None:
        self.write(Path(name), rows, start, end)

    def _gathered(self, text: object) -> None:
        QGuiApplication.clipboard().setText(str(text))

    def _written(self, problem: object) -> None:
        if problem:
            self._say("The file could not be written.", str(problem))

    def _offer_file(self, rows: PagedRows, start: int, end: int) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = self._box(
            "This is too much for the clipboard.",
            f"{end - start:,} characters are selected; most programs cannot take more than {MOST:,}.\n"
            "Save them as a file, or select less.",
        )
        save = box.addButton("Save as file…", QMessageBox.ButtonRole.AcceptRole)
        save.clicked.connect(partial(self.save, rows, start, end))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.open()

    def _say(self, what: str, more: str) -> None:
        self._box(what, more).open()

    def _box(self, what: str, more: str) -> "QMessageBox":
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._viewer)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Information)
        box.setText(what)
        box.setInformativeText(more)
        return box


def _gather(rows: PagedRows, start: int, end: int) -> Generator[None, None, str]:
    parts = []
    for part in rows.stream(start, end):
        parts.append(part)
        yield
    return "".join(parts)


def _write(path: Path, rows: PagedRows, start: int, end: int) -> Generator[None, None, str]:
    """Write beside the file and put it in its place when it is whole; returns what went wrong."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            for part in rows.stream(start, end):
                file.write(part)
                yield
        beside.replace(path)
    except OSError as error:
        return str(error)
    finally:
        beside.unlink(missing_ok=True)
    return ""
