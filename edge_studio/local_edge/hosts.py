"""Which names a request may be addressed to.

A web page can point a name of its own at 127.0.0.1 (DNS rebinding) and would then read the answers; so only
names that no foreign page can own are served.
"""

import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

HOST: Final = "127.0.0.1"
"""Where Local Edge listens, unless another address is asked for."""

_FORM: Final = re.compile(r"(\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[^:\[\]@/]*)(?::[0-9]*)?", re.ASCII)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this computer's own, and nobody else's."""
    name = _plain(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def served_names(host: str, more: Iterable[str]) -> frozenset[str]:
    """The names that are served beside loopback's, by someone who listens at ``host``.

    ``more`` are those of the scenario. One who listens to others is also called by this computer's name.
    """
    names = {_plain(name) for name in more}
    if not is_loopback(host):
        names |= {_plain(host), socket.gethostname().lower()}
    return frozenset(names - {"0.0.0.0", "::", ""})


@lru_cache(256)
def is_served(header: str, names: frozenset[str], any_address: bool = False) -> bool:
    """Whether the ``Host`` header names loopback or one of ``names``; no header names nobody and is fine.

    ``any_address`` allows every IP address: no page can own one, and who listens to others has several.
    """
    match = _FORM.fullmatch(header.strip().lower())
    if match is None:
        return False
    name = _plain(match[1])
    if not name or name in names or is_loopback(name):
        return True
    return any_address and _is_address(name)


def netloc(host: str, port: int) -> str:
    """Host and port as they stand in an address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reachable(host: str) -> str:
    """The address to name to a client on this computer, where ``host`` stands for every address."""
    return {"0.0.0.0": HOST, "::": "::1", "": HOST}.get(host, host)


def _plain(name: str) -> str:
    return name.strip().lower().removeprefix("[").removesuffix("]").removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
