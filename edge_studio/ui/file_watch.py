"""Tells when one file was saved, in place or by another that takes its place."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal


class FileWatch(QObject):
    """Watches one file at a time; nothing runs while nothing is saved."""

    saved = Signal()
    """The file, or something beside it, is not what it was; several times for one saving, at times."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.saved)
        self._watcher.directoryChanged.connect(self.saved)

    def watch(self, path: Path | None) -> None:
        """Watch this file from now on, also where it was replaced; None for no file."""
        wanted = {str(path), str(path.parent)} if path else set()
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if gone := watched - wanted:
            self._watcher.removePaths(list(gone))
        if new := [each for each in wanted - watched if Path(each).exists()]:
            self._watcher.addPaths(new)
