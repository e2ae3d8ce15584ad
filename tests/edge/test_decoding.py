"""What texts of an answer hold: each decoder reads its own, and refuses all else."""

import json
import time

import pytest

from edge_studio.edge.decoding import DECODERS, Place, decode, decodings, may_decode
from tests.edge import encodings, every_handle, every_proposition
from tests.edge.answers import ECID
from tests.edge.decoding_samples import HTML_WORDS, NOW, SAMPLES, Sample, decoded


def name(sample: Sample) -> str:
    return f"{sample.id} {sample.text[:20]}"


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_a_text_is_read_by_its_own_decoder_and_refused_by_all_others(sample: Sample) -> None:
    found = {one.id: one for one in decoded(sample.text, sample.key)}
    assert set(found) == {sample.id, *sample.also}
    assert found[sample.id].words == (sample.words or HTML_WORDS)


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_only_the_decoders_that_are_wanted_are_asked(sample: Sample) -> None:
    others = {decoder.id for decoder in DECODERS} - {sample.id}
    mine, rest = (
        [one.id for one in decodings(sample.text, key=sample.key, now=NOW, among=among)]
        for among in ({sample.id}, others)
    )
    assert (mine, sorted(rest)) == ([sample.id], sorted(sample.also))


def test_there_is_a_sample_for_every_decoder() -> None:
    assert {sample.id for sample in SAMPLES} == {decoder.id for decoder in DECODERS}


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_what_is_decoded_can_be_copied_and_its_value_opened(sample: Sample) -> None:
    for one in decoded(sample.text, sample.key):
        assert one.text
        assert "\n" not in one.words
        if one.value is not None:
            json.loads(one.value.raw)


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_packed_json_that_breaks_off_is_refused_by_its_decoder(sample: Sample) -> None:
    if sample.id in {
        "target-id",
        "scope",
        "event-token",
        "sub-propositions",
        "packed-json",
        "json",
        "sha256",
    }:
        for end in range(len(sample.text) - 3):
            assert sample.id not in {one.id for one in decoded(sample.text[:end], sample.key)}


def test_an_identity_cookie_opens_to_all_that_it_says() -> None:
    text = encodings.identity_entry(is_new=False, region="IRL1", source=2, device=2)
    (one,) = decoded(text, "value")
    assert one.words.endswith("from a first-party ID in Ireland (IRL1), on a mobile device")
    assert json.loads(one.text) == {
        "ecid": ECID,
        "isNew": False,
        "created": encodings.MADE,
        "source": "from a first-party ID",
        "region": "IRL1",
        "device": "a mobile device",
        "written": encodings.MADE,
    }


@pytest.mark.parametrize(
    "key", ["id", "activityId", "etag", "count", "requestId", "sku", "timeZone", "value"]
)
def test_a_number_is_a_moment_only_where_its_name_speaks_of_time(key: str) -> None:
    assert decoded("1777893730", key) == []


def test_an_item_of_a_list_goes_by_the_name_of_the_list() -> None:
    (one,) = decoded("1777893730", "0", path=("times", 0))
    assert one.id == "epoch"


@pytest.mark.parametrize("text", ["946684799", "4102444800", "99999999999", "0", "-1777893730"])
def test_moments_before_2000_and_after_2099_are_left_alone(text: str) -> None:
    assert decoded(text, "created") == []


def test_etags_are_left_alone() -> None:
    assert decoded(encodings.base64_json({"a": 1}), "etag") == []


def test_an_opaque_event_token_of_target_is_refused() -> None:
    assert decoded("c2FtcGxlLXRva2Vu", "eventToken") == []


def test_a_hashed_id_is_known_by_the_namespace_above_it() -> None:
    path = ("identityMap", "Phone_SHA256", 0, "id")
    (one,) = decoded(encodings.sha256("+491700000"), "id", path=path)
    assert one.words == "SHA-256 of a phone number: it cannot be read back"
    assert decoded(encodings.sha256("+491700000"), "id") == []


def test_a_token_gives_back_neither_itself_nor_its_signature() -> None:
    text = encodings.adobe_token()
    (one,) = decoded(text, "token")
    header, payload, signature = text.split(".")
    assert one.value is not None
    told = " ".join((one.words, one.text, one.value.tidy()))
    assert not any(part in told for part in (header, payload, signature))
    assert one.text == one.words


def test_the_tokens_own_moments_are_read_in_their_turn() -> None:
    (one,) = decoded(encodings.adobe_token(), "token")
    assert one.value is not None
    created = one.value.string("payload", "created_at")
    assert [inner.id for inner in decoded(created, "created_at")] == ["epoch"]


def test_a_consent_string_opens_to_its_purposes_in_words() -> None:
    (one,) = decoded(encodings.consent_string((1, 11, 24), features=(1,)), "value")
    said = json.loads(one.text)
    assert said["purposesConsented"] == {
        "1": "store and read information on a device",
        "11": "choose content by limited data",
        "24": "not in the framework we know",
    }
    assert said["specialFeatures"] == {"1": "precise location"}
    assert said["adobeVendor565"] == {"consented": True, "legitimateInterest": False}
    assert (said["publisherCountry"], said["consentLanguage"]) == ("DE", "EN")
    assert (said["cmpId"], said["vendorListVersion"], said["tcfPolicyVersion"]) == (31, 214, 4)
    assert said["furtherSegments"] == ["vendors disclosed"]


