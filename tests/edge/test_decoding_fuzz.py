"""Whatever is put to the decoders: nothing is raised, nothing invented, and what was encoded is found."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.edge.decoding import Decoded, decode
from tests.edge import encodings
from tests.edge.decoding_samples import NOW, SAMPLES
from tests.fuzz.targets import KEYS, check_decoded, decoders

KEY = st.sampled_from(KEYS)
SAMPLE = st.sampled_from(SAMPLES)
NAME = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)
DIGITS = st.from_regex(r"[0-9]{38}", fullmatch=True)
MOMENT = st.integers(946_684_800, 4_102_444_799)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
CONTAINER = st.lists(JSON, min_size=1, max_size=4) | st.dictionaries(TEXT, JSON, min_size=1)
few = settings(max_examples=40, deadline=None)
"""So many tries to each rule: the suite stays quick, and ``python -m tests.fuzz`` goes on from there."""


def found(id: str, text: str, key: str = "value") -> Decoded:
    """What this decoder makes of a text."""
    return next(one for one in decode(text, key=key, now=NOW) if one.id == id)


@few
@given(st.text(max_size=60), KEY)
def test_any_text_under_any_name_is_borne(text: str, key: str) -> None:
    check_decoded(decode(text, key=key, now=NOW), key, 0)


@few
@given(st.binary(max_size=80))
def test_any_bytes_however_they_are_packed_are_borne(data: bytes) -> None:
    decoders(data)


@few
@given(SAMPLE, KEY, st.data())
def test_real_texts_with_something_changed_are_borne(sample: object, key: str, data: st.DataObject) -> None:
    assert isinstance(sample, type(SAMPLES[0]))
    text = sample.text
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 8)))
        text = (
            text[:start] + data.draw(st.text(max_size=6) | st.sampled_from(list('{}[]"%=.|:<>'))) + text[end:]
        )
    for name in {key, sample.key}:
        check_decoded(decode(text, key=name, now=NOW), name, 0)


@few
@given(DIGITS, MOMENT, st.integers(0, 3), st.integers(0, 2), st.booleans())
def test_an_identity_cookie_says_what_was_put_in(
    ecid: str, created: int, source: int, device: int, is_new: bool
) -> None:
    text = encodings.identity_entry(ecid, created=created * 1000, source=source, device=device, is_new=is_new)
    said = json.loads(found("identity", text).text)
    assert (said["ecid"], said["created"], said["isNew"]) == (ecid, created * 1000, is_new)


@few
@given(NAME, NAME)
def test_ids_of_target_and_scopes_say_what_was_put_in(one: str, other: str) -> None:
    assert json.loads(found("target-id", encodings.at_id(one, other)).text) == {
        "activityId": one,
        "experienceId": other,
    }
    scope = json.loads(found("scope", encodings.scope(one, other)).text)
    assert (scope["xdm:activityId"], scope["xdm:placementId"]) == (one, other)


@few
@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_event_tokens_and_tokens_open_to_what_was_put_in(claims: dict[str, object]) -> None:
    assert json.loads(found("event-token", encodings.base64_json(claims), "eventToken").text) == claims
    value = found("token", encodings.token({"x": 1, **claims})).value
    assert value is not None
    assert json.loads(value.raw)["payload"] == {"x": 1, **claims}


@few
@given(CONTAINER)
def test_json_is_found_in_a_text_and_under_percent_signs(content: object) -> None:
    text = encodings.compact(content)
    assert json.loads(found("json", text).text) == content
    decoded = found("percent", encodings.percent(text)).value
    assert decoded is not None
    assert decoded.text == text


@few
@given(MOMENT, st.sampled_from(["exp", "createdAt", "TS", "timestamp"]))
def test_a_moment_is_the_same_in_seconds_and_in_milliseconds(seconds: int, key: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert found("epoch", str(seconds), key).text == moment
    assert found("epoch", str(seconds * 1000), key).text == moment


@few
@given(
    st.sets(st.integers(1, 24)),
    st.sets(st.integers(1, 24)),
    st.sets(st.integers(1, 12)),
    st.sets(st.integers(1, 900), max_size=12),
    st.booleans(),
)
def test_a_consent_string_says_what_was_put_in(
    purposes: set[int], interests: set[int], features: set[int], vendors: set[int], ranges: bool
) -> None:
    text = encodings.consent_string(
        purposes, interests=interests, features=features, vendors=vendors, ranges=ranges
    )
    said = json.loads(found("tcf", text).text)
    assert {int(number) for number in said["purposesConsented"]} == purposes
    assert {int(number) for number in said["purposesLegitimateInterest"]} == interests
    assert {int(number) for number in said["specialFeatures"]} == features
    assert said["adobeVendor565"]["consented"] == (565 in vendors)
