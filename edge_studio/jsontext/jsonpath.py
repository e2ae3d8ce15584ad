"""JSONPath (RFC 9535) over JSON that stays bytes: a path opens only what it visits.

The grammar, the names, indexes and slices, and the expressions of filters are the library's. What walks
long lists and descends is here, for it has to pause: the library's own would hold up a window until the
next match.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathNode, JSONPathQuery
from jsonpath_rfc9535.exceptions import JSONPathError
from jsonpath_rfc9535.filter_expressions import (
    BooleanLiteral,
    Expression,
    FilterContext,
    FilterExpression,
    LogicalExpression,
    PrefixExpression,
    RelativeFilterQuery,
)
from jsonpath_rfc9535.segments import JSONPathRecursiveDescentSegment, JSONPathSegment
from jsonpath_rfc9535.selectors import FilterSelector, JSONPathSelector, NameSelector, WildcardSelector

from edge_studio.jsontext import pointer
from edge_studio.jsontext.lazy_json import Key, LazyValue
from edge_studio.jsontext.path_words import PathError, told
from edge_studio.jsontext.steps import drained

__all__ = ["DEEPEST", "Found", "Path", "PathError"]

DEEPEST: Final = 500
"""How many levels ``..`` descends."""
_AT_ONCE: Final = 50_000
"""How many values a filter may read for one single item: more would hold up whoever waits."""
_CHUNK: Final = 256
_ENVIRONMENT: Final = JSONPathEnvironment()
_UNREAD: Final = object()
"""Stands for a value that holds no others and need not be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where one value stands that a path selects."""

    path: tuple[Key, ...]
    """Keys and indexes from the root."""
    places: tuple[int, ...]
    """For each of them which child it is of the value above: it tells duplicate members apart."""

    @property
    def pointer(self) -> str:
        """The same as a JSON Pointer."""
        return pointer.join(*self.path)


class Path:
    """A path that was read without fault; ``PathError`` where ``text`` is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self._query: JSONPathQuery = _ENVIRONMENT.compile(text)
        except JSONPathError as error:
            raise told(error, text) from None
        except RecursionError:
            raise PathError("the path is nested too deeply") from None
        for segment in self._query.segments:
            for selector in segment.selectors:
                if isinstance(selector, FilterSelector):
                    _mend(selector.expression)

    def over(self, root: LazyValue) -> Generator[Found | None, None, bool]:
        """Every value selected below ``root``, in the order of the RFC, and None where a pause is possible.

        Returns whether all was looked at: ``..`` ends at a depth of :data:`DEEPEST`. Raises ``PathError``
        where a filter cannot be followed.
        """
        walk = _Walk()
        top = walk.view(root)
        nodes: Iterable[JSONPathNode | None] = [
            JSONPathNode(value=top, location=(), parent=None, root=top)  # type: ignore[arg-type]  # a view or None, as JSON values go
        ]
        for segment in self._query.segments:
            nodes = walk.along(segment, nodes)
        try:
            for node in nodes:
                walk.rest()
                yield None if node is None else _found(node)
        except JSONPathError as error:
            raise told(error, self.text) from None
        except RecursionError:
            raise PathError("a filter compares what is nested too deeply") from None
        return walk.complete


class _Name(str):
    """A member's name that knows which member it is."""

    __slots__ = ("place",)

    def __new__(cls, text: str, place: int) -> "_Name":
        made = super().__new__(cls, text)
        made.place = place
        return made

    place: int


class _Walk:
    """One evaluation: what was looked at since the last pause, and whether anything was left out."""

    def __init__(self) -> None:
        self.complete = True
        self._spent = 0

    def rest(self) -> None:
        """Whoever waits had a turn."""
        self._spent = 0

    def spend(self) -> None:
        """One more value was read; ``PathError`` where it is too much for one step."""
        self._spent += 1
        if self._spent > _AT_ONCE:
            raise PathError(
                f"a filter in the path reads more than {_AT_ONCE:,} values for a single item; narrow it down"
            )

    def view(self, value: LazyValue) -> object:
        """The value as the library expects it: a dictionary, a list, or what Python has for it."""
        self.spend()
        match value.kind:
            case "object":
                return _Object(value, self)
            case "array":
                return _Array(value, self)
            case "string":
                return value.text
            case "number":
                return number(value.raw)
            case "broken":
                return _UNREAD
        return {"true": True, "false": False}.get(value.kind)

    def along(
        self, segment: JSONPathSegment, nodes: Iterable[JSONPathNode | None]
    ) -> Iterator[JSONPathNode | None]:
        """What a segment of the path selects from what was selected before it."""
        descends = isinstance(segment, JSONPathRecursiveDescentSegment)
        for node in nodes:
            if node is None:
                yield None
                continue
            for visited in self._descend(node) if descends else (node,):
                for selector in segment.selectors:
                    yield from self._select(selector, visited)
                yield None

    def _descend(self, node: JSONPathNode) -> Iterator[JSONPathNode]:
        """The node and every list and object below it, each before what it holds."""
        waiting = [iter([node])]
        while waiting:
            visited = next(waiting[-1], None)
            if visited is None:
                waiting.pop()
                continue
            yield visited
            if not isinstance(visited.value, _Object | _Array):
                continue
            if len(waiting) > DEEPEST:
                self.complete = self.complete and not visited.value.holds_containers()
            else:
                waiting.append(_below(visited, visited.value))

    def _select(self, selector: JSONPathSelector, node: JSONPathNode) -> Iterator[JSONPathNode | None]:
        value = node.value
        if not isinstance(value, _Object | _Array):
            return
        if isinstance(selector, WildcardSelector):
            for count, (key, child) in enumerate(value.parts(read=False)):
                yield node.new_child(child, key, node)
                if count % _CHUNK == 0:
                    yield None
        elif isinstance(selector, FilterSelector):
            yield from self._sieve(selector, node, value)
        elif not isinstance(selector, NameSelector):
            yield from selector.resolve(node)
        elif (
            isinstance(value, _Object)
            and (place := (yield from value.looking_for(selector.name))) is not None
        ):
            yield node.new_child(value.child(place), _Name(selector.name, place), node)

    def _sieve(
        self, selector: FilterSelector, node: JSONPathNode, value: "_Object | _Array"
    ) -> Iterator[JSONPathNode | None]:
        """The children for which the filter holds; there is a pause after each."""
        for key, child in value.parts(read=True):
            context = FilterContext(env=selector.env, current=child, root=node.root)
            if selector.expression.evaluate(context):
                yield node.new_child(child, key, node)
            else:
                yield None


