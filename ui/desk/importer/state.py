"""What the import assistant knows: the files, what the child process found in them, the answers, the import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.child import CHECK_SECONDS
from ui.desk.importer.asking import Question, questions
from ui.desk.importer.errand import Errand
from ui.desk.importer.shapes import EMPTY, Shapes, read_shapes

Document = Mapping[str, Any]
STEPS = ("files", "layers", "fields", "result")


@dataclass(slots=True)
class FileEntry:
    """A file: `state` is "waiting", "checking", "done", "failed" or "cancelled"; `error` says why it failed.

    `left_out` are its layers that are not taken. `complaint` is of an answer that could not be understood.
    """

    path: str
    answers: Answers = field(default_factory=Answers)
    left_out: frozenset[str] = frozenset()
    state: str = "waiting"
    error: str = ""
    complaint: str = ""
    document: Document | None = None
    shapes: Mapping[str, Shapes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return Path(self.path).name

    @property
    def layers(self) -> list[dict[str, Any]]:
        """Its vector layers: the report's account of each together with what is drawn of it."""
        if self.document is None:
            return []
        told = self.document["report"]["layers"]
        return [{**one, **drawn} for one, drawn in zip(told, self.document["layers"], strict=False)]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Everything that was found, of layers that are not taken too."""
        return list(self.document["findings"]) if self.document is not None else []

    def taken(self) -> list[str]:
        """The names of the layers to import."""
        return [layer["name"] for layer in self.layers if layer["name"] not in self.left_out]

    def kinds(self) -> set[str]:
        """What its layers and pictures of the ground that are taken hold."""
        layers = self.document["report"]["layers"] if self.document is not None else ()
        return {layer["kind"] for layer in layers if layer["name"] not in self.left_out}

    def questions(self) -> list[Question]:
        """What must be answered before it can be imported."""
        return questions(self.findings, self.taken())

    def errors(self) -> list[dict[str, Any]]:
        """What makes it unusable."""
        wanted = {"", *self.taken()}
        return [finding for finding in self.findings if finding["level"] == "error" and finding["layer"] in wanted]

    @property
    def verdict(self) -> str:
        """ "busy", "error", "ask", "empty" or "ok"."""
        if self.state in ("waiting", "checking"):
            return "busy"
        if self.document is None or self.errors():
            return "error"
        if self.questions():
            return "ask"
        return "ok" if self.taken() or self.document["report"]["layers"] else "empty"

    def shape(self, layer: Mapping[str, Any]) -> Shapes:
        """What is drawn of one of its layers."""
        return self.shapes.get(layer["outlines"], EMPTY)


class Intake(QObject):
    """The one mutable state of the assistant. Checks run one after the other, each in a process of its own."""

    changed = Signal()
    """Files, what was found in them, or their answers."""
    step_changed = Signal()

    def __init__(self, seconds: float = CHECK_SECONDS) -> None:
        super().__init__()
        self.files: list[FileEntry] = []
        self.step = STEPS[0]
        self._seconds = seconds
        self._errand: Errand | None = None
        self._on: FileEntry | None = None

    @property
    def busy(self) -> bool:
        """A file is being checked, or waits for it."""
        return any(entry.state in ("waiting", "checking") for entry in self.files)

    @property
    def ready(self) -> bool:
        """Everything is checked and nothing is open: it can be imported."""
        used = [entry for entry in self.files if entry.verdict != "empty"]
        return self.holds_something and all(entry.verdict == "ok" for entry in used)

    @property
    def holds_something(self) -> bool:
        """A layer is taken for something that a park has."""
        return any(entry.kinds() - {"other"} for entry in self.files)

    def entry(self, path: str) -> FileEntry | None:
        """The file of this path."""
        return next((entry for entry in self.files if entry.path == path), None)

    def add(self, paths: Iterable[str]) -> None:
        """Take files, each once, and check them."""
        for path in paths:
            if self.entry(path) is None:
                self.files.append(FileEntry(path))
        self._next()
        self.changed.emit()

    def remove(self, entry: FileEntry) -> None:
        """Leave a file out again."""
        if entry is self._on:
            self._stop()
        self.files = [other for other in self.files if other is not entry]
        self._next()
        self.changed.emit()

    def answer(self, entry: FileEntry, answers: Answers) -> None:
        """Check a file again, with these answers; what is known of it stays on the screen until then."""
        if answers != entry.answers:
            entry.answers = answers
            self.check(entry)

    def take(self, entry: FileEntry, layer: str, *, wanted: bool) -> None:
        """Import a layer, or leave it out."""
        entry.left_out = entry.left_out - {layer} if wanted else entry.left_out | {layer}
        self.changed.emit()

    def check(self, entry: FileEntry) -> None:
        """Look at a file again."""
        if entry is self._on:
            self._stop()
        entry.state, entry.error, entry.complaint = "waiting", "", ""
        self._next()
        self.changed.emit()

    def check_all(self) -> None:
        """Look at every file again: what is said of them is in the language that was in use."""
        self._stop()
        for entry in self.files:
            entry.state, entry.error, entry.complaint = "waiting", "", ""
        self._next()
        self.changed.emit()

    def cancel(self) -> None:
        """Call off every check that is on or waits."""
        self._stop()
        for entry in self.files:
            if entry.state in ("waiting", "checking"):
                entry.state = "cancelled"
        self.changed.emit()

    def close(self) -> None:
        """Forget everything."""
        self._stop()
        self.files = []
        self.step = STEPS[0]
        self.changed.emit()
        self.step_changed.emit()

    def show_step(self, step: str) -> None:
        """Go to a step."""
        if step != self.step:
            self.step = step
            self.step_changed.emit()

    def _stop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()
            self._errand.deleteLater()
        if self._on is not None and self._on.state == "checking":
            self._on.state = "waiting"
        self._errand = self._on = None

    def _next(self) -> None:
        waiting = next((entry for entry in self.files if entry.state == "waiting"), None)
        if self._errand is not None or waiting is None:
            return
        self._on, waiting.state = waiting, "checking"
        self._errand = Errand("preview", waiting.path, self._job(waiting), self._seconds, self)
        self._errand.answered.connect(self._answered)
        self._errand.refused.connect(self._refused)
        self._errand.start()

    def _job(self, entry: FileEntry) -> Callable[[str], dict[str, Any]]:
        frame = self._frame(entry)

        def job(folder: str) -> dict[str, Any]:
            outlines = str(Path(folder, "outlines.npz"))
            return {"file": entry.path, "answers": entry.answers.to_json(), "outlines": outlines, "frame": frame}

        return job

    def _frame(self, entry: FileEntry) -> Any:
        """The grid that the other files are drawn in."""
        others = (other.document for other in self.files if other is not entry and other.document is not None)
        return next((document["frame"] for document in others if document["frame"]), None)

    def _answered(self, document: Document, folder: str) -> None:
        entry = self._ended("done")
        if entry is None:
            return
        refused = [f for f in document["findings"] if f["level"] == "error" and f["where"].startswith("--")]
        if refused and entry.document is not None and not document["layers"]:
            # an answer that means nothing: what was known of the file stays, and the question with it
            entry.complaint = " ".join(filter(None, (refused[0]["what"], refused[0]["expected"])))
        else:
            entry.document, entry.shapes = document, read_shapes(Path(folder, "outlines.npz"))
        self._go_on()

    def _refused(self, error: UserError) -> None:
        entry = self._ended("failed")
        if entry is not None:
            entry.error, entry.document, entry.shapes = str(error), None, {}
            self._go_on()

    def _ended(self, state: str) -> FileEntry | None:
        entry, errand = self._on, self._errand
        self._errand = self._on = None
        if errand is not None:
            # not at once: it is the errand that speaks
            QTimer.singleShot(0, errand.deleteLater)
        if entry is not None:
            entry.state = state
        return entry

    def _go_on(self) -> None:
        self._next()
        self.changed.emit()


def import_answers(entry: FileEntry) -> Answers:
    """The answers of a file with the layers that are taken, for the import."""
    return replace(entry.answers, layers=tuple(entry.taken()) if entry.left_out else entry.answers.layers)


def used_files(files: Sequence[FileEntry]) -> list[FileEntry]:
    """Those of which something is imported."""
    return [entry for entry in files if entry.verdict != "empty"]
