import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.store.settings import Settings
from edge_studio.ui.settings.settings_dialog import SettingsDialog
from edge_studio.ui.theme import Look
from tests.ui.acts import choose, click, gone, press


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> QWidget:
    """What the dialog stands before; closing the dialog deletes it, which the plugin would do once more."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def an_open_dialog(window: QWidget, settings: Settings) -> tuple[SettingsDialog, list[Settings]]:
    dialog = SettingsDialog(settings, window)
    saved: list[Settings] = []
    dialog.saved.connect(saved.append)
    dialog.open()
    return dialog, saved


def type_number(box: QAbstractSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    press(box, Qt.Key.Key_Tab)


def save(dialog: SettingsDialog) -> None:
    click(dialog.buttons.button(QDialogButtonBox.StandardButton.Save))


def test_what_nobody_touched_is_saved_as_it_was(window: QWidget) -> None:
    settings = Settings("dark", "json", 2.5, 30, 200, 30, 1.3, "Stage")
    dialog, saved = an_open_dialog(window, settings)
    save(dialog)
    assert saved == [settings]
    assert not dialog.isVisible()


def test_everything_can_be_chosen(window: QWidget) -> None:
    dialog, saved = an_open_dialog(window, Settings(connection="Stage"))
    choose(dialog.theme, "Light")
    choose(dialog.zoom, "125 %")
    choose(dialog.layout_choice, "JSON")
    type_number(dialog.connect_timeout, "3.5")
    type_number(dialog.total_timeout, "20")
    type_number(dialog.history_megabytes, "250")
    type_number(dialog.history_days, "14")
    save(dialog)
    assert saved == [Settings("light", "json", 3.5, 20, 250, 14, 1.25, "Stage")]


def test_no_limit_is_said_in_words(window: QWidget) -> None:
    dialog, _ = an_open_dialog(window, Settings(history_megabytes=0, history_days=0))
    assert dialog.history_megabytes.text() == "No limit"
    assert dialog.history_days.text() == "No limit"


def test_connecting_cannot_take_longer_than_the_whole(window: QWidget) -> None:
    dialog, saved = an_open_dialog(window, Settings())
    type_number(dialog.connect_timeout, "90")
    assert "part of the whole" in dialog.remark.text()
    assert dialog.remark.isVisible()
    save(dialog)
    assert saved == []
    type_number(dialog.total_timeout, "90")
    assert not dialog.remark.isVisible()
    save(dialog)
    assert [(settings.connect_timeout, settings.total_timeout) for settings in saved] == [(90, 90)]


def test_cancel_saves_nothing(window: QWidget) -> None:
    dialog, saved = an_open_dialog(window, Settings())
    choose(dialog.theme, "Dark")
    press(dialog, Qt.Key.Key_Escape)
    assert saved == []
    assert not dialog.isVisible()


def test_the_dialog_is_freed_when_it_is_closed(qtbot: QtBot, look: Look) -> None:
    def make() -> SettingsDialog:
        return SettingsDialog(Settings())

    assert gone(make, qtbot)
