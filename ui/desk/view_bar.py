"""Where to look from: the place's own views, overview and focus, floating at the picture's right."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QToolButton

from gis.text import tr
from twin.camera import named_views
from twin.camera_views import KINDS
from ui.desk.layer_bar import float_over
from ui.desk.parts import Panel, across, set_button_font, tool_button
from ui.desk.session import NOTHING, Session
from ui.desk.viewport import ViewportWidget


class ViewBar(Panel):
    """A menu of views, the overview (Home) and the way to the selected building (F)."""

    def __init__(self, session: Session, viewport: ViewportWidget) -> None:
        super().__init__(session, "plate")
        self.viewport = viewport
        self.menu = QMenu(self)
        self.views = tool_button("chip")
        self.views.setFixedHeight(28)
        set_button_font(self.views, 12, 500)
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views.setMenu(self.menu)
        self.say(self.views.setText, lambda: tr("Views"))
        self.say(self.views.setAccessibleName, lambda: tr("Views"))
        self.say(self.views.setToolTip, lambda: tr("Look from one of the place's own views"))
        home = self.icon_button("house", lambda: tr("Overview (Home)"), 28)
        home.clicked.connect(viewport.go_home)
        self.focus = self.icon_button("crosshair", lambda: tr("Come to the selected building (F)"), 28)
        self.focus.clicked.connect(viewport.focus_selected)
        row = across(self, (5, 4, 5, 4), 2)
        for widget in (self.views, home, self.focus):
            row.addWidget(widget)
        float_over(self)
        session.place_changed.connect(self.refresh)
        session.selection_changed.connect(self._enable)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """List the place's views."""
        self.menu.clear()
        prepared = self.session.prepared
        if prepared is not None:
            names = {park.id: park.name for park in prepared.parks}
            for key, view in named_views(prepared).items():
                park, _, kind = key.rpartition(".")
                where = names[park].text() if park else tr("Both parks") if len(names) > 1 else tr("The park")
                action = self.menu.addAction(tr("{place}: {view}", place=where, view=KINDS[kind].text()))
                action.triggered.connect(lambda _=False, to=view: self.viewport.fly_to(to))
        self._enable()
        self.adjustSize()

    def _enable(self) -> None:
        self.focus.setEnabled(self.session.selected != NOTHING)
        self.views.setEnabled(self.session.prepared is not None)
