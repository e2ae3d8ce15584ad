"""``python -m tests.pictures [FOLDER]``: the window in every state worth looking at, as PNG files.

Without a folder the pictures of the README are made anew, beside this file; with one, every combination of
state, theme and size goes there, and two at a scale of 200 %.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
README = ("answered:light:1560x900", "answered:dark:1560x900")
STATES = ("empty", "answered", "failed", "broken", "connections", "past", "faults", "visitors", "website")
SUMMARIES = ("summary", "summary_errors", "summary_nothing")
COMPARISONS = ("compared", "compared_same", "compared_picker", "compared_masks")
SIZES = ("1280x800", "1920x1080")


def wanted(everything: bool) -> list[str]:
    """The pictures to make, as ``state:theme:size``."""
    if not everything:
        return list(README)
    themes = ("light", "dark")
    rooms = [f"{state}:{theme}:{size}" for state in STATES for theme in themes for size in SIZES]
    return rooms + [f"{state}:{theme}:{SIZES[0]}" for state in (*SUMMARIES, *COMPARISONS) for theme in themes]


def main() -> None:
    """Make the pictures in processes of their own, one for each scale."""
    everything = len(sys.argv) > 1
    folder = Path(sys.argv[1]) if everything else HERE
    folder.mkdir(parents=True, exist_ok=True)
    scales = {"1": wanted(everything), "2": ["answered:light:1280x800", "answered:dark:1280x800"]}
    for scale, pictures in scales.items() if everything else [("1", wanted(False))]:
        with tempfile.TemporaryDirectory() as home:
            environment = {
                **os.environ,
                "EDGE_STUDIO_HOME": home,
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": scale,
                "QT_LOGGING_RULES": "qt.qpa.*=false",
            }
            subprocess.run(
                [sys.executable, "-m", "tests.pictures.take", str(folder), *pictures],
                env=environment,
                check=True,
            )


if __name__ == "__main__":
    main()
