"""One job of the child process, without waiting for it: it can be called off, and ends by itself after its time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from gis.errors import UserError
from gis.intake import child

_PATIENCE_MS = 2_000
Answer = dict[str, Any]
MakeJob = Callable[[str], Mapping[str, Any]]


class Errand(QObject):
    """`make_job` gets the folder that lasts until `answered` or `refused` was heard."""

    answered = Signal(object, str)
    """The child's answer, and the folder with the files that it wrote."""
    refused = Signal(object)
    """The `UserError` that says why there is no answer."""

    def __init__(self, task: str, file: str, make_job: MakeJob, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file, self._seconds = file, seconds
        self._folder = tempfile.TemporaryDirectory(prefix="parktwin-", ignore_cleanup_errors=True)
        self._late = self._over = False
        child.write_job(self._folder.name, task, make_job(self._folder.name))
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment(self._folder.name))
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._broken)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._give_up)

    def start(self) -> None:
        """Begin."""
        program, *arguments = child.command(self._folder.name)
        self._timer.start(round(1000 * self._seconds))
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Call it off: nothing more is heard of it."""
        if self._over:
            return
        self._over = True
        self._timer.stop()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)
        self._folder.cleanup()

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._finished()

    def _finished(self) -> None:
        if self._over:
            return
        self._over = True
        self._timer.stop()
        try:
            answer = child.answer_of(self._folder.name, self.file, self._seconds, self._late)
        except UserError as error:
            self._folder.cleanup()
            self.refused.emit(error)
        else:
            self.answered.emit(answer, str(Path(self._folder.name)))
            self._folder.cleanup()


def _environment(folder: str) -> QProcessEnvironment:
    made = QProcessEnvironment()
    for name, value in child.environment(folder).items():
        made.insert(name, value)
    return made
