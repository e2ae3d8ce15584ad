"""The Summary tab: an answer read in five seconds."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from edge_studio.edge.summary.model import Card, Fact
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Look
from tests.edge import answers
from tests.ui import summaries as make
from tests.ui.acts import CONTROL, clipboard
from tests.ui.exchanges import FAILURE, answered, exchange
from tests.ui.summary_page import SummaryPage


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> SummaryPage:
    return SummaryPage(qtbot, look)


# Cards


def test_an_answer_is_a_column_of_cards_in_the_order_of_importance(page: SummaryPage) -> None:
    page.show(make.summary())
    assert page.titles == ["Visitor", "Offers", "What is stored", "Region"]
    assert page.said("Visitor")[:2] == ["A new visitor, first seen just now.", f"ECID: {answers.ECID}"]
    assert page.overlaps == []


def test_the_next_answer_takes_the_place_of_the_one_before(page: SummaryPage) -> None:
    page.show(make.summary(make.trouble(), make.visitor()))
    page.show(make.summary(make.offers(), make.region()))
    assert page.titles == ["Offers", "Region"]
    page.show(make.summary(make.region(), make.trouble(), make.offers()))
    assert page.titles == ["Region", "Trouble", "Offers"]
    assert page.overlaps == []


def test_a_value_is_copied_as_it_came_and_found_in_the_tree(page: SummaryPage) -> None:
    page.show(make.summary())
    page.press("kndctr", Qt.Key.Key_C, CONTROL)
    assert clipboard() == answers.identity_cookie()
    page.press("ECID", Qt.Key.Key_Return)
    assert page.revealed == ["/handle/0/payload/0/id"]


def test_arrow_keys_go_from_line_to_line(page: SummaryPage) -> None:
    page.show(make.summary())
    page.press("A new visitor", Qt.Key.Key_Down)
    block, _ = page.block_of("A new visitor")
    assert block.current is not None
    assert block.current.label == "ECID"
    assert block.accessibleDescription() == f"ECID: {answers.ECID}"


def test_many_facts_end_in_a_way_to_the_tree(page: SummaryPage) -> None:
    facts = tuple(Fact(f"Key {at}", "value") for at in range(59_530))
    page.show(make.summary(Card("other", "Something new", "Many.", pointer="/handle/7", facts=facts)))
    assert page.said("Something new")[-1] == "and 59,500 more, in Handles"
    page.press("59,500 more", Qt.Key.Key_Return)
    assert page.revealed == ["/handle/7"]


def test_a_card_stays_folded_for_the_next_answer(page: SummaryPage) -> None:
    page.show(make.summary())
    page.card("Region").folded.emit(True)
    page.show(make.summary(make.trouble(), make.region(), make.visitor()))
    assert [card.title for card in page.tab.cards if card.is_folded] == ["Region"]
    assert page.card("Region").hint == "Oregon answered."


@pytest.mark.parametrize("width", [272, 360, 600])
def test_nothing_but_long_ids_is_cut(page: SummaryPage, width: int) -> None:
    page.tab.resize(width, 900)
    page.show(make.summary(make.trouble(), make.visitor(), make.offers(), make.stored(), make.region()))
    assert [line for line in page.cut if answers.ECID not in line and "CORE" not in line] == []
    assert page.overlaps == []


# Trouble


def test_trouble_says_what_it_means_what_to_do_and_whether_to_try_again(page: SummaryPage) -> None:
    page.show(make.summary(make.trouble(), has_errors=True))
    assert page.said("Trouble")[:5] == [
        "Error EXEG-0203-502",
        "Target: The service call has failed.",
        "Target could not be reached or answered with an error, so its part of the answer is missing.",
        "What to do: Send it again in a moment.",
        "Send again?: Yes, after a short wait.",
    ]


# Time


def test_what_ends_is_counted_down_and_says_that_it_is_over(page: SummaryPage) -> None:
    page.show(make.summary(make.region()))
    assert page.said("Region")[1] == "Edge Network: or2 · good for 29 min"
    assert 29 < page.tab.next_look < 31
    page.now += timedelta(minutes=29)
    page.show(make.summary(make.region()))
    assert page.said("Region")[1].endswith("good for 30 s")
    assert page.tab.next_look < 1.1
    page.now += timedelta(minutes=3)
    page.show(make.summary(make.region()))
    assert page.said("Region")[1].endswith("expired 2 min ago")


def test_nothing_ticks_while_it_cannot_be_seen(page: SummaryPage) -> None:
    page.show(make.summary())
    assert page.ticks()
    page.tab.hide()
    assert not page.ticks()
    page.now += timedelta(minutes=10)
    page.tab.show()
    assert page.said("Region")[1].endswith("good for 19 min")
    page.show(make.summary(make.visitor()))
    assert not page.ticks()


# In the room of the answer


def test_the_summary_is_what_is_seen_first(look: Look, qtbot: QtBot) -> None:
    panel = ResponsePanel(look)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_exchange(answered(answers.envelope()))
    assert panel.content.tab_names[0] == "Summary"
    assert panel.content.summary.isVisible()
    assert "hero-banner" in panel.content.summary.cards[1].words
    panel.show_exchange(exchange(FAILURE))
    assert "Summary" not in panel.content.tab_names


def test_trouble_is_told_once(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(answers.partial(), 207, "Multi-Status"))
    assert panel.content.notices.isVisible()
    panel.content.notices.show_wanted.emit()
    assert not panel.content.notices.isVisible()
    first = panel.content.summary.cards[0]
    for word in ("EXEG-0203-502", "EXEG-0303-200", "Unauthorized to fetch identities", "Send it again"):
        assert word in first.words
    panel.open_tab("Raw")
    assert panel.content.notices.isVisible()


def test_a_fact_leads_to_its_row_in_the_tree(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(answers.envelope()))
    panel.open_tab("Summary")
    panel.content.summary.reveal_wanted.emit("/handle/1/payload/0/scope")
    assert panel.handles.isVisible()
    assert panel.handles.tree.current is not None
    assert panel.handles.tree.current.pointer == "/handle/1/payload/0/scope"


# Offers


def test_offers_are_told_scope_by_scope_with_what_came_back(page: SummaryPage) -> None:
    page.show(make.summary(make.offers()))
    said = page.said("Offers")
    assert said[:4] == [
        "1 of 2 scopes got an offer.",
        "hero-banner",
        "Target Spring hero › Experience B",
        "HTML content",
    ]
    assert "Hello gold member" in said
    assert "Journey Optimizer" in said
    assert "default content: what the page shows anyway stays" in said


def test_nothing_returned_is_explained_certain_reasons_first(page: SummaryPage) -> None:
    page.show(make.summary(make.offers(make.not_returned())))
    said = page.said("Offers")
    assert said[1:4] == [
        "sidebar",
        "nothing came back",
        "because: the request does not ask for the schema html-content-item",
    ]
    assert sum(line.startswith("perhaps: ") for line in said) == 2


def test_one_switch_turns_all_content_to_its_source(page: SummaryPage) -> None:
    page.show(make.summary(make.offers()))
    page.turn("source")
    assert "<h2>Hello gold member</h2>" in page.offers.words
    page.show(make.summary(make.offers(make.asked(make.offer(make.content(text="<i>Other</i>"))))))
    assert "<i>Other</i>" in page.offers.words
    page.turn("preview")
    assert "<i>Other</i>" not in page.offers.words


def test_what_is_to_be_seen_is_turned_first_and_the_rest_in_turns(page: SummaryPage, qtbot: QtBot) -> None:
    pages = [f"<b>Offer {at}</b><p>{'gold member ' * 400}</p>" for at in range(12)]
    page.show(make.summary(make.offers(*[make.asked(make.offer(make.content(text=text))) for text in pages])))
    bar = page.tab.verticalScrollBar()
    bar.setValue(bar.maximum())
    shown = [view for view in page.offers.contents if not view.visibleRegion().isEmpty()]
    page.offers.show_way("source")
    assert "<b>" in shown[0].words
    assert len(page.offers.contents) == 12
    assert page.tab.is_filling
    qtbot.waitUntil(lambda: not page.tab.is_filling)
    assert [view for view in page.offers.contents if "<b>" not in view.words] == []
    assert page.overlaps == []


def test_another_answer_ends_the_turning_of_the_one_before(page: SummaryPage) -> None:
    page.show(make.summary(make.offers(*[make.asked(make.offer(make.content())) for _ in range(12)])))
    page.offers.show_way("source")
    page.show(make.summary(make.offers(make.asked(make.offer(make.content(text="<i>Other</i>"))))))
    assert not page.tab.is_filling
    assert len(page.offers.contents) == 1
    assert "<i>Other</i>" in page.offers.words


def test_many_offers_end_in_a_way_to_the_tree(page: SummaryPage) -> None:
    scope = make.asked(*[make.offer() for _ in range(48)])
    page.show(make.summary(make.offers(scope, more=59_480)))
    assert [line for line in page.said("Offers") if "more" in line] == [
        "and 8 more, in Handles",
        "and 59,480 more, in Handles",
    ]
    assert page.overlaps == []


def test_a_rich_answer_fills_the_room_at_once_and_the_rest_in_turns(page: SummaryPage, qtbot: QtBot) -> None:
    scopes = [make.asked(make.offer(make.content(text=f"<i>Offer {at}</i>"))) for at in range(12)]
    page.show(make.summary(make.offers(*scopes)))
    page.show(make.summary(make.visitor()))
    page.tab.show_summary(make.summary(make.offers(*scopes), make.visitor()))
    assert page.is_full
    assert "Offer 0" in page.offers.words
    qtbot.waitUntil(lambda: not page.tab.is_filling)
    assert page.titles == ["Offers", "Visitor"]
    assert [f"Offer {at}" in page.offers.words for at in range(12)] == [True] * 12
    assert page.overlaps == []


def test_the_next_answer_is_shown_alone_though_the_one_before_was_not_all_there(
    page: SummaryPage,
) -> None:
    scopes = [make.asked(make.offer(make.content(text=f"<i>Offer {at}</i>"))) for at in range(12)]
    page.tab.show_summary(make.summary(make.offers(*scopes)))
    page.show(make.summary(make.visitor()))
    assert page.titles == ["Visitor"]
    assert not page.tab.is_filling


def test_tab_goes_through_the_cards_as_the_eye_does(page: SummaryPage) -> None:
    page.show(make.summary(make.visitor()))
    page.show(make.summary(make.trouble(), make.visitor(), make.offers()))
    names = page.names_by_tab(9)
    assert names[0] == "Fold Trouble"
    assert names[1].startswith("Trouble: Error EXEG-0203-502")
    assert names[2] == "Fold Visitor"
    assert names[3].startswith("Visitor: A new visitor")
    assert names[4:7] == [
        "Fold Offers",
        "Show content as: Preview",
        "Offers: 1 of 2 scopes got an offer.; hero-banner; Target Spring hero › Experience B",
    ]


def said_so_far(panel: ResponsePanel) -> list[str]:
    """The titles of the cards, or what stands in their place."""
    summary = panel.content.summary
    return [card.title for card in summary.cards] or ["Reading the answer…"] * summary.is_reading


def test_of_a_large_answer_nothing_is_said_before_all_of_it_has_been_read(panel: ResponsePanel) -> None:
    panel.open_tab("Summary")
    panel.show_exchange(answered(answers.big_answer(2_000_000)))
    panel.open_tab("Summary")
    assert said_so_far(panel) == ["Reading the answer…"]
    panel.content.finish_reading()
    assert said_so_far(panel)[:2] == ["Visitor", "Offers"]


# By mouse


def test_a_line_under_the_mouse_is_copied_by_its_button(page: SummaryPage) -> None:
    page.show(make.summary())
    block, at = page.block_of("ECID: 2041")
    page.click_copy(block, at)
    assert clipboard() == answers.ECID
    page.choose("Made: just now")
    assert [action.text() for action in block.menu().actions() if action.text()] == [
        "Copy value",
        "Copy line",
        "Copy all of these lines",
        "Show in the tree",
    ]
    block.copy_line()
    assert clipboard() == "Made: just now, in region OR2"


def test_an_address_is_opened_only_after_asking(page: SummaryPage) -> None:
    redirect = make.content("redirect", "https://example.com/gold", title="Redirect to another page")
    page.show(make.summary(make.offers(make.asked(make.offer(redirect)))))
    page.press("Goes to", Qt.Key.Key_Return)
    question = page.question()
    assert question.address.toPlainText() == "https://example.com/gold"
    question.close()
    assert page.opened == []


def test_the_words_are_placed_anew_when_the_text_grows(page: SummaryPage, look: Look, qtbot: QtBot) -> None:
    page.show(make.summary())
    before = page.card("Visitor").height()
    look.set_zoom(1.5)
    qtbot.waitUntil(lambda: page.card("Visitor").height() > before * 1.2)
    assert page.overlaps == []
