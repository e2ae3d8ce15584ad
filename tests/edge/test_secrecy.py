import pytest

from edge_studio.edge.exchange import Header
from edge_studio.edge.secrecy import MASK, is_secret, masked


@pytest.mark.parametrize(
    "header",
    [
        Header("Authorization", "x"),
        Header("Cookie", "a=b"),
        Header("X-Adobe-AEP-Validation-Token", "a|b"),
        Header("X-Client-Secret", "x"),
        Header("X-Trace", "Basic dXNlcjpwYXNz"),
        Header("X-Trace", "x", secret=True),
    ],
)
def test_a_header_is_secret_by_its_mark_its_name_or_its_value(header: Header) -> None:
    assert is_secret(header)
    assert header.value not in masked(header)


@pytest.mark.parametrize("name", ["Content-Type", "x-api-key", "x-gw-ims-org-id"])
def test_what_others_may_know_is_shown(name: str) -> None:
    assert masked(Header(name, "value")) == "value"


def test_of_a_secret_only_a_scheme_is_shown() -> None:
    assert masked(Header("Authorization", "Bearer abc.def")) == f"Bearer {MASK}"
    assert masked(Header("Authorization", "correct horse")) == MASK
    assert masked(Header("Authorization", "Bearer")) == MASK
