"""However large an answer is, its summary costs no more than a moment."""

import json
from time import perf_counter

from edge_studio.edge.handles import read_answer
from edge_studio.edge.summary.summarise import summarise_exchange
from tests.edge.answers import answered, big_answer, decisions, envelope, html_item, proposition
from tests.edge.summary.summaries import a_question, a_request, card, summary


def test_the_summary_of_ten_megabytes_costs_less_than_reading_them() -> None:
    given = answered(big_answer())
    answer = read_answer(given)
    request = a_request(a_question("scope-7", "scope-49", "nothing"))
    costs = []
    for _ in range(3):
        begun = perf_counter()
        made = summarise_exchange(given, answer, request=request)
        costs.append(perf_counter() - begun)
    begun = perf_counter()
    json.loads(given.body)
    reading = perf_counter() - begun
    assert min(costs) < reading
    offers = card(made, "offers")
    assert {asked.scope: len(asked.offers) for asked in offers.asked}["nothing"] == 0
    assert sum(len(asked.offers) for asked in offers.asked) == 200
    assert offers.more > 3_000


def test_one_offer_of_five_megabytes_is_still_told() -> None:
    item = html_item(content="<p>" + "x" * 5_000_000)
    made = card(summary(envelope(decisions(proposition(items=[item])))), "offers")
    [offer] = made.asked[0].offers
    assert offer.contents[0].text.startswith("<p>xxx")


def test_nesting_as_deep_as_it_gets_is_borne() -> None:
    deep = b'{"a":' * 15_000 + b"1" + b"}" * 15_000
    body = b'{"requestId":"r","handle":[{"type":"x:y","payload":[' + deep + b"]}]}"
    assert card(summary(body), "other").facts
