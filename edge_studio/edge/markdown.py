"""Text as Markdown, whatever stands in it."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def escaped(text: str) -> str:
    """Words on one line, of which nothing is taken for Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """The text as code inside a line, whatever backticks stand in it."""
    longest = _longest(text)
    marks = "`" * (longest + 1)
    gap = " " if longest else ""
    return f"{marks}{gap}{' '.join(text.split())}{gap}{marks}"


def fenced(text: str, language: str = "") -> str:
    """The text as a block of code that holds, whatever backticks stand in it."""
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _longest(text: str) -> int:
    """How many backticks follow one another at most."""
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
