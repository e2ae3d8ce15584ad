import json
import random
from typing import Any

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from edge_studio.jsontext.document import ABSENT, JsonDocument
from edge_studio.jsontext.edits import CannotEdit, RawJson, TextEdit
from edge_studio.ui.editor.buffer import Change, RequestBuffer

PAYLOAD = """{
  "event": {
    "xdm": {
      "eventType": "view",
      "amount": 1.10,
      "web": {"webPageDetails": {"name": "Home\u00a0page", "é😀": "😀"}}
    },
    "data": {"k": 7163309881222824984, "k": 2}
  }
}
"""


@pytest.fixture
def buffer(qtbot: QtBot) -> RequestBuffer:
    made = RequestBuffer()
    made.load(PAYLOAD)
    return made


def place_of(buffer: RequestBuffer, pointer: str) -> int:
    node = buffer.json.node(pointer)
    assert node is not None
    return node.start


def text_of(document: QTextDocument) -> str:
    """The text character by character, lone surrogates among them."""
    count = document.characterCount() - 1
    text = "".join(document.characterAt(place) for place in range(count)).replace("\u2029", "\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def type_into(buffer: RequestBuffer, position: int, text: str) -> None:
    """What typing in the editor comes to."""
    cursor = QTextCursor(buffer.document)
    cursor.setPosition(position)
    cursor.insertText(text)


def test_the_text_is_kept_as_it_was_loaded(buffer: RequestBuffer) -> None:
    assert buffer.text == PAYLOAD
    assert not buffer.can_undo
    assert buffer.json.value("/event/xdm/web/webPageDetails/name") == "Home\u00a0page"


def test_an_edit_changes_text_and_parse_together_and_says_where(buffer: RequestBuffer) -> None:
    seen: list[tuple[Change, str, object]] = []

    def note(change: Change) -> None:
        seen.append((change, buffer.document.toPlainText()[:5], buffer.json.value("/event/xdm/eventType")))

    buffer.changed.connect(note)
    buffer.set_value("/event/xdm/eventType", "click")
    assert seen == [(Change("/event/xdm"), PAYLOAD[:5], "click")]
    assert buffer.text == PAYLOAD.replace('"view"', '"click"')
    assert buffer.revision == 2
    buffer.set_value("/event/xdm/eventType", "click")
    assert len(seen) == 1


def test_one_undo_serves_form_and_editor_in_the_order_things_were_done(buffer: RequestBuffer) -> None:
    texts = [buffer.text]
    buffer.set_value("/event/xdm/eventType", "click")
    texts.append(buffer.text)
    type_into(buffer, buffer.text.index("Home"), "My ")
    texts.append(buffer.text)
    buffer.remove("/event/data/k")
    texts.append(buffer.text)
    for text in reversed(texts[:-1]):
        buffer.undo()
        assert buffer.text == text == buffer.json.text
    assert not buffer.can_undo
    for text in texts[1:]:
        buffer.redo()
        assert buffer.text == text
    assert not buffer.can_redo


def test_a_burst_of_typing_in_one_field_is_one_step_of_undo(buffer: RequestBuffer) -> None:
    for length in range(1, 9):
        buffer.set_value("/event/xdm/web/webReferrer/URL", "https://"[:length], burst="URL")
    assert buffer.json.value("/event/xdm/web/webReferrer/URL") == "https://"
    buffer.undo()
    assert buffer.text == PAYLOAD
    buffer.redo()
    assert buffer.json.value("/event/xdm/web/webReferrer/URL") == "https://"


def test_a_burst_ends_with_any_other_edit_an_undo_or_when_told(buffer: RequestBuffer) -> None:
    def steps() -> int:
        count = 0
        while buffer.can_undo:
            buffer.undo()
            count += 1
        assert buffer.text == PAYLOAD
        return count

    buffer.set_value("/event/a", "1", burst="a")
    buffer.set_value("/event/b", "1", burst="b")
    buffer.set_value("/event/a", "2", burst="a")
    assert steps() == 3
    buffer.set_value("/event/a", "1", burst="a")
    type_into(buffer, 1, " ")
    buffer.set_value("/event/a", "2", burst="a")
    assert steps() == 3
    buffer.set_value("/event/a", "1", burst="a")
    buffer.end_burst()
    buffer.set_value("/event/a", "2", burst="a")
    assert steps() == 2
    buffer.set_value("/event/a", "1", burst="a")
    buffer.undo()
    buffer.set_value("/event/a", "2", burst="a")
    assert steps() == 1


def test_emptying_takes_the_parents_the_form_had_made_along_and_no_others(buffer: RequestBuffer) -> None:
    buffer.set_value("/event/data/deep/er/key", "x")
    buffer.set_value("/event/data/deep/er/key", "xy")
    buffer.remove("/event/data/deep/er/key")
    assert buffer.text == PAYLOAD
    buffer.load('{"event": {"data": {"typed": {"k": 1}}, "xdm": {"web": {"webReferrer": {"URL": "x"}}}}}')
    buffer.remove("/event/data/typed/k")
    assert buffer.json.value("/event/data") == {"typed": {}}
    buffer.remove("/event/xdm/web/webReferrer/URL")
    assert buffer.json.value("/event/xdm") == {}
    buffer.undo()
    buffer.remove("/event/xdm/web/webReferrer/URL", prune=False)
    assert buffer.json.value("/event/xdm") == {"web": {"webReferrer": {}}}


def test_a_renamed_parent_is_still_known_to_be_the_forms_own(buffer: RequestBuffer) -> None:
    buffer.set_value("/event/data/new/key", "x")
    buffer.rename("/event/data/new", "newer")
    assert buffer.json.value("/event/data/newer/key") == "x"
    buffer.remove("/event/data/newer/key")
    assert buffer.text == PAYLOAD


def test_lists_grow_and_numbers_keep_their_spelling(buffer: RequestBuffer) -> None:
    buffer.insert_item("/event/data/list", 0, RawJson("1.50"))
    buffer.insert_item("/event/data/list", 0, {"a": None})
    assert '"list": [{"a": null}, 1.50]' in buffer.text
    with pytest.raises(CannotEdit):
        buffer.insert_item("/event/xdm/eventType", 0, 1)


def test_several_edits_are_one_step(buffer: RequestBuffer) -> None:
    start = buffer.text.index("1.10")
    buffer.apply([TextEdit(start, start + 4, "2"), TextEdit(0, 1, "\n{")])
    assert buffer.text == "\n" + PAYLOAD.replace("1.10", "2")
    buffer.undo()
    assert buffer.text == PAYLOAD


def test_replacing_the_text_is_the_smallest_edit_and_one_step(buffer: RequestBuffer) -> None:
    cursor = QTextCursor(buffer.document)
    cursor.setPosition(place_of(buffer, "/event/data"))
    buffer.replace_text(PAYLOAD.replace('"😀"', '"x😀"'))
    assert cursor.position() == place_of(buffer, "/event/data")
    assert buffer.json.value("/event/xdm/web/webPageDetails/é😀") == "x😀"
    buffer.undo()
    assert buffer.text == PAYLOAD


def test_an_undo_says_where_the_text_changed(buffer: RequestBuffer) -> None:
    places: list[int] = []
    buffer.stepped.connect(places.append)
    buffer.set_value("/event/xdm/eventType", "click")
    assert places == []
    buffer.undo()
    buffer.redo()
    buffer.redo()
    assert places == [PAYLOAD.index('view"') + len("view"), PAYLOAD.index('view"') + len("click")]


def test_broken_places_are_not_editable_and_others_are(buffer: RequestBuffer) -> None:
    assert buffer.is_editable("/event/xdm/web/webPageDetails/name")
    assert buffer.is_editable("/event/xdm/new/place")
    assert buffer.is_editable("/event/list/0")
    assert not buffer.is_editable("/event/xdm/eventType/inside")
    assert not buffer.is_editable("/event/xdm/amount/0")
    type_into(buffer, buffer.text.index(': "view"'), "x")
    assert not buffer.is_editable("/event/xdm/eventType")
    assert not buffer.is_editable("/event/xdm")
    assert buffer.is_editable("/event/xdm/web")
    assert buffer.is_editable("/event/data/k")
    with pytest.raises(CannotEdit, match="line 4"):
        buffer.set_value("/event/xdm/eventType", "x")
    empty = RequestBuffer()
    assert empty.is_editable("/event/xdm")
    empty.set_value("/event/xdm/eventType", "x")
    assert empty.json.value("/event/xdm/eventType") == "x"


@pytest.mark.parametrize(
    ("loaded", "kept"),
    [
        ('{\r\n"a": 1\r}', '{\n"a": 1\n}'),
        ('\ufeff{"a": 1}', '{"a": 1}'),
        ('"\u2029\ufdd0 \ud83d \\" \u2028"', '"\\u2029\\ufdd0 \\ud83d \\" \u2028"'),
        ("{\u2029}", "{ }"),
        ('"a\u00a0b\x00\t"', '"a\u00a0b\x00\t"'),
    ],
)
def test_what_a_text_document_cannot_keep_is_written_so_that_it_can(
    qtbot: QtBot, loaded: str, kept: str
) -> None:
    buffer = RequestBuffer()
    buffer.load(loaded)
    assert buffer.text == kept
    assert buffer.document.characterCount() - 1 == len(kept.encode("utf-16-le")) // 2


def test_half_an_astral_character_does_not_shift_what_follows(buffer: RequestBuffer) -> None:
    place = len(PAYLOAD[: PAYLOAD.index("😀")]) + 1
    type_into(buffer, place, "x")
    node = buffer.json.node("/event/data/k")
    assert node is not None
    assert buffer.document.characterAt(node.start) == "2"
    buffer.undo()
    assert buffer.text == PAYLOAD


def test_a_format_change_is_no_change_of_the_text(buffer: RequestBuffer) -> None:
    seen: list[Change] = []
    buffer.changed.connect(seen.append)
    buffer.document.markContentsDirty(0, 20)
    assert seen == []


PIECES = ['"', "{", "}", ",", "1", "e+5", "x", "\n", " ", "😀", "\u00a0", '"b": 1, ', "\u2029"]
POINTERS = [
    "/event/xdm/eventType",
    "/event/data/new/key",
    "/event/items/0/sku",
    "/event/xdm/web/webPageDetails/é😀",
]


def edit_at_random(buffer: RequestBuffer, chance: random.Random) -> None:
    """One edit of the form or the editor."""
    count = buffer.document.characterCount() - 1
    pointer = chance.choice(POINTERS)
    match chance.randrange(6):
        case 0 | 1:
            value: Any = chance.choice(["x", "é😀", 1, None, {"a": [1, "😀"]}, RawJson("1.10"), "q\u2029"])
            buffer.set_value(pointer, value, chance.choice(["", "burst"]))
        case 2:
            if buffer.json.value(pointer) is not ABSENT:
                buffer.remove(pointer, prune=chance.random() < 0.5)
        case 3:
            buffer.insert_item("/event/items", 0, chance.choice([1, {"sku": "😀"}]))
        case _:
            cursor = QTextCursor(buffer.document)
            cursor.setPosition(chance.randint(0, count))
            cursor.setPosition(
                min(count, cursor.position() + chance.choice([0, 0, 1, 3])), QTextCursor.MoveMode.KeepAnchor
            )
            cursor.insertText(chance.choice(PIECES))


@pytest.mark.parametrize("seed", range(3))
def test_thousands_of_edits_and_undos_never_drift(buffer: RequestBuffer, seed: int) -> None:
    chance = random.Random(seed)
    signals: list[Change] = []
    buffer.changed.connect(signals.append)
    for step in range(1200):
        before = (buffer.revision, buffer.text)
        if chance.random() < 0.4:
            for _ in range(chance.randint(1, 4)):
                (buffer.undo if chance.random() < 0.6 else buffer.redo)()
        else:
            try:
                edit_at_random(buffer, chance)
            except CannotEdit:
                assert (buffer.revision, buffer.text) == before
        assert buffer.text == text_of(buffer.document)
        assert len(signals) == buffer.revision - 1
        fresh = JsonDocument(buffer.text)
        assert (fresh.syntax_problem is None) == (buffer.json.syntax_problem is None)
        for pointer in POINTERS:
            ours, theirs = buffer.json.node(pointer), fresh.node(pointer)
            assert (ours is None) == (theirs is None)
            assert ours is None or theirs is None or (ours.start, ours.raw) == (theirs.start, theirs.raw)
        if fresh.syntax_problem is None:
            assert json.loads(buffer.text) == fresh.value("")
        if step % 300 == 299:  # all the way back, and on
            while buffer.can_undo:
                buffer.undo()
            assert buffer.text == PAYLOAD
