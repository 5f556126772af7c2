"""What the child process can be asked for, by name. A job and its answer are plain types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gis.intake.answers import Answers
from gis.intake.child import Task
from gis.intake.report import document, text
from gis.intake.survey import survey


def check(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report of `job["file"]` as a document and as text."""
    found = survey(job["file"], Answers.from_json(job["answers"]))
    return {"report": document(found), "text": text(found)}


TASKS: Final[dict[str, Task]] = {"check": check}
