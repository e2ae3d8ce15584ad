"""Payloads from files and into files, through the desktop's own dialogs."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from edge_studio.store.atomic import write_atomic
from edge_studio.store.problems import CannotRead, StoreProblem

if TYPE_CHECKING:  # loaded when a file is asked for
    from PySide6.QtWidgets import QFileDialog

FILTERS = "JSON (*.json);;All files (*)"
LARGEST = 20_000_000
"""Bytes of the largest file that is opened: an editor is no place for more."""


def read_payload(path: Path) -> str:
    """The text of a file; raises ``StoreProblem`` with what to do where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise StoreProblem(
                f"{path.name} is larger than {LARGEST // 1_000_000} MB.",
                "The Edge Network takes 64 KB at most, so this is probably another kind of file.",
                "Choose the file that holds one request body.",
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CannotRead(path, error) from error
    except UnicodeDecodeError as error:
        raise StoreProblem(
            f"{path.name} is not a text in UTF-8 (byte {error.start + 1}).",
            "It was probably written in another encoding, or is no JSON file.",
            "Save it as UTF-8 and open it again.",
        ) from error


class PayloadFiles(QObject):
    """Opens and saves payloads; ``run`` does the work on files and returns what it is given returns."""

    opened = Signal(object, object)
    """Path and text of a file that was read."""
    saved = Signal(object, object, object)
    """The path that was written, its text, and whose it is."""
    failed = Signal(object)
    """The :class:`StoreProblem` that came up."""

    def __init__(
        self,
        window: QWidget,
        run: Callable[..., Coroutine[Any, Any, Any]],
        start: Callable[[Coroutine[Any, Any, Any], str], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._run = run
        self._start = start
        self._folder = ""
        self._to_save: tuple[str, object] = ("", None)

    def choose_to_open(self) -> None:
        """Ask which file to open."""
        from PySide6.QtWidgets import QFileDialog

        dialog = self._dialog("Open a payload", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open)
        dialog.open()

    def choose_to_save(self, text: str, name: str, whose: object = None) -> None:
        """Ask where to save a text; ``name`` is offered."""
        from PySide6.QtWidgets import QFileDialog

        self._to_save = text, whose
        dialog = self._dialog("Save the payload", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._save_chosen)
        dialog.open()

    def open(self, name: str) -> None:
        """Read a file."""
        self._start(self._open(Path(name)), f"open {name}")

    def save(self, path: Path, text: str, whose: object = None) -> None:
        """Write a file, whole or not at all; ``saved`` says ``whose`` it was."""
        self._start(self._save(path, text, whose), f"save {path}")

    def _dialog(self, title: str, mode: "QFileDialog.AcceptMode") -> "QFileDialog":
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title, self._folder, FILTERS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(mode)
        return dialog

    def _save_chosen(self, name: str) -> None:
        (text, whose), self._to_save = self._to_save, ("", None)
        self.save(Path(name), text, whose)

    async def _open(self, path: Path) -> None:
        self._folder = str(path.parent)
        try:
            text = await self._run(read_payload, path)
        except StoreProblem as problem:
            self.failed.emit(problem)
        else:
            self.opened.emit(path, text)

    async def _save(self, path: Path, text: str, whose: object) -> None:
        self._folder = str(path.parent)
        try:
            await self._run(write_atomic, path, text.encode("utf-8", "surrogatepass"), private=False)
        except StoreProblem as problem:
            self.failed.emit(problem)
        else:
            self.saved.emit(path, text, whose)
