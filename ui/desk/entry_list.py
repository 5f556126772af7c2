"""A list with a filter above it: headings and rows of mark, name and value. Outline and figures are such lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desk import icons, paint
from ui.desk.fonts import font
from ui.desk.parts import Panel, Source, across, down
from ui.desk.session import Session
from ui.desk.theme import theme_of

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_PX, _HEAD_PX = 28, 32


def _nothing() -> str:
    return ""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: `act` is what a click does, `taken` whether it is the one in use."""

    name: Callable[[], str]
    value: Callable[[], str] = _nothing
    tip: Callable[[], str] = _nothing
    act: Callable[[], None] | None = None
    taken: Callable[[], bool] = _never
    icon: str = ""
    tint: str = "zone1"
    depth: int = 0
    strong: bool = False
    heading: bool = False
    rich_tip: str = ""
    """A tooltip with marks, in place of name and tip."""


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


class EntryList(Panel):
    """Entries one below the other; the filter hides those whose name lacks what is typed. A click acts."""

    def __init__(self, session: Session, name: str, filter_name: Source, list_name: Source) -> None:
        super().__init__(session, name)
        self.search = QLineEdit()
        self.search.setFixedHeight(30)
        self.search.setFont(font(12))
        self.search.setClearButtonEnabled(True)
        self.say(self.search.setPlaceholderText, filter_name)
        self.say(self.search.setAccessibleName, filter_name)
        self.search.textChanged.connect(self._filter)
        self.list = QListView()
        self.say(self.list.setAccessibleName, list_name)
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

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.search.setFont(font(12))

    def entries(self) -> list[Entry]:
        """Every entry, from the top."""
        rows = range(self.model.rowCount())
        return [self.model.item(row).data(ENTRY_ROLE) for row in rows]

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """List these, at the place in the list where one was."""
        place = self.list.verticalScrollBar().value()
        self.model.clear()
        for entry in entries:
            self._add(entry)
        self._filter()
        self.list.verticalScrollBar().setValue(place)

    def repaint_entries(self) -> None:
        """Ask every entry again for its value."""
        self.list.viewport().update()

    def _add(self, entry: Entry) -> None:
        item = QStandardItem()
        item.setData(entry, ENTRY_ROLE)
        item.setData(entry.name(), Qt.ItemDataRole.AccessibleTextRole)
        if not entry.heading:
            item.setToolTip(entry.rich_tip or "\n".join(filter(None, (entry.name(), entry.tip()))))
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.model.appendRow(item)

    def _filter(self) -> None:
        """Headings stay while a row below them is shown."""
        wanted = self.search.text().strip().casefold()
        heading, shown = -1, True
        for row, entry in enumerate(self.entries()):
            if entry.heading:
                self._show_row(heading, shown)
                heading, shown = row, not wanted
                continue
            hidden = bool(wanted) and wanted not in entry.name().casefold()
            shown = shown or not hidden
            self.list.setRowHidden(row, hidden)
        self._show_row(heading, shown)

    def _show_row(self, row: int, shown: bool) -> None:
        if row >= 0:
            self.list.setRowHidden(row, not shown)

    def _choose(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is not None and entry.act is not None:
            entry.act()
