"""The time bar: date and transport at the left, as wide as the outline; the axis with the playhead over the rest."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from gis.text import tr
from ui.desk.parts import Label, Panel, Source, across, down, tool_button
from ui.desk.session import Session
from ui.desk.time_axis import TimeAxis

HEIGHT_PX = 64


class TimeBar(Panel):
    """Date, step back, play or pause, step forward, axis."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "charts")
        self.setFixedHeight(HEIGHT_PX)
        self.axis = TimeAxis(session)
        self._date = Label("", 20, 600)
        self._count = Label("", 11, 400, "ink2")
        self.back = self._step_button("step-back", lambda: tr("One month back (Left)"), -1)
        self.forward = self._step_button("step-forward", lambda: tr("One month on (Right)"), 1)
        self.play = tool_button("play")
        self.play.setFixedSize(32, 32)
        self.play.clicked.connect(lambda: session.set_playing(not session.playing))
        row = across(self, spacing=0)
        self.left = Panel(session, "chartkey")
        inner = across(self.left, (16, 0, 12, 0), 4)
        words = down(spacing=0)
        words.addStretch(1)
        words.addWidget(self._date)
        words.addWidget(self._count)
        words.addStretch(1)
        inner.addLayout(words, 1)
        for button in (self.back, self.play, self.forward):
            inner.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.left)
        row.addWidget(self.axis, 1)
        for signal in (session.playing_changed, session.run_changed, session.theme_changed):
            signal.connect(self.refresh)
        session.time_changed.connect(self._say_date)
        self.refresh()

    def set_left_width(self, width_px: int) -> None:
        """As wide as the outline, so that the axis spans the viewport."""
        self.left.setFixedWidth(width_px)

    def sizeHint(self) -> QSize:
        """Its height is fixed."""
        return QSize(800, HEIGHT_PX)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show whether it plays, and whether there is anything to play."""
        playing = self.session.playing
        self.draw_icon(self.play, "pause" if playing else "play", "on_accent")
        words = tr("Pause (Space)") if playing else tr("Play (Space)")
        self.play.setToolTip(words)
        self.play.setAccessibleName(words)
        for button in (self.play, self.back, self.forward):
            button.setEnabled(self.session.run is not None)
        self._say_date()

    def _step_button(self, icon: str, source: Source, months: int) -> QToolButton:
        button = self.icon_button(icon, source, 28)
        button.clicked.connect(lambda: self.session.set_time(round(self.session.time) + months))
        return button

    def _say_date(self) -> None:
        run = self.session.run
        self._date.setText(self.session.month_label or "–")
        count = tr("month {month} of {count}", month=self.session.month + 1, count=len(run.months)) if run else ""
        self._count.setText(count)
