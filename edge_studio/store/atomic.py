"""Write a file so that, at any moment, it holds either all of the old content or all of the new."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from edge_studio.store.paths import make_private
from edge_studio.store.problems import CannotWrite


def write_atomic(path: Path, content: bytes, *, private: bool = True) -> None:
    """Replace the file's content as one step; raises ``CannotWrite``.

    A temporary file beside it is written, flushed to the disk and renamed over it; a link stays a link.
    A ``private`` file is readable by its owner only; another keeps its permissions, or gets the usual ones.
    """
    target = path.resolve()
    temporary = ""
    try:
        make_private(target.parent)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            Path(temporary).chmod(_usual_mode(target))
        Path(temporary).replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        raise CannotWrite(path, error) from error


def _usual_mode(target: Path) -> int:
    """The permissions of the file, or those that the system gives to a new one in its folder."""
    if not target.exists():
        target.touch()  # asks the system without touching the umask, which all threads share
    return stat.S_IMODE(target.stat().st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; Windows cannot open folders and keeps renames without it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
