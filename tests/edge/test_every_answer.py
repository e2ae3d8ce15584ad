"""Every type of handle, every kind of content and every error is read as what it is."""

import pytest

from edge_studio.edge.errors import explain
from edge_studio.edge.handles import read_answer
from edge_studio.edge.propositions import PROVIDERS
from edge_studio.edge.summaries import TYPES, schema_name
from edge_studio.jsontext.lazy_json import LazyValue
from tests.edge import every_error, every_handle, every_proposition
from tests.edge.encodings import compact


@pytest.mark.parametrize("handle_type", every_handle.EVERY_HANDLE)
def test_every_type_of_handle_is_read_with_all_its_entries(handle_type: str) -> None:
    answer = read_answer(every_handle.answer_for(handle_type))
    (handle,) = answer.handles
    assert (answer.kind, handle.type) == ("envelope", handle_type)
    assert len(handle.payload) == len(every_handle.EVERY_HANDLE[handle_type]["payload"]) > 0
    assert handle.summary


def test_the_catalogue_has_an_answer_for_each_of_its_types() -> None:
    assert set(TYPES) <= set(every_handle.EVERY_HANDLE)


def test_an_answer_with_everything_keeps_every_handle_apart() -> None:
    answer = read_answer(every_handle.everything())
    assert [handle.type for handle in answer.handles].count("personalization:decisions") == 2
    assert len(answer.handles) == len(every_handle.EVERY_HANDLE) + 2


def test_records_hold_the_same_handles() -> None:
    answer = read_answer(every_handle.streamed())
    assert [handle.type for handle in answer.handles] == list(every_handle.EVERY_HANDLE)


def test_every_provider_makes_a_proposition() -> None:
    propositions = every_proposition.every_proposition().values()
    named = {one["scopeDetails"]["decisionProvider"] for one in propositions if "scopeDetails" in one}
    assert named | {"ODE"} == set(PROVIDERS)


@pytest.mark.parametrize("name", every_proposition.every_item())
def test_every_schema_of_an_item_has_its_name(name: str) -> None:
    item = every_proposition.every_item()[name]
    assert schema_name(LazyValue(compact(item).encode())) == name


@pytest.mark.parametrize("code", every_error.all_codes())
def test_every_error_is_read_alone_and_in_an_envelope(code: str) -> None:
    alone = read_answer(every_error.refused(code))
    (notice,) = alone.errors + alone.warnings
    assert (alone.kind, notice.code) == ("problem", code)
    within = read_answer(every_error.within_envelope(code))
    told = within.warnings if every_error.is_warning(code) else within.errors
    assert (within.kind, [notice.code for notice in told]) == ("envelope", [code])
    known = explain(code)
    assert known is not None
    assert notice.title
    assert known.meaning
