from PySide6.QtGui import QKeySequence

from edge_studio.ui.window.actions import Entry, entries, key_table


def keys_of(entry: Entry) -> list[str]:
    return [QKeySequence(key).toString() for key in entry.keys if QKeySequence(key).toString()]


def test_no_two_entries_share_a_key() -> None:
    taken: dict[str, str] = {}
    for entry in entries():
        for key in set(keys_of(entry)):
            assert key not in taken, f"{key} is {taken[key]} and {entry.id}"
            taken[key] = entry.id


def test_every_entry_has_a_name_of_its_own() -> None:
    ids = [entry.id for entry in entries()]
    assert len(ids) == len(set(ids))


def test_the_keys_a_person_expects_are_there() -> None:
    keys = {entry.id: keys_of(entry) for entry in entries()}
    assert {"Ctrl+Return", "F5"} <= set(keys["send"])
    assert {"Ctrl+N", "Ctrl+T"} <= set(keys["new"])
    assert "Ctrl+Shift+H" in keys["search_history"]
    assert "Ctrl+L" in keys["address"]


def test_the_table_of_keys_is_in_words() -> None:
    assert ("Request", "Send", "Ctrl+Return, Ctrl+Enter, F5") in key_table()
