"""Where Edge Studio keeps its files: one folder named by ``EDGE_STUDIO_HOME``, else the platform's places."""

import os
from pathlib import Path

_APPLICATION = "edge-studio"


def _home() -> Path | None:
    named = os.environ.get("EDGE_STUDIO_HOME", "")
    return Path(os.path.expanduser(named)).absolute() if named else None  # noqa: PTH111 - Path raises for ~nobody


def data_dir() -> Path:
    """The folder of the history; it may not exist yet."""
    if (home := _home()) is not None:
        return home
    import platformdirs

    return platformdirs.user_data_path(_APPLICATION, appauthor=False)


def config_dir() -> Path:
    """The folder of connections and settings; it may not exist yet."""
    if (home := _home()) is not None:
        return home
    import platformdirs

    return platformdirs.user_config_path(_APPLICATION, appauthor=False)


def state_dir() -> Path:
    """The folder of the open tabs and the window's geometry; it may not exist yet."""
    if (home := _home()) is not None:
        return home
    import platformdirs

    return platformdirs.user_state_path(_APPLICATION, appauthor=False)


def history_file() -> Path:
    """The database of every exchange."""
    return data_dir() / "history.sqlite3"


def connections_file() -> Path:
    """The connections, without their tokens."""
    return config_dir() / "connections.json"


def settings_file() -> Path:
    """The choices of the settings dialog."""
    return config_dir() / "settings.json"


def authority_folder() -> Path:
    """The folder of Local Edge's own certificate authority, with its key; for its owner alone."""
    return data_dir() / "local-edge-authority"


def scenarios_folder() -> Path:
    """The folder of a person's own scenarios for Local Edge."""
    return data_dir() / "scenarios"


def session_file() -> Path:
    """The open tabs with their unsaved text, and the window's geometry."""
    return state_dir() / "session.json"


def filters_file() -> Path:
    """The filters that were used in answers."""
    return state_dir() / "filters.json"


def masks_file() -> Path:
    """What a person says always differs from one exchange to the next."""
    return config_dir() / "masks.json"


def make_private(folder: Path) -> None:
    """Create a folder, and the missing ones above it, that only its owner can read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def unused(path: Path) -> Path:
    """The path itself, or with ``-2``, ``-3`` … appended where something has its name already."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
