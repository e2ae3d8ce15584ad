"""The history with 100,000 exchanges against the same with 1,000: opening the dock, and searching.

Run it with ``python tests/benchmarks/bench_history.py``; it prints medians and ratios. The databases are
built first, which takes a minute; ``--sizes 1000 20000`` is quicker.
"""

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from edge_studio.edge.exchange import Answered, Exchange, Header, PreparedRequest, Timing
from edge_studio.store.history import History

REACH = 3.0
PAGE = 100
ROUNDS = 31


def exchanges(count: int) -> Iterator[Exchange]:
    """As many different exchanges, of 2 KB each, as an afternoon of page views and purchases leaves them."""
    choose = random.Random(7)
    started = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        ecid = "".join(choose.choices("0123456789", k=38))
        request_id = str(UUID(int=choose.getrandbits(128)))
        mail = hashlib.sha256(request_id.encode()).hexdigest()
        title, event_type = choose.choice(
            [("Page view", "web.webpagedetails.pageViews"), ("Purchase", "commerce.purchases")]
        )
        sent = {
            "event": {
                "xdm": {
                    "identityMap": {
                        "Email_LC_SHA256": [{"id": mail, "primary": True}],
                        "ECID": [{"id": ecid}],
                    },
                    "eventType": event_type,
                    "web": {"webPageDetails": {"URL": f"https://example.com/p/{choose.randrange(1000)}"}},
                    "timestamp": (started + timedelta(minutes=number)).isoformat(),
                },
                "data": {"order": f"ORD-{number:07}"},
            }
        }
        offer = {"id": f"AT:{mail}", "scope": "hero-banner", "scopeDetails": {"decisionProvider": "TGT"}}
        answer = {
            "requestId": request_id,
            "handle": [
                {"type": "identity:result", "payload": [{"id": ecid, "namespace": {"code": "ECID"}}]},
                {"type": "personalization:decisions", "eventIndex": 0, "payload": [offer]},
                {
                    "type": "locationHint:result",
                    "payload": [{"scope": "Target", "hint": "35", "ttlSeconds": 1800}],
                },
            ],
        }
        body = json.dumps(answer).encode()
        yield Exchange(
            id=0,
            started=started + timedelta(minutes=number),
            connection=choose.choice(["Local Edge", "Stage", "Production"]),
            production=False,
            endpoint="interact",
            event_type=event_type,
            title=title,
            subtitle=f"order ORD-{number:07}",
            request=PreparedRequest(
                "POST",
                f"http://127.0.0.1:8731/ee/v2/interact?dataStreamId=3fb0a1de&requestId={request_id}",
                (Header("Content-Type", "application/json"),),
                json.dumps(sent, indent=2).encode(),
                request_id,
            ),
            outcome=Answered(200, "OK", (("x-request-id", request_id),), body, len(body), Timing(0.184)),
            summary="1 visitor ID, 1 offer for 1 scope.",
        )


def build(path: Path, count: int) -> None:
    """A history of so many exchanges, one of them near the beginning with a word of its own."""
    with closing(History(path)) as history:
        batch: list[Exchange] = []
        for number, exchange in enumerate(exchanges(count)):
            batch.append(exchange)
            if len(batch) == 5000 or number == count - 1:
                history.record_all(batch)
                batch = []
        history.trim()  # as the program does when it starts: the index is tidied


def cases(history: History, count: int) -> dict[str, Callable[[], object]]:
    """What is measured, by name; each term is one that stands in both histories."""
    exchange = history.get(count // 8)
    assert exchange is not None
    order = exchange.subtitle.removeprefix("order ")
    request_id = exchange.request.request_id
    ecid = json.loads(exchange.request.body)["event"]["xdm"]["identityMap"]["ECID"][0]["id"]

    def dock() -> object:
        return history.page(limit=PAGE), history.stats(), history.connections()

    def search(term: str, status: str = "") -> Callable[[], object]:
        def run() -> object:
            return dock(), history.page(term, status=status, limit=PAGE)

        return run

    return {
        "opening the dock": dock,
        "… and a common term (hero-banner)": search("hero-banner"),
        "… and a term nowhere (walrus)": search("walrus"),
        "… and one order, an old one": search(order),
        "… and one request ID, an old one": search(request_id),
        "… and one visitor, an old one": search(ecid),
        "… and a piece of a request ID": search(request_id[4:13]),
        "… and a common term, filtered to what never was": search("hero-banner", "errors"),
    }


def measure(small: dict[str, Callable[[], object]], large: dict[str, Callable[[], object]]) -> None:
    """Print, for each case, the medians of both and their ratio; taken in turns, to meet the same noise."""
    for name in small:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for place, case in enumerate((small[name], large[name])):
                start = time.perf_counter()
                case()
                times[place].append(time.perf_counter() - start)
        few, many = median(times[0]), median(times[1])
        verdict = "" if many / few <= REACH else "  MISSED"
        print(
            f"{name:50} {few * 1e3:7.2f} ms {many * 1e3:7.2f} ms  {many / few:5.2f}x"
            f" (reach {REACH}x){verdict}"
        )


def main() -> None:
    """Build two histories and compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs=2, type=int, default=(1_000, 100_000), metavar=("FEW", "MANY"))
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{size}.sqlite3" for size in sizes]
        for path, size in zip(paths, sizes, strict=True):
            start = time.perf_counter()
            build(path, size)
            megabytes = path.stat().st_size / 1e6
            print(f"built {size:,} exchanges: {megabytes:,.0f} MB in {time.perf_counter() - start:.0f} s")
        with closing(History(paths[0])) as few, closing(History(paths[1])) as many:
            measure(cases(few, sizes[0]), cases(many, sizes[1]))


if __name__ == "__main__":
    main()
