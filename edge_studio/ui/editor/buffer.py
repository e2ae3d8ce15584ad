"""The payload as it is being composed: one text, its parse and its undo, for form and editor."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from edge_studio.jsontext import edits
from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.edits import TextEdit
from edge_studio.jsontext.measures import common_ends, units
from edge_studio.jsontext.pointer import child, is_within, parent

_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_UNKEPT: Final = re.compile("[\u2029\ufdd0\ufdd1\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?")
_PRUNED: Final = re.compile(r"/(?:event|events/[0-9]+)/(?:xdm|query)/.+")


class Change(NamedTuple):
    """What an edit, an undo or a redo touched."""

    pointer: str
    """The smallest object or array outside of which nothing changed; ``""``: anything may have."""


class RequestBuffer(QObject):
    """The text of a payload in a QTextDocument, always together with its parse.

    Everything that edits goes through the document's own undo stack, the only one there is, so that undo
    works across form and editor in the order things were done.
    """

    changed = Signal(object)
    """Emitted with a :class:`Change`, once for each edit, undo or redo, when text and parse agree."""
    stepped = Signal(object)
    """Emitted after an undo or redo with the offset where the text changed, so that a caret can go there."""

    loaded = Signal()
    """Emitted after another payload was loaded."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self.document = QTextDocument(self)
        self.document.setDocumentLayout(QPlainTextDocumentLayout(self.document))
        self.json = JsonDocument()
        self.revision = 0
        """Counts the changes of the text."""
        self._burst = ("", -1)
        self._created: set[str] = set()
        self._spliced: tuple[int, int, str | None] | None = None
        self.document.contentsChange.connect(self._contents_change)
        self.document.contentsChanged.connect(self._text_changed)

    @property
    def text(self) -> str:
        """The payload as it would be sent, but for placeholders."""
        return self.json.text

    @property
    def settled(self) -> bool:
        """Whether text and parse agree; they do not between Qt's change of the text and :attr:`changed`."""
        return self._spliced is None

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo; ``document.undoAvailable`` tells of changes."""
        return self.document.isUndoAvailable()

    @property
    def can_redo(self) -> bool:
        """Whether there is anything to redo; ``document.redoAvailable`` tells of changes."""
        return self.document.isRedoAvailable()

    def load(self, text: str) -> None:
        """Begin with another payload, before which there is no undo.

        Line ends become ``\\n``, a byte order mark is dropped, and the characters that QTextDocument keeps
        for itself (U+2029, U+FDD0, U+FDD1) and lone surrogates are written as escapes where they stand in
        strings.
        """
        self._created.clear()
        self.end_burst()
        self.document.setPlainText(_kept(text.removeprefix("\ufeff")))
        self.document.setModified(False)
        self.loaded.emit()

    def set_value(self, pointer: str, value: Any, burst: str = "") -> None:
        """Put a value at the pointer with the parents it lacks; see
        :func:`edge_studio.jsontext.edits.set_value`.

        Edits with the same ``burst`` name in direct succession are one step of undo. ``CannotEdit`` where
        :meth:`is_editable` says no.
        """
        edit = edits.set_value(self.json, pointer, value)
        above = pointer
        while above and self.json.node(above) is None:
            self._created.add(above)
            above = parent(above)
        self._apply([edit], burst)

    def remove(self, pointer: str, prune: bool = True, burst: str = "") -> None:
        """Take away what stands at the pointer; with ``prune`` also the parents that this leaves empty.

        A parent goes only if a form made it in this payload, or if it lies below an event's ``xdm`` or
        ``query``, where an empty object says nothing.
        """
        self._apply([edits.remove(self.json, pointer, self._may_go if prune else None)], burst)

    def rename(self, pointer: str, key: str) -> None:
        """Give the member at the pointer another key; ``CannotEdit`` where the object has that key
        already.
        """
        edit = edits.rename(self.json, pointer, key)
        renamed = child(parent(pointer), key)
        self._created = {
            renamed + made.removeprefix(pointer) if is_within(made, pointer) else made
            for made in self._created
        }
        self._apply([edit], "")

    def insert_item(self, pointer: str, index: int, value: Any) -> None:
        """Put an item into the list at the pointer, before the one at ``index``; the list is made if
        missing.
        """
        edit = edits.insert_item(self.json, pointer, index, value)
        above = pointer
        while above and self.json.node(above) is None:
            self._created.add(above)
            above = parent(above)
        self._apply([edit], "")

    def apply(self, changes: Sequence[TextEdit]) -> None:
        """Make these edits, all meant for the text as it stands, in one step of undo."""
        self._apply(changes, "")

    def replace_text(self, text: str) -> None:
        """Become another text by the smallest edit, in one step of undo."""
        self._apply([TextEdit(0, len(self.json), text)], "")

    def undo(self) -> None:
        """Take back the last step."""
        self._step(self.document.undo)

    def redo(self) -> None:
        """Make the step last taken back again."""
        self._step(self.document.redo)

    def end_burst(self) -> None:
        """Let the next edit be a step of undo of its own, whatever its burst."""
        self._burst = ("", -1)

    def is_editable(self, pointer: str) -> bool:
        """Whether a value can be set at the pointer: not at or below a broken place, nor inside a scalar."""
        json = self.json
        if not json.is_sound(pointer):
            return False
        above = pointer
        while above and json.node(above) is None:
            above = parent(above)
        node = json.node(above)
        if node is None:
            return not json.text.strip()
        if above == pointer or node.kind in {"object", "null"}:
            return True
        token = pointer[len(above) + 1 :].split("/")[0]
        return node.kind == "array" and token in {"-", str(len(node.values()))}

    def _may_go(self, pointer: str) -> bool:
        return pointer in self._created or _PRUNED.fullmatch(pointer) is not None

    def _step(self, step: Callable[[], None]) -> None:
        self.end_burst()
        before = self.revision
        step()
        if self.revision != before:
            self.stepped.emit(self.json.changed_span[1])

    def _apply(self, changes: Sequence[TextEdit], burst: str) -> None:
        """Edit the document in one block, from the end, so that the offsets before stay true."""
        smallest = [self._smallest(change) for change in changes]
        needed = [change for change in smallest if change.start != change.end or change.text]
        if not needed:
            return
        cursor = QTextCursor(self.document)
        if burst and self._burst == (burst, self.revision) and self.can_undo:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        for change in sorted(needed, key=lambda change: change.start, reverse=True):
            cursor.setPosition(change.start)
            cursor.setPosition(change.end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(change.text)
        cursor.endEditBlock()
        self._burst = (burst, self.revision)

    def _smallest(self, change: TextEdit) -> TextEdit:
        """The edit without what it would replace by the same, so that the caret and the undo stay small."""
        old = self.json.slice(change.start, change.end)
        new = _kept(change.text)
        head, tail = common_ends(old, new)  # in characters, of which none is cut in half
        start, end = change.start + units(old[:head]), change.end - units(old[len(old) - tail :])
        return TextEdit(start, end, new[head : len(new) - tail])

    def _contents_change(self, start: int, removed: int, added: int) -> None:
        """Keep what changed until the text is read; a second change before that makes it read as a whole."""
        piece = None
        if self._spliced is None and start + added < self.document.characterCount():
            cursor = QTextCursor(self.document)
            cursor.setPosition(start)
            cursor.setPosition(start + added, QTextCursor.MoveMode.KeepAnchor)
            piece = cursor.selectedText().replace("\u2029", "\n")
        self._spliced = (start, removed, piece)

    def _text_changed(self) -> None:
        pointer = self.json.update(self._read())
        if pointer is not None:
            self.revision += 1
            self.changed.emit(Change(pointer))

    def _read(self) -> str:
        """The document's text, if possible made of the text before and the piece that is new in it.

        toPlainText() would turn every no-break space into a space; toRawText() of 64 KB takes half as long as
        reading it as JSON, and a piece next to nothing.
        """
        count = self.document.characterCount() - 1
        start, removed, piece = self._spliced or (0, 0, None)
        self._spliced = None
        old = len(self.json)
        if piece is not None and start + removed <= old and old - removed + units(piece) == count:
            return self.json.spliced(start, start + removed, piece)
        text = self.document.toRawText().replace("\u2029", "\n")
        if len(text) == count or units(text) == count:
            return text
        # Half of an astral character stands alone, which the conversion to Python drops.
        text = "".join(self.document.characterAt(place) for place in range(count)).replace("\u2029", "\n")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _kept(text: str) -> str:
    """The text with nothing in it that a QTextDocument would change."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if not text.isascii() and _UNKEPT.search(text):
        text = _STRING.sub(_escaped, text)
        text = _UNKEPT.sub(" ", text)
    return text


def _escaped(string: re.Match[str]) -> str:
    return _UNKEPT.sub(lambda match: f"\\u{ord(match[0]):04x}", string[0])
