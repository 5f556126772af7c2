"""The last step: what the park is called, what it replaces, where it is written; then it can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QProgressBar, QWidget

from gis.park_files import SHIPPED
from gis.text import tr
from ui.desk.importer.bits import field, mark, wrapped
from ui.desk.importer.controls import Choice, Step
from ui.desk.importer.finding_list import FindingList, GoTo
from ui.desk.importer.names import area_words, column_name, kind_name
from ui.desk.importer.outcome import Outcome, Wish, id_of, usual_place
from ui.desk.importer.state import Intake
from ui.desk.parts import Label, Panel, across, down
from ui.desk.session import Session


class ResultStep(Step):
    """A form while nothing is written; then what was written. `open_file` names the park of one's own that is open."""

    def __init__(
        self, session: Session, intake: Intake, outcome: Outcome, go_to: GoTo, open_file: Callable[[], str]
    ) -> None:
        self.outcome, self.wish = outcome, Wish()
        self._go_to, self._open_file = go_to, open_file
        super().__init__(session, intake)
        outcome.changed.connect(self.refresh)
        self.refresh()

    def content(self) -> object:
        """Whatever the form shows besides what is written in it."""
        files = [(id(e.document), e.left_out, e.verdict) for e in self.intake.files]
        return files, self.outcome.state, self.outcome.error, self.wish.base

    def build(self) -> None:
        """The form, the course, or the outcome."""
        if self.outcome.state == "done":
            self._build_done()
        elif self.outcome.state == "writing":
            self.title(tr("The park is being written…"), tr("Nothing is there until it is whole."))
            bar = QProgressBar()
            bar.setRange(0, 0)
            bar.setTextVisible(False)
            bar.setFixedHeight(6)
            self.column.addWidget(bar)
        else:
            self._build_form()
        self.column.addStretch(1)

    # -- before

    def _build_form(self) -> None:
        if not self.wish.out and self.intake.files:
            self.wish.out = str(usual_place(id_of(Path(self.intake.files[0].path))))
        self.title(tr("Result"))
        if self.intake.files and not self.intake.holds_something and not self.intake.busy:
            said = tr("No layer is taken for anything that a park has. Say in the layers step what the layers hold.")
            self.column.addWidget(self._told("circle-help", "accent", said))
        elif not self.intake.ready:
            self.column.addWidget(self._told("circle-help", "accent", tr("Some files still leave questions open or "
                                             "cannot be used. Go back to them, or leave them out.")))  # fmt: skip
        for sentence in self._refusals():
            self.column.addWidget(self._told("triangle-alert", "err", sentence))
        card = Panel(self.session, "card")
        column = down(card, (12, 12, 12, 12), 10)
        for row in self._rows():
            column.addWidget(row)
        self.column.addWidget(card)
        self.column.addWidget(Label(tr("What it will hold"), 12, 600, "ink2"))
        for line in self._contents():
            self.column.addWidget(wrapped(line, "ink"))

    def _refusals(self) -> list[str]:
        if self.outcome.state == "refused":
            return [self.outcome.error]
        if self.outcome.state == "questions":
            return [finding["text"] for finding in self.outcome.account["findings"][:4]]
        return []

    def _told(self, icon: str, tone: str, words: str) -> Panel:
        panel = Panel(self.session, "notice" if tone == "err" else "question")
        row = across(panel, (12, 8, 12, 8), 10)
        row.addWidget(mark(self.session, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(wrapped(words, "ink"), 1)
        return panel

    def _rows(self) -> Iterator[QWidget]:
        wish = self.wish
        self.name_zh = self._line(wish.name_zh, tr("Chinese name"), "name_zh")
        self.name_en = self._line(wish.name_en, tr("English name"), "name_en")
        self.id = self._line(wish.id, tr("Id"), "id")
        self.id.setPlaceholderText(id_of(Path(wish.out)))
        self.out = self._line(wish.out, tr("File"), "out")
        self.out.textChanged.connect(lambda text: self.id.setPlaceholderText(id_of(Path(text))))
        self.base = Choice(self._bases(), wish.base, self._choose_base)
        self.base.setAccessibleName(tr("What is made"))
        self.base.setProperty("key", "base")
        yield _labelled(tr("Chinese name"), self.name_zh)
        yield _labelled(tr("English name"), self.name_en)
        yield _labelled(tr("Id"), self.id)
        yield _labelled(tr("What is made"), self.base)
        browse = self.text_button("outline", lambda: tr("Browse…"))
        browse.clicked.connect(self._browse)
        yield _labelled(tr("File"), self.out, browse)
        self.replace_box = QCheckBox(tr("It may replace a file of this name"))
        self.replace_box.setChecked(wish.replace)
        self.replace_box.toggled.connect(lambda on: setattr(wish, "replace", on))
        yield _labelled("", self.replace_box)

    def _line(self, words: str, name: str, key: str) -> QLineEdit:
        made = field(words, name, key)
        made.textChanged.connect(lambda text: setattr(self.wish, key, text.strip()))
        return made

    def _bases(self) -> list[tuple[str, str]]:
        names = {"ai": tr("Replaces layers of the AI park"), "vr": tr("Replaces layers of the VR park")}
        found = [("", tr("A new park")), *((park, names[park]) for park in SHIPPED)]
        own = self._open_file()
        return [*found, (own, tr("Replaces layers of {file}", file=Path(own).name))] if own else found

    def _choose_base(self, base: str) -> None:
        self.wish.base = base
        self.refresh()

    def _browse(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, tr("File"), self.wish.out, "GeoPackage (*.gpkg)", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self.out.setText(path if path.lower().endswith(".gpkg") else f"{path}.gpkg")

    def _contents(self) -> Iterator[str]:
        """Layers by kind, and what of the buildings the files do not state."""
        for entry in self.intake.files:
            for layer in entry.layers:
                if layer["name"] in entry.taken() and layer["kind"] != "other":
                    area, mu = area_words(layer["area_m2"])
                    size = f"  ·  {area} = {mu}" if mu else ""
                    count = tr("{count} features", count=f"{layer['features']:,}")
                    yield tr("{kind}: {what}", kind=kind_name(layer["kind"]), what=f"{count}  ·  {layer['name']}{size}")
            if entry.document is not None:
                yield from _estimates(entry.document["report"]["totals"])
        yield tr("Layers that the files lack are drafted or left empty, and marked so.")

    # -- after

    def _build_done(self) -> None:
        account = self.outcome.account
        row = across(spacing=8)
        row.addWidget(mark(self.session, "check", "ok"))
        row.addWidget(Label(tr("The park is written"), 15, 600), 1)
        self.column.addLayout(row)
        self.column.addWidget(wrapped(str(self.outcome.out), "ink"))
        self.column.addWidget(wrapped(tr("Park '{park}' in {crs}:", park=account["park"], crs=account["crs"])))
        for layer, count in account["layers"].items():
            line = tr("{kind}: {what}", kind=kind_name(layer), what=f"{count:,}")
            made_up = account["estimated"].get(layer, {})
            said = tr(", ").join(f"{column_name(column)} {number:,}" for column, number in made_up.items())
            self.column.addWidget(wrapped(f"{line}  ·  {tr('estimated: {what}', what=said)}" if said else line, "ink"))
        if account["findings"]:
            words = tr("What else was found ({count})", count=len(account["findings"]))
            self.column.addWidget(Label(words, 12, 600, "ink2"))
            found = FindingList(self.session, self._go_to)
            found.show_findings(account["findings"])
            self.column.addWidget(found)


def _labelled(words: str, control: QWidget, beside: QWidget | None = None) -> QWidget:
    made = QWidget()
    row = across(made, spacing=8)
    label = Label(words, 12, 500, "ink2")
    label.setFixedWidth(96)
    row.addWidget(label)
    row.addWidget(control, 1)
    if beside is not None:
        row.addWidget(beside)
    return made


def _estimates(totals: dict[str, Any]) -> Iterator[str]:
    if totals["floors_estimated"]:
        yield tr(
            "Floors of {count} buildings are estimated from their heights.", count=f"{totals['floors_estimated']:,}"
        )
    if totals["floors_unknown"]:
        yield tr("Heights and floors of {count} buildings are estimated from their size and use.",
                 count=f"{totals['floors_unknown']:,}")  # fmt: skip
