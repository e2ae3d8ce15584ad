"""The menu of a row in an answer's tree."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from edge_studio.ui.tree.answer_tree import AnswerTree
from edge_studio.ui.tree.decoded_menu import add_decodings


def row_menu(tree: AnswerTree) -> QMenu:
    """What can be done with the chosen row of ``tree``, in groups; the menu goes when it is closed."""
    menu = QMenu(tree)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    node = tree.current
    value = node.value if node is not None else None
    copying = menu.addAction("Copy value", tree.copy_value)
    copying.setShortcut(QKeySequence.StandardKey.Copy)
    copying.setEnabled(value is not None)
    _copy_menu(menu, tree)
    menu.addSeparator()
    raw = menu.addAction("Show in Raw", tree.want_raw)
    raw.setShortcut(QKeySequence("Ctrl+Shift+R"))
    raw.setEnabled(value is not None or (node is not None and node.offset is not None))
    whole = menu.addAction("Show whole value…", tree.open_value)
    whole.setEnabled(value is not None and not value.is_container)
    add_decodings(menu, tree, tree.rows)
    menu.addAction("Filter by this", tree.filter_by_current)
    menu.addSeparator()
    _open_menu(menu, tree)
    return menu


def _copy_menu(menu: QMenu, tree: AnswerTree) -> None:
    holds = tree.current is not None and tree.current.value is not None
    more = menu.addMenu("Copy")
    more.addAction("Key", tree.copy_key)
    more.addAction("Value with all below, as JSON", tree.copy_subtree).setEnabled(holds)
    more.addSeparator()
    more.addAction("Exchange, for a ticket", tree.ticket_wanted.emit).setShortcut(
        QKeySequence("Ctrl+Shift+C")
    )
    paths = menu.addMenu("Copy path as")
    pointer = paths.addAction("JSON Pointer", tree.copy_path)
    pointer.setShortcut(QKeySequence("Ctrl+Alt+C"))
    paths.addAction("JSONPath", tree.copy_jsonpath)
    paths.addAction("jq", tree.copy_jq)
    paths.addAction("Python", tree.copy_python)
    for made in (menu, more, paths):
        made.setToolTipsVisible(True)


def _open_menu(menu: QMenu, tree: AnswerTree) -> None:
    menu.addAction("Open all below\t*", tree.open_all_below)
    levels = menu.addMenu("Open to level")
    for level in range(1, 10):
        words = "1, the top rows alone" if level == 1 else str(level)
        levels.addAction(words, partial(tree.open_levels, level)).setShortcut(QKeySequence(f"Alt+{level}"))
    menu.addAction("Go to what holds it\tBackspace", tree.go_up)
