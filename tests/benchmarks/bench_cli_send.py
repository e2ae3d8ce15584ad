"""The whole process of ``edge-studio send`` against HTTPie's ``http``: same body, same server."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from edge_studio import resources
from edge_studio.local_edge.server import LocalEdge

LIMIT = 0.8
PAIRS = 15
DATASTREAM = "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """How long a process takes from start to end; it must succeed."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def program(name: str) -> str:
    """A program of this environment, or else of the path; says what to install where there is none."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        sys.exit(f"{name} is missing: python -m pip install httpie")
    return found


def main() -> None:
    edge = LocalEdge()
    base_url = edge.start()
    body = str(resources.path("samples/page_view.json"))
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "EDGE_STUDIO_HOME": home, "HTTPIE_CONFIG_DIR": home}
        ours = [program("edge-studio"), "send", body, "--to", base_url, "--datastream", DATASTREAM]
        url = f"{base_url}/ee/v2/interact?dataStreamId={DATASTREAM}"
        theirs = [program("http"), "--ignore-stdin", "POST", url, "Content-Type:application/json", f"@{body}"]
        for command in (ours, theirs):
            seconds(command, environment)  # the first run compiles and fills the disk's cache
        ratios = [seconds(ours, environment) / seconds(theirs, environment) for _ in range(PAIRS)]
    edge.stop()
    ratio = statistics.median(ratios)
    print(f"edge-studio send, whole process | {ratio:.2f}x of http (limit {LIMIT}x)")


if __name__ == "__main__":
    main()
