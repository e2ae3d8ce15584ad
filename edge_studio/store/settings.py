"""What a person chose in the settings dialog, as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from edge_studio.store.json_file import JsonFile

_LIMITS: Final = {
    "connect_timeout": (0.001, 3600),
    "total_timeout": (0.001, 3600),
    "history_megabytes": (0, 1_000_000),
    "history_days": (0, 36_500),
    "zoom": (0.7, 2.0),
    "local_port": (0, 65_535),
    "local_https_port": (0, 65_535),
}
"""The smallest and the largest value that is understood."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices, each with the value it has until somebody changes it."""

    theme: Literal["system", "light", "dark"] = "system"
    layout: Literal["form", "split", "json"] = "split"
    connect_timeout: float = 10.0
    """Seconds for resolving the name, connecting and TLS."""
    total_timeout: float = 60.0
    """Seconds for the whole exchange."""
    history_megabytes: int = 1000
    """The largest size of the history in MB (10^6 bytes); 0 for no limit."""
    history_days: int = 0
    """How long exchanges are kept; 0 for ever."""
    zoom: float = 1.0
    """The size of text as a factor."""
    connection: str = ""
    """The connection chosen last; empty for Local Edge."""
    local_scenario: str = ""
    """The file of the scenario that Local Edge plays; empty for *shop*."""
    local_port: int = 0
    """Where Local Edge listens; 0 for any free port."""
    local_https: bool = False
    """Whether Local Edge serves HTTPS as well."""
    local_https_port: int = 0


class SettingsStore:
    """The settings in the file at ``path``; ``notice`` says in words when it could not be understood."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, 1, "The settings")

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""
        return self._file.notice

    def load(self) -> Settings:
        """The settings, or the defaults; raises ``NewerFile`` and ``CannotRead``."""
        return self._file.load(_understand, Settings())

    def save(self, settings: Settings) -> None:
        """Keep the settings; raises ``CannotWrite`` and ``NewerFile``."""
        import msgspec

        self._file.save({"settings": msgspec.to_builtins(settings)})


def _understand(content: Mapping[str, Any]) -> Settings:
    import msgspec

    settings = msgspec.convert(content.get("settings", {}), Settings, strict=True)
    for name, (least, most) in _LIMITS.items():
        if not least <= getattr(settings, name) <= most:
            raise ValueError(f"{name} is not from {least} to {most}")
    return settings
