"""The tabs of an answer: they come and go with what there is to show, and the one that was chosen stays."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from edge_studio.ui.widgets import leave_arrows_to_the_mouse


class AnswerTabs(QTabWidget):
    """Tabs of which only those are seen that an answer fills.

    ``pages`` are all there may be, in their order and by their names; ``instead`` says which page is shown
    where a preferred one is not there.
    """

    looked_at = Signal()
    """The person looks at another tab."""

    def __init__(self, pages: Mapping[str, QWidget], instead: Mapping[QWidget, QWidget]) -> None:
        super().__init__()
        self._pages = pages
        self._instead = instead
        self._preferred = next(iter(pages.values()))
        self._placing = False
        """Whether tabs come and go by themselves, and the person chooses none."""
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        bar = self.tabBar()
        bar.setExpanding(False)
        bar.setProperty("dense", True)
        bar.setAccessibleName("Parts of the answer")
        bar.setElideMode(Qt.TextElideMode.ElideNone)
        leave_arrows_to_the_mouse(bar)
        for name, page in pages.items():
            self.addTab(page, name)
        self.currentChanged.connect(self._changed)

    @property
    def names(self) -> list[str]:
        """What is written on the tabs that are there."""
        return [self.tabText(at) for at in range(self.count()) if self.isTabVisible(at)]

    @property
    def all_fit(self) -> bool:
        """Whether all tabs are to be seen in full at this width."""
        bar = self.tabBar()
        visible = [at for at in range(bar.count()) if bar.isTabVisible(at)]
        return all(bar.tabRect(at).right() <= self.width() for at in visible)

    @property
    def chosen(self) -> str:
        """The name of the tab that the person last chose, whatever is written on it."""
        return next(name for name, page in self._pages.items() if page is self._preferred)

    def is_offered(self, page: QWidget) -> bool:
        """Whether the tab of this page is there."""
        return self.isTabVisible(self.indexOf(page))

    def write(self, page: QWidget, words: str) -> None:
        """Write this on a tab; the same words again would lay out and draw everything."""
        at = self.indexOf(page)
        if self.tabText(at) != words:
            self.setTabText(at, words)

    def offer(self, *pages: QWidget) -> None:
        """Let these tabs be seen, and stay with the one that the person last chose among all."""
        self._placing = True
        for page in self._pages.values():
            self.set_offered(page, page in pages)
        wanted = (self._preferred, self._instead.get(self._preferred), *pages)
        self.setCurrentWidget(next(page for page in wanted if page is not None and page in pages))
        self._placing = False

    def set_offered(self, page: QWidget, there: bool) -> None:
        """Let one tab be seen, or not."""
        at = self.indexOf(page)
        if self.isTabVisible(at) != there:
            self.setTabVisible(at, there)

    def open(self, name: str) -> None:
        """Bring the tab of this name to the front, where it is there."""
        page = self._pages.get(name)
        if page is not None and self.is_offered(page):
            self.setCurrentWidget(page)

    def prefer(self, name: str) -> None:
        """Show the tab of this name with the next answer, as if the person had chosen it."""
        self._preferred = self._pages.get(name, self._preferred)

    def open_preferred(self) -> None:
        """Bring the tab that the person last chose to the front."""
        self.setCurrentWidget(self._preferred)

    def _changed(self) -> None:
        page = self.currentWidget()
        if not self._placing and page is not None:
            self._preferred = page
            self.looked_at.emit()
