"""The status bar: is what is shown current, from which inputs, and which point of the ground lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gis.text import tr
from sim.run import Run
from ui.desk import paint
from ui.desk.parts import Label, Panel, across
from ui.desk.session import Session
from ui.desk.theme import theme_of
from ui.desk.words import layout_origin

HEIGHT_PX = 24


class _Dot(QWidget):
    """Green when the run on the screen is the chosen scenario's, amber when not."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedSize(8, 8)

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fresh = self.session.run is not None and not self.session.stale
        paint.box(painter, QRectF(self.rect()), theme_of(self.session).colour("ok" if fresh else "warn"), radius=4)
        painter.end()


class StatusBar(Panel):
    """Freshness, inputs and version at the left; coordinates and their reference system at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "status")
        self.setFixedHeight(HEIGHT_PX)
        self.freshness, self.inputs = Label("", 11, 400, "ink2"), Label("", 11, 400, "ink3")
        self.honesty = Label("", 11, 400, "ink3")
        self.coordinates, self.system = Label("", 11, 400, "ink3"), Label("", 11, 400, "ink3")
        self._dot = _Dot(session)
        row = across(self, (12, 0, 12, 0), 8)
        row.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignVCenter)
        for label in (self.freshness, self.inputs):
            row.addWidget(label)
        row.addStretch(1)
        for label in (self.honesty, self.coordinates, self.system):
            row.addWidget(label)
        self._point_m: tuple[float, float] | None = None
        for signal in (session.run_changed, session.scenario_changed, session.task_changed, session.place_changed):
            signal.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Say how things stand."""
        session = self.session
        run = session.run
        self.freshness.setText(self._freshness())
        self.inputs.setText(self._inputs(run) if run else "")
        self.inputs.setToolTip(run.inputs_hash if run else "")
        self.honesty.setText(layout_origin(session.prepared.origin if session.prepared else ""))
        self.system.setText(f"EPSG:{session.prepared.epsg}" if session.prepared else "")
        self.point_at(self._point_m)
        self._dot.update()

    def point_at(self, point_m: tuple[float, float] | None) -> None:
        """Show the coordinates of a point of the ground (local metres)."""
        self._point_m = point_m
        prepared = self.session.prepared
        if point_m is None or prepared is None:
            self.coordinates.setText("")
            return
        east, north = prepared.origin_east_m + point_m[0], prepared.origin_north_m + point_m[1]
        self.coordinates.setText(tr("E {east}  N {north}", east=f"{east:,.0f}", north=f"{north:,.0f}"))

    def _inputs(self, run: Run) -> str:
        short = f"{run.inputs_hash[:4]}…{run.inputs_hash[-2:]}"
        return tr("inputs {hash} · seed {seed} · v{version}", hash=short, seed=run.seed, version=run.version)

    def _freshness(self) -> str:
        session = self.session
        if session.run is None:
            return tr("No run yet")
        shown = session.scenario_name(session.shown)
        if session.stale:
            chosen = session.scenario_name(session.scenario)
            if session.task.busy:
                return tr("{shown} is shown until {chosen} is ready", shown=shown, chosen=chosen)
            return tr("{shown} is shown; {chosen} could not be run", shown=shown, chosen=chosen)
        return tr("{scenario} is current", scenario=shown)