def _below(node: JSONPathNode, value: "_Object | _Array") -> Iterator[JSONPathNode]:
    """The lists and objects in a value."""
    for key, child in value.parts(read=False):
        if child is not _UNREAD:
            yield node.new_child(child, key, node)


class _Parts:
    """What lists and objects have in common: their children, opened when they are asked for."""

    __slots__ = ()
    value: LazyValue
    walk: _Walk
    known: dict[int, Any]
    """The lists and objects among its children that were asked for, so that none is opened twice."""

    def parts(self, *, read: bool) -> Iterator[tuple[Key, Any]]:
        """Each key or index with what it holds; without ``read`` only lists and objects are looked at."""
        at = 0
        for start in range(0, self.value.count, _CHUNK):
            for key, child in self.value.some(start, start + _CHUNK):
                name = _Name(key, at) if isinstance(key, str) else key
                yield name, self.walk.view(child) if read or child.is_container else _UNREAD
                at += 1

    def child(self, place: int) -> Any:
        """The child at a place."""
        if place in self.known:
            return self.known[place]
        ((_, found),) = self.value.some(place, place + 1)
        view = self.walk.view(found)
        if isinstance(view, _Parts):
            self.known[place] = view
        return view

    def holds_containers(self) -> bool:
        """Whether there is a list or an object in it."""
        return any(child is not _UNREAD for _, child in self.parts(read=False))

    def __len__(self) -> int:
        return self.value.count

    def __eq__(self, other: object) -> bool:
        return _same(self, other)

    def __ne__(self, other: object) -> bool:
        return not _same(self, other)


class _Object(_Parts, dict[str, Any]):  # the library asks for a dictionary by its class
    """An object: a dictionary that never holds anything itself."""

    __slots__ = ("_places", "known", "value", "walk")

    def __init__(self, value: LazyValue, walk: _Walk) -> None:
        super().__init__()
        self.value = value
        self.walk = walk
        self.known = {}
        self._places: dict[str, int | None] = {}

    def looking_for(self, name: str) -> Generator[None, None, int | None]:
        """Which member has this name, the last of duplicates; None where none has."""
        if name not in self._places:
            self._places[name] = yield from self.value.looking_for(name)
        return self._places[name]

    def __getitem__(self, name: str) -> Any:
        place = drained(self.looking_for(name))
        if place is None:
            raise KeyError(name)
        return self.child(place)

    def items(self) -> Any:
        return list(self.parts(read=True))

    def __iter__(self) -> Iterator[str]:
        return (str(key) for key, _ in self.value.children())


class _Array(_Parts, list[Any]):  # the library asks for a list by its class
    """A list that never holds anything itself."""

    __slots__ = ("known", "value", "walk")

    def __init__(self, value: LazyValue, walk: _Walk) -> None:
        super().__init__()
        self.value = value
        self.walk = walk
        self.known = {}

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return (self.child(place) for place in range(*at.indices(len(self))))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        return self.child(place)

    def __iter__(self) -> Iterator[Any]:
        return (child for _, child in self.parts(read=True))


def number(raw: bytes) -> int | float:
    """A number's value for comparing; what is too long for a whole number is taken as a float."""
    try:
        return int(raw)
    except ValueError:
        return float(raw)


def _same(left: object, right: object) -> bool:
    """Whether two JSON values are equal: by value, objects in any order, ``true`` never equal to 1."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        if isinstance(one, _Object) and isinstance(other, _Object):
            first, second = dict(one.items()), dict(other.items())
            if first.keys() != second.keys():
                return False
            waiting += [(value, second[name]) for name, value in first.items()]
        elif isinstance(one, _Array) and isinstance(other, _Array):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        elif isinstance(one, _Parts | bool) or isinstance(other, _Parts | bool):
            if one is not other:
                return False
        elif one is _UNREAD or one != other:
            return False
    return True


def _found(node: JSONPathNode) -> Found:
    places = tuple(step.place if isinstance(step, _Name) else int(step) for step in node.location)
    return Found(tuple(str(step) if isinstance(step, str) else step for step in node.location), places)


def _mend(expression: Expression) -> None:
    """Let ``?@`` hold for every item, as the RFC has it: the library takes ``false`` or 0 for no item."""
    for name in ("expression", "left", "right"):
        inner = getattr(expression, name, None)
        if isinstance(inner, RelativeFilterQuery) and inner.query.empty():
            if isinstance(expression, FilterExpression | LogicalExpression | PrefixExpression):
                setattr(expression, name, BooleanLiteral(inner.token, True))
        elif isinstance(inner, Expression):
            _mend(inner)
