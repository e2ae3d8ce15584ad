"""What keys do beyond putting in a character: pairs, new lines and indents that suit JSON.

Each function works on a cursor and says whether it did something; where it did not, the key means what it
always does. Each is one step of undo.
"""

import re
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor

from edge_studio.ui.editor.highlighter import column_of

PAIRS: Final = {"{": "}", "[": "]", '"': '"'}
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*("?)')
_INDENT: Final = re.compile(r"[ \t]*")
_FIRST_INDENT: Final = re.compile(r"^([ ]{1,8}|\t)\s*\S", re.MULTILINE)
_ENDS: Final = "\x00,]}:"


def indent_unit(text: str) -> str:
    """One step of indent as the text uses it, two spaces where it uses none."""
    match = _FIRST_INDENT.search(text[:4000])
    return match[1] if match else "  "


def string_around(block: QTextBlock, column: int) -> tuple[int, int] | None:
    """Start and end of the string of a line whose inside a column (in code units) is in; in characters."""
    place = column_of(block, column)
    for match in _STRING.finditer(block.text()):
        if match.start() < place <= match.end() - len(match[1]):
            return match.start(), match.end()
    return None


def typed(cursor: QTextCursor, char: str) -> bool:
    """Close what a bracket or quote opens, go over a closer that is there already, wrap a selection."""
    if cursor.hasSelection():
        return char in PAIRS and _wrap(cursor, char)
    document = cursor.document()
    following = document.characterAt(cursor.position())
    block = cursor.block()
    inside = string_around(block, cursor.positionInBlock())
    if char == '"' and inside is not None:
        closes = following == '"' and column_of(block, cursor.positionInBlock()) == inside[1] - 1
        return closes and cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    if inside is not None:
        return False
    if char in "}]":
        if following == char:
            return cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        return _close_line(cursor, char)
    if char in PAIRS and (following.isspace() or following in _ENDS):
        cursor.insertText(char + PAIRS[char])
        return cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
    return False


def entered(cursor: QTextCursor, unit: str) -> bool:
    """Begin a line with the indent that suits; between two brackets open one for what goes inside."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    line, column = cursor.block().text(), column_of(cursor.block(), cursor.positionInBlock())
    before, after = line[:column], line[column:]
    indent = _indent_of(before)
    opener = before.rstrip()[-1:]
    if opener in ("{", "[") and string_around(cursor.block(), cursor.positionInBlock()) is None:
        if after.lstrip()[:1] == PAIRS[opener]:
            gap = len(after) - len(after.lstrip())
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, gap)
            cursor.insertText(f"\n{indent}{unit}\n{indent}")
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        else:
            cursor.insertText(f"\n{indent}{unit}")
    else:
        cursor.insertText(f"\n{indent}")
    cursor.endEditBlock()
    return True


def erased(cursor: QTextCursor) -> bool:
    """Take away both halves of an empty pair."""
    if cursor.hasSelection() or cursor.atBlockStart():
        return False
    document, position = cursor.document(), cursor.position()
    before, after = document.characterAt(position - 1), document.characterAt(position)
    if before not in PAIRS or PAIRS[before] != after:
        return False
    inside = string_around(cursor.block(), cursor.positionInBlock())
    if inside is not None and (before != '"' or inside[1] - inside[0] != 2):
        return False
    if inside is None and before == '"':
        return False
    cursor.setPosition(position - 1)
    cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    return True


def indented(cursor: QTextCursor, unit: str) -> bool:
    """Put in one step of indent; with lines selected, indent all of them."""
    first, last = _selected_blocks(cursor)
    if first == last:
        cursor.insertText(unit)
        return True
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    block = first
    while True:
        if block.length() > 1:
            edit.setPosition(block.position())
            edit.insertText(unit)
        if block == last:
            break
        block = block.next()
    edit.endEditBlock()
    return True


def outdented(cursor: QTextCursor, unit: str) -> bool:
    """Take one step of indent from the line of the cursor or all selected lines."""
    first, last = _selected_blocks(cursor)
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    block = first
    while True:
        indent = _indent_of(block.text())
        width = 1 if indent.startswith("\t") else min(len(unit), len(indent) - len(indent.lstrip(" ")))
        edit.setPosition(block.position())
        edit.setPosition(block.position() + width, QTextCursor.MoveMode.KeepAnchor)
        edit.removeSelectedText()
        if block == last:
            break
        block = block.next()
    edit.endEditBlock()
    return True


def _wrap(cursor: QTextCursor, char: str) -> bool:
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    if char == '"' and "\u2029" in cursor.selectedText():
        return False
    edit = QTextCursor(cursor)
    edit.beginEditBlock()
    edit.setPosition(end)
    edit.insertText(PAIRS[char])
    edit.setPosition(start)
    edit.insertText(char)
    edit.endEditBlock()
    cursor.setPosition(start + 1)
    cursor.setPosition(end + 1, QTextCursor.MoveMode.KeepAnchor)
    return True


def _close_line(cursor: QTextCursor, char: str) -> bool:
    """A closer that begins a line goes one step out, if the line before does not open anything."""
    before = cursor.block().text()[: cursor.positionInBlock()]
    previous = cursor.block().previous().text()
    if before.strip() or not before or previous.rstrip()[-1:] in ("{", "["):
        return False
    if len(before) < len(_indent_of(previous)):
        return False
    unit = "\t" if before.endswith("\t") else "  "
    step = len(unit) if before.endswith(unit) else 0
    cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, step)
    cursor.insertText(char)
    return True


def _selected_blocks(cursor: QTextCursor) -> tuple[QTextBlock, QTextBlock]:
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    if first != last and cursor.selectionEnd() == last.position():
        last = last.previous()  # nothing of it is selected
    return first, last


def _indent_of(line: str) -> str:
    match = _INDENT.match(line)
    return match[0] if match else ""
