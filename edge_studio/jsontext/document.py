"""A JSON text that changes: where each pointer stands, and what stands at each offset.

All offsets are UTF-16 code units, as in QTextDocument, and all ends are excluded. The text is parsed with
tree-sitter, which takes each change incrementally and goes on where the text is broken; whether it is
strictly JSON is decided by Python's reader (:mod:`edge_studio.jsontext.problems`), because the grammar takes
more (comments, several roots).
"""

from collections.abc import Iterator
from typing import Any, Final

import tree_sitter_json
from tree_sitter import Language, Node, Parser, Tree

from edge_studio.jsontext.measures import common_ends
from edge_studio.jsontext.nodes import (
    ABSENT,
    VALUE_TYPES,
    Absent,
    JsonNode,
    Member,
    Source,
    is_json,
    is_torn,
    key_of,
    place_among,
)
from edge_studio.jsontext.pointer import is_index, is_within, join, unescape
from edge_studio.jsontext.problems import SyntaxProblem, find_problem

__all__ = ["ABSENT", "Absent", "JsonDocument", "JsonNode", "Member", "SyntaxProblem"]

_LANGUAGE: Final = Language(tree_sitter_json.language())


class JsonDocument:
    """A JSON text, whole or broken, parsed anew at each change at the cost of the change."""

    def __init__(self, text: str = "") -> None:
        self._parser = Parser(_LANGUAGE)
        self._source = Source(text, _encode(text))
        self._tree = self._parse(text, None)
        self._nodes: dict[str, JsonNode | None] = {}
        self._indexes: dict[str, dict[str, int]] = {}
        self._valid: bool | None = None
        self._problem: SyntaxProblem | None = None
        self.changed_span = (0, len(self._source))
        """Start and end, in the text as it stands, of what the last update changed."""

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self._source.text

    @property
    def root(self) -> JsonNode | None:
        """The first value in the text; None where there is none."""
        return self.node("")

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self._source.slice(start, end)

    def spliced(self, start: int, end: int, text: str) -> str:
        """The text with another piece between two offsets; the document stays as it is."""
        return self._source.spliced(start, end, text)

    def __len__(self) -> int:
        """The length of the text in UTF-16 code units."""
        return len(self._source)

    def update(self, text: str) -> str | None:
        """Take the new text and say which part of the JSON may have changed.

        Gives the pointer of the smallest object or array outside of which nothing changed (``""``: anything
        may have), or None where the text is the same.
        """
        old = self._source
        if text == old.text:
            return None
        new = Source(text, _encode(text))
        start, old_end, new_end = _difference(old, new)
        self.changed_span = (start, new_end)
        held = self._still_valid(new, start, old_end, new_end)
        old_tree = self._tree
        self._source = new
        self._tree = self._parse(text, _edited(old_tree, old, new, start, old_end, new_end))
        self._valid = held
        self._problem = None
        self._nodes = {}
        pointer = self._changed_container(old_tree, old, start, old_end, new_end)
        if not pointer:
            self._indexes = {}
        else:
            self._indexes = {
                place: index for place, index in self._indexes.items() if not is_within(place, pointer)
            }
        return pointer

    def node(self, pointer: str) -> JsonNode | None:
        """The value at the pointer, the last of duplicates; None where there is none."""
        nodes = self._nodes
        below: list[str] = []
        while pointer not in nodes:
            below.append(pointer)
            if not pointer:
                break
            head, slash, _ = pointer.rpartition("/")
            if not slash:
                raise ValueError(f"A JSON Pointer begins with /, and {pointer!r} does not.")
            pointer = head
        for place in reversed(below):
            nodes[place] = self._look_up(place)
        return nodes[below[0] if below else pointer]

    def value(self, pointer: str) -> Any:
        """The decoded value at the pointer; ``ABSENT`` where there is none or it cannot be read."""
        node = self.node(pointer)
        return ABSENT if node is None else node.value()

    def member(self, pointer: str) -> Member | None:
        """The key and value at the pointer, where it leads to a member of an object."""
        head, slash, token = pointer.rpartition("/")
        parent = self._container(head) if slash else None
        return parent.pair(unescape(token)) if parent is not None and parent.kind == "object" else None

    def pointer_at(self, offset: int) -> str:
        """The pointer of the innermost value or member at an offset; a token that ends there counts."""
        root = self._tree.root_node
        byte = 2 * offset
        found = root.descendant_for_byte_range(byte, byte)
        if (found is None or not _is_token(found)) and offset > 0:
            left = root.descendant_for_byte_range(byte - 2, byte - 1)
            if left is not None and _is_token(left):
                found = left
        return "" if found is None else self._pointer_of(found, self._source)

    def around(self, node: JsonNode) -> Iterator[JsonNode]:
        """The value itself, and each object and array that holds it, innermost first."""
        yield node
        above = node.tree_node.parent
        while above is not None:
            if above.type in _CONTAINERS:
                yield JsonNode(self._source, above)
            above = above.parent

    def colon_in(self, node: JsonNode) -> str | None:
        """The colon of an object's last member with the spaces around it; None where there is none to see."""
        pairs = node.pairs()
        if not pairs:
            return None
        key, value = pairs[-1].child(0), pairs[-1].child(pairs[-1].child_count - 1)
        colon = self.slice(key.end_byte // 2, value.start_byte // 2)
        return colon if colon.strip(" \t") == ":" else None

    def line_before(self, offset: int) -> str:
        """The text between the beginning of a line and an offset in it."""
        if self._source.plain:
            return self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        before = self.slice(0, offset)
        return before[before.rfind("\n") + 1 :]

    def brackets_at(self, offset: int) -> tuple[int, int] | None:
        """The offsets of an opening bracket and its closing one, if either stands at this offset."""
        found = self._tree.root_node.descendant_for_byte_range(2 * offset, 2 * offset + 1)
        if found is None or found.type not in _BRACKETS or found.is_missing:
            return None
        holder = found.parent
        if holder is None or holder.type not in _CONTAINERS:
            return None
        first, last = holder.child(0), holder.child(holder.child_count - 1)
        if last.is_missing or last.type not in _BRACKETS or found not in (first, last):
            return None
        return first.start_byte // 2, last.start_byte // 2

    @property
    def syntax_problem(self) -> SyntaxProblem | None:
        """The first place where the text is not strict JSON; None where all of it is."""
        if self._valid is None:
            self._problem = find_problem(self.text)
            self._valid = self._problem is None
        return self._problem

    def is_sound(self, pointer: str) -> bool:
        """Whether what stands at the pointer can be relied on: no error at it, inside it, or around it.

        Around it means: directly in one of the objects and arrays that hold it. Where nothing stands at the
        pointer, this is about the nearest that does.
        """
        if self.syntax_problem is None:
            return True
        document = self._tree.root_node
        roots = [node for node in document.named_children if node.type in VALUE_TYPES]
        if document.is_error or len(roots) > 1 or is_torn(document):
            return False
        while (node := self.node(pointer)) is None and pointer:
            member = self.member(pointer)
            if member is not None:
                return False
            pointer = pointer.rpartition("/")[0]
            if (above := self.node(pointer)) is not None:
                return not is_torn(above.tree_node) and self._path_is_sound(above)
        return node is None or (not node.is_broken and self._path_is_sound(node))

    def _path_is_sound(self, node: JsonNode) -> bool:
        above = node.tree_node.parent
        while above is not None:
            if is_torn(above):
                return False
            above = above.parent
        return True

    def _look_up(self, pointer: str) -> JsonNode | None:
        if not pointer:
            for node in self._tree.root_node.children:
                if node.type in VALUE_TYPES:
                    return JsonNode(self._source, node)
            return None
        head, _, token = pointer.rpartition("/")
        parent = self._container(head)
        if parent is None:
            return None
        if parent.kind == "object":
            return parent.member(unescape(token))
        return parent.item(int(token)) if is_index(token) else None

    def _container(self, pointer: str) -> JsonNode | None:
        """The object or array at the pointer, with the index of its keys."""
        node = self.node(pointer)
        if node is None or not node.is_container:
            return None
        if node.kind == "object":
            index = self._indexes.get(pointer)
            if index is None:
                self._indexes[pointer] = node.index()
            else:
                node.remember(index)
        return node

    def _parse(self, text: str, old: Tree | None) -> Tree:
        # The grammar does not know 1e+5: it is shown 1e-5. Only positions are taken from it, so that a sign
        # changed inside a string does not matter.
        units = _encode(text.replace("+", "-")) if "+" in text else self._source.units
        if old is None:
            return self._parser.parse(units, encoding="utf16le")
        return self._parser.parse(units, old, encoding="utf16le")

    def _changed_container(self, old_tree: Tree, old: Source, start: int, old_end: int, new_end: int) -> str:
        """The smallest container around the change that both parses agree on, if neither met an error."""
        before, after = old_tree.root_node, self._tree.root_node
        if (
            before.has_error
            or after.has_error
            or before.named_child_count != 1
            or after.named_child_count != 1
        ):
            return ""
        shift = 2 * (new_end - old_end)
        node = before.descendant_for_byte_range(2 * start, 2 * old_end)
        twin = after.descendant_for_byte_range(2 * start, 2 * new_end)
        while node is not None:
            inside = node.start_byte < 2 * start and 2 * old_end < node.end_byte
            if inside and node.type in _CONTAINERS:
                end = node.end_byte + shift
                while twin is not None and (twin.start_byte > node.start_byte or twin.end_byte < end):
                    twin = twin.parent
                if twin is None:
                    return ""
                if (twin.start_byte, twin.end_byte, twin.type) == (node.start_byte, end, node.type):
                    return self._pointer_of(node, old)
            node = node.parent
        return ""

    def _still_valid(self, new: Source, start: int, old_end: int, new_end: int) -> bool | None:
        """True where a valid text had one value replaced by another; None: it must be read as a whole.

        A valid text in which a value's own characters became those of another valid value is valid again, so
        that reading the one value decides. A key must stay a string.
        """
        if not self._valid:
            return None
        root = self._tree.root_node
        node = root.descendant_for_byte_range(2 * start, 2 * old_end)
        if start == old_end and start > 0 and (node is None or not _is_token(node)):
            node = root.descendant_for_byte_range(2 * start - 2, 2 * start - 1)
        while node is not None and node.type not in VALUE_TYPES:
            node = node.parent
        tries = 0
        while node is not None and tries < 2:
            first, last = node.start_byte // 2, node.end_byte // 2
            if node.type in VALUE_TYPES and first <= start and old_end <= last:
                tries += 1
                raw = new.slice(first, last + new_end - old_end)
                if (node.type != "string" or raw.startswith('"')) and is_json(raw):
                    return True
            node = node.parent
        return None

    def _pointer_of(self, node: Node, source: Source) -> str:
        tokens: list[str] = []
        inner: Node = node
        above = node.parent
        while above is not None:
            if inner.type == "pair":
                tokens.append(key_of(source, inner))
            elif above.type == "array" and inner.type in VALUE_TYPES:
                tokens.append(str(place_among(JsonNode(source, above).values(), inner)))
            inner, above = above, above.parent
        return join(*reversed(tokens))


_CONTAINERS: Final = frozenset({"object", "array"})
_BRACKETS: Final = frozenset("{}[]")
_STRUCTURE: Final = frozenset(
    {"{", "}", "[", "]", ",", ":", "object", "array", "pair", "document", "ERROR", "comment"}
)


def _is_token(node: Node) -> bool:
    """Whether this is (part of) a string, a number or a literal."""
    return node.type not in _STRUCTURE


def _encode(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _difference(old: Source, new: Source) -> tuple[int, int, int]:
    """Where the two differ: the start, the end in the old and the end in the new one."""
    if old.plain and new.plain:
        prefix, suffix = common_ends(old.text, new.text)
        return prefix, len(old) - suffix, len(new) - suffix
    prefix, suffix = (common // 2 for common in common_ends(old.units, new.units))  # bytes: whole units count
    return prefix, len(old) - suffix, len(new) - suffix


def _edited(tree: Tree, old: Source, new: Source, start: int, old_end: int, new_end: int) -> Tree:
    """A copy of the tree that is told what changed; the nodes of the tree itself stay as they are.

    The change is told one unit wider at both ends: it may have cut an astral character in half.
    """
    first = max(0, start - 1)
    wider = 1 if old_end < len(old) else 0
    edited = tree.copy()
    edited.edit(
        2 * first,
        2 * (old_end + wider),
        2 * (new_end + wider),
        old.point(first),
        old.point(old_end + wider),
        new.point(new_end + wider),
    )
    return edited
