"""``python -m tests.fuzz TARGET``: throw bytes at one target, led by the lines they reach (needs atheris)."""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> int:
    """Read the arguments, write the seeds into the folder of findings and search; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", help="decoders, reading, summary or compare")
    parser.add_argument("--seconds", type=int, default=600, help="how long to search (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where inputs and crashes are kept (default: a new one)")
    wanted = parser.parse_args()
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        print("atheris is missing: python -m pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["edge_studio"]):
        targets = importlib.import_module("tests.fuzz.targets")
    if wanted.target not in targets.TARGETS:
        parser.error(f"no target {wanted.target}: there are {', '.join(targets.TARGETS)}")
    folder = wanted.folder or Path(tempfile.mkdtemp(prefix=f"fuzz-{wanted.target}-"))
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for at, seed in enumerate(targets.seeds(wanted.target)):
        (inputs / f"seed-{at:03}").write_bytes(seed)
    print(f"Inputs and crashes: {folder}", flush=True)
    limits = [f"-max_total_time={wanted.seconds}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=2048"]
    kept = [f"-artifact_prefix={folder}/", "-print_final_stats=1", str(inputs)]
    atheris.Setup([sys.argv[0], *limits, *kept], targets.TARGETS[wanted.target])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
