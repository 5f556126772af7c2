"""The bar at the top: what is open, which scenario, run and cancel, which panels, language and theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gis.text import tr
from ui.desk import paint
from ui.desk.parts import ElidedLabel, Label, Panel, across, rule, set_button_font, tool_button
from ui.desk.session import Session
from ui.desk.theme import theme_of

HEIGHT_PX = 48


class Logo(QWidget):
    """Two towers."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        paint.box(painter, QRectF(1, 6, 9, 15), theme.colour("accent"), radius=2)
        paint.box(painter, QRectF(12, 1, 9, 20), theme.colour("accent", 0.45), radius=2)
        painter.end()


class Ring(QWidget):
    """How much of a task is done; turning while that is not known."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedSize(16, 16)
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._on)
        session.task_changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        """An icon's size."""
        return QSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, area = theme_of(self.session), QRectF(2, 2, 12, 12)
        painter.setPen(QPen(theme.colour("border2"), 2.5))
        painter.drawEllipse(area)
        painter.setPen(QPen(theme.colour("accent"), 2.5))
        fraction = self.session.task.fraction
        start = 90 if fraction is not None else 90 - self._turn
        painter.drawArc(area, start * 16, int(-360 * 16 * (0.25 if fraction is None else max(fraction, 0.02))))
        painter.end()

    def _follow(self) -> None:
        turning = self.session.task.busy and self.session.task.fraction is None
        self._timer.start() if turning else self._timer.stop()
        self.update()

    def _on(self) -> None:
        self._turn = (self._turn + 30) % 360
        self.update()


