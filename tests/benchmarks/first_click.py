"""Start a window, click into it as soon as it has painted, print the moment the click arrived, and end."""

import os
import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QWidget


class Watch(QObject):
    """Clicks a widget and waits for the click."""

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


class EmptyWindow(QMainWindow):
    """The yardstick."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.setCentralWidget(self.edit)
        self.resize(1440, 860)
        self._watch = Watch(self.edit.viewport())
        self._painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._watch.click)


def empty() -> None:
    """Show the yardstick."""
    app = QApplication(sys.argv)
    window = EmptyWindow()
    window.show()
    app.exec()


def studio() -> None:
    """Show Edge Studio the way its command line does."""
    from edge_studio import app as studio_app
    from edge_studio.cli import main

    class Watched(studio_app.Studio):
        def __init__(self, app: QApplication) -> None:
            super().__init__(app)
            self._watch = Watch(self.window)
            self.window.painted.connect(self._watch.click)

    studio_app.Studio = Watched  # type: ignore[misc] # the benchmark watches the window from the inside
    main([])


if __name__ == "__main__":
    {"empty": empty, "studio": studio}[sys.argv[1]]()
