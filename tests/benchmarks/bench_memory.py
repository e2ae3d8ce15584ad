"""Memory after a 100 MB answer was opened, its own bytes included, against its size."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import painted
from tests.edge.answers import answered, big_answer, envelope

LIMIT = 2.5
SIZE = 100_000_000


def resident(name: str = "VmRSS") -> int:
    """Bytes of this process in memory: now, or at most so far (``VmHWM``); of Linux."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(name))


def main() -> None:
    """Print how much the process has grown."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    panel = ResponsePanel(look)
    panel.resize(440, 760)
    panel.show()
    panel.content.prefer("Handles")
    painted(panel, answered(envelope()))
    stored = Path(os.environ.get("TMPDIR", "/tmp")) / f"edge-studio-memory-{os.getpid()}.json"
    child = os.fork()
    if child == 0:  # making the answer takes more memory than reading it
        stored.write_bytes(big_answer(SIZE))
        os._exit(0)
    os.waitpid(child, 0)
    before = resident()
    try:
        body = stored.read_bytes()
    finally:
        stored.unlink()
    painted(panel, answered(body))
    panel.content.finish_reading()
    panel.grab()
    app.processEvents()
    grown, most = (resident() - before) / len(body), (resident("VmHWM") - before) / len(body)
    print(
        f"100 MB answer: memory after opening | {grown:.2f}x of its size (limit {LIMIT}x)"
        f" | at most {most:.2f}x meanwhile"
    )
    panel.close()


if __name__ == "__main__":
    main()
