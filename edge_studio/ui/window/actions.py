"""Everything that can be done, with its words and keys: the menu bar is made from this table."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Standard = QKeySequence.StandardKey
Key = str | QKeySequence.StandardKey


class Entry(NamedTuple):
    """One thing to do: its name in the code, its words, its keys, and whether it is on or off.

    Of the entries that are a ``choice`` of one thing, one is ticked.
    """

    id: str
    words: str
    keys: tuple[Key, ...] = ()
    checkable: bool = False
    choice: str = ""


SEPARATOR = Entry("", "")


class Menu(NamedTuple):
    """A menu of the bar; a string among its entries is the id of a sub-menu made elsewhere."""

    words: str
    entries: tuple[Entry | str, ...] = ()


MENUS = (
    Menu(
        "&File",
        (
            Entry("new", "&New request", (Standard.New, Standard.AddTab)),
            "starting_points",
            Entry("open", "&Open a payload…", (Standard.Open,)),
            Entry("save", "&Save the payload", (Standard.Save,)),
            Entry("save_as", "Save the payload &as…", ("Ctrl+Shift+S",)),
            SEPARATOR,
            Entry("duplicate", "&Duplicate request", ("Ctrl+D",)),
            Entry("rename", "&Rename request…", ("F2",)),
            Entry("close", "&Close request", ("Ctrl+W",)),
            Entry("reopen", "R&eopen closed request", ("Ctrl+Shift+T",)),
            Entry("next_tab", "Nex&t request", ("Ctrl+Tab",)),
            Entry("previous_tab", "Pre&vious request", ("Ctrl+Shift+Tab",)),
            "places",
            SEPARATOR,
            Entry("quit", "&Quit", (Standard.Quit,)),
        ),
    ),
    Menu(
        "&Edit",
        (
            Entry("undo", "&Undo", (Standard.Undo,)),
            Entry("redo", "&Redo", (Standard.Redo, "Ctrl+Y")),
            SEPARATOR,
            Entry("find", "&Find in the JSON, or in the raw answer…", (Standard.Find,)),
            Entry("replace", "&Replace in the JSON…", ("Ctrl+H",)),
            Entry("find_next", "Find ne&xt", ("F3",)),
            Entry("find_previous", "Find pre&vious", ("Shift+F3",)),
            SEPARATOR,
            Entry("tidy", "&Tidy the JSON", ("Alt+Shift+F",)),
            Entry("minify", "&Minify the JSON"),
            Entry("fold", "Fold &here, or unfold", ("Ctrl+Shift+[",)),
            Entry("unfold_all", "Unfold &all", ("Ctrl+Shift+]",)),
            SEPARATOR,
            Entry("context_menu", "Menu &of what has the focus", ("Shift+F10",)),
        ),
    ),
    Menu(
        "&View",
        (
            Entry("layout_form", "&Form", choice="layout"),
            Entry("layout_split", "Form an&d JSON", choice="layout"),
            Entry("layout_json", "&JSON", choice="layout"),
            SEPARATOR,
            Entry("sidebar", "&History beside the request", ("Ctrl+B",), checkable=True),
            Entry("below", "&Answer below the request", ("Ctrl+J",), checkable=True),
            Entry("next_pane", "Ne&xt pane", ("F6",)),
            Entry("previous_pane", "&Previous pane", ("Shift+F6",)),
            SEPARATOR,
            Entry("theme_system", "Colours of the &system", choice="theme"),
            Entry("theme_light", "&Light colours", choice="theme"),
            Entry("theme_dark", "Dar&k colours", choice="theme"),
            SEPARATOR,
            Entry("zoom_in", "Lar&ger text", ("Ctrl+=", Standard.ZoomIn)),
            Entry("zoom_out", "S&maller text", (Standard.ZoomOut,)),
            Entry("zoom_reset", "&Natural size of text", ("Ctrl+0",)),
        ),
    ),
    Menu(
        "&Request",
        (
            Entry("send", "&Send", ("Ctrl+Return", "Ctrl+Enter", "F5")),
            Entry("cancel", "&Cancel", ("Ctrl+.", "Esc")),
            SEPARATOR,
            Entry("next_problem", "Next &problem", ("F8",)),
            Entry("fix_problem", "&Fix the problem shown", ("Alt+Return", "Alt+Enter")),
            Entry("connection", "Choose the &connection", ("Ctrl+E",)),
            Entry("address", "&Address and headers", ("Ctrl+L",)),
        ),
    ),
    Menu(
        "&History",
        (
            Entry("search_history", "&Search the history", ("Ctrl+Shift+H",)),
            Entry("older", "&Older answer", ("Alt+Left",)),
            Entry("newer", "&Newer answer", ("Alt+Right",)),
            SEPARATOR,
            Entry("compare", "&Compare with…", ("Ctrl+Shift+D",)),
        ),
    ),
    Menu(
        "&Tools",
        (
            Entry("filter_answer", "&Filter the answer", ("Ctrl+Shift+F",)),
            Entry("copy_path", "Copy the &path of the chosen row", ("Ctrl+Alt+C",)),
            Entry("follow", "Show the chosen row in &Raw, or back"),
            Entry("copy_ticket", "Copy the exchange for a &ticket", ("Ctrl+Shift+C",)),
            SEPARATOR,
            Entry("local_edge", "&Local Edge…", ("Ctrl+Shift+L",)),
            Entry("connections", "&Connections…"),
            Entry("settings", "&Settings…", ("Ctrl+,",)),
        ),
    ),
    Menu(
        "&Help",
        (
            Entry("keys", "&Keys", ("F1",)),
            Entry("about", "&About Edge Studio"),
        ),
    ),
)

PLACES = tuple(Entry(f"tab_{place}", f"Request &{place}", (f"Ctrl+{place}",)) for place in range(1, 10))
GROUPS = {"places": Menu("&Go to request", PLACES)}
"""Sub-menus of entries, by the id that stands for them in a menu."""


COMPARISON_KEYS = (
    ("Next difference", "F8, Alt+Down"),
    ("Difference before", "Shift+F8, Alt+Up"),
    ("Both, the requests alone, the answers alone", "Ctrl+1, Ctrl+2, Ctrl+3"),
    ("Show the place in A, in B", "Alt+A, Alt+B"),
    ("Copy the comparison for a ticket", "Ctrl+Shift+C"),
    ("Copy the comparison as a JSON Patch", "Ctrl+Shift+J"),
    ("Close the comparison", "Esc, Ctrl+W"),
)
"""What the keys of the window that compares do."""


def entries() -> Iterator[Entry]:
    """Every entry of every menu, separators left out."""
    for menu in (*MENUS, *GROUPS.values()):
        yield from (entry for entry in menu.entries if isinstance(entry, Entry) and entry.id)


def build_menus(
    window: QMainWindow, does: Mapping[str, Callable[[], object]], submenus: Mapping[str, QMenu]
) -> dict[str, QAction]:
    """Make the window's menu bar and return its actions by id; ``KeyError`` where ``does`` lacks one."""
    actions: dict[str, QAction] = {}
    choices: dict[str, QActionGroup] = {}

    def fill(made: QMenu, menu: Menu) -> None:
        for entry in menu.entries:
            if not isinstance(entry, str):
                if entry is SEPARATOR:
                    made.addSeparator()
                else:
                    actions[entry.id] = _action(window, entry, does[entry.id])
                    made.addAction(actions[entry.id])
                    if entry.choice:
                        choices.setdefault(entry.choice, QActionGroup(window)).addAction(actions[entry.id])
            elif entry in GROUPS:
                fill(made.addMenu(GROUPS[entry].words), GROUPS[entry])
            else:
                made.addMenu(submenus[entry])

    for menu in MENUS:
        fill(window.menuBar().addMenu(menu.words), menu)
    return actions


