"""The choice of endpoints: each in plain words with its wire name beside, the media events below a line."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from edge_studio.edge.endpoints import ENDPOINTS, MEDIA, Endpoint
from edge_studio.edge.exchange import ApiVersion

_WORDS = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_LINE = 9
"""Pixels that the line above the media events takes."""
_PADDING = 48
"""Pixels around the words of the widest entry."""


def wire_name(endpoint: Endpoint, version: ApiVersion) -> str:
    """What stands in the closed box: ``interact · v2``."""
    prefix = endpoint.prefix.removeprefix("/")
    return f"{f'{prefix}/' if prefix else ''}{endpoint.name} · {version.value}"


def offer(box: QComboBox) -> None:
    """Offer every endpoint in each version that it has, besides those that ``box`` offers already."""
    box.setMaxVisibleItems(30)
    for endpoint in ENDPOINTS.values():
        if endpoint == MEDIA[0]:
            box.insertSeparator(box.count())
        for version in endpoint.versions:
            place = box.findText(wire_name(endpoint, version))
            if place < 0:
                place = box.count()
                box.addItem(wire_name(endpoint, version), (endpoint.name, version.value))
            words = f"{endpoint.label} — {wire_name(endpoint, version)}"
            box.setItemData(place, words, _WORDS)
            box.setItemData(place, words, Qt.ItemDataRole.AccessibleTextRole)
    box.setItemDelegate(_Words(box))
    view = box.view()
    measure = view.fontMetrics().horizontalAdvance
    widest = max(measure(str(box.itemData(place, _WORDS))) for place in range(box.count()))
    view.setMinimumWidth(widest + _PADDING)


class _Words(QStyledItemDelegate):
    """An entry of the open list, where there is room for words, and the line between them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = index.data(_WORDS) or ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return size if index.data(_WORDS) else QSize(size.width(), _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(_WORDS):
            super().paint(painter, option, index)
            return
        line = option.rect.adjusted(8, _LINE // 2, -8, 0)
        painter.setPen(option.palette.mid().color())
        painter.drawLine(line.topLeft(), line.topRight())
