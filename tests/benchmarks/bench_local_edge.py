"""Requests a second of Local Edge with identity, two offers and validation, against a bare Starlette route.

The route, on uvicorn with the same parser of HTTP, reads the body as JSON and answers a fixed JSON of the
same size. Both are asked by wrk in turns. Then the memory of Local Edge, which meets a new visitor at each
request.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

LIMIT = 0.35
GROWTH = 1.05
ROUNDS = 7
SECONDS = 2
CONNECTIONS = 8
FEW, MANY = 10_000, 110_000
TARGET = "/ee/v2/interact?dataStreamId=3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"

BODY = {
    "event": {
        "xdm": {
            "eventType": "web.webpagedetails.pageViews",
            "timestamp": "2026-05-04T11:22:10.004Z",
            "web": {"webPageDetails": {"URL": "https://shop.example/home", "name": "Home"}},
        }
    },
    "query": {
        "identity": {"fetch": ["ECID"]},
        "personalization": {"decisionScopes": ["first", "second"]},
    },
}

ROUTE = """
import asyncio, json, socket, sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

FIXED = json.loads(sys.stdin.readline())

async def interact(request):
    await request.json()
    return JSONResponse(FIXED)

app = Starlette(routes=[Route("/ee/v2/interact", interact, methods=["POST"])])
listener = socket.socket(proto=socket.IPPROTO_TCP)  # otherwise each answer waits 40 ms for Nagle's algorithm
listener.bind(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
config = uvicorn.Config(app, http="h11", loop="asyncio", log_level="critical", access_log=False)
uvicorn.Server(config).run([listener])
"""


def scenario(folder: Path) -> Path:
    """A scenario with an offer for each of the two scopes that are asked for."""
    schema = "https://ns.adobe.com/personalization/html-content-item"
    offers = [
        {
            "scope": scope,
            "activity": {"id": f"4100{number}", "name": f"Activity {scope}"},
            "experience": {"id": "1", "name": "B"},
            "items": [
                {
                    "id": f"8802{number}",
                    "schema": schema,
                    "data": {"format": "text/html", "content": f"<h2>The {scope} offer</h2>"},
                }
            ],
        }
        for number, scope in enumerate(("first", "second"))
    ]
    path = folder / "scenario.json"
    organisation = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"
    path.write_text(json.dumps({"name": "fast", "organisation": organisation, "target": {"offers": offers}}))
    return path


@contextmanager
def served(command: list[str], given: str = "") -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its address, from its first line, and the number of its process."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{given}\n")
    process.stdin.flush()
    address = re.search(r"http://\S+", process.stdout.readline())
    if address is None:
        sys.exit(f"{command[:3]} did not start")
    try:
        yield address[0], process.pid
    finally:
        process.terminate()
        process.communicate()


def wrk(url: str, folder: Path, seconds: int) -> tuple[int, float]:
    """How many requests were answered, and how many a second; every answer has to be a 200."""
    script = folder / "post.lua"
    script.write_text(
        f'wrk.method = "POST"\nwrk.body = {json.dumps(json.dumps(BODY))}\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
    )
    program = shutil.which("wrk") or sys.exit("wrk is missing: apt-get install wrk")
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), url + TARGET]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    total, speed = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if total is None or speed is None or "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"wrk says:\n{said}")
    return int(total[1]), float(speed[1])


def resident(process: int) -> int:
    """Bytes of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def compare(ours: str, theirs: str, folder: Path) -> None:
    """Both in turns; prints the median of the ratios."""
    for url in (ours, theirs):
        wrk(url, folder, 1)  # warms up
    speeds = [(wrk(ours, folder, SECONDS)[1], wrk(theirs, folder, SECONDS)[1]) for _ in range(ROUNDS)]
    ratio = median(mine / other for mine, other in speeds)
    mine, other = (median(each) for each in zip(*speeds, strict=True))
    print(
        f"Local Edge with identity and two offers | {ratio:.2f}x of a bare Starlette route "
        f"(at least {LIMIT}x; {mine:.0f} requests a second against {other:.0f})"
    )


def fill(url: str, process: int, folder: Path) -> None:
    """Ask until there were many visitors; prints how memory grew meanwhile."""
    asked, early = 0, 0
    while asked < MANY:
        asked += wrk(url, folder, SECONDS)[0]
        if not early and asked >= FEW:
            early, after = resident(process), asked
    late = resident(process)
    print(
        f"memory of Local Edge, {asked - after} visitors later | {late / early:.2f}x "
        f"(limit {GROWTH}x; {early / 1e6:.0f} MB after {after} requests, {late / 1e6:.0f} MB after {asked})"
    )


def main() -> None:
    """Run both servers, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edge = [sys.executable, "-m", "edge_studio", "local-edge", "--scenario", str(scenario(folder))]
        with served(edge) as (ours, process):
            answer = httpx.post(ours + TARGET, json=BODY, trust_env=False)
            scopes = [offer["scope"] for offer in answer.json()["handle"][1]["payload"]]
            assert scopes == ["first", "second"], answer.text
            with served([sys.executable, "-c", ROUTE], answer.text) as (theirs, _):
                compare(ours, theirs, folder)
        with served(edge) as (ours, process):
            fill(ours, process, folder)


if __name__ == "__main__":
    main()
