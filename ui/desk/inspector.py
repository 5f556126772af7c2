"""The right-hand side: tabs for the selected building, the main figures, all figures, the layout's quality."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QStackedWidget, QToolButton, QWidget

from gis.text import tr
from ui.desk.building_page import BuildingPage
from ui.desk.cards import KpiPage
from ui.desk.entry_list import EntryList
from ui.desk.figures import FiguresPage
from ui.desk.parts import Panel, Source, across, down, set_button_font, tool_button
from ui.desk.quality import QualityPage
from ui.desk.session import NOTHING, Session
from ui.desk.viewport import ViewportWidget

TAB_HEIGHT_PX: Final = 40


class Inspector(Panel):
    """Selecting a building brings its page to the front."""

    def __init__(self, session: Session, viewport: ViewportWidget) -> None:
        super().__init__(session, "inspector")
        column = down(self, spacing=0)
        head = Panel(session, "inspectortabs")
        head.setFixedHeight(TAB_HEIGHT_PX)
        self._row = across(head, (8, 0, 8, 0), 0)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.building, self.kpis = BuildingPage(session), KpiPage(session)
        self.figures, self.quality = FiguresPage(session), QualityPage(session, viewport)
        self._group = QButtonGroup(self)
        self.tabs = {
            "building": self._add("building", lambda: tr("Building"), self.building),
            "kpis": self._add("kpis", lambda: tr("KPIs"), self.kpis),
            "figures": self._add("figures", lambda: tr("All figures"), self.figures),
            "quality": self._add("quality", lambda: tr("Quality"), self.quality),
        }
        self._row.addStretch(1)
        column.addWidget(head)
        column.addWidget(self.pages, 1)
        session.selection_changed.connect(self._follow)
        self.show_page("kpis")

    def show_page(self, name: str) -> None:
        """Bring a page to the front: "building", "kpis", "figures" or "quality"."""
        self.tabs[name].setChecked(True)
        self.pages.setCurrentIndex(list(self.tabs).index(name))

    def _add(self, name: str, source: Source, page: QWidget) -> QToolButton:
        tab = tool_button("tab", checkable=True)
        tab.setFixedHeight(TAB_HEIGHT_PX - 1)
        set_button_font(tab, 13, 600)
        self.say(tab.setText, source)
        self.say(tab.setAccessibleName, source)
        tab.clicked.connect(lambda: self.show_page(name))
        self._group.addButton(tab)
        self._row.addWidget(tab)
        # a list scrolls by itself
        self.pages.addWidget(page if isinstance(page, EntryList) else _scrolling(page))
        return tab

    def _follow(self) -> None:
        if self.session.selected != NOTHING:
            self.show_page("building")


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("page")
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area
