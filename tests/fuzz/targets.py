"""Pure functions over bytes that must bear anything; each says what must hold, whatever the bytes."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from urllib.parse import quote

from edge_studio.edge.comparing.exchanges import compare_at_once
from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.messages import of_saved_answer
from edge_studio.edge.decoding import DECODERS, Decoded, decode, may_decode
from edge_studio.edge.exchange import Answered, PreparedRequest
from edge_studio.edge.handles import read_answer
from edge_studio.edge.summaries import entry, hint
from edge_studio.edge.summary.summarise import summarise_exchange
from edge_studio.jsontext.lazy_json import LazyValue
from tests.edge import answers, encodings, every_error, every_handle
from tests.edge.decoding_samples import NOW, SAMPLES

KEYS: Final = tuple(
    dict.fromkeys(["", *(sample.key for sample in SAMPLES), "etag", "Email_LC_SHA256", "code"])
)
"""The names under which texts are tried."""
_IDS: Final = frozenset(decoder.id for decoder in DECODERS)
_STATUSES: Final = (200, 207, 202, 204, 400, 401, 503)
_NESTED: Final = 6
_BETWEEN: Final = b"\n=====\n"


def decoders(data: bytes) -> None:
    """The decoders: the first byte chooses the name of the text, the second how it is packed."""
    if len(data) < 3:
        return
    key = KEYS[data[0] % len(KEYS)]
    text = _packed(data[1] % 6, data[2:])
    may_decode(text[:80], len(text))
    check_decoded(decode(text, key=key, now=NOW), key, 0)


def _packed(way: int, data: bytes) -> str:
    """Bytes as a text of a shape that some decoder looks into."""
    packed = base64.urlsafe_b64encode(data).decode()
    match way:
        case 1:
            return packed.rstrip("=")
        case 2:
            return f"AT:{packed}"
        case 3:
            parts = [encodings.url_base64(part) for part in data.split(b"\x00", 2)]
            return ".".join([*parts, "", ""][:3])
        case 4:
            return quote(data, safe="")
        case 5:
            return encodings.compact({"x": data.decode("latin-1")})
        case _:
            return data.decode("utf-8", "surrogateescape")


def check_decoded(found: tuple[Decoded, ...], key: str, depth: int) -> None:
    """What must hold of everything that is decoded; what is inside is decoded in its turn."""
    for one in found:
        assert one.id in _IDS
        assert one.words
        assert "\n" not in one.words
        one.text.encode("utf-8", "surrogatepass")
        if one.value is not None:
            json.loads(one.value.raw)
            if depth < _NESTED:
                for name, value in _scalars(one.value, key):
                    check_decoded(decode(value.text, key=name, now=NOW), name, depth + 1)


def _scalars(value: LazyValue, key: str) -> Iterator[tuple[str, LazyValue]]:
    """The first texts and numbers in a value, with their names."""
    if not value.is_container:
        yield key, value
        return
    for name, child in value.some(0, 20):
        yield from islice(_scalars(child, str(name)), 20)


def an_answer(data: bytes) -> Answered:
    """An answer whose status the first byte chooses; the rest is its body."""
    status = _STATUSES[data[0] % len(_STATUSES)] if data else 200
    return answers.answered(data[1:], status, "")


def reading(data: bytes) -> None:
    """Reading an answer: whatever came is sorted, put in words and opened level by level."""
    answer = read_answer(an_answer(data))
    assert answer.sentence
    for handle in answer.handles[:50]:
        assert handle.summary
        for item in handle.payload[:50]:
            entry(handle.type, item)
            hint(handle.type, ("items",), item)
    if answer.root is not None:
        _open(answer.root, 0)


def _open(value: LazyValue, depth: int) -> None:
    value.preview()
    value.tidy()
    if depth < 20:
        for _, child in value.some(0, 50):
            _open(child, depth + 1)


def summary(data: bytes) -> None:
    """The summary of an answer: cards for whatever came."""
    outcome = an_answer(data)
    made = summarise_exchange(outcome, read_answer(outcome), received=datetime(2026, 5, 4, tzinfo=UTC))
    assert made.headline
    assert all(card.title and card.said for card in made.cards)
    request = PreparedRequest("POST", "https://edge.adobedc.net/ee/v1/interact", (), data[1:])
    summarise_exchange(outcome, read_answer(outcome), request=request)


def compare(data: bytes) -> None:
    """Two answers compared: what is compared with itself is the same."""
    before, _, after = data.partition(_BETWEEN)
    one, other = of_saved_answer(before), of_saved_answer(after)
    assert compare_at_once(one, other, shipped_masks()).sentence
    itself = compare_at_once(one, one, ())
    assert all(part.counted == 0 for part in itself.parts), itself.sentence


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "decoders": decoders,
    "reading": reading,
    "summary": summary,
    "compare": compare,
}


def seeds(name: str) -> Iterator[bytes]:
    """Where the search begins: real shapes, as bytes that the target reads."""
    if name == "decoders":
        for sample in SAMPLES:
            yield bytes([KEYS.index(sample.key), 0]) + sample.text.encode()
        yield bytes([0, 3]) + b'{"alg":"HS256"}\x00{"iss":"a","exp":1777980130}\x00s'
        yield bytes([0, 1]) + b"\x0a\x26" + answers.ECID.encode()
        return
    handles = [every_handle.answer_for(name).body for name in every_handle.EVERY_HANDLE]
    errors = [every_error.answer_of(code).body for code in every_error.all_codes()]
    bodies = [*handles, *errors, every_handle.streamed().body, b"", b"\xef\xbb\xbf{}", b"<html></html>"]
    for body in bodies:
        yield body + _BETWEEN + bodies[0] if name == "compare" else b"\x00" + body