class CommandBar(Panel):
    """Everything that acts on the whole window. `run` and `cancel` are what the buttons do."""

    def __init__(self, session: Session, run: Callable[[], None], cancel: Callable[[], None]) -> None:
        super().__init__(session, "commands")
        self.setFixedHeight(HEIGHT_PX)
        self.row = across(self, (14, 0, 10, 0), 6)
        self._add_document()
        self.row.addStretch(1)
        self._add_task(cancel)
        self.run_button = self.text_button("primary", lambda: f" {tr('Run')}")
        self.draw_icon(self.run_button, "play", "on_accent", size_px=14)
        self.say(self.run_button.setToolTip, lambda: tr("Simulate the scenario again (Ctrl+R)"))
        self.run_button.clicked.connect(run)
        self.row.addWidget(self.run_button)
        self._rule()
        self.import_button = self.text_button("outline", lambda: f" {tr('Import…')}")
        self.draw_icon(self.import_button, "upload", "ink2", size_px=14)
        self.say(self.import_button.setToolTip, lambda: tr("Make a park of files of your own (Ctrl+I)"))
        self.import_button.setCheckable(True)
        self.row.addWidget(self.import_button)
        self._rule()
        self.panels = {
            "outline": self._panel_button("panel-left", "outline"),
            "charts": self._panel_button("panel-bottom", "charts"),
            "inspector": self._panel_button("panel-right", "inspector"),
        }
        self._rule()
        self._add_language_and_theme()
        for signal in (session.task_changed, session.scenario_changed, session.place_changed, session.run_changed):
            signal.connect(self.refresh)
        session.theme_changed.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill_menu()
        self.refresh()

    def show_importing(self, inside: bool) -> None:
        """While the import assistant is shown, there are no panels to hide."""
        self.import_button.setChecked(inside)
        for button in self.panels.values():
            button.setEnabled(not inside)

    def refresh(self) -> None:
        """Show title, scenario and task as they are."""
        session, task = self.session, self.session.task
        names = [park.name.text() for park in session.prepared.parks] if session.prepared else []
        self.parks.setText("  ·  ".join(names))
        self.chooser.setText(session.scenario_name(session.scenario))
        self.chooser.setEnabled(bool(session.scenarios))
        ready = session.prepared is not None and not task.busy
        self.run_button.setEnabled(ready)
        self.draw_icon(self.run_button, "play", "on_accent" if ready else "ink3", size_px=14)
        self.task.setVisible(task.busy)
        self.task_words.setText(_task_words(session))
        self.task.setAccessibleName(self.task_words.text())
        dark = session.theme == "dark"
        self.draw_icon(self.theme_button, "sun" if dark else "moon")
        words = tr("Light theme (Ctrl+T)") if dark else tr("Dark theme (Ctrl+T)")
        self.theme_button.setToolTip(words)
        self.theme_button.setAccessibleName(words)

    def _rule(self) -> None:
        self.row.addSpacing(2)
        self.row.addWidget(rule(upright=True, length_px=20))
        self.row.addSpacing(2)

    def _add_document(self) -> None:
        self.parks = ElidedLabel("", 12, 400, "ink2")
        self.row.addWidget(Logo(self.session))
        self.row.addSpacing(2)
        self.row.addWidget(self.label(lambda: tr("ParkTwin"), 13, 600))
        self.row.addWidget(self.parks)
        self._rule()
        self.row.addWidget(self.label(lambda: tr("Scenario"), 12, 400, "ink2"))
        self.chooser = tool_button("chip")
        self.chooser.setFixedHeight(30)
        set_button_font(self.chooser, 13, 600)
        self.chooser.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.chooser.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.draw_icon(self.chooser, "chevron-down", "ink3", size_px=14)
        self.chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.chooser.setMenu(self.menu)
        self.say(self.chooser.setToolTip, lambda: tr("Choose a scenario; it is simulated if it was not yet"))
        self.say(self.chooser.setAccessibleName, lambda: tr("Scenario"))
        self.row.addWidget(self.chooser)
        self._fill_menu()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for entry in self.session.scenarios:
            action = self.menu.addAction(entry.name.text())
            action.triggered.connect(lambda _=False, chosen=entry.id: self.session.choose_scenario(chosen))

    def _add_task(self, cancel: Callable[[], None]) -> None:
        self.task = Panel(self.session, "card")
        self.task.setFixedHeight(30)
        inner = across(self.task, (9, 0, 3, 0), 7)
        self.task_words = Label("", 12, 600)
        self.cancel_button = self.icon_button("x", lambda: tr("Cancel (Esc)"), 24)
        self.cancel_button.clicked.connect(cancel)
        inner.addWidget(Ring(self.session), 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addWidget(self.task_words)
        inner.addWidget(self.cancel_button)
        self.row.addWidget(self.task)

    def _panel_button(self, icon: str, which: str) -> QToolButton:
        names = {
            "outline": lambda: tr("Show or hide the outline"),
            "charts": lambda: tr("Show or hide the charts"),
            "inspector": lambda: tr("Show or hide the inspector"),
        }
        button = self.icon_button(icon, names[which])
        self.draw_icon(button, icon, "ink3", "accent")
        button.setCheckable(True)
        button.setChecked(True)
        self.row.addWidget(button)
        return button

    def _add_language_and_theme(self) -> None:
        self.language_button = tool_button("icon")
        self.language_button.setFixedSize(36, 30)
        set_button_font(self.language_button, 13, 600)
        # each language is offered in its own words, so that who cannot read the other finds it
        self.say(self.language_button.setText, lambda: "EN" if self.session.language == "zh" else "中")
        self.say(self.language_button.setToolTip, lambda: tr("Other language (Ctrl+L)"))
        self.say(self.language_button.setAccessibleName, lambda: tr("Other language (Ctrl+L)"))
        self.language_button.clicked.connect(self.session.next_language)
        self.theme_button = self.icon_button("moon", lambda: "")
        self.theme_button.clicked.connect(lambda: other_theme(self.session))
        self.row.addWidget(self.language_button)
        self.row.addWidget(self.theme_button)


def other_theme(session: Session) -> None:
    """Dark for light and light for dark."""
    session.set_theme("light" if session.theme == "dark" else "dark")


def _task_words(session: Session) -> str:
    task = session.task
    if task.state == "opening":
        return tr("Opening the parks…")
    name = session.scenario_name(task.scenario)
    if task.fraction is None:
        return tr("{scenario}: starting", scenario=name)
    if task.state == "spreading":
        return tr("{scenario}, uncertainty: {percent} %", scenario=name, percent=round(100 * task.fraction))
    return tr("{scenario}: {percent} %", scenario=name, percent=round(100 * task.fraction))
