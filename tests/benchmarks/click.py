"""A click as the window system posts it, and the moment at which it arrives."""

import os
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class Watch(QObject):
    """Clicks a widget, prints the moment the click arrived, and ends the process."""

    def __init__(self, target: QWidget) -> None:
        super().__init__()
        self._target = target
        target.installEventFilter(self)

    def click(self) -> None:
        """Post a press and a release, as the window system does."""
        where = QPointF(self._target.rect().center())
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            event = QMouseEvent(
                kind,
                where,
                QPointF(self._target.mapToGlobal(where.toPoint())),
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QCoreApplication.postEvent(self._target, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            print(time.time(), flush=True)
            os._exit(0)
        return False
