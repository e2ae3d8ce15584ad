import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext import pointer


@given(st.lists(st.text(max_size=5), max_size=5))
def test_any_tokens_survive_a_pointer(tokens: list[str]) -> None:
    joined = pointer.join(*tokens)
    assert list(pointer.parse(joined)) == tokens
    if tokens:
        assert pointer.last(joined) == tokens[-1]
        assert pointer.child(pointer.parent(joined), tokens[-1]) == joined
        assert pointer.is_within(joined, pointer.parent(joined))
        assert not pointer.is_within(pointer.parent(joined), joined)


def test_within_means_whole_tokens() -> None:
    assert pointer.is_within("/a/b", "/a")
    assert pointer.is_within("/a", "/a")
    assert pointer.is_within("/a", "")
    assert not pointer.is_within("/ab", "/a")


def test_the_root_has_no_parent_and_a_pointer_begins_with_a_slash() -> None:
    for refuse in (pointer.parent, pointer.last):
        with pytest.raises(ValueError, match="root"):
            refuse("")
    with pytest.raises(ValueError, match="begins with /"):
        pointer.parse("a/b")


def test_a_place_is_spelled_for_other_tools() -> None:
    place = "/event/my key/0/it's"
    assert pointer.as_jsonpath(place) == "$.event['my key'][0]['it\\'s']"
    assert pointer.as_jq(place) == '.event["my key"][0]["it\'s"]'
    assert pointer.as_python(place) == 'body["event"]["my key"][0]["it\'s"]'
    assert pointer.as_jq(["0", 0]) == '.["0"][0]'
    assert pointer.as_jsonpath(["0", 0]) == "$['0'][0]"
    assert (pointer.as_jsonpath(""), pointer.as_jq(""), pointer.as_python("")) == ("$", ".", "body")
