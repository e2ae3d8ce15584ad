"""Where a text stops being JSON, said in plain words.

Python's own strict reader decides whether a text is JSON and where it stops being so (no NaN, no Infinity, no
control characters in strings); this module turns its answer into words and looks closely at the place for the
usual slips.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

from edge_studio.jsontext.measures import units
from edge_studio.jsontext.nodes import CHECKER

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[^\W\d][\w$-]*")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)', re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{[^{}\"\r\n]*\}\}")
_CLOSER: Final = {"{": "}", "[": "]"}
_LITERALS: Final = {"true", "false", "null"}
_TYPOGRAPHIC: Final = "“”„‟«»‘’‚"


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why a text is not JSON: offset, and line and column counted from 1, all in UTF-16 code units."""

    offset: int
    line: int
    column: int
    message: str


def find_problem(text: str) -> SyntaxProblem | None:
    """The first place where ``text`` is not strict JSON, or None where all of it is."""
    try:
        CHECKER.decode(text)
    except json.JSONDecodeError as error:
        place, message = _in_words(text, error.pos, error.msg)
    except RecursionError:
        place, message = 0, "The values are nested too deeply to be read"
    except ValueError:  # raised by refuse_constant, which is not told the place
        place, message = _constant(text)
    else:
        return None
    return _problem(text, place, message)


def _problem(text: str, place: int, message: str) -> SyntaxProblem:
    line_start = text.rfind("\n", 0, place) + 1
    column = units(text[line_start:place]) + 1
    return SyntaxProblem(units(text[:place]), text.count("\n", 0, place) + 1, column, message)


def _constant(text: str) -> tuple[int, str]:
    for match in _CONSTANT.finditer(text):
        if match[1]:
            return match.start(1), f"{match[1]} is not JSON: a number must be written in digits"
    raise AssertionError("the reader met a constant that is not in the text")


def _in_words(text: str, place: int, reason: str) -> tuple[int, str]:
    """The place to point at and the message for what Python's reader said."""
    if reason.startswith("Invalid control character"):
        return _control_character(text, place)
    if reason.startswith("Unterminated string"):
        return place, "The text ends inside a string: a closing quote is missing"
    if reason.startswith("Invalid \\u"):
        place -= text[place] == "u"  # point at the backslash
        return place, "\\u must be followed by four hexadecimal digits"
    if reason.startswith("Invalid \\"):
        return place, "Unknown escape in a string: a backslash itself is written \\\\"
    # Python 3.13 points at the comma of a trailing comma, 3.11 at what follows it: start where something
    # stands.
    place = _skip_space(text, place)
    if text[place : place + 1] == "," and reason.startswith("Illegal trailing comma"):
        place = _skip_space(text, place + 1)
    if place >= len(text):
        return place, _at_end(text, reason)
    if slip := _slip(text, place):
        return slip
    if reason.startswith("Extra data"):
        return place, _extra(text, place)
    if reason.startswith("Expecting ':'"):
        return place, f"Colon missing after the key {_before(text, place)}"
    if reason.startswith("Expecting ','"):
        return place, _no_comma(text, place)
    if reason.startswith(("Expecting property name", "Illegal trailing comma")) and text[place] not in "}]":
        return place, _no_key(text, place)
    return _no_value(text, place)


def _slip(text: str, place: int) -> tuple[int, str] | None:
    """The usual slips, which read the same wherever they stand."""
    char = text[place]
    if char == "'":
        return place, "Single quotes: JSON needs double quotes"
    if char in _TYPOGRAPHIC:
        return place, f"Typographic quotes ({char}): JSON needs straight double quotes"
    if char in "/#":
        return place, "JSON has no comments"
    if placeholder := _PLACEHOLDER.match(text, max(place - 1, 0)):
        return place - 1, f"The placeholder {_short(placeholder[0])} needs double quotes"
    if char == "\ufeff":
        return place, "An invisible byte order mark (U+FEFF) stands here: remove it"
    if char.isspace():
        return place, f"An unusual space (U+{ord(char):04X}) stands here: use a plain one"
    previous = _last_place(text, place)
    if char in "}]" and previous >= 0 and text[previous] == ",":
        return previous, f"Trailing comma: nothing follows before {char}"
    if previous == place - 1 and previous >= 0 and (text[previous].isdigit() or text[previous] == "-"):
        return _number(text, place)
    return None


def _number(text: str, place: int) -> tuple[int, str] | None:
    """What is wrong with a number that goes on where JSON's number ends."""
    char = text[place]
    if char.isdigit():
        return place - 1, "A number must not begin with 0"
    if char == ".":
        return place, "A digit must follow the decimal point"
    if char in "eE":
        return place, "Digits must follow the exponent"
    return None


