"""The body of an answer in UTF-8, whatever the answer is written in: what reads it knows no other.

What came over the wire stays as it is, and is what is stored and saved.
"""

import codecs
from collections.abc import Generator, Iterable

from edge_studio.jsontext.steps import drained

Headers = Iterable[tuple[str, str]]

_PIECE = 131_072
"""Bytes that are converted in one step."""
_ASCII = bytes(range(128))
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})


def charset_of(body: bytes, headers: Headers = ()) -> str:
    """What the body is written in, as Python calls it; empty for UTF-8, and for what nobody knows.

    The header names it; UTF-16 and UTF-32 show it themselves. A header that names one of these lies where no
    character has a zero in it.
    """
    marked = next((name for mark, name in _MARKS if body.startswith(mark) and body != mark), "")
    named = marked or _known(_named(headers))
    if named.startswith(("utf-16", "utf-32")):
        return named if marked or b"\x00" in body[:64] else ""
    if not named:
        return _by_zeros(body)
    is_as_ascii = _ASCII.decode(named, "replace") == _ASCII.decode("ascii")
    return "" if is_as_ascii and body.isascii() else named


def in_utf8(body: bytes, headers: Headers = ()) -> bytes:
    """The body in UTF-8; the very same bytes where it is written so."""
    return drained(utf8_steps(body, headers))


def utf8_steps(body: bytes, headers: Headers = ()) -> Generator[float, None, bytes]:
    """The same in steps of less than a millisecond; yields the part that is done, up to 1."""
    charset = charset_of(body, headers)
    if not charset:
        return body
    decoder = codecs.getincrementaldecoder(charset)("replace")
    pieces: list[bytes] = []
    for at in range(0, len(body), _PIECE):
        text = decoder.decode(body[at : at + _PIECE], at + _PIECE >= len(body))
        pieces.append(text.encode("utf-8", "replace"))
        yield at / len(body)
    return b"".join(pieces)


def start_in_utf8(body: bytes, headers: Headers, size: int) -> bytes:
    """The body in UTF-8, of one that has to be converted as much as ``size`` bytes hold."""
    charset = charset_of(body, headers)
    if not charset:
        return body
    text = codecs.getincrementaldecoder(charset)("replace").decode(body[:size])
    return text.encode("utf-8", "replace")


def _named(headers: Headers) -> str:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")


def _known(name: str) -> str:
    """A name as Python calls it; empty for UTF-8, and for what is no way to write text."""
    try:
        b" ".decode(name or "utf-8", "replace")
        found = codecs.lookup(name or "utf-8").name
        codecs.getincrementaldecoder(found)
    except (LookupError, ValueError):
        return ""
    return "" if found in _UTF8 else found


def _by_zeros(body: bytes) -> str:
    """UTF-16 without a mark: the brackets and quotation marks that JSON begins with have a zero each."""
    zeros = [byte == 0 for byte in body[:4]]
    if zeros == [False, True, False, True] and body[0] in b"{[":
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] and body[1] in b"{[" else ""
