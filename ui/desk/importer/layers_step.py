"""The second step: which layers, what they are, and what only the user can say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from gis.intake.answers import KINDS
from gis.style import COLOURS
from gis.text import tr
from ui.desk import paint
from ui.desk.importer import asking
from ui.desk.importer.bits import mark, wrapped
from ui.desk.importer.controls import Choice, CrsChoice, Step
from ui.desk.importer.finding_list import FindingList, GoTo
from ui.desk.importer.names import area_words, geometry_words, kind_name
from ui.desk.importer.question_cards import PickPoint, QuestionCard
from ui.desk.importer.state import FileEntry, Intake
from ui.desk.parts import ElidedLabel, Label, Panel, across, down, rule
from ui.desk.session import Session

_CHOSEN_KINDS = tuple(kind for kind in KINDS if kind not in ("terrain", "imagery"))


class LayersStep(Step):
    """Questions first, then what is answered already, the layers, and what else was found."""

    def __init__(self, session: Session, intake: Intake, go_to: GoTo, pick_point: PickPoint) -> None:
        super().__init__(session, intake)
        self._go_to, self._pick_point = go_to, pick_point
        self.cards: list[QuestionCard] = []
        self.refresh()

    def content(self) -> object:
        """What was found in the files and what is said of it."""
        return [(id(e), id(e.document), e.left_out, e.answers, e.complaint) for e in self.intake.files]

    def build(self) -> None:
        """File by file."""
        self.cards = []
        known = [entry for entry in self.intake.files if entry.document is not None]
        self.title(tr("Layers and questions"))
        if not known:
            self.column.addWidget(
                wrapped(tr("There is nothing here yet. Add files first, or wait until they are read."))
            )
        for entry in known:
            self._build_file(entry, named=len(known) > 1)
        self.column.addStretch(1)

    def _build_file(self, entry: FileEntry, *, named: bool) -> None:
        if named:
            self.column.addWidget(Label(entry.name, 13, 600, "ink2"))
        for question in entry.questions():
            card = QuestionCard(self.session, self.intake, entry, question, self._pick_point)
            self.cards.append(card)
            self.column.addWidget(card)
        self._build_answers(entry)
        if entry.document is not None and entry.document["report"]["layers"]:
            self.column.addWidget(self._table(entry))
        if any(layer["placed"] for layer in entry.layers):
            self.column.addWidget(self._other_crs(entry))
        rest = [f for f in entry.findings if f["level"] != "ask" and f["layer"] in ("", *entry.taken())]
        if rest:
            self.column.addWidget(Label(tr("What else was found ({count})", count=len(rest)), 12, 600, "ink2"))
            found = FindingList(self.session, self._go_to)
            found.show_findings(rest)
            self.column.addWidget(found)

    def _build_answers(self, entry: FileEntry) -> None:
        for topic, layer, said in asking.given(entry.answers):
            row = across(spacing=8)
            row.addWidget(mark(self.session, "check", "ok"))
            words = ElidedLabel("", 12)
            words.setText(_answer_words(topic, layer, said))
            row.addWidget(words, 1)
            back = self.text_button("outline", lambda: tr("Change"), 26)
            back.setProperty("key", f"back {topic} {layer}")
            back.clicked.connect(lambda _=False, t=topic, of=layer: self.intake.answer(
                entry, asking.taken_back(entry.answers, t, of)))  # fmt: skip
            row.addWidget(back)
            self.column.addLayout(row)

    def _table(self, entry: FileEntry) -> Panel:
        table = Panel(self.session, "card")
        column = down(table, (12, 6, 12, 6), 0)
        drawn = {layer["name"]: layer for layer in entry.layers}
        for i, layer in enumerate(entry.document["report"]["layers"] if entry.document else ()):
            if i:
                column.addWidget(rule())
            column.addWidget(self._row(entry, layer, drawn.get(layer["name"])))
        return table

    def _other_crs(self, entry: FileEntry) -> QWidget:
        """What is declared may be wrong though it can be true: web maps of China are shifted, and say nothing of it."""
        offers = [("GCJ-02", tr("Amap, Tencent")), ("BD-09", tr("Baidu"))]
        layers = [layer["name"] for layer in entry.layers if layer["placed"] and layer["name"] not in entry.left_out]
        choice = CrsChoice(offers, "", lambda crs: self.intake.answer(
            entry, asking.answered(entry.answers, f"--crs {crs}", layers)))  # fmt: skip
        choice.setAccessibleName(tr("Another coordinate system for {file}", file=entry.name))
        choice.setProperty("key", f"other crs {entry.path}")
        made = QWidget()
        row = across(made, spacing=8)
        row.addWidget(Label(tr("In truth it is in"), 12, 400, "ink2"))
        row.addWidget(choice, 1)
        give = self.text_button("outline", lambda: tr("Use it"))
        give.clicked.connect(choice.give)
        row.addWidget(give)
        return made

    def _row(self, entry: FileEntry, layer: Mapping[str, Any], drawn: Mapping[str, Any] | None) -> QWidget:
        made = QWidget()
        row = across(made, (0, 7, 0, 7), 10)
        take = QCheckBox()
        take.setChecked(layer["name"] not in entry.left_out)
        take.setAccessibleName(tr("Import layer {name}", name=layer["name"]))
        take.setProperty("key", f"take {entry.path} {layer['name']}")
        take.toggled.connect(lambda on: self.intake.take(entry, layer["name"], wanted=on))
        row.addWidget(take)
        row.addWidget(_Swatch(layer["kind"]))
        words = down(spacing=1)
        name = ElidedLabel("", 13, 600)
        name.setText(layer["name"])
        words.addWidget(name)
        about = ElidedLabel("", 12, 400, "ink2")
        about.setText(f"{geometry_words(layer)}  ·  {layer['crs'] or tr('place unknown')}")
        words.addWidget(about)
        row.addLayout(words, 1)
        area, mu = area_words(layer["area_m2"])
        figures = down(spacing=1)
        for text, tone in ((area, "ink"), (mu, "ink2")):
            figure = Label(text, 12, 400, tone)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            figures.addWidget(figure)
        row.addLayout(figures)
        row.addWidget(self._kind(entry, layer) if drawn is not None else Label(kind_name(layer["kind"]), 12))
        return made

    def _kind(self, entry: FileEntry, layer: Mapping[str, Any]) -> Choice:
        name = layer["name"]

        def pick(kind: str) -> None:
            self.intake.answer(entry, replace(entry.answers, kinds={**entry.answers.kinds, name: kind}))

        choice = Choice([(kind, kind_name(kind)) for kind in _CHOSEN_KINDS], layer["kind"], pick)
        choice.setFixedWidth(124)
        choice.setAccessibleName(tr("What layer {name} holds", name=name))
        choice.setProperty("key", f"kind {entry.path} {name}")
        return choice


class _Swatch(QWidget):
    """The colour that a kind has on the map."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._colour = COLOURS.get(kind, "#888888")
        self.setFixedSize(QSize(10, 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.box(painter, QRectF(self.rect()), QColor(self._colour), QColor("#888888"), radius=2)
        painter.end()


def _answer_words(topic: str, layer: str, said: str) -> str:
    words = {
        "crs": tr("Coordinate system: {said}", said=said), "points": tr("Placed by two points in {said}", said=said),
        "encoding": tr("Encoding: {said}", said=said), "units": tr("Unit: {said}", said=said),
        "axes": tr("Axes swapped") if said == "swapped" else tr("Axes as they are"),
    }[topic]  # fmt: skip
    return f"{layer}  ·  {words}" if layer else words
