"""What the child process can be asked for, by name. A job and its answer are plain types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gis.intake.answers import Answers
from gis.intake.child import Task
from gis.intake.survey import survey
from gis.intake.telling.figures import figures
from gis.intake.telling.report import document
from gis.intake.telling.spots import write_spots


def check(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report of `job["file"]` as a document, and the figures that published facts may be compared with.

    The places to look at go to the file `job["spots"]`, if it is given; `job["park"]` says which park it is.
    """
    found = survey(job["file"], Answers.from_json(job["answers"]))
    if job.get("spots"):
        told = write_spots(found, Path(job["spots"]))
        found = replace(found, findings=(*found.findings, *told))
    return {"report": document(found), "figures": figures(found, job.get("park", ""))}


def import_(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The account of an import; see `gis.intake.making.importing`."""
    from gis.intake.making.importing import import_files

    return import_files(job)


def preview(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a window shows of a file; see `gis.intake.telling.preview`."""
    from gis.intake.telling.preview import preview as previewed

    return previewed(job)


TASKS: Final[dict[str, Task]] = {"check": check, "import": import_, "preview": preview}
