"""Words for a terminal: nothing in them can move its cursor, and a reader that leaves early is no error."""

import contextlib
import os
import sys
from typing import TextIO


def plain(text: str) -> str:
    """The text on one line and without control characters, which a payload or a server could smuggle in."""
    return "".join(character if character.isprintable() else " " for character in text).strip()


def is_terminal() -> bool:
    """Whether standard output is read by a person."""
    out: TextIO | None = sys.stdout
    return out is not None and out.isatty()


def say(text: str) -> None:
    """Tell the person something on standard error."""
    with contextlib.suppress(OSError):  # nobody listens any more
        print(text, file=sys.stderr, flush=True)


def put(content: bytes) -> None:
    """Write bytes to standard output as they are; whoever reads them may stop before the end."""
    out: TextIO | None = sys.stdout
    if out is None:  # the shell closed it: ``>&-``
        return
    try:
        out.buffer.write(content)
        out.buffer.flush()
    except BrokenPipeError:
        # the interpreter flushes once more at exit, and would complain
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, out.fileno())
        os.close(null)
