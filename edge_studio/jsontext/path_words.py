"""What is wrong with a JSONPath, in plain words and with its place."""

import re
from typing import Final

from jsonpath_rfc9535.exceptions import JSONPathError


class PathError(ValueError):
    """A path that cannot be read or followed; the message says why in plain words."""

    def __init__(self, words: str, at: int | None = None) -> None:
        super().__init__(words)
        self.at = at
        """The character of the path where it went wrong, counted from 0; None where no single one did."""

    @property
    def words(self) -> str:
        """What is wrong, and at which character, counted from 1 as people do."""
        return str(self) if self.at is None else f"{self} (character {self.at + 1})"


_WORDS: Final = (
    (r"expected '\$', found .*", "a path begins with $"),
    (r"unexpected end of expression", "the path breaks off here"),
    (r"unbalanced brackets|unclosed bracketed selection", "a bracket [ is not closed"),
    (r"unbalanced parentheses", "a parenthesis ( is not closed"),
    (r"bald descendant segment", "after .. a name, * or [ is missing"),
    (r"unexpected shorthand selector ''", "after the dot a name is missing"),
    (r"unexpected shorthand selector (.+)", r"after the dot a name must follow, not \1"),
    (r"unexpected descendant selection token (.+)", r"after .. a name, * or [ must follow, not \1"),
    (r"expected '\.', '\.\.' or a bracketed selection, found (.+)", r"a dot or [ must follow, not \1"),
    (r"unexpected token (.+) in bracketed selection", r"\1 cannot stand in brackets without quotes"),
    (r"empty bracketed segment", "the brackets are empty"),
    (r"unclosed string.*", "a quoted text is not closed"),
    (r"function (.+) is not defined", r"there is no function \1"),
    (r"unexpected filter selector token '='", "'=' has no meaning in a filter; to compare, write =="),
    (r"unexpected filter selector token (.+)", r"\1 has no meaning in a filter"),
    (r"unexpected trailing whitespace", "there is a blank at the end"),
    (r"unexpected whitespace after dot", "there is a blank after the dot"),
    (r"expected 'COMMA', found .*", "a comma is missing"),
    (r"expected '?RBRACKET'?, found .*", "a bracket ] is missing"),
    (r"non-singular query is not comparable", "a path that can select several values cannot be compared"),
    (r"result of (.+) must be compared", r"what \1 gives must be compared with something"),
    (r"filter expression literals .*", "a value alone is no filter; compare it with something"),
)
"""What the library says and what a person reads instead."""


def told(error: JSONPathError, text: str) -> PathError:
    """What the library says of the path ``text``, as a person reads it."""
    words = str(error.args[0]) if error.args else "the path cannot be read"
    for pattern, plain in _WORDS:
        if re.fullmatch(pattern, words, re.DOTALL):
            words = re.sub(pattern, plain, words, count=1, flags=re.DOTALL)
            break
    at = error.token.index if error.token is not None else None
    return PathError(words, len(text) if at is not None and at < 0 else at)
