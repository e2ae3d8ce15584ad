"""What is read, said and printed: no words move a cursor, a reader that leaves early is no error."""

import codecs
import contextlib
import os
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

_WIDTH: Final = 80


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


def put(content: bytes) -> bool:
    """Write bytes to standard output as they are; whether it could, and where it could not, that is said.

    Whoever reads them may stop before the end: that is no failure.
    """
    out: TextIO | None = sys.stdout
    if out is None:  # the shell closed it: ``>&-``
        return True
    try:
        out.buffer.write(content)
        out.buffer.flush()
    except OSError as error:
        # the interpreter flushes once more at exit, and would complain
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, out.fileno())
        os.close(null)
        if isinstance(error, BrokenPipeError):
            return True
        why = error.strerror or error
        say(f"edge-studio: the output is not complete: {why}. Free some space, or write it somewhere else.")
        return False
    return True


class Unreadable(Exception):
    """A file that was named cannot be read; the message says which and why."""


def content(name: str) -> bytes:
    """The bytes of a file, or of standard input where its name is ``-``; raises :class:`Unreadable`."""
    try:
        if name != "-":
            return Path(name).read_bytes()
        given: TextIO | None = sys.stdin
        if given is None:
            raise Unreadable("standard input is closed.")
        return given.buffer.read()
    except OSError as error:
        shown = "standard input" if name == "-" else plain(name)
        raise Unreadable(f"{shown} cannot be read: {error.strerror or error}.") from None


def as_saved(content: bytes) -> bytes:
    """What was saved as UTF-16, as some shells redirect text, in UTF-8; anything else as it is."""
    start = content[:4]
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        code = "utf-16"
    elif start[:1] in {b"{", b"["} and start[1:2] == start[3:4] == b"\0":
        code = "utf-16-le"
    elif start[1:2] in {b"{", b"["} and start[:1] == start[2:3] == b"\0":
        code = "utf-16-be"
    else:
        return content
    try:
        return content.decode(code, "surrogatepass").encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content


def wrapped(text: str, indent: str, hanging: str | None = None) -> Iterator[str]:
    """The text on lines of 80 columns; what has no blank, such as an ID, stays whole to be copied."""
    yield from textwrap.wrap(
        plain(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
