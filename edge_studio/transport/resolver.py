"""From the name of a host to the addresses to try."""

import ipaddress
import socket
from collections.abc import Awaitable, Callable

from edge_studio.transport.threads import in_thread

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Takes a host name and a port, gives IP addresses in the order to try; raises ``OSError``."""


def is_address(host: str) -> bool:
    """Whether ``host`` is an IP address already, so that there is nothing to look up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def resolve(host: str, port: int) -> list[str]:
    """Ask the operating system; the addresses come in the order it prefers, each once.

    Raises ``socket.gaierror`` where the name is not found and ``UnicodeError`` where it cannot be one.
    """

    def look_up() -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    return await in_thread(look_up, f"look up {host}")
