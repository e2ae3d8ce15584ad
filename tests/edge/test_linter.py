import json
import random
import subprocess
import sys
from typing import Any

import pytest

from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.lint import LintContext, Linter, Problem
from edge_studio.edge.rules.table import all_rules
from edge_studio.edge.samples import all_samples, find
from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.edits import apply
from tests.edge.linting import ECID, HASH, SIGNED_IN, V1, V2, an_event, check


def test_each_rule_has_a_name_of_its_own_and_says_what_it_demands() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.sentence.endswith("."), rule.id


def test_the_worst_problem_comes_first() -> None:
    body = {"event": {"xdm": {"eventType": "", "timestamp": "x", "web": {"webPageDetails": {"name": ""}}}}}
    assert [problem.severity for problem in check(body)] == ["error", "warning", "hint", "hint"]


def test_without_the_schemas_the_hand_written_rules_are_asked() -> None:
    linter = Linter()
    document = JsonDocument(json.dumps(an_event(timestamp="x", web={"webPageDetails": {"pageViews": 1}})))
    assert [problem.rule for problem in linter.check(document, V2)] == ["event.timestamp"]
    linter.warm_up()
    assert [problem.rule for problem in linter.check(document, V2)] == ["event.timestamp", "shape"]


def test_importing_the_linter_does_not_import_jsonschema() -> None:
    code = "import edge_studio.edge.lint, sys; sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_linter_knows_whether_its_schemas_are_loaded() -> None:
    cold, warm = Linter(), Linter()
    warm.warm_up()
    assert [cold.is_warm, warm.is_warm] == [False, True]


def test_one_linter_may_serve_several_documents_and_contexts() -> None:
    linter = Linter()
    linter.warm_up()
    one = JsonDocument(json.dumps(an_event(timestamp="x")))
    other = JsonDocument(json.dumps({"events": [{"xdm": {"timestamp": "x"}}]}))
    for _ in range(2):
        assert [problem.pointer for problem in linter.check(one, V2)] == ["/event/xdm/timestamp"]
        assert linter.check(other, V1)[0].pointer == "/events/0/xdm/timestamp"
        assert linter.check(one, SIGNED_IN)[0].rule == "body.identity-needed"
    problem = linter.check(one, V2)[0]
    assert problem.fix is None


def test_a_fix_is_applied_to_the_text_as_it_stands_by_then() -> None:
    linter = Linter()
    document = JsonDocument('{"event":{"xdm":{"timestamp":"2021-08-09T14:09:20"}}}')
    [problem] = [p for p in linter.check(document, V2) if p.rule == "event.timestamp"]
    moved = '{  "query": {}, "event":{"xdm":{"timestamp":"2021-08-09T14:09:20"}}}'
    document.update(moved)
    assert problem.fix is not None
    assert apply(moved, problem.fix.edits) == moved.replace('20"', '20Z"')


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
@pytest.mark.parametrize("authenticated", [False, True])
def test_every_sample_is_ready_to_be_sent(sample: Any, authenticated: bool) -> None:
    found = check(sample.text, LintContext(authenticated=authenticated))
    hints = ["query.no-ecid"] if sample.id == "specification_example" else []
    assert [problem.rule for problem in found] == hints


def _snapshot(problems: list[Problem]) -> list[Any]:
    edits = [problem.fix.edits if problem.fix else None for problem in problems]
    rest = [(p.rule, p.severity, p.pointer, p.message, p.advice, p.code) for p in problems]
    return [rest, edits]


def _mischief(chance: random.Random, text: str) -> str:
    """The text after a random slip of the keyboard or a random change of a value."""
    place = chance.randrange(len(text) + 1)
    match chance.randrange(5):
        case 0:
            return (
                text[:place]
                + chance.choice(["x", '"', "{", "}", "[", "]", ",", "1", " ", "\n", "é", "😀"])
                + text[place:]
            )
        case 1:
            return text[:place] + text[place + chance.randrange(1, 4) :]
        case 2:
            old = chance.choice(
                [HASH, ECID, '"SKU"', '"quantity": 1', '"xdm"', '"event"', '"id"', "true", '"value"']
            )
            new = chance.choice(["1", "null", '"true"', '"Id"', '""', "x", '"data"', "[]", "{}"])
            return text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_never_differs_from_what_would_be_found_anew(seed: int) -> None:
    chance = random.Random(seed)
    linter = Linter()
    linter.warm_up()
    versions = [V2, LintContext(version=ApiVersion.V1), SIGNED_IN]
    start = chance.choice([sample.text for sample in all_samples()])
    body = json.loads(find("purchase").text)
    body["event"]["xdm"]["identityMap"]["ECID"] = [{"id": ECID}]
    texts = [start, json.dumps(body, indent=1), json.dumps({"events": [body["event"]] * 3, "query": {}})]
    context = chance.choice(versions)
    document = JsonDocument(texts[0])
    text = texts[0]
    for _ in range(150):
        if chance.random() < 0.1:
            text = chance.choice(texts)
            context = chance.choice(versions)
        sound = text if document.syntax_problem is None else texts[1]
        text = _mischief(chance, sound if chance.random() < 0.5 else text)
        document.update(text)
        found = linter.check(document, context)
        anew = Linter()
        anew.warm_up()
        assert _snapshot(found) == _snapshot(anew.check(JsonDocument(text), context)), text


@pytest.mark.parametrize("seed", range(6))
def test_every_fix_leaves_valid_json_in_which_its_problem_is_gone(seed: int) -> None:
    chance = random.Random(100 + seed)
    mended = 0
    for _ in range(60):
        text = chance.choice([sample.text for sample in all_samples()])
        for _ in range(4):
            changed = _mischief(chance, text)
            text = changed if JsonDocument(changed).syntax_problem is None else text
        context = chance.choice([V2, V1, SIGNED_IN])
        for problem in check(text, context):
            if problem.fix is None:
                continue
            after = apply(text, problem.fix.edits)
            assert JsonDocument(after).syntax_problem is None, (problem, text)
            left = {(p.rule, p.pointer, p.message) for p in check(after, context)}
            assert (problem.rule, problem.pointer, problem.message) not in left, (problem, text)
            mended += 1
    assert mended > 10
