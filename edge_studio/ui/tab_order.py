"""The order in which Tab visits a card: as the eye does, also where widgets came later."""

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """The widgets below ``widget`` that Tab can reach, from left to right and from top to bottom."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    items = [layout.itemAt(place) for place in range(layout.count())]
    if isinstance(layout, QGridLayout):
        # The stubs do not say what it gives: row, column and how many of each it spans.
        places = [cast("tuple[int, ...]", layout.getItemPosition(place)) for place in range(len(items))]
        order = sorted(range(len(items)), key=places.__getitem__)
        items = [items[place] for place in order]
    for item in items:
        if item is None:
            continue
        inner = item.widget()
        if inner is not None:
            yield from focusable(inner)
        elif (below := item.layout()) is not None:
            yield from _in_layout(below)


def chain(card: QWidget) -> None:
    """Let Tab go through the card from its first widget on, which keeps its place in the window."""
    order = list(focusable(card))
    for before, after in pairwise(order):
        QWidget.setTabOrder(before, after)
