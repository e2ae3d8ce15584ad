"""The open tabs with their unsaved text, and how the window stood: what comes back after a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from edge_studio.edge.exchange import Draft
from edge_studio.store.json_file import JsonFile


@dataclass(frozen=True, slots=True)
class Tab:
    """One open request."""

    draft: Draft
    dirty: bool = False
    """Whether it holds what was neither sent nor saved."""
    exchange: int = 0
    """The row of the history whose answer it shows; 0 for none."""
    caret: int = 0
    """Where the caret stood in the text, in UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class Session:
    """The window as it was left."""

    tabs: tuple[Tab, ...] = ()
    active: int = 0
    layout: str = ""
    """``form``, ``split`` or ``json``; empty for what the settings say."""
    geometry: bytes = b""
    """As ``QWidget.saveGeometry`` gives it; empty for the first start."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """The same of windows beside the main one by their names, such as ``comparison``."""
    splitters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The sizes of each splitter by its name."""
    hidden: tuple[str, ...] = ()
    """The names of panes that are hidden."""
    answer_tab: str = ""
    """Which tab of the answer was looked at, such as ``Handles``; empty for the first start."""


class SessionStore:
    """The session in the file at ``path``; ``notice`` says in words when it could not be understood."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, 1, "The list of open tabs")

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""
        return self._file.notice

    def load(self) -> Session:
        """The session, or an empty one; raises ``NewerFile`` and ``CannotRead``."""
        return self._file.load(_understand, Session())

    def save(self, session: Session) -> None:
        """Keep the session without the values of secret headers; raises ``CannotWrite`` and ``NewerFile``."""
        import msgspec

        from edge_studio.edge.masking import Scrubber

        scrub = Scrubber()
        tabs = tuple(replace(tab, draft=scrub.draft(tab.draft)) for tab in session.tabs)
        self._file.save({"session": msgspec.to_builtins(replace(session, tabs=tabs))})


def _understand(content: Mapping[str, Any]) -> Session:
    import msgspec

    session = msgspec.convert(content.get("session", {}), Session)
    return replace(session, active=min(max(session.active, 0), max(len(session.tabs) - 1, 0)))
