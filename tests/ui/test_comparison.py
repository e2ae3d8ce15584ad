"""The window that compares two exchanges."""

import json
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.comparison.window import ComparisonWindow
from edge_studio.ui.theme import Look
from tests.edge.comparing.patches import applied
from tests.ui import comparisons as make
from tests.ui.acts import click, clipboard, gone
from tests.ui.comparison_page import ComparisonPage
from tests.ui.exchanges import FAILURE

SHIFT = Qt.KeyboardModifier.ShiftModifier


def page_of(qtbot: QtBot, look: Look) -> ComparisonPage:
    return ComparisonPage.of(qtbot, look, make.before(), make.after())


def test_the_sentence_says_what_became_of_the_offer_and_which_cookie_is_new(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    assert page.verdict == "Different"
    assert page.sentence.startswith("hero-banner: experience A became B")
    assert "1 cookie new" in page.sentence
    page.close()


def test_the_tree_holds_only_what_differs_with_a_word_for_what_happened(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    rows = page.rows()
    assert ("items › 88021 › data › content", "<h2>Spring is here</h2>", "<h2>Spring is over</h2>") in rows
    assert ("kndctr_cluster", "", "") not in rows
    assert "at_check, added" in page.spoken()
    assert "items › 88021 › data › content, changed" in page.spoken()
    page.close()


def test_what_always_differs_is_hidden_until_it_is_asked_for(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    assert page.masked_words == "Show the one that always differs"
    assert not any(place == "requestId" for place, _, _ in page.rows())
    page.click(page.window.walk.masked)
    spoken = next(words for words in page.spoken() if words.startswith("requestId"))
    assert spoken == "requestId, changed, as always, The ID of the request: every one has its own"
    page.close()


def test_each_letter_presses_one_button(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    letters = page.letters()
    assert "h" in letters  # that of what always differs
    assert len(set(letters)) == len(letters)
    page.close()


def test_keys_show_the_place_in_the_main_window_and_one_part_alone(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    assert {"a", "b"} <= set(page.letters())
    page.press_with_control(Qt.Key.Key_2)
    assert page.part == "Request"
    page.press_with_control(Qt.Key.Key_3)
    assert page.part == "Answer"
    page.press_with_control(Qt.Key.Key_1)
    assert page.part == ""
    page.close()


def test_where_nothing_differs_the_tree_says_so(qtbot: QtBot, look: Look) -> None:
    same = make.before()
    page = ComparisonPage.of(qtbot, look, same, same)
    assert page.nothing == "No differences."
    other = make.before(make.answer(make.offer(), cookies={"kndctr_cluster": "or2"}, request_id="2"))
    page.close()
    page = ComparisonPage.of(qtbot, look, same, other)
    assert page.nothing.startswith("No differences that count. 1 value that always differs is left out")
    page.click(page.window.walk.masked)
    assert page.nothing == ""
    page.close()


def test_bytes_that_are_no_text_are_shown_as_such(qtbot: QtBot, look: Look) -> None:
    sides = [make.before(body) for body in (b"caf\xe9\nx", b"caf\xff\nx")]
    page = ComparisonPage.of(qtbot, look, *sides)
    assert [row[1:] for row in page.rows() if row[0] == "line 1"] == [("caf�", "caf�")]
    assert page.values() == ("caf�", "caf�")
    click(page.window.tools.copy_all)
    assert "\\udc" not in clipboard()
    assert "| caf� | caf� |" in clipboard()
    page.close()


def test_keys_walk_from_difference_to_difference_and_stop_at_the_ends(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    assert page.place == "1 of 3"
    page.press(Qt.Key.Key_F8)
    assert (page.place, page.chosen) == ("2 of 3", "content")
    page.press(Qt.Key.Key_F8)
    page.press(Qt.Key.Key_F8)
    assert (page.place, page.chosen) == ("3 of 3", "at_check")
    page.press(Qt.Key.Key_F8, SHIFT)
    assert page.place == "2 of 3"
    page.close()


def test_the_chosen_difference_is_shown_whole_on_both_sides_with_what_differs_marked(
    qtbot: QtBot, look: Look
) -> None:
    page = page_of(qtbot, look)
    page.choose("content")
    assert page.values() == ("<h2>Spring is here</h2>", "<h2>Spring is over</h2>")
    assert page.marked() == ("here", "over")
    page.close()


def test_either_value_is_copied(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.choose("content")
    page.pick("Copy the value of A")
    assert clipboard() == "<h2>Spring is here</h2>"
    page.pick("Copy the value of B")
    assert clipboard() == "<h2>Spring is over</h2>"
    page.close()


def test_a_difference_is_shown_in_the_main_window_where_it_stands_there(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.choose("content")
    page.click(page.window.tools.show_b)
    place = page.shown[-1]
    assert (place.exchange.id, place.part) == (2, "Answer")
    assert place.pointer == "/handle/0/payload/0/items/0/data/content"
    page.close()


def test_a_and_b_are_swapped(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.click(page.window.head.swap)
    assert "11:25:10" in page.heads[0] or ":25:10" in page.heads[0]
    assert page.sentence.startswith("hero-banner: experience B became A")
    page.close()


def test_one_part_alone_is_shown(qtbot: QtBot, look: Look) -> None:
    request = replace(make.after().request, body=b'{"event": {"n": 2}}')
    page = ComparisonPage.of(qtbot, look, make.before(), make.after(request=request))
    assert page.rows()[0][0] == "Request"
    page.window.walk.choose_part("Request")
    page.done()
    assert page.rows()[-1] == ("n", "1.10", "2")
    assert page.place == "1 of 1"
    page.close()


def test_the_same_exchange_twice_is_said_to_be_the_same(qtbot: QtBot, look: Look) -> None:
    page = ComparisonPage.of(qtbot, look, make.before(), make.before())
    assert page.verdict == "The same"
    assert page.remark == "A and B are the same exchange."
    assert page.place == ""
    page.close()


def test_of_an_exchange_without_an_answer_the_words_say_so(qtbot: QtBot, look: Look) -> None:
    page = ComparisonPage.of(qtbot, look, make.before(), make.with_outcome(make.after(), FAILURE))
    assert page.remark == "B got no answer: TLS not trusted."
    page.close()
    page = ComparisonPage.of(qtbot, look, make.before(), make.with_outcome(make.after(), None))
    assert page.remark == "B is not answered yet, so only the requests are compared."
    page.close()


def test_different_endpoints_are_named(qtbot: QtBot, look: Look) -> None:
    page = ComparisonPage.of(qtbot, look, make.before(), make.after(endpoint="collect"))
    assert "A to interact, B to collect" in page.remark
    page.close()


def test_escape_closes_it(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.press(Qt.Key.Key_Escape)
    assert not page.is_open


def test_nothing_of_it_stays_when_it_is_closed(qtbot: QtBot, look: Look) -> None:
    def made() -> ComparisonWindow:
        return ComparisonWindow(look, make.before(), make.after(), MaskBook(shipped_masks()))

    assert gone(made, qtbot)


def test_a_place_is_ignored_from_its_menu_and_counts_again(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.choose("content")
    page.pick("Always ignore “content”, anywhere")
    assert not any(place.endswith("content") for place, _, _ in page.rows())
    assert page.masked_words == "Show the 2 that always differ"
    page.click(page.window.walk.masked)
    page.choose("content")
    page.pick("Let this count again")
    assert page.masked_words == "Show the one that always differs"
    page.close()


def test_only_this_very_place_is_ignored_when_that_is_asked_for(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.choose("content")
    page.pick("Always ignore this very place")
    mask = page.book.masks[-1]
    assert (mask.where, mask.own) == ("/handle/0/payload/0/items/0/data/content", True)
    page.close()


def test_switching_a_mask_off_in_the_list_lets_its_places_count_at_once(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    masks = page.masks_page(look)
    masks.switch("The ID of the request: every one has its own", on=False)
    page.done()
    assert page.place.endswith("of 4")
    masks.dialog.close()
    page.close()


def test_a_mask_of_ones_own_is_added_changed_and_removed(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    masks = page.masks_page(look)
    shipped = len(page.book.masks)
    click(masks.dialog.add)
    masks.write(where="**/data/content")
    page.done()
    assert page.book.masks[-1].where == "**/data/content"
    assert page.masked_words == "Show the 2 that always differ"
    masks.write(values="(")
    assert "is not a regular expression" in masks.fault
    click(masks.dialog.remove)
    assert len(page.book.masks) == shipped
    masks.dialog.close()
    page.close()


def test_the_list_of_masks_opens_with_a_row_marked(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    masks = page.masks_page(look)
    assert masks.dialog.current == page.book.masks[0]
    page.close()


def test_masks_that_come_along_can_be_read_but_not_removed(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    masks = page.masks_page(look)
    masks.dialog.choose("date")
    assert masks.dialog.editor.where.text() == "/headers/date"
    assert masks.dialog.editor.where.isReadOnly()
    assert not masks.dialog.remove.isEnabled()
    masks.dialog.close()
    page.close()


def test_a_thousand_differences_in_one_list_stand_in_ranges_and_are_walked(qtbot: QtBot, look: Look) -> None:
    many = 1_200
    before = make.before({"rows": [{"id": str(at), "n": at} for at in range(many)]})
    after = make.after({"rows": [{"id": str(at), "n": at + 1} for at in range(many)]})
    page = ComparisonPage.of(qtbot, look, before, after)
    assert page.place == "1 of 1,200"
    page.window.tree.show_difference(many)
    assert page.place == "1,200 of 1,200"
    assert page.chosen == "n"
    assert "501 to 1,000" in [place for place, _, _ in page.rows()]
    page.close()


def test_very_many_differences_are_let_go_bit_by_bit_when_the_window_is_closed(
    qtbot: QtBot, look: Look
) -> None:
    before, after = make.before({"rows": list(range(3000))}), make.after({"rows": list(range(1, 6001, 2))})
    page = ComparisonPage.of(qtbot, look, before, after)
    comparison = page.window.comparison
    assert comparison is not None
    answer = comparison.parts[-1]
    (rows,) = (diff for diff in answer.diffs if diff.label == "rows")
    assert len(rows.children) == 3000
    page.close()
    qtbot.waitUntil(lambda: not answer.diffs and not rows.children)


def test_the_comparison_is_copied_as_markdown_without_secrets(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    page.click(page.window.tools.copy_all)
    text = clipboard()
    assert text.startswith("## Two exchanges compared\n\n- **A**: Page view, home, Staging")
    assert "| /handle/0/payload/0/items/0/data/content | \\<h2\\>Spring is here" in text
    assert "Left out, because they always differ: 1." in text
    assert "very.secret.token" not in text
    page.close()


def test_the_copied_patch_makes_b_of_a_but_for_what_always_differs(qtbot: QtBot, look: Look) -> None:
    page = page_of(qtbot, look)
    assert page.copy_patch() == "Copied the patch of the answer: 3 steps."
    made: Any = applied(json.loads(clipboard()), json.loads(make.answered_body(make.before())))
    wanted: Any = json.loads(make.answered_body(make.after()))
    assert made["handle"] == wanted["handle"]
    assert made["requestId"] != wanted["requestId"]
    page.close()


def test_the_patch_is_of_the_requests_where_these_alone_are_shown(qtbot: QtBot, look: Look) -> None:
    request = replace(make.after().request, body=b'{"event": {"n": 2}}')
    page = ComparisonPage.of(qtbot, look, make.before(), make.after(request=request))
    page.window.walk.choose_part("Request")
    page.done()
    assert page.copy_patch().startswith("Copied the patch of the request: ")
    assert applied(json.loads(clipboard()), json.loads(make.before().request.body)) == {"event": {"n": 2}}
    page.close()


def test_where_an_answer_is_no_json_or_is_not_there_yet_the_window_says_why_no_patch_is_copied(
    qtbot: QtBot, look: Look
) -> None:
    page = ComparisonPage.of(qtbot, look, make.before(), make.after(b"<html>Bad gateway</html>"))
    said = page.copy_patch()
    assert said == "Nothing copied: a JSON Patch leads from JSON to JSON, and one answer is not JSON."
    page.close()
    page = ComparisonPage.of(qtbot, look, make.before(), make.with_outcome(make.after(), None))
    assert page.copy_patch() == "Nothing copied: one of the two has no answer yet."
    page.close()
