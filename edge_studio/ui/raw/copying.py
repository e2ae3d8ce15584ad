"""Taking text out of a viewer: to the clipboard or into a file, piece by piece."""

from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget

from edge_studio.ui.turns import Turns

if TYPE_CHECKING:  # loaded when there is something to say
    from PySide6.QtWidgets import QMessageBox

Parts = Callable[[], Iterator[str]]
"""Makes a text part by part, each in much less than a millisecond."""
MOST = 20_000_000
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

    def copy(self, parts: Parts, length: int) -> None:
        """Put a text of about this length on the clipboard; offers a file instead where it is too long."""
        if length > MOST:
            self._offer_file(parts, length)
            return
        self._turns.run(_gather(parts))
        if length <= _AT_ONCE:
            self._turns.finish()

    def offer(self, parts: Parts, length: int) -> None:
        """Let the middle button paste a text, where the desktop has that and it is not too long."""
        if length <= _OFFERED:
            QGuiApplication.clipboard().setText("".join(parts()), QClipboard.Mode.Selection)

    def save(self, parts: Parts) -> None:
        """Ask for a file and write the text into it in UTF-8."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._viewer, "Save the text", "", "JSON (*.json);;Text (*.txt);;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("answer.json")
        dialog.fileSelected.connect(partial(self._write_to, parts))
        dialog.open()

    def write(self, path: Path, parts: Parts) -> None:
        """Write the text into a file in UTF-8."""
        self._writing.run(_write(path, parts))

    def finish(self) -> None:
        """Do now what is left of copying and writing, for whoever cannot wait."""
        self._turns.finish()
        self._writing.finish()

    def _write_to(self, parts: Parts, name: str) -> None:
        self.write(Path(name), parts)

    def _gathered(self, text: object) -> None:
        QGuiApplication.clipboard().setText(str(text))

    def _written(self, problem: object) -> None:
        if problem:
            self._say("The file could not be written.", str(problem))

    def _offer_file(self, parts: Parts, length: int) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = self._box(
            "This is too much for the clipboard.",
            f"These are about {length:,} characters; most programs cannot take more than {MOST:,}.\n"
            "Save them as a file, or copy a part of them.",
        )
        save = box.addButton("Save as file…", QMessageBox.ButtonRole.AcceptRole)
        save.clicked.connect(partial(self.save, parts))
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


def _gather(parts: Parts) -> Generator[None, None, str]:
    made = []
    for part in parts():
        made.append(part)
        yield
    return "".join(made)


def _write(path: Path, parts: Parts) -> Generator[None, None, str]:
    """Write beside the file and put it in its place when it is whole; returns what went wrong."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            for part in parts():
                file.write(part)
                yield
        beside.replace(path)
    except OSError as error:
        return str(error)
    finally:
        beside.unlink(missing_ok=True)
    return ""
