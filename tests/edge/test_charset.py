"""Bodies that are not UTF-8: converted once where they are read, so that all who show them agree."""

import codecs
import json
from dataclasses import replace

import pytest

from edge_studio.edge.charset import charset_of, in_utf8
from edge_studio.edge.comparing.exchanges import compare_at_once
from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.messages import Compared, of_outcome, of_saved_answer
from edge_studio.edge.exchange import Answered
from edge_studio.edge.handles import read_answer
from edge_studio.edge.masking import Scrubber
from edge_studio.edge.reading import first_look
from tests.edge import answers as make

BODY = make.envelope({"type": "personalization:decisions", "payload": [{"scope": "Gruß an Zoë"}]})


def written(charset: str, named: str | None = None, body: object = BODY) -> Answered:
    """An answer written so, whose header says so too, or something else."""
    kind = f"application/json; charset={charset if named is None else named}"
    data = json.dumps(body, ensure_ascii=False).encode(charset)
    return make.answered(data, headers=(("content-type", kind),))


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp500"]
)
def test_an_answer_is_read_in_the_charset_that_it_names(charset: str) -> None:
    answered = written(charset)
    answer = read_answer(answered)
    assert answer.json is not None
    assert (answer.kind, answer.json.trouble) == ("envelope", None)
    assert answer.handles[0].payload[0].string("scope") == "Gruß an Zoë"
    assert answer.body == written("utf-8").body
    assert answered.body == json.dumps(BODY, ensure_ascii=False).encode(charset)


def test_offsets_are_those_of_the_body_in_utf8() -> None:
    answer = read_answer(written("utf-16"))
    assert answer.json is not None
    place = answer.json.locate(("handle", 0, "payload", 0, "scope"))
    assert place is not None
    assert answer.body[place[0] : place[1]].decode() == '"Gruß an Zoë"'


def test_utf8_stays_the_very_same_bytes() -> None:
    for named in ("utf-8", "UTF8", "us-ascii", "martian", "base64", ""):
        answered = written("utf-8", named)
        assert charset_of(answered.body, answered.headers) == ""
        assert read_answer(answered).body is answered.body
    plain = written("utf-8", "iso-8859-1", {"handle": []})
    assert in_utf8(plain.body, plain.headers) is plain.body


def test_utf16_shows_itself_where_no_header_names_it() -> None:
    for charset in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        answered = replace(written(charset), headers=())
        assert read_answer(answered).kind == "envelope"
    assert charset_of(b'{"a":1}\0{"b":2}\0') == ""
    assert charset_of(codecs.BOM_UTF8 + b"{}") == ""


def test_a_header_that_lies_of_utf16_is_not_believed() -> None:
    answered = written("utf-8", "utf-16")
    assert read_answer(answered).handles[0].payload[0].string("scope") == "Gruß an Zoë"


def test_what_cannot_be_read_in_its_charset_is_shown_as_such() -> None:
    answered = make.answered(b'{"a":"\x81"}', headers=(("content-type", "text/plain;charset=cp1252"),))
    answer = read_answer(answered)
    assert answer.root is not None
    assert answer.root.string("a") == "\N{REPLACEMENT CHARACTER}"


def test_the_beginning_of_a_large_answer_is_converted_too() -> None:
    answered = written("utf-16", body={"handle": [{"type": "x", "payload": ["é" * 600_000]}]})
    beginning = first_look(answered)
    assert beginning.is_partial
    assert beginning.handles[0].type == "x"
    assert len(beginning.body) < 300_000


def test_the_same_answer_in_another_charset_is_not_different() -> None:
    header = (("content-type", "application/json"),)
    ours = Compared(None, of_outcome(replace(written("utf-16"), headers=header)))
    theirs = Compared(None, of_outcome(replace(written("utf-8"), headers=header)))
    assert compare_at_once(ours, theirs, shipped_masks()).parts[0].counted == 0
    saved = of_saved_answer(written("utf-16").body)
    assert (
        compare_at_once(saved, of_saved_answer(written("utf-8").body), shipped_masks()).parts[0].counted == 0
    )


def test_a_secret_is_masked_in_any_charset_and_the_body_stays_in_it() -> None:
    answered = written("utf-16-le", body={"echo": "ü s3cret-t0ken-0123456789 ü"})
    masked = Scrubber(("s3cret-t0ken-0123456789",)).outcome(answered)
    assert isinstance(masked, Answered)
    text = masked.body.decode("utf-16-le")
    assert "s3cret" not in text
    assert text.startswith('{"echo": "ü ')
    assert Scrubber(("another-secret-0123456789",)).outcome(answered) == answered
