"""What is to be said about a connection while it is typed: what keeps it from working, and what might."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from edge_studio.edge.address import BadAddress, is_loopback, parse_server
from edge_studio.edge.exchange import LOCAL_EDGE, RECEIVED, Connection

Field = Literal["name", "address", "datastream", "organisation", "api_key", "token"]
SERVER_API = "https://server.adobedc.net"
EDGE_API = "https://edge.adobedc.net"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about one field; a ``blocking`` one must be mended before the connection is kept."""

    field: Field
    text: str
    blocking: bool = False


def remarks(connection: Connection, token: str, taken: Collection[str]) -> list[Remark]:
    """What is to be said, at most one remark a field; ``taken`` are the names of the other connections."""
    if connection.is_local_edge:
        return []
    found = [
        _about_name(connection.name, taken),
        _about_address(connection.base_url, token),
        _about_datastream(connection.datastream),
        _about_organisation(connection.organisation, token),
        _about_api_key(connection, token),
        _about_token(token, connection.base_url),
    ]
    return [remark for remark in found if remark is not None]


def clean_token(text: str) -> str:
    """A token as it was meant: without blanks around it and without the word ``Bearer``."""
    text = text.strip()
    scheme, _, rest = text.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else text


def _about_name(name: str, taken: Collection[str]) -> Remark | None:
    if not name.strip():
        return Remark("name", "Give the connection a name.", blocking=True)
    if name.strip().casefold() in {other.casefold() for other in (*taken, LOCAL_EDGE, RECEIVED)}:
        return Remark("name", "Another connection has this name: choose a different one.", blocking=True)
    return None


def _about_address(address: str, token: str) -> Remark | None:
    server = parse_server(address)
    if isinstance(server, BadAddress):
        return Remark("address", f"{server.why} {server.remedy}", blocking=True)
    if server.is_encrypted or is_loopback(server.host):
        return None
    if token:
        return Remark(
            "address",
            "Over http:// others on the way could read the access token, so it is never sent there: "
            "requests will be refused. Use https://.",
        )
    return Remark("address", "Over http:// others on the way can read what is sent. Use https:// if you can.")


def _about_datastream(datastream: str) -> Remark | None:
    if not datastream.strip():
        return Remark("datastream", "Without one, each request has to name its own datastream.")
    return None


def _about_organisation(organisation: str, token: str) -> Remark | None:
    if organisation.strip() and not organisation.strip().endswith("@AdobeOrg"):
        return Remark("organisation", "An IMS organisation ends with @AdobeOrg.")
    if token and not organisation.strip():
        return Remark("organisation", "The Edge Network asks for it beside an access token.")
    return None


def _about_api_key(connection: Connection, token: str) -> Remark | None:
    if token and not connection.api_key.strip():
        return Remark("api_key", "The Edge Network asks for it beside an access token.")
    return None


def _about_token(token: str, address: str) -> Remark | None:
    cleaned = clean_token(token)
    if any(character.isspace() or not character.isprintable() for character in cleaned):
        return Remark("token", "A token has no blanks or line breaks in it: paste it again.", blocking=True)
    if cleaned and not cleaned.isascii():
        return Remark(
            "token", "A token has plain letters, digits and signs only: paste it again.", blocking=True
        )
    if not cleaned and address.strip().rstrip("/") == SERVER_API:
        return Remark("token", "server.adobedc.net answers only to requests with an access token.")
    return None
