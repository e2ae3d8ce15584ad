"""Where a request goes: the server part of a connection's address, checked and taken apart."""

import ipaddress
import re
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from edge_studio.edge.endpoints import BASE_PATH

_UNFIT: Final = re.compile("[\x00-\x20\x7f\\\\\ud800-\udfff]")
_HOST_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_ENDPOINT_TAIL: Final = re.compile(r"/v[0-9]+/[^/]+$")
_HINT_TAIL: Final = re.compile(r"/ee(?:-pre-prd)?/[^/]+$")
_ONE_SLASH: Final = re.compile(r"https?:/(?!/)", re.IGNORECASE)


class Server(NamedTuple):
    """The server part of an address; ``origin`` is scheme, host and port as they go over the wire."""

    scheme: str
    host: str
    """In ASCII, without the brackets of an IPv6 address."""
    origin: str
    base_path: str
    """What stands before the location hint, such as ``/ee``; never ends with a slash."""

    @property
    def is_encrypted(self) -> bool:
        """Whether others on the way cannot read what is sent."""
        return self.scheme == "https"


class BadAddress(NamedTuple):
    """Why an address cannot be used and what to do; repeats none of it where it may hold a password."""

    why: str
    remedy: str


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this computer: 127.0.0.0/8, ::1 or ``localhost``."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_server(address: str) -> Server | BadAddress:
    """Take a connection's address apart, such as ``https://server.adobedc.net``, with or without a path.

    An address without a scheme is taken for ``https``, on this computer for ``http``.
    """
    text = address.strip()
    if not text:
        return BadAddress(
            "The connection has no server address.", "Enter one, such as https://edge.adobedc.net."
        )
    if _UNFIT.search(text):
        return BadAddress(
            "The server address holds a blank, a line break, a backslash or a character that cannot be sent.",
            "Enter the address again, such as https://edge.adobedc.net.",
        )
    if _ONE_SLASH.match(text):
        return BadAddress(
            "The server address has one slash after the colon, where two belong.",
            "Begin it with https://, or with http:// for a server on this computer.",
        )
    if "://" not in text:
        text = _with_scheme(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return BadAddress(
            "The server address cannot be read: its host or its port is malformed.",
            "Enter scheme, host and, if need be, a port from 1 to 65535, such as https://edge.adobedc.net:8443.",
        )
    problem = _problem(parts.scheme, parts.netloc, parts.query or parts.fragment, parts.path)
    if problem:
        return problem
    host = _ascii_host(parts.hostname or "")
    if host is None or port == 0:
        named = f": {parts.netloc}" if parts.netloc else ""
        return BadAddress(
            f"The server address does not name a host{named}.", "Enter one, such as edge.adobedc.net."
        )
    shown = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")
    return Server(parts.scheme, host, origin, _base_path(parts.path))


def _with_scheme(text: str) -> str:
    try:
        host = urlsplit(f"//{text}").hostname or ""
    except ValueError:
        host = ""
    return f"{'http' if is_loopback(host) else 'https'}://{text}"


def _problem(scheme: str, netloc: str, rest: str, path: str) -> BadAddress | None:
    if scheme not in {"http", "https"}:
        return BadAddress(
            f"The server address begins with {scheme}://, which is not a way to reach the Edge Network.",
            "Begin it with https://, or with http:// for a server on this computer.",
        )
    if "@" in netloc + path:  # after a slash too: a password may hold one
        return BadAddress(
            "The server address holds a user name or a password, which would end up in logs and histories.",
            "Remove everything up to the @ sign; an access token has its own field in the connection.",
        )
    if rest:
        return BadAddress(
            "The server address holds a query or a fragment, which the request brings along itself.",
            "Remove everything from the question mark or the hash sign on.",
        )
    if _ENDPOINT_TAIL.search(path.rstrip("/")):
        return BadAddress(
            "The server address already ends with the endpoint, which would then stand in it twice.",
            "Keep the server only, such as https://edge.adobedc.net; version and endpoint are added.",
        )
    if _HINT_TAIL.search(path.rstrip("/")):
        return BadAddress(
            "The server address goes on after /ee, where the location hint and the endpoint will stand.",
            "End it with /ee or with the server; a location hint, such as or2, is chosen in the request.",
        )
    return None


def _ascii_host(host: str) -> str | None:
    """The host as it goes over the wire, or None where it cannot be one."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if _HOST_NAME.fullmatch(host) else None


def _base_path(path: str) -> str:
    """What to put before the hint and the version: a path ending in ``/ee`` is kept, another gets it."""
    path = quote(path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
    if path.rsplit("/", 1)[-1] in {"ee", "ee-pre-prd"}:
        return path
    return path + BASE_PATH
