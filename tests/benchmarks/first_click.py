"""Start a window, click into it as soon as it has painted, print the moment the click arrived, and end.

Each kind of window loads what it needs in its own order: Qt is no part of what this module loads.
"""

import gc
import sys


def empty() -> None:
    """Show the yardstick: an empty window with an editor, as a plain script does."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    from tests.benchmarks.click import Watch

    class EmptyWindow(QMainWindow):
        def __init__(self) -> None:
            super().__init__()
            self.setCentralWidget(QPlainTextEdit())
            self.resize(1440, 860)
            self._watch = Watch(self)
            self._painted = False

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self._painted:
                self._painted = True
                QTimer.singleShot(0, self._watch.click)

    app = QApplication(sys.argv)
    window = EmptyWindow()
    window.show()
    app.exec()


def studio() -> None:
    """Show Edge Studio the way its command line does, which loads the window without looking for garbage."""
    from edge_studio.cli import main

    gc.disable()
    from edge_studio import app as studio_app
    from tests.benchmarks.click import Watch

    class Watched(studio_app.Studio):
        def show(self) -> None:
            self._watch = Watch(self.window)
            self.window.painted.connect(self._watch.click)
            super().show()

    studio_app.Studio = Watched  # type: ignore[misc] # the benchmark watches the window from the inside
    main([])


if __name__ == "__main__":
    {"empty": empty, "studio": studio}[sys.argv[1]]()