def _control_character(text: str, place: int) -> tuple[int, str]:
    char = text[place]
    if char in "\r\n":
        return place, "The string is not closed on its line: a closing quote is missing"
    if char == "\t":
        return place, "A tab inside a string must be written \\t"
    return place, f"A control character inside a string must be written \\u{ord(char):04x}"


def _at_end(text: str, reason: str) -> str:
    previous = _last_place(text, len(text))
    if previous < 0:
        return "The text is empty"
    if reason.startswith("Expecting ':'"):
        return f"The text ends after the key {_before(text, len(text))}: a colon and a value are missing"
    if text[previous] == ":":
        return "The text ends after a colon: a value is missing"
    opener = _opener(text, len(text))
    if not opener:
        return "The text ends where a value is missing"
    kind = "an object" if opener == "{" else "a list"
    after = " after a comma" if text[previous] == "," else ""
    return f"The text ends inside {kind}{after}: {_CLOSER[opener]} is missing"


def _opener(text: str, place: int) -> str:
    """The bracket that opens the object or list around ``place``; empty outside of any."""
    opened: list[str] = []
    for match in _STRING_OR_BRACKET.finditer(text, 0, place):
        token = match[0]
        if token in _CLOSER:
            opened.append(token)
        elif token in "]}" and opened:
            opened.pop()
    return opened[-1] if opened else ""


def _extra(text: str, place: int) -> str:
    char = text[place]
    if char in "}]":
        return f"{char} closes nothing: there is one too many"
    if char == ",":
        return "A comma after the end of the JSON"
    return "More text after the end of the JSON"


def _no_comma(text: str, place: int) -> str:
    char = text[place]
    if char in "}]":
        opener = "[" if char == "}" else "{"
        return f"{char} does not close the {opener} that was opened: {_CLOSER[opener]} is missing before it"
    if char == ":" and _opener(text, place) == "[":
        return "A colon in a list: only the members of an object have one"
    if char == ":":
        before = _before(text, place)
        if before.startswith('"'):
            return f"A second colon after one key: {{ or a comma is missing before {before}"
        return "A second colon after one key: its value stands before it already"
    return f"Comma missing after {_before(text, place)}"


def _no_key(text: str, place: int) -> str:
    char = text[place]
    if char == ",":
        return "A comma too many"
    if char == ":":
        return "A key is missing before the colon"
    if word := _WORD.match(text, place):
        return f"The key {_short(word[0])} needs double quotes"
    return "A key in double quotes is missing here"


def _no_value(text: str, place: int) -> tuple[int, str]:
    char = text[place]
    previous = _last_place(text, place)
    if char in ",}]":
        if previous >= 0 and text[previous] == ":":
            return place, f"A value is missing after {_before(text, previous)}:"
        if char == ",":
            return place, "A comma too many"
        return place, f"{char} closes nothing: a value is missing before it"
    if char == ":":
        return place, "A value is missing before the colon"
    if char == "+":
        return place, "A number must not begin with +"
    if char == ".":
        return place, "A number must begin with a digit: 0.5, not .5"
    if char == "-":
        return place, "A digit must follow the minus sign"
    if word := _WORD.match(text, place):
        name = word[0]
        if name.lower() in _LITERALS:
            return place, f"{name} must be written {name.lower()}"
        if name in {"None", "undefined", "nil"}:
            return place, f"{name} is not JSON: write null"
        return place, f"The text {_short(name)} needs double quotes"
    return place, f"{_short(char)} is not JSON here"


def _before(text: str, place: int) -> str:
    """The token that ends before ``place``, cut to be shown."""
    end = _last_place(text, place) + 1
    if end <= 0:
        return "the beginning"
    if text[end - 1] in "}]":
        return text[end - 1]
    if text[end - 1] == '"':
        start = end - 1
        while (start := text.rfind('"', 0, start)) >= 0 and _is_escaped(text, start):
            pass
        return _short(text[max(start, 0) : end])
    start = end
    while start > 0 and text[start - 1] not in ' \t\r\n,:[]{}"':
        start -= 1
    return _short(text[start:end])


def _is_escaped(text: str, place: int) -> bool:
    start = place
    while start > 0 and text[start - 1] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _short(token: str) -> str:
    return token if len(token) <= 40 else f"{token[:38]}…"


def _skip_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _last_place(text: str, place: int) -> int:
    """Where the last character before ``place`` stands that is no space; -1 where there is none."""
    while place > 0 and text[place - 1] in " \t\r\n":
        place -= 1
    return place - 1
