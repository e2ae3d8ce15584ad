"""Where requests go: the built-in Local Edge and one's own connections, as a file without tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from edge_studio.edge.exchange import LOCAL_EDGE, RECEIVED, Connection
from edge_studio.store.json_file import JsonFile


def local_edge() -> Connection:
    """The built-in connection as it comes."""
    return Connection(LOCAL_EDGE, "")


class ConnectionStore:
    """The connections in the file at ``path``; ``notice`` says in words when it could not be understood."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, 1, "The list of connections")

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""
        return self._file.notice

    def load(self) -> list[Connection]:
        """Local Edge first, then one's own in their order; raises ``NewerFile`` and ``CannotRead``."""
        return self._file.load(_understand, [local_edge()])

    def save(self, connections: Sequence[Connection]) -> None:
        """Keep the list; ``ValueError`` where two have one name; raises ``CannotWrite`` and ``NewerFile``."""
        listed = _complete(connections)
        names = [connection.name.casefold() for connection in listed]
        if "" in names or len(set(names)) < len(names):
            raise ValueError("connections have names, and no two the same")
        import msgspec

        self._file.save({"connections": [msgspec.to_builtins(connection) for connection in listed]})


def _understand(content: Mapping[str, Any]) -> list[Connection]:
    import msgspec

    stored = msgspec.convert(content.get("connections", []), list[Connection])
    named: list[Connection] = []
    taken = {RECEIVED.casefold()}
    for connection in stored:
        name, number = connection.name.strip() or "Unnamed", 1
        while name.casefold() in taken:
            number += 1
            name = f"{connection.name.strip()} ({number})"
        taken.add(name.casefold())
        named.append(replace(connection, name=name))
    return _complete(named)


def _complete(connections: Sequence[Connection]) -> list[Connection]:
    """The list with Local Edge first, of which only datastream and colour may differ from the built-in."""
    own = [connection for connection in connections if not connection.is_local_edge]
    chosen = next((connection for connection in connections if connection.is_local_edge), local_edge())
    return [replace(local_edge(), datastream=chosen.datastream, colour=chosen.colour), *own]
