"""The starting points of a new request."""

from functools import cache
from typing import NamedTuple

from edge_studio import resources


class Sample(NamedTuple):
    """A request to begin with; ``text`` is its body as it will stand in the editor."""

    id: str
    title: str
    description: str
    text: str


@cache
def all_samples() -> tuple[Sample, ...]:
    """Every sample in the order to offer them; the first one opens with a new window."""
    return tuple(
        Sample(row["id"], row["title"], row["description"], _body(row["id"]))
        for row in resources.data("samples/index.json")
    )


def find(sample_id: str) -> Sample:
    """The sample with this id, such as ``page_view``; ``KeyError`` if there is none."""
    for sample in all_samples():
        if sample.id == sample_id:
            return sample
    raise KeyError(sample_id)


def _body(sample_id: str) -> str:
    return resources.text(f"samples/{sample_id}.json").removesuffix("\n")
