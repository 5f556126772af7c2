"""The import assistant: steps at the left, the step in the middle, the map at the right, always."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout

from gis.text import tr
from ui.desk.importer.bits import scrolling
from ui.desk.importer.controls import Choice
from ui.desk.importer.fields_step import FieldsStep
from ui.desk.importer.files_step import FilesStep
from ui.desk.importer.layers_step import LayersStep
from ui.desk.importer.map_view import MapView
from ui.desk.importer.outcome import Outcome
from ui.desk.importer.result_step import ResultStep
from ui.desk.importer.sheets import EARTH, key_of, sheets
from ui.desk.importer.state import STEPS, FileEntry, Intake
from ui.desk.importer.step_list import StepList
from ui.desk.parts import ElidedLabel, Panel, across, clear, down
from ui.desk.session import Session

_STEPS_PX: Final = (184, 224)
_STEP_PX: Final = (560, 720)
_WIDE_PX: Final = 1500


class ImportPage(Panel):
    """`close` puts the desk back, `open_park` shows a park's file, `open_file` names the one that is shown."""

    def __init__(
        self, session: Session, close: Callable[[], None], open_park: Callable[[str], None],
        open_file: Callable[[], str] = lambda: "",
    ) -> None:  # fmt: skip
        super().__init__(session, "importer")
        self._close, self._open_park = close, open_park
        self.intake, self.outcome = Intake(), Outcome()
        self._sheet, self._points = "", dict[str, dict[str, tuple[float, float]]]()
        self._take: Callable[[float, float], None] | None = None
        self.map = MapView(session)
        self.steps = {
            "files": FilesStep(session, self.intake),
            "layers": LayersStep(session, self.intake, self.go_to, self.pick_point),
            "fields": FieldsStep(session, self.intake),
            "result": ResultStep(session, self.intake, self.outcome, self.go_to, open_file),
        }
        self.list = StepList(session, self.intake)
        self._lay_out()
        for signal in (self.intake.changed, self.intake.step_changed, self.outcome.changed):
            signal.connect(self.refresh)
        self.map.picked.connect(self._picked)
        self.refresh()

    # -- where things lie

    def _lay_out(self) -> None:
        row = across(self, spacing=0)
        row.addWidget(self.list)
        self._middle = Panel(self.session, "importstep")
        column = down(self._middle, spacing=0)
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self._areas: dict[str, QScrollArea] = {}
        for step, page in self.steps.items():
            self._areas[step] = scrolling(page)
            self.stack.addWidget(self._areas[step])
        column.addWidget(self.stack, 1)
        column.addWidget(self._footer())
        row.addWidget(self._middle)
        right = down(spacing=0)
        right.addWidget(self._map_head())
        right.addWidget(self.map, 1)
        row.addLayout(right, 1)

    def _footer(self) -> Panel:
        footer = Panel(self.session, "status")
        column: QVBoxLayout = down(footer, spacing=0)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(3)
        column.addWidget(self.progress)
        row = across(margins=(20, 9, 20, 9), spacing=8)
        self.close_button = self.text_button("outline", lambda: tr("Close"))
        self.close_button.clicked.connect(self.leave)
        self.task = ElidedLabel("", 12, 400, "ink2")
        self.cancel_button = self.text_button("outline", lambda: tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        self.back_button = self.text_button("outline", lambda: tr("Back"))
        self.back_button.clicked.connect(lambda: self._step(-1))
        self.next_button = self.text_button("primary", self._next_words)
        self.next_button.clicked.connect(self.go_on)
        row.addWidget(self.close_button)
        row.addWidget(self.task, 1)
        for button in (self.cancel_button, self.back_button, self.next_button):
            row.addWidget(button)
        column.addLayout(row)
        return footer

    def _map_head(self) -> Panel:
        head = Panel(self.session, "inspectortabs")
        head.setFixedHeight(40)
        row = across(head, (16, 0, 10, 0), 8)
        row.addWidget(self.label(lambda: tr("Map"), 13, 600))
        self._choice_row = across()
        row.addLayout(self._choice_row, 1)
        row.addStretch(0)
        whole = self.icon_button("house", lambda: tr("Show everything (Home)"))
        whole.clicked.connect(self.map.show_all)
        row.addWidget(whole)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide windows give the step more; the map has the rest."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE_PX
        self.list.setFixedWidth(_STEPS_PX[wide])
        self._middle.setFixedWidth(_STEP_PX[wide])

    def retranslate(self) -> None:
        """Say everything again; what was found is asked for in the language in use."""
        super().retranslate()
        if self.intake.files:
            self.intake.check_all()
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button in focus does, as Space."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    # -- what happens when

    def add(self, paths: Iterable[str]) -> None:
        """Take these files too, unless a park is being written."""
        if self.outcome.state == "writing":
            return
        if self.outcome.state == "done":
            self.start_anew()
        self.intake.add(paths)

    def start_anew(self) -> None:
        """Forget the files and what was made of them."""
        self.outcome.cancel()
        self.intake.close()
        result = self.steps["result"]
        assert isinstance(result, ResultStep)
        result.wish = type(result.wish)()
        self._points.clear()

    def refresh(self) -> None:
        """Step, buttons, task and map as they are."""
        intake, state = self.intake, self.outcome.state
        self.stack.setCurrentIndex(STEPS.index(intake.step))
        busy = intake.busy or state == "writing"
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.task.setText(self._task_words())
        self.back_button.setVisible(intake.step != STEPS[0] and state not in ("writing", "done"))
        self.next_button.setText(self._next_words())
        self.next_button.setEnabled(self._may_go_on())
        self.next_button.setVisible(state != "writing")
        self._show_map()

    def go_on(self) -> None:
        """The next step; in the last one, write the park, and then open it."""
        if not self._may_go_on():
            return
        if self.outcome.state == "done":
            self._open_park(str(self.outcome.out))
            self.start_anew()
            self._close()
        elif self.intake.step == "result":
            result = self.steps["result"]
            assert isinstance(result, ResultStep)
            self.outcome.start(result.wish, self.intake.files)
        else:
            self._step(1)

    def cancel(self) -> None:
        """Call off what runs: the check, or the import, of which nothing is left."""
        if self.outcome.state == "writing":
            self.outcome.cancel()
        else:
            self.intake.cancel()

    def leave(self) -> None:
        """Back to the desk; the files stay as they are until the window closes."""
        if self.outcome.state == "writing":
            self.outcome.cancel()
        if self.outcome.state == "done":
            self.start_anew()
        self._end_picking()
        self._close()

    def escape(self) -> None:
        """Let go of the point, else of what runs, else leave."""
        if self._take is not None:
            self._end_picking()
        elif self.intake.busy or self.outcome.state == "writing":
            self.cancel()
        else:
            self.leave()

    def shut(self) -> None:
        """The window closes: end the child process."""
        self.outcome.cancel()
        self.intake.close()

    def go_to(self, finding: Mapping[str, Any]) -> None:
        """Show the first place of a finding on the map."""
        for entry in self.intake.files:
            for layer in entry.layers:
                if layer["name"] == finding["layer"] and finding in entry.findings:
                    self._choose_sheet(EARTH if layer["placed"] else key_of(entry, layer["name"]))
                    self.map.go_to(*finding["spots"][0])

    def pick_point(self, entry: FileEntry, layer: str, name: str, take: Callable[[float, float], None]) -> None:
        """Wait for a click on a layer whose place is unknown, and hand the point on."""
        key = key_of(entry, layer)
        self._choose_sheet(key)

        def taken(x: float, y: float) -> None:
            take(x, y)
            self._points.setdefault(key, {})[name] = (x, y)

        self._take = taken
        self.map.ask_for_point(wanted=True)
        self.map.setFocus()

    def _picked(self, x: float, y: float) -> None:
        if self._take is not None:
            self._take(x, y)
        self._end_picking()
        self._show_map()

    def _end_picking(self) -> None:
        self._take = None
        self.map.ask_for_point(wanted=False)

    def _step(self, way: int) -> None:
        self.intake.show_step(STEPS[min(max(STEPS.index(self.intake.step) + way, 0), len(STEPS) - 1)])
        self._areas[self.intake.step].verticalScrollBar().setValue(0)
        # what had the focus may be gone; Enter goes on
        QTimer.singleShot(0, lambda: self.next_button.setFocus() if self.next_button.isEnabled() else None)

    def _may_go_on(self) -> bool:
        if self.outcome.state == "done":
            return True
        if self.intake.step == "result":
            return self.intake.ready and self.outcome.state != "writing"
        return any(entry.document is not None for entry in self.intake.files)

    def _next_words(self) -> str:
        if self.outcome.state == "done":
            return tr("Open now")
        return tr("Import") if self.intake.step == "result" else tr("Next")

    def _task_words(self) -> str:
        if self.outcome.state == "writing":
            return tr("Writing {file}…", file=self.outcome.out.name)
        on = next((entry.name for entry in self.intake.files if entry.state == "checking"), "")
        return tr("Reading {file}…", file=on) if on else ""

    # -- the map

    def _show_map(self) -> None:
        known = sheets(self.intake.files, self._points)
        self.map.busy = self.intake.busy
        if self._sheet not in known:
            self._sheet = next(iter(known), "")
        clear(self._choice_row)
        if len(known) > 1:
            choice = Choice([(key, name) for key, (name, _) in known.items()], self._sheet, self._choose_sheet)
            choice.setAccessibleName(tr("What the map shows"))
            self._choice_row.addWidget(choice)
        if known:
            self.map.show_sheet(known[self._sheet][1])
        elif self.map.sheet.layers:
            self.map.show_sheet(type(self.map.sheet)())
        self.map.update()

    def _choose_sheet(self, key: str) -> None:
        self._sheet = key
        self._show_map()
