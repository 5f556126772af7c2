"""The import itself: written beside its place by the child process, and moved there whole or not at all."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from gis.errors import UserError
from gis.intake.child import IMPORT_SECONDS
from gis.park_files import SHIPPED
from gis.text import tr
from ui.desk.importer.errand import Errand
from ui.desk.importer.state import FileEntry, import_answers, used_files

_ID: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class Wish:
    """What the user wants to be made: names, id (empty: by the file's name), `base` (empty: a new park), the file."""

    name_en: str = ""
    name_zh: str = ""
    id: str = ""
    base: str = ""
    out: str = ""
    replace: bool = False


class Outcome(QObject):
    """`state` is "open", "writing", "done", "refused" (see `error`) or "questions" (see `account`)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state, self.error = "open", ""
        self.account: dict[str, Any] = {}
        self.out = Path()
        self._errand: Errand | None = None
        self._folder: Path | None = None

    def start(self, wish: Wish, files: Sequence[FileEntry]) -> None:
        """Write the park."""
        self.cancel()
        try:
            self._begin(wish, used_files(files))
        except UserError as error:
            self._say("refused", str(error))
        except OSError as error:
            what = tr("{file} cannot be written ({reason}).", file=wish.out, reason=error.strerror or str(error))
            self._say("refused", what)
        else:
            self._say("writing")

    def cancel(self) -> None:
        """Call it off: nothing is left of it."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand.deleteLater()
            self._errand = None
        self._clean()
        self._say("open")

    def _begin(self, wish: Wish, files: Sequence[FileEntry]) -> None:
        self.out = Path(wish.out).expanduser()
        check_out(wish, self.out, files)
        self._folder = Path(tempfile.mkdtemp(prefix=".parktwin-", dir=self.out.parent))
        beside = self._folder / self.out.name
        job = {
            "files": [entry.path for entry in files],
            "answers": import_answers(files[0]).to_json(),
            "answers_by_file": {entry.path: import_answers(entry).to_json() for entry in files},
            "base": wish.base, "id": wish.id or id_of(self.out), "id_given": bool(wish.id),
            "name_en": wish.name_en, "name_zh": wish.name_zh, "out": str(beside.resolve()),
        }  # fmt: skip
        names = tr(", ").join(entry.name for entry in files)
        self._errand = Errand("import", names, lambda _: job, IMPORT_SECONDS, self)
        self._errand.answered.connect(self._answered)
        self._errand.refused.connect(self._refused)
        self._errand.start()

    def _answered(self, account: dict[str, Any], _: str) -> None:
        self._over()
        self.account = account
        state, error = ("done", "") if account["written"] else ("questions", "")
        if account["written"] and self._folder is not None:
            try:
                (self._folder / self.out.name).replace(self.out)
            except OSError as failed:
                reason = failed.strerror or str(failed)
                state, error = "refused", tr("{file} cannot be written ({reason}).", file=self.out, reason=reason)
        self._clean()
        self._say(state, error)

    def _refused(self, error: UserError) -> None:
        self._over()
        self._clean()
        self._say("refused", str(error))

    def _over(self) -> None:
        if self._errand is not None:
            QTimer.singleShot(0, self._errand.deleteLater)
        self._errand = None

    def _clean(self) -> None:
        if self._folder is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._folder)
            self._folder = None

    def _say(self, state: str, error: str = "") -> None:
        self.state, self.error = state, error
        self.changed.emit()


def id_of(out: Path) -> str:
    """The id that a park gets by the name of its file."""
    stem = "_".join(_ID.findall(out.stem)).strip("_")
    return stem if stem and stem.lower() not in (*SHIPPED, "both") else f"{stem or 'my'}_park"


def usual_place(stem: str) -> Path:
    """A file in the user's documents that is not there yet."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    if not folder.is_dir():
        folder = Path.home()
    names = [f"{stem}.gpkg", *(f"{stem}_{number}.gpkg" for number in range(2, 100))]
    return next((folder / name for name in names if not (folder / name).exists()), folder / names[0])


def check_out(wish: Wish, out: Path, files: Sequence[FileEntry]) -> None:
    """Refuse before any work what cannot be written or would lose something.

    Raises:
        UserError: says what is wrong and what to do.
    """
    shown = str(out)
    if wish.id and (not _ID.fullmatch(wish.id) or wish.id.lower() == "both"):
        raise UserError(
            tr("Id"), tr("'{value}' cannot be the id of a park.", value=wish.id),
            tr("Expected are letters, digits, _ or -, and not 'both'."),
        )  # fmt: skip
    if not wish.out or out.suffix.lower() != ".gpkg":
        raise UserError(
            tr("File"), tr("'{file}' does not end with .gpkg.", file=out.name), tr("A park is a GeoPackage.")
        )
    if not out.parent.is_dir():
        raise UserError(shown, tr("There is no folder {folder}.", folder=out.parent), remedy=tr("Make it first."))
    read = [Path(entry.path) for entry in files] + ([Path(wish.base)] if wish.base not in ("", *SHIPPED) else [])
    if out.exists() and any(file.exists() and file.samefile(out) for file in read):
        remedy = tr("Give another name: what is read is never changed.")
        raise UserError(shown, tr("{file} is one of the files to read.", file=out.name), remedy=remedy)
    if out.is_dir() or (out.exists() and not wish.replace):
        remedy = tr("Give another name, or tick that it may be replaced.")
        raise UserError(shown, tr("{file} is there already.", file=out.name), remedy=remedy)
