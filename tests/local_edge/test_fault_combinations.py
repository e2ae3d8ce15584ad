"""However faults are combined, what comes of it can go over the wire."""

import json
import re
import zlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.local_edge.messages import Request
from edge_studio.local_edge.scenario_file import ScenarioError
from tests.local_edge.fault_cases import TOKEN, asking, headers_of, scenario
from tests.local_edge.requests import a_request, reply

PROBLEMS = st.fixed_dictionaries(
    {"code": st.sampled_from(["EXEG-0000-503", "EXEG-0203-502", "EXEG-0204-200", "va-edge-0404-404"])},
    optional={"title": st.text(max_size=5), "service": st.sampled_from(["target", "com.adobe.media"])},
)
FAULTS = st.fixed_dictionaries(
    {},
    optional={
        "when": st.fixed_dictionaries(
            {},
            optional={
                "endpoint": st.sampled_from(["interact", "collect", "token", "media"]),
                "scope": st.just("hero"),
                "probability": st.sampled_from([0, 0.5, 1]),
            },
        ),
        "delay": st.floats(0, 300),
        "problem": PROBLEMS,
        "frontDoor": st.fixed_dictionaries({"text": st.text(max_size=5)}),
        "status": st.integers(400, 599),
        "headers": st.dictionaries(
            st.sampled_from(["Retry-After", "Content-Type", "Set-Cookie", "X-A"]), st.just("5"), max_size=2
        ),
        "upstream": st.lists(PROBLEMS, max_size=2),
        "warnings": st.lists(PROBLEMS, max_size=2),
        "mishap": st.sampled_from(["truncated", "wrong-length", "drip", "reset"]),
        "charset": st.sampled_from(["utf-16", "latin-1", "ascii", "cp037", "utf-7", "gb18030", "punycode"]),
        "coding": st.sampled_from(["gzip", "deflate"]),
    },
)
STREAMED = {"meta": {"konductorConfig": {"streaming": {"enabled": True, "lineFeed": "\n"}}}}
REQUESTS = [
    a_request(asking("hero")),
    a_request({**asking("hero"), **STREAMED}),
    a_request({"events": [{"xdm": {}}]}, path="/ee/v1/collect"),
    a_request({"events": []}, path="/ee/va/v1/ping"),
    a_request(raw=b"{"),
    a_request(method="OPTIONS"),
    TOKEN,
]
HEADER = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")


@settings(max_examples=300, deadline=None)
@given(faults=st.lists(FAULTS, min_size=1, max_size=4), request=st.sampled_from(REQUESTS))
def test_whatever_strikes_an_answer_comes_of_it(faults: list[dict[str, Any]], request: Request) -> None:
    try:
        played = scenario(*faults)
    except ScenarioError:
        return
    outcome = reply(request, played)
    answer = outcome.answer
    headers = headers_of(answer)
    assert 200 <= answer.status <= 599
    assert all(HEADER.fullmatch(value) for value in headers.values())
    assert not answer.records or b"".join(answer.records) == answer.body
    body = answer.body
    if coding := headers.get("content-encoding"):
        body = zlib.decompress(body, 31 if coding == "gzip" else 15)
    if "json" in headers.get("content-type", "") and "charset=utf-8" in headers["content-type"].lower():
        for line in body.decode().splitlines() if answer.records else [body.decode()]:
            json.loads(line.strip("\0"))
