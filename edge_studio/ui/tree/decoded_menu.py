"""What a row's menu offers where its text can be decoded, or where it is itself inside a decoded text."""

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTreeView

from edge_studio.ui.tree.json_nodes import InsideNode, Node, ValueNode
from edge_studio.ui.tree.json_tree import JsonTreeModel


def add_decodings(menu: QMenu, tree: QTreeView, rows: JsonTreeModel) -> None:
    """Add what there is to be done with the chosen row: show and copy the decoded, or show the raw value."""
    node = rows.node(tree.currentIndex())
    if isinstance(node, InsideNode):
        menu.addAction("Show the raw value", partial(show_raw, tree, rows))
    if not isinstance(node, ValueNode) or not node.decodings or node.shown is not None:
        return
    if len(node.decodings) == 1:
        title = node.decodings[0].title
        menu.addAction(f"Decode as {title}", partial(show_decoded, tree, rows, 0))
        menu.addAction("Copy decoded", partial(copy_decoded, node, 0))
        return
    ways, copies = menu.addMenu("Decode as"), menu.addMenu("Copy decoded")
    for place, decoded in enumerate(node.decodings):
        ways.addAction(decoded.title, partial(show_decoded, tree, rows, place))
        copies.addAction(decoded.title, partial(copy_decoded, node, place))


def show_decoded(tree: QTreeView, rows: JsonTreeModel, place: int) -> None:
    """Open the chosen row and choose what its text was decoded to, opened in its turn."""
    index = tree.currentIndex().siblingAtColumn(0)
    tree.expand(index)
    decoded = rows.index(place, 0, index)
    tree.setCurrentIndex(decoded)
    tree.expand(decoded)
    tree.scrollTo(decoded)


def show_raw(tree: QTreeView, rows: JsonTreeModel) -> None:
    """Choose the row on the wire whose text holds the chosen one."""
    index = tree.currentIndex().siblingAtColumn(0)
    while isinstance(rows.node(index), InsideNode):
        index = index.parent()
    tree.setCurrentIndex(index)
    tree.scrollTo(index)


def copy_decoded(node: Node, place: int) -> None:
    """Put what a row's text was decoded to on the clipboard."""
    if isinstance(node, ValueNode) and place < len(node.decodings):
        QGuiApplication.clipboard().setText(node.decodings[place].text)
