"""How to point a website, an app or a server at Local Edge, and how to have it trusted."""

import sys
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge import pointing
from edge_studio.edge.local_status import LocalStatus
from edge_studio.edge.pointing import Recipe
from edge_studio.edge.prepare import LOCAL_DATASTREAM
from edge_studio.ui.local_edge.recipe_list import RecipeList
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Segmented, muted

KINDS = {
    "website": "Website",
    "app": "Mobile app",
    "server": "Server or curl",
    "trust": "Trust the certificate",
}
_RECEIVED = "What it sends then appears in the history as received, with the answer given and a trace."
_HINTS = {
    "website": _RECEIVED,
    "app": _RECEIVED,
    "server": _RECEIVED,
    "trust": "Once for each program that is to speak HTTPS with Local Edge.",
}


class ClientsTab(QWidget):
    """Steps for one kind of client, each with what to copy."""

    https_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.https_words = (
            f"{pointing.WITHOUT_TLS} Local Edge is restarted for it, and visitors are forgotten."
        )
        self.kind = Segmented(KINDS, "Kind of client")
        self.hint = muted()
        self.hint.setWordWrap(True)
        self.recipes = RecipeList(look)
        self.serve_https = QPushButton("&Serve HTTPS")
        self.serve_https.setProperty("variant", "primary")
        self._https_off = QFrame()
        self._https_off.setProperty("banner", "warning")
        self._status: LocalStatus | None = None
        self._system = pointing.system_of(sys.platform)
        self._arrange()
        self.kind.chosen.connect(self._show)
        self.serve_https.clicked.connect(self.https_wanted)
        self._show()

    def _arrange(self) -> None:
        words = QLabel(self.https_words)
        words.setWordWrap(True)
        banner = QHBoxLayout(self._https_off)
        banner.setContentsMargins(12, 8, 8, 8)
        banner.addWidget(words, 1)
        banner.addWidget(self.serve_https)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Steps")
        scroll.setWidget(self.recipes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 12, 2, 2)
        layout.setSpacing(8)
        layout.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.hint)
        layout.addWidget(self._https_off)
        layout.addWidget(scroll, 1)

    def show_status(self, status: LocalStatus | None) -> None:
        """Show the steps that fit how it runs now."""
        self._status = status
        self._show()

    def show_kind(self, kind: str) -> None:
        """Show the steps for one kind of client."""
        self.kind.choose(kind)
        self._show()

    def _show(self) -> None:
        kind, status = self.kind.choice, self._status
        running = status is not None and status.is_running
        secure = status.secure_url if status else ""
        needs_https = kind != "server" and running and not secure
        self._https_off.setVisible(needs_https)
        self.hint.setText(_HINTS[kind] if running else "Local Edge is stopped: start it first.")
        ready = running and not needs_https
        self.recipes.show_recipes(self._steps(kind, status) if ready and status else (), numbered=False)

    def _steps(self, kind: str, status: LocalStatus) -> Iterable[Recipe]:
        datastream = status.datastream or LOCAL_DATASTREAM
        match kind:
            case "website":
                return pointing.website(status.secure_url, status.organisation, datastream, self._system)
            case "app":
                return pointing.mobile(status.secure_url, status.authority_file, self._system)
            case "server":
                return pointing.server(status.base_url, datastream, self._system)
            case _:
                return pointing.trust(status.authority_file, self._system)
