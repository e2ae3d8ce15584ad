"""Process start to the first window that takes a click, against an empty window with an editor."""

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

ROUNDS = 15
LIMIT = 2.0


def started(kind: str, home: str) -> float:
    """Seconds until a click posted after the first picture was handled, in a fresh process."""
    environment = {**os.environ, "EDGE_STUDIO_HOME": home}
    if not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.first_click", kind],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1]) - began


def main() -> None:
    """Interleave both, so that the machine's moods meet both alike, and print the ratio of the medians."""
    with tempfile.TemporaryDirectory() as home:
        for kind in ("empty", "studio"):
            started(kind, home)
        pairs = [(started("empty", home), started("studio", home)) for _ in range(ROUNDS)]
    empty = median(pair[0] for pair in pairs)
    studio = median(pair[1] for pair in pairs)
    print(
        f"process start to the first window that takes a click | {studio / empty:.2f}x of an empty window "
        f"(limit {LIMIT}x; {studio * 1000:.0f} ms against {empty * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    main()
