"""What can go wrong with the files that last, each in three sentences: what, why probably, what to do."""

import errno
from pathlib import Path


class StoreProblem(Exception):
    """A file could not be read or written as it should; nothing in it was changed or lost."""

    def __init__(self, happened: str, why: str, remedy: str) -> None:
        super().__init__(happened, why, remedy)
        self.happened = happened
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.happened} {self.why} {self.remedy}"


class NewerFile(StoreProblem):
    """The file was written by a newer Edge Studio; it was left untouched."""

    def __init__(self, path: Path, what: str, found: object, known: int) -> None:
        super().__init__(
            f"{what} in {path} was written by a newer Edge Studio (format {found}, this one knows {known}).",
            "Probably a newer version ran on this computer before.",
            "Start that version again, or move the file away to begin afresh; it was left untouched.",
        )


class CannotWrite(StoreProblem):
    """The file could not be written; what it held before is still there."""

    def __init__(self, path: Path, error: OSError) -> None:
        why, remedy = _reasons(error)
        super().__init__(f"{path} could not be written; what it held before is still there.", why, remedy)


class CannotRead(StoreProblem):
    """The file exists and could not be read."""

    def __init__(self, path: Path, error: OSError) -> None:
        why, remedy = _reasons(error)
        super().__init__(f"{path} could not be read.", why, remedy)


def _reasons(error: OSError) -> tuple[str, str]:
    """Why, probably, and what to do, for an error of the operating system."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return "The disk is full, or a quota is used up.", "Free some space and try again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return (
                "This account may not use the file or its folder.",
                "Give yourself the permission, or choose another folder with EDGE_STUDIO_HOME.",
            )
        case _:
            words = error.strerror or type(error).__name__
            return f"The operating system says: {words}.", "Check the disk and the folder, then try again."
