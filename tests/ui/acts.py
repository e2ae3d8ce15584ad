"""What a person does with single widgets: tests and pages are made of these acts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.ui.fields.line_edit import LineEdit

CONTROL = Qt.KeyboardModifier.ControlModifier


def click(widget: QWidget) -> None:
    """Press the left button in the middle of a widget, once it stands where it belongs."""
    QApplication.processEvents()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key while the widget has the focus."""
    QTest.keyClick(widget, key, modifiers or Qt.KeyboardModifier.NoModifier)


def clipboard() -> str:
    """The text that was copied last."""
    return QGuiApplication.clipboard().text()


def pick(menu: QMenu, text: str) -> None:
    """Choose the entry of a menu that begins with ``text``; menus in it are searched too."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu) and any(below.text() == text for below in inner.actions()):
            pick(inner, text)
            return
        if action.text().startswith(text):
            assert action.isEnabled(), f"{text} is greyed out"
            action.trigger()
            return
    raise AssertionError(f"no entry {text!r} in {[action.text() for action in menu.actions()]}")


def retype(line: LineEdit, text: str) -> None:
    """Click into a line, select what is there, and type over it."""
    click(line)
    press(line, Qt.Key.Key_A, CONTROL)
    if text:
        QTest.keyClicks(line, text)
    else:
        press(line, Qt.Key.Key_Backspace)


def choose(combo: QComboBox, words: str) -> None:
    """Choose the entry of a list by its plain name, with keys as a person would."""
    rows = [row for row in range(combo.count()) if combo.itemText(row).split(" — ")[0] == words]
    assert rows, f"no entry {words!r} in {[combo.itemText(row) for row in range(combo.count())]}"
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(rows[0]):
        QTest.keyClick(combo, Qt.Key.Key_Down)


def gone(make: Callable[[], QWidget], qtbot: QtBot) -> bool:
    """Whether the widget that ``make`` makes is freed once it is closed."""
    import gc
    import weakref

    widget = make()
    widget.show()
    reference = weakref.ref(widget)
    widget.close()
    widget.deleteLater()
    del widget
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return reference() is None
