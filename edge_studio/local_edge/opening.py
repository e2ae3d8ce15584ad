"""Opening Local Edge as it was chosen or, where something stands in the way, as near to that as can be."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from edge_studio import resources
from edge_studio.edge.local_status import USUAL_PORT, USUAL_SECURE_PORT, LocalChoice
from edge_studio.local_edge.authority import Authority, AuthorityError
from edge_studio.local_edge.hosts import HOST
from edge_studio.local_edge.scenario_file import ScenarioError, default_path
from edge_studio.local_edge.server import LocalEdge

if TYPE_CHECKING:
    from edge_studio.edge.received import ReceivedHit


def opened(
    choice: LocalChoice, authority_folder: Path, on_hit: "Callable[[ReceivedHit], None]"
) -> tuple[LocalEdge, str]:
    """A running Local Edge, and in words what is not as it was chosen; empty where all is.

    Raises ``OSError`` where it can listen nowhere.
    """
    notices: list[str] = []
    scenario: Path | None = None
    try:
        scenario = path_of(choice.scenario)
    except ScenarioError as error:
        notices.append(_instead_of(error))
    port = choice.port or USUAL_PORT
    secure_port = (choice.secure_port or USUAL_SECURE_PORT) if choice.secure else None
    authority = Authority(authority_folder) if choice.secure else None
    while True:
        edge = LocalEdge(scenario, port, secure_port=secure_port, authority=authority, on_hit=on_hit)
        try:
            edge.start()
        except ScenarioError as error:
            if scenario is None:
                raise
            notices.append(_instead_of(error))
            scenario = None
        except AuthorityError as error:
            notices.append(f"Local Edge does not serve HTTPS. {error}")
            secure_port = authority = None
        except OSError:
            if not port and not secure_port:
                raise
            troubles = [trouble_at(port), trouble_at(secure_port or 0)]
            chosen = [choice.port == port, choice.secure_port == secure_port]
            notices += [words for words, wanted in zip(troubles, chosen, strict=True) if words and wanted]
            port = 0 if troubles[0] or not any(troubles) else port
            if secure_port is not None and (troubles[1] or not any(troubles)):
                secure_port = 0
        else:
            return edge, "\n".join(notices)


def path_of(scenario: str) -> Path:
    """The file of a scenario, which is a path or the name of one of ours; raises ``ScenarioError``."""
    if not scenario:
        return default_path()
    if "/" in scenario or "\\" in scenario:
        return Path(scenario)
    try:
        return resources.path(f"scenarios/{scenario}.json")
    except FileNotFoundError:
        raise ScenarioError(f"This Edge Studio has no scenario named {scenario}.") from None


def name_of(path: Path) -> str:
    """What to keep of the path of a scenario: the name alone of one of ours, which moves with the program."""
    return path.stem if path.parent == default_path().parent else str(path)


def trouble_at(port: int) -> str:
    """Why nothing can listen at a port, and what to do; empty where something can, and for 0."""
    if not port:
        return ""
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                why = f"Another program, or another Edge Studio, has port {port}."
                remedy = "End that and restart Local Edge, or choose another port."
            case errno.EACCES | errno.EPERM:
                why = f"This system keeps port {port} for administrators."
                remedy = "Choose one from 1024 on; “Connect a client” says what else can be done."
            case _:
                why = f"Port {port} cannot be used: {error.strerror or error}."
                remedy = "Choose another."
        return f"{why} Local Edge listens on a free port instead. {remedy}"
    return ""


def _instead_of(error: ScenarioError) -> str:
    return f"Local Edge plays the scenario shop instead of the one that was chosen. {error}"
