"""``python -m tests.benchmarks``: every benchmark, each in a process of its own, one line a figure."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run the benchmarks named as arguments, such as ``send``, or all; returns how many could not run."""
    folder = Path(__file__).parent
    wanted = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))
    return sum(
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.bench_{name}"], check=False).returncode != 0
        for name in wanted
    )


if __name__ == "__main__":
    sys.exit(main())
