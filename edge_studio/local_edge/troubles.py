"""What stands between Local Edge and a client that means well, in words: the wrong port, no trust."""

import ssl
from typing import Final

NOT_HTTPS: Final = (
    "A client spoke HTTPS at the port of HTTP. Give it the address that begins with https, or http instead."
)
NOT_TRUSTED: Final = (
    "A client does not trust the certificate of Local Edge, and left. Add the local authority to those that "
    "it trusts."
)
_NOT_HTTP: Final = (
    "A client spoke HTTP at the port of HTTPS. Give it the address that begins with http, or https instead."
)
_WORDS: Final = {
    "TLSV1_ALERT_UNKNOWN_CA": NOT_TRUSTED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": NOT_TRUSTED,
    "SSLV3_ALERT_BAD_CERTIFICATE": NOT_TRUSTED,
    "HTTP_REQUEST": _NOT_HTTP,
    "HTTPS_PROXY_REQUEST": _NOT_HTTP,
}
"""By OpenSSL's reasons; browsers and libraries send one of the first three."""


def trouble_of(error: BaseException | None) -> str:
    """What an error of TLS means, and what to do; empty for what needs no word."""
    return _WORDS.get(error.reason or "", "") if isinstance(error, ssl.SSLError) else ""


def is_tls(first: bytes) -> bool:
    """Whether a connection begins with the hello of TLS."""
    return first[:2] == b"\x16\x03"
