"""Which file a window keeps its open requests in: two windows at once never write the same one."""

from itertools import count
from pathlib import Path

from PySide6.QtCore import QLockFile

from edge_studio.store.paths import make_private


class SessionPlace:
    """The first file that no other window keeps: the one that is asked for, else ``…-2``, ``…-3`` beside it.

    A window that ended without leaving its place, by a power cut say, does not hold it. Where the folder
    cannot be written, the file asked for is taken, and saving to it will tell.
    """

    def __init__(self, path: Path) -> None:
        self.number = 1
        """1 for the first window, 2 for one that was opened beside it, and so on."""
        self.path = path
        self._lock: QLockFile | None = None
        try:
            make_private(path.parent)
        except OSError:
            return
        for self.number in count(1):
            self.path = path if self.number == 1 else path.with_stem(f"{path.stem}-{self.number}")
            self._lock = QLockFile(str(self.path.with_suffix(".lock")))
            if self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError:
                break

    def leave(self) -> None:
        """Let another window have it."""
        if self._lock is not None:
            self._lock.unlock()
