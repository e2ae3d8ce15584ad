"""What a person should know of an address before opening it."""

import ipaddress
import unicodedata
from urllib.parse import urlsplit


def can_open(address: str) -> bool:
    """Whether it may be given to the browser: only addresses of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def cautions(address: str) -> list[str]:
    """What is odd about an address, a sentence each; nothing where it is as usual."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ["This is no address that can be understood."]
    if not can_open(address):
        kind = f"“{parts.scheme}:”" if parts.scheme else "one without http or https"
        return [f"Only web addresses are opened from here, and this is {kind}."]
    found: list[str] = []
    if parts.scheme.lower() == "http":
        found.append("It is not encrypted (http): others on the way can read along.")
    if "@" in parts.netloc:
        found.append(f"What stands before the @ only looks like the site: it opens {host}.")
    if "xn--" in host.lower() or not host.isascii():
        found.append(f"The site's name has letters that can look like others: {spelled(host)}.")
    if _is_number(host):
        found.append("The site has a number in place of a name.")
    if any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in address):
        found.append("It holds signs that cannot be seen.")
    return found


def spelled(host: str) -> str:
    """A host in both spellings: as letters and as it is looked up."""
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
        letters = ascii_host.encode().decode("idna")
    except UnicodeError:
        return host
    return f"{letters} is {ascii_host}" if letters != ascii_host else host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.isdecimal()
    return True
