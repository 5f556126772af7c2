"""The inspector's page of the selected building: what it is, and its state at this month."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gis.origin import origin_of
from gis.text import tr
from ui.desk import building_facts, icons, paint
from ui.desk.badge import Badge
from ui.desk.parts import ElidedLabel, Label, Panel, Source, across, down
from ui.desk.rows import Rows
from ui.desk.session import NOTHING, Session
from ui.desk.spark import Spark
from ui.desk.theme import park_token, theme_of
from ui.desk.words import layout_origin


class _Bar(QWidget):
    """A share as a bar of twenty cells, so that it can be read without a scale."""

    _CELLS = 20

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.share = 0.0
        self.setFixedHeight(14)

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(200, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        step = (self.width() + 2) / self._CELLS
        for i in range(self._CELLS):
            cell = QRectF(i * step, 0, step - 2, self.height())
            paint.box(painter, cell, theme.colour("hover"), radius=1.5)
            filled = min(max(self.share * self._CELLS - i, 0.0), 1.0)
            if filled > 0:
                cell.setWidth(cell.width() * filled)
                paint.box(painter, cell, theme.colour("accent"), radius=1.5)
        painter.end()


class _SelectedMark(QWidget):
    """The orange stroke beside the name: this is what is outlined in the picture."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedWidth(4)

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(4, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.box(painter, QRectF(self.rect()), theme_of(self.session).colour("select"), radius=2)
        painter.end()


class BuildingPage(Panel):
    """Name, state, course, stages, tenants and attributes; without a selection it says how to make one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "page")
        outer = down(self, (16, 12, 16, 12), 0)
        self._empty, self._full = self._make_empty(), Panel(session, "page")
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._full, 1)
        self._column = down(self._full, spacing=8)
        self._make_head()
        self._make_card()
        self.chances = self._section(lambda: tr("Over many runs"))
        self.stages = self._section(lambda: tr("Stages of the project"))
        self.tenants = self._section(lambda: tr("Tenants by sector"))
        self.attributes = self._section(lambda: tr("Attributes"))
        self._column.addStretch(1)
        self._shown: tuple[object, ...] = ()
        for signal in (session.selection_changed, session.run_changed, session.place_changed, session.time_changed,
                       session.bands_changed):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._shown = ()
        self.refresh()

    def recolour(self) -> None:
        """Draw in the theme in use."""
        super().recolour()
        pixmap = icons.pixmap("mouse-pointer-click", theme_of(self.session).ink3, 32, self.devicePixelRatioF())
        self._pointer.setPixmap(pixmap)

    def refresh(self) -> None:
        """Show the selected building at this month."""
        session = self.session
        prepared, row = session.prepared, session.selected
        chosen = prepared is not None and row != NOTHING
        self._empty.setVisible(not chosen)
        self._full.setVisible(chosen)
        if prepared is None or row == NOTHING:
            return
        now = (row, session.month, session.shown, id(session.run), id(session.band))
        if now == self._shown:
            return
        self._shown = now
        name, where = building_facts.heading(prepared, row)
        self.name.setText(name)
        self.where.setText(where)
        self.origin.updateGeometry()
        self.origin.update()
        self.attributes[1].show_rows(building_facts.attributes(session, prepared, row))
        self._card.setVisible(session.run is not None)
        if session.run is not None:
            self._show_state(row, prepared.buildings.park[row])
        self._show_lists(row)

    def _show_state(self, row: int, park: str) -> None:
        session = self.session
        assert session.run is not None
        state = building_facts.state(session, row)
        self.stage.setText(state.stage)
        self.title.setText(f"{state.title}  ·  {session.month_label}")
        figure = session.quantity(state.share, "share")
        self.figure.setText(figure.figure)
        self.detail.setText(state.detail)
        self._bar.share = state.share
        self._bar.update()
        self._spark.token = park_token(park)
        self._spark.show_series(building_facts.course(session.run, row, state.column))
        self._card.setAccessibleName(f"{state.title}: {figure}, {state.detail}")
        self._first.setText(session.run.months[0][:4])
        self._last.setText(session.run.months[-1][:4])

    def _show_lists(self, row: int) -> None:
        session, prepared = self.session, self.session.prepared
        assert prepared is not None
        stages = building_facts.stages(session, prepared, row) if session.run else []
        count, tenants = building_facts.tenants(session, row) if session.run else (0, [])
        chances = building_facts.chances(session, row)
        if session.band is not None:
            self.chances[0].setText(tr("Over {runs} runs", runs=session.band.runs))
        for (title, rows), shown in ((self.chances, chances), (self.stages, stages), (self.tenants, tenants)):
            title.setVisible(bool(shown))
            rows.setVisible(bool(shown))
            rows.show_rows(shown)
        self.tenants[0].setText(tr("Tenants by sector ({count})", count=count))

    def _make_empty(self) -> Panel:
        panel = Panel(self.session, "page")
        column = down(panel, spacing=6)
        self._pointer = QLabel()
        self._pointer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pixmap = icons.pixmap("mouse-pointer-click", theme_of(self.session).ink3, 32, self.devicePixelRatioF())
        self._pointer.setPixmap(pixmap)
        title = self.label(lambda: tr("No building selected"), 15, 600)
        words = self.label(
            lambda: tr("Click a building in the picture: its use, its stage, who sits there and since when."),
            12, 400, "ink2",
        )  # fmt: skip
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        example = self.text_button("outline", lambda: tr("Show the largest building"), 30)
        example.clicked.connect(self._select_largest)
        column.addStretch(2)
        for widget in (self._pointer, title, words):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(example, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return panel

    def _select_largest(self) -> None:
        if self.session.prepared is not None:
            self.session.select(int(self.session.prepared.buildings.gfa_m2.argmax()))

    def _make_head(self) -> None:
        self.name, self.where = ElidedLabel("", 15, 600), ElidedLabel("", 12, 400, "ink2")
        words = down(spacing=1)
        words.addWidget(self.name)
        words.addWidget(self.where)
        head = across(spacing=10)
        head.addWidget(_SelectedMark(self.session))
        head.addLayout(words, 1)
        self._column.addLayout(head)
        self.origin = Badge(self.session, "assumed", self._origin)
        badges = across(spacing=6)
        self.stage = Label("", 12, 600, "ink2")
        badges.addWidget(self.stage)
        badges.addStretch(1)
        badges.addWidget(self.origin)
        self._column.addLayout(badges)

    def _origin(self) -> str:
        """Of the building that is shown: its park may be drawn together with one of another origin."""
        prepared, row = self.session.prepared, self.session.selected
        if prepared is None or not 0 <= row < len(prepared.buildings.provenance):
            return layout_origin("")
        return layout_origin(origin_of([prepared.buildings.provenance[row]]))

    def _make_card(self) -> None:
        self._card = Panel(self.session, "card")
        column = down(self._card, (12, 8, 12, 8), 4)
        self.title, self.figure = ElidedLabel("", 12, 500, "ink2"), Label("", 28, 600)
        self.detail = ElidedLabel("", 12, 400, "ink2")
        self._first, self._last = Label("", 11, 400, "ink3"), Label("", 11, 400, "ink3")
        self._bar, self._spark = _Bar(self.session), Spark(self.session, "accent")
        self._spark.setFixedHeight(56)
        top = across(spacing=4)
        top.addWidget(self.title, 1)
        top.addWidget(Badge(self.session, "simulated"))
        value = across(spacing=5)
        value.addWidget(self.figure)
        value.addWidget(Label("%", 15, 500, "ink2"), 0, Qt.AlignmentFlag.AlignVCenter)
        value.addWidget(self.detail, 1)
        ends = across(spacing=0)
        ends.addWidget(self._first)
        ends.addStretch(1)
        ends.addWidget(self._last)
        column.addLayout(top)
        column.addLayout(value)
        column.addWidget(self._bar)
        column.addSpacing(4)
        column.addWidget(self._spark)
        column.addLayout(ends)
        self.session.time_changed.connect(self._spark.update)
        self._column.addWidget(self._card)

    def _section(self, source: Source) -> tuple[Label, Rows]:
        title = self.label(source, 12, 600, "ink2")
        rows = Rows(self.session)
        self._column.addSpacing(4)
        self._column.addWidget(title)
        self._column.addWidget(rows)
        return title, rows
