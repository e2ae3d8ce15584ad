"""Words for the tests of the linter: a body, what is found in it, and what a fix makes of it."""

import json
from typing import Any

from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.lint import LintContext, Linter, Problem
from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.edits import apply

V1 = LintContext(version=ApiVersion.V1)
V2 = LintContext()
SIGNED_IN = LintContext(authenticated=True)
HASH = "0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b"
ECID = "20418833956102774451930286647715503928"
ASKED = {"identity": {"fetch": ["ECID"]}}


def an_event(**xdm: Any) -> dict[str, Any]:
    """A v2 body with these XDM fields and nothing else to object to."""
    return {"event": {"xdm": xdm}, "query": ASKED}


def with_identities(**identity_map: Any) -> dict[str, Any]:
    """A v2 body with this identityMap."""
    return an_event(identityMap=identity_map)


def check(body: Any, context: LintContext = V2) -> list[Problem]:
    """Every problem of a body, which is a value or a text."""
    linter = Linter()
    linter.warm_up()
    return linter.check(JsonDocument(body if isinstance(body, str) else json.dumps(body)), context)


def rules(body: Any, context: LintContext = V2) -> list[str]:
    """The rules that a body breaks."""
    return [problem.rule for problem in check(body, context)]


def the(rule: str, body: Any, context: LintContext = V2) -> Problem:
    """The one problem of this rule in a body."""
    found = check(body, context)
    [problem] = [problem for problem in found if problem.rule == rule]
    return problem


def mended(rule: str, body: Any, context: LintContext = V2) -> Any:
    """The body, as value or text like it was given, after the fix of the one problem of this rule."""
    text = body if isinstance(body, str) else json.dumps(body)
    linter = Linter()
    linter.warm_up()
    document = JsonDocument(text)
    [problem] = [problem for problem in linter.check(document, context) if problem.rule == rule]
    assert problem.fix is not None, problem
    after = apply(text, problem.fix.edits)
    return after if isinstance(body, str) else json.loads(after)
