"""The way into the assistant: nothing of it is loaded before someone asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QStackedWidget, QWidget

from gis.park_files import SHIPPED
from ui.desk.session import Session

if TYPE_CHECKING:
    from ui.desk.importer.page import ImportPage


class ImportDoor:
    """Shows the assistant in place of the `desk`, and the desk again. `open_parks` has other parks opened."""

    def __init__(
        self, session: Session, stack: QStackedWidget, open_parks: Callable[[tuple[str, ...]], None],
        parks: Callable[[], tuple[str, ...]],
    ) -> None:  # fmt: skip
        self._session, self._stack = session, stack
        self._open_parks, self._parks = open_parks, parks
        self._desk: QWidget | None = stack.currentWidget()
        self._before: QWidget | None = None
        self.page: ImportPage | None = None
        self.entered: list[Callable[[bool], None]] = []
        """Who is told that the assistant is shown (True) or left."""

    @property
    def is_open(self) -> bool:
        """The assistant is shown."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def enter(self, paths: Iterable[str] = ()) -> ImportPage:
        """Show the assistant, with these files in it."""
        if self.page is None:
            from ui.desk.importer.page import ImportPage

            self.page = ImportPage(self._session, self.leave, self._open, self._own_park)
            self._stack.addWidget(self.page)
        if not self.is_open:
            self._before = self._stack.window().focusWidget()
            self._stack.setCurrentWidget(self.page)
            self.page.list.rows[self.page.intake.step].setFocus()
            self._tell(inside=True)
        self.page.add(paths)
        return self.page

    def leave(self) -> None:
        """Show the desk again, where one was."""
        assert self._desk is not None
        self._stack.setCurrentWidget(self._desk)
        self._tell(inside=False)
        if self._before is not None:
            self._before.setFocus()

    def toggle(self) -> None:
        """In, or out again."""
        self.page.leave() if self.is_open and self.page is not None else self.enter()

    def shut(self) -> None:
        """The window closes."""
        if self.page is not None:
            self.page.shut()

    def _open(self, file: str) -> None:
        self._open_parks((file,))

    def _own_park(self) -> str:
        """The park that is open, if it is none of those that come with the program."""
        parks = self._parks()
        return parks[0] if len(parks) == 1 and parks[0] not in SHIPPED else ""

    def _tell(self, *, inside: bool) -> None:
        for told in self.entered:
            told(inside)


def dropped_files(data: QMimeData) -> list[str]:
    """The local files and folders that are dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
