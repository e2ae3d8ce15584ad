"""Which headers are secrets, and what is shown instead: one rule for sending, showing and keeping them."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from edge_studio.edge.exchange import Header

MASK: Final = "••••••••"
"""What stands in place of a secret."""

CREDENTIAL: Final = re.compile(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{8,}")
"""What looks like a credential in any text: a scheme and what follows it."""

_TELLING: Final = re.compile(r"authorization|cookie|token|secret|password|passwd|credential", re.IGNORECASE)
_TELLING_VALUE: Final = re.compile(
    r"(?i)(authorization|token|secret|password|passwd|credential)\W{1,4}\S{6,}"
)
_WEB_TOKEN: Final = re.compile(r"eyJ[A-Za-z0-9_-]{10,}")
_RANDOM: Final = re.compile(r"[A-Za-z0-9_+=~-]{24,}")
"""So many characters without a break that nobody types as a word."""
_SCHEMES: Final = frozenset(("basic", "bearer", "digest"))
PUBLIC_COOKIES: Final = ("kndctr_", "AMCV_", "FPID", "demdex", "mbox", "at_qa_mode", "s_ecid")
"""How the Edge Network's own cookies begin: what they hold is an ID, which bodies and answers repeat."""


def is_secret(header: Header) -> bool:
    """Whether a header's value must not be shown or written: marked so, or telling by name or value."""
    telling = _TELLING.search(header.name) or CREDENTIAL.search(header.value)
    return header.secret or telling is not None


def masked(header: Header) -> str:
    """A header's value as it may be shown and kept: of a secret, at most its scheme (``Bearer ••••••••``)."""
    if not is_secret(header):
        return header.value
    scheme, _, rest = header.value.strip().partition(" ")
    return f"{scheme} {MASK}" if rest and scheme.lower() in _SCHEMES else MASK


def secrets_in(header: Header) -> Iterator[str]:
    """The values in a secret header that must stand nowhere else: without a scheme, cookie by cookie."""
    whole = header.value.strip()
    yield whole
    if header.name.lower() != "cookie":
        yield whole.rpartition(" ")[2]
        return
    for cookie in whole.split(";"):
        name, _, value = cookie.strip().partition("=")
        if not name.startswith(PUBLIC_COOKIES):
            yield value.strip('"')


def secrets_in_address(url: str) -> Iterator[str]:
    """The values of parameters whose name tells that they are secrets, as they stand there and decoded."""
    for parameter in url.partition("?")[2].split("&"):
        name, _, value = parameter.partition("=")
        if value and _TELLING.search(name):
            yield from (value, unquote_plus(value))


def masked_address(url: str) -> str:
    """An address as it may be shown and kept: parameters that tell of secrets have no value."""
    path, mark, query = url.partition("?")
    if not _TELLING.search(query):
        return url
    kept = []
    for parameter in query.split("&"):
        name, equals, value = parameter.partition("=")
        kept.append(f"{name}={MASK}" if value and _TELLING.search(name) else f"{name}{equals}{value}")
    return f"{path}{mark}{'&'.join(kept)}"


def looks_secret(text: str) -> bool:
    """Whether words that a person typed may be a secret: a credential, a JSON Web Token, a random string.

    IDs of the Edge Network are none: digits alone, UUIDs, organisations, paths.
    """
    if CREDENTIAL.search(text) or _WEB_TOKEN.search(text) or _TELLING_VALUE.search(text):
        return True
    return any(
        re.search(r"[a-z]", word) and re.search(r"[A-Z]", word) and re.search(r"[0-9]", word)
        for word in _RANDOM.findall(text)
    )