def _action(window: QMainWindow, entry: Entry, does: Callable[[], object]) -> QAction:
    action = QAction(entry.words, window)
    action.setShortcuts([QKeySequence(key) for key in entry.keys])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setCheckable(entry.checkable or bool(entry.choice))

    def run() -> None:
        does()  # without the state that triggered() would hand over

    action.triggered.connect(run)
    return action


TREE_KEYS = (
    ("Open, or go to the first inside", "Right"),
    ("Close, or go to what holds it", "Left"),
    ("Go to what holds it", "Backspace"),
    ("Next, previous beside it", "Alt+Down, Alt+Up"),
    ("Open all below", "*"),
    ("Open to level 1 to 9", "Alt+1 … Alt+9"),
    ("Open or close; show a long text whole", "Return"),
    ("Find a row by its first letters", "type them"),
    ("Copy the value", "Ctrl+C"),
    ("Show in Raw; in Raw, show in the tree", "Ctrl+Shift+R"),
)
RAW_KEYS = (("Go to a line", "Ctrl+G"), ("Search", "Ctrl+F"), ("Next, previous match", "F3, Shift+F3"))
FILTER_KEYS = (("Filters used before", "Down"), ("Empty the filter", "Esc"))
"""Keys that hold where the focus is, as the help lists them."""


def key_table() -> list[tuple[str, str, str]]:
    """Menu, words and keys of everything that has a key, as the person reads them."""
    rows = []
    for menu in MENUS:
        for entry in menu.entries:
            if isinstance(entry, Entry) and entry.keys:
                keys = dict.fromkeys(
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in entry.keys
                )
                rows.append(
                    (menu.words.replace("&", ""), entry.words.replace("&", ""), ", ".join(filter(None, keys)))
                )
            elif entry == "places":
                rows.append((menu.words.replace("&", ""), "Go to request 1 to 9", "Ctrl+1 … Ctrl+9"))
    rows += [("In the tree of an answer", words, keys) for words, keys in TREE_KEYS]
    rows += [("In the raw answer", words, keys) for words, keys in RAW_KEYS]
    rows += [("In the filter of the tree", words, keys) for words, keys in FILTER_KEYS]
    rows += [("In a comparison", words, keys) for words, keys in COMPARISON_KEYS]
    return rows