@pytest.mark.parametrize(
    "text",
    [
        "C" * 60,
        encodings.consent_string() + ".____",
        encodings.consent_string(created=10),
        encodings.consent_string()[:60],
        "B" + encodings.consent_string()[1:],
    ],
)
def test_what_is_no_consent_string_is_refused(text: str) -> None:
    assert decoded(text, "value") == []


def test_texts_inside_texts_are_decoded_one_after_the_other() -> None:
    packed = encodings.percent(encodings.compact({"inner": encodings.scope()}))
    (outer,) = decoded(packed, "value")
    assert outer.value is not None
    (middle,) = decoded(outer.value.text, "value")
    assert middle.value is not None
    (inner,) = decoded(middle.value.string("inner"), "inner")
    assert [outer.id, middle.id, inner.id] == ["percent", "json", "scope"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<style>p{}</style><p>One</p>", "One"),
        ("<script>if (a < b) {}</script>One", "One"),
        ("<p>One<!-- <p>not</p> --></p>Two", "One\nTwo"),
        ("<p>One<script>never closed", "One"),
        ("<a href='#'>a &lt; b</a>", "a < b"),
    ],
)
def test_of_html_only_what_a_person_reads_is_left(html: str, said: str) -> None:
    (one,) = decoded(html, "content")
    assert one.text == said


@pytest.mark.parametrize("text", ["a < b and b > a", "<3", "<", "<not a tag", "< p>"])
def test_what_only_has_an_angle_bracket_is_no_html(text: str) -> None:
    assert decoded(text, "content") == []


@pytest.mark.parametrize("text", ["100%", "%ZZ", "%ff%fe", "%00", "%"])
def test_percent_signs_that_mean_nothing_are_left_alone(text: str) -> None:
    assert decoded(text, "value") == []


@pytest.mark.parametrize(
    "beginning",
    ["x", "C", "ey", "W3", "{", "[", "<p>", "<script>", "<!--", "%41", "P", "AT:", "data:", "1", "MCMID|"],
)
def test_five_megabytes_that_are_nothing_cost_next_to_nothing(beginning: str) -> None:
    text = (beginning * (5_000_000 // len(beginning)))[:5_000_000]
    began = time.perf_counter()
    found = decode(text, key="content", now=NOW)
    took = time.perf_counter() - began
    began = time.perf_counter()
    text.encode()
    text.count("%")
    yardstick = time.perf_counter() - began
    assert [one.id for one in found] in ([], ["data"])
    assert took < 0.05 + 50 * yardstick


TRAPS = [
    "<a",
    "<!--",
    "<script>",
    "<p title='",
    "&#",
    "%4",
    "%41",
    "{",
    '{"a":',
    "[",
    "ey",
    "W1",
    "C/",
    "P1",
    "TS|MCMID",
    "1:1:1|1,",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_the_longest_text_that_a_decoder_reads_takes_it_no_time_out_of_proportion(trap: str) -> None:
    keys = {sample.id: sample.key for sample in SAMPLES}
    for decoder in DECODERS:
        text = (trap * (decoder.most // len(trap)))[: decoder.most]
        began = time.perf_counter()
        found = decoder.read(text, Place(keys[decoder.id], (), "", NOW))
        assert found is None or found.text
        took = time.perf_counter() - began
        assert took < 1, decoder.id  # what took a time that grows with the square would take minutes


def test_only_long_texts_are_judged_by_their_beginning() -> None:
    assert may_decode("anything", 8)
    assert not may_decode("plain words", 5_000_000)
    assert may_decode('{"a":', 1_900_000)
    assert not may_decode('{"a":', 50_000_000)


@pytest.mark.parametrize("handle_type", every_handle.EVERY_HANDLE)
def test_the_wire_names_of_real_answers_make_no_decoder_err(handle_type: str) -> None:
    texts = list(_texts(every_handle.EVERY_HANDLE[handle_type], ()))
    for path, text in texts:
        for one in decode(text, path=path, handle_type=handle_type, now=NOW):
            assert one.words


def _texts(value: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    found = []
    if isinstance(value, dict):
        for key, child in value.items():
            found += _texts(child, (*path, key))
    elif isinstance(value, list):
        for at, child in enumerate(value):
            found += _texts(child, (*path, at))
    elif isinstance(value, str | int | float):
        found.append((path, str(value)))
    return found


def test_the_propositions_of_the_catalogue_show_what_they_pack() -> None:
    shown = set()
    for path, text in _texts(every_proposition.every_proposition(), ()):
        shown |= {one.id for one in decode(text, path=path, now=NOW)}
    assert {
        "target-id",
        "scope",
        "event-token",
        "sub-propositions",
        "analytics-token",
        "html",
        "json",
    } <= shown
