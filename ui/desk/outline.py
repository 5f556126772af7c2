"""The left-hand side: parks and their zones, scenarios, projects. Values follow the playhead."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gis.text import tr
from ui.desk import icons, paint
from ui.desk.fonts import font
from ui.desk.outline_items import Entry, projects, zones
from ui.desk.parts import Panel, across, down
from ui.desk.session import Session
from ui.desk.theme import theme_of

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_PX, _HEAD_PX = 28, 32


class _RowPainter(QStyledItemDelegate):
    """Paints an entry: icon or colour, name, value. Values are asked for when painted, so they are always current."""

    def __init__(self, session: Session, rows: QListView) -> None:
        super().__init__(rows)
        self.session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Headings are a little higher."""
        entry: Entry = index.data(ENTRY_ROLE)
        return QSize(120, _HEAD_PX if entry.heading else _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one entry."""
        entry: Entry = index.data(ENTRY_ROLE)
        theme = theme_of(self.session)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        state = option.state
        if entry.heading:
            paint.text(painter, area.adjusted(12, 4, -12, 0), entry.name(), font(12, 600), theme.colour("ink2"))
            painter.restore()
            return
        taken = entry.taken()
        if taken or state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, area.adjusted(6, 1, -6, -1), theme.colour("soft" if taken else "hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            paint.box(painter, area.adjusted(6, 1, -6, -1), None, theme.colour("accent"))
        left = area.left() + 12 + 10 * entry.depth
        if entry.icon:
            drawn = icons.pixmap(entry.icon, theme.accent if taken else theme.ink2, 15, 2.0)
            painter.drawPixmap(QRectF(left, area.center().y() - 7.5, 15, 15), drawn, QRectF(drawn.rect()))
        else:
            paint.box(painter, QRectF(left + 3, area.center().y() - 5, 10, 10), theme.colour(entry.tint), radius=2)
        value = entry.value()
        room = area.right() - 10
        if value:
            width = paint.width_of(value, font(11, 500))
            spot = QRectF(room - width, area.top(), width + 1, area.height())
            paint.text(painter, spot, value, font(11, 500), theme.colour("ink2"), paint.RIGHT)
            room -= width + 8
        weight = 600 if taken or entry.strong else 400
        paint.text(painter, QRectF(left + 23, area.top(), room - left - 23, area.height()), entry.name(),
                   font(13, weight), theme.colour("ink"))  # fmt: skip
        painter.restore()


class Outline(Panel):
    """One list; a filter above it. A click shows, flies to or chooses what the row stands for."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "outline")
        self.search = QLineEdit()
        self.search.setFixedHeight(30)
        self.search.setFont(font(12))
        self.search.setClearButtonEnabled(True)
        self.say(self.search.setPlaceholderText, lambda: tr("Filter"))
        self.say(self.search.setAccessibleName, lambda: tr("Filter the outline"))
        self.search.textChanged.connect(self._filter)
        self.list = QListView()
        self.say(self.list.setAccessibleName, lambda: tr("Parks, scenarios and projects"))
        self.model = QStandardItemModel(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowPainter(session, self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._choose)
        # not by `activated`: where one click activates, it would come twice
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._choose(self.list.currentIndex()))
        head = across(margins=(12, 9, 12, 5))
        head.addWidget(self.search)
        column = down(self, spacing=0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        for signal in (session.place_changed, session.run_changed):
            signal.connect(self.rebuild)
        for signal in (session.time_changed, session.scenario_changed, session.theme_changed, session.park_changed,
                       session.selection_changed):  # fmt: skip
            signal.connect(self._repaint)
        self.rebuild()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.search.setFont(font(12))
        self.rebuild()

    def entries(self) -> list[Entry]:
        """Every entry, from the top."""
        rows = range(self.model.rowCount())
        return [self.model.item(row).data(ENTRY_ROLE) for row in rows]

    def rebuild(self) -> None:
        """List everything anew."""
        self.model.clear()
        self._add(Entry(lambda: tr("Parks"), heading=True))
        for entry in zones(self.session):
            self._add(entry)
        self._add(Entry(lambda: tr("Scenarios"), heading=True))
        for choice in self.session.scenarios:
            self._add(Entry(choice.name.text, partial(_scenario_value, self.session, choice.id), icon="git-branch",
                            act=partial(self.session.choose_scenario, choice.id),
                            taken=partial(_is_chosen, self.session, choice.id)))  # fmt: skip
        found = projects(self.session)
        if found:
            self._add(Entry(lambda: tr("Projects"), heading=True))
            for entry in found:
                self._add(entry)
        self._filter()

    def _add(self, entry: Entry) -> None:
        item = QStandardItem()
        item.setData(entry, ENTRY_ROLE)
        item.setData(entry.name(), Qt.ItemDataRole.AccessibleTextRole)
        if not entry.heading:
            item.setToolTip("\n".join(filter(None, (entry.name(), entry.tip()))))
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.model.appendRow(item)

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        for row, entry in enumerate(self.entries()):
            hidden = bool(wanted) and not entry.heading and wanted not in entry.name().casefold()
            self.list.setRowHidden(row, hidden)

    def _choose(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is not None and entry.act is not None:
            entry.act()

    def _repaint(self) -> None:
        self.list.viewport().update()


def _scenario_value(session: Session, scenario: str) -> str:
    if session.task.state == "running" and session.task.scenario == scenario:
        return tr("running")
    seconds = session.seconds.get(scenario)
    return tr("not run yet") if seconds is None else f"{seconds:.1f} s"


def _is_chosen(session: Session, scenario: str) -> bool:
    return session.scenario == scenario
