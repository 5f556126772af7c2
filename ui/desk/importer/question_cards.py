"""A question becomes a control that offers what would fit; giving an answer checks the file again at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from gis.text import tr
from ui.desk.importer import asking
from ui.desk.importer.asking import Question
from ui.desk.importer.bits import field, mark, wrapped
from ui.desk.importer.controls import CrsChoice
from ui.desk.importer.state import FileEntry, Intake
from ui.desk.parts import Label, Panel, across, down
from ui.desk.session import Session

TakePoint = Callable[[float, float], None]
PickPoint = Callable[[FileEntry, str, str, TakePoint], None]


class QuestionCard(Panel):
    """One question of a file. `pick_point` asks for a click on a layer in the map: (file, layer, name of the point,
    who takes it)."""

    def __init__(
        self, session: Session, intake: Intake, entry: FileEntry, question: Question,
        pick_point: PickPoint,
    ) -> None:  # fmt: skip
        super().__init__(session, "question")
        self._intake, self._entry, self.question, self._pick_point = intake, entry, question, pick_point
        self._column = down(self, (12, 10, 12, 12), 6)
        head = across(spacing=8)
        head.addWidget(mark(session, "circle-help", "accent"))
        head.addWidget(Label(_title(question), 13, 600), 1)
        self._column.addLayout(head)
        if question.layers:
            self._column.addWidget(wrapped(tr("Layer: {names}", names=tr(", ").join(question.layers[:6]))))
        self._column.addWidget(wrapped(question.finding["what"], "ink"))
        {"crs": self._ask_crs, "": self._ask_nothing}.get(question.topic, self._ask_offers)()
        if entry.complaint:
            self._column.addWidget(wrapped(entry.complaint, "err"))

    def _answer(self, flag: str) -> None:
        answers = asking.answered(self._entry.answers, flag, self.question.layers)
        self._intake.answer(self._entry, answers)

    def _ask_nothing(self) -> None:
        for part in ("expected", "remedy"):
            if self.question.finding[part]:
                self._column.addWidget(wrapped(self.question.finding[part]))

    def _ask_offers(self) -> None:
        """A button for each answer that would fit, with what speaks for it."""
        for flag, why in self.question.offers:
            row = across(spacing=10)
            answer = flag.split()[-1]
            button = self.text_button("outline", lambda answer=answer: _answer_words(answer), 28)  # type: ignore[misc]
            button.setProperty("key", flag)
            button.clicked.connect(lambda _=False, flag=flag: self._answer(flag))
            row.addWidget(button)
            row.addWidget(wrapped(why), 1)
            self._column.addLayout(row)

    def _ask_crs(self) -> None:
        offers = [(flag.removeprefix("--crs "), why) for flag, why in self.question.offers]
        if offers:
            self._column.addWidget(wrapped(tr("These would fit:")))
        for crs, why in offers[:4]:
            row = across(spacing=10)
            button = self.text_button("outline", lambda crs=crs: _crs_words(crs), 28)  # type: ignore[misc]
            button.setProperty("key", crs)
            button.clicked.connect(lambda _=False, crs=crs: self._answer(f"--crs {crs}"))
            row.addWidget(button)
            row.addWidget(wrapped(why), 1)
            self._column.addLayout(row)
        choice = CrsChoice(offers, "", lambda crs: self._answer(f"--crs {crs}"))
        choice.setAccessibleName(tr("Coordinate system"))
        choice.setProperty("key", f"crs {self.question.layers}")
        self.choice = choice
        row = across(spacing=8)
        row.addWidget(choice, 1)
        give = self.text_button("outline", lambda: tr("Use it"))
        give.clicked.connect(choice.give)
        row.addWidget(give)
        self._column.addLayout(row)
        if self.question.by_points:
            self.points = PointsForm(self.session, self._place, self._pick)
            self._column.addWidget(self.points)

    def _pick(self, name: str, take: TakePoint) -> None:
        self._pick_point(self._entry, self.question.layers[0] if self.question.layers else "", name, take)

    def _place(self, crs: str, points: tuple[tuple[tuple[float, float], tuple[float, float]], ...]) -> None:
        answers = asking.placed(self._entry.answers, crs, points, self.question.layers)
        self._intake.answer(self._entry, answers)


class PointsForm(Panel):
    """Two points of the drawing, clicked in the map or typed, and where they lie on Earth."""

    def __init__(self, session: Session, place: Callable[..., None], pick: Callable[[str, TakePoint], None]) -> None:
        super().__init__(session)
        self._place = place
        column = down(self, (0, 6, 0, 0), 6)
        column.addWidget(wrapped(tr("Or place it by two points that lie far apart:"), "ink", 12, 600))
        self.crs = CrsChoice([("EPSG:4549", "")], "EPSG:4549", lambda _: None)
        self.crs.setAccessibleName(tr("Coordinate system of the places"))
        row = across(spacing=8)
        row.addWidget(Label(tr("Places in"), 12, 400, "ink2"))
        row.addWidget(self.crs, 1)
        column.addLayout(row)
        self.drawn: list[QLineEdit] = []
        self.there: list[QLineEdit] = []
        for name in ("1", "2"):
            column.addWidget(self._point(name, pick))
        self._complaint = wrapped("", "err")
        self._complaint.hide()
        column.addWidget(self._complaint)
        act = self.text_button("outline", lambda: tr("Place it"))
        act.clicked.connect(self.give)
        column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)

    def _point(self, name: str, pick: Callable[[str, TakePoint], None]) -> QWidget:
        made = QWidget()
        row = across(made, spacing=6)
        drawn = field("", tr("Point {name} in the file: x, y", name=name))
        drawn.setPlaceholderText("x, y")
        there = field("", tr("Point {name} on Earth: east, north", name=name))
        there.setPlaceholderText(tr("east, north"))
        button = self.icon_button("crosshair", lambda: tr("Click point {name} in the map", name=name), 28, "accent")
        button.clicked.connect(lambda: pick(name, lambda x, y: drawn.setText(f"{x:.3f}, {y:.3f}")))
        there.returnPressed.connect(self.give)
        row.addWidget(Label(name, 12, 600, "ink2"))
        row.addWidget(drawn, 1)
        row.addWidget(button)
        row.addWidget(Label("→", 12, 400, "ink3"))
        row.addWidget(there, 1)
        self.drawn.append(drawn)
        self.there.append(there)
        return made

    def give(self) -> None:
        """Hand on the points, or say what is missing."""
        pairs = [(_pair(a.text()), _pair(b.text())) for a, b in zip(self.drawn, self.there, strict=True)]
        points = tuple((a, b) for a, b in pairs if a is not None and b is not None)
        if len(points) < 2 or not self.crs.value():
            self._complaint.setText(tr("Each point needs two numbers in the file and two on Earth, as 12.5, 30.2."))
            self._complaint.show()
            return
        self._complaint.hide()
        self._place(self.crs.value(), points)


def _pair(text: str) -> tuple[float, float] | None:
    parts = text.replace("，", ",").replace(",", " ").split()
    try:
        x, y = (float(part) for part in parts)
    except ValueError:
        return None
    return x, y


def _title(question: Question) -> str:
    return {
        "crs": tr("Which coordinate system?"), "encoding": tr("Which encoding has its text?"),
        "units": tr("In which unit is it drawn?"), "axes": tr("Which coordinate comes first?"),
        "": tr("This must be settled first"),
    }[question.topic]  # fmt: skip


def _crs_words(crs: str) -> str:
    system, _, axes = crs.partition(" --axes ")
    return tr("{crs}, axes swapped", crs=system) if axes else system


def _answer_words(answer: str) -> str:
    return {"swapped": tr("Swap the axes"), "as-is": tr("Leave them as they are")}.get(answer, answer)
