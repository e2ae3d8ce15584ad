import pytest

from edge_studio.edge.amounts import size_words, time_words


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_912, "1.9 KB"),
        (12_345, "12 KB"),
        (999_900, "1.0 MB"),
        (10_137_250, "10 MB"),
        (3 * 10**12, "3,000 GB"),
    ],
)
def test_sizes_are_told_as_people_say_them(count: int, text: str) -> None:
    assert size_words(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0004, "0.4 ms"),
        (0.0124, "12 ms"),
        (0.184, "184 ms"),
        (0.9996, "1.0 s"),
        (1.24, "1.2 s"),
        (125, "2 min 5 s"),
    ],
)
def test_lengths_of_time_are_told_as_people_say_them(seconds: float, text: str) -> None:
    assert time_words(seconds) == text
