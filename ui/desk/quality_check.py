"""Checks the files of the open parks in the child process, once for each file as it is, when someone wants to know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gis.errors import UserError
from gis.intake.child import CHECK_SECONDS
from gis.park_files import SHIPPED, park_file
from ui.desk.importer.errand import Errand
from ui.desk.session import Session

Key = tuple[str, int, str]


class QualityCheck(QObject):
    """The check of each open park: its document, the sentence that says why there is none, or neither yet."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._kept: dict[Key, Mapping[str, Any] | str] = {}
        self._errand: Errand | None = None

    def of(self, park: str) -> Mapping[str, Any] | str | None:
        """The document of a park (its id or file), why there is none, or None while nobody has looked."""
        return self._kept.get(self._key(park))

    def want(self) -> None:
        """Check what is not checked yet."""
        prepared = self.session.prepared
        missing = next((park for park in self.session.parks if self.of(park) is None), None)
        if self._errand is not None or missing is None or prepared is None:
            return
        key = self._key(missing)
        frame = {"epsg": prepared.epsg, "origin": [prepared.origin_east_m, prepared.origin_north_m]}
        try:
            file = str(park_file(missing))
        except UserError as error:
            self._keep(key, str(error))
            return
        park = missing if missing in SHIPPED else ""

        def job(folder: str) -> dict[str, Any]:
            outlines = str(Path(folder, "outlines.npz"))
            return {"file": file, "answers": {}, "outlines": outlines, "frame": frame, "park": park}

        self._errand = Errand("preview", file, job, CHECK_SECONDS, self)
        self._errand.answered.connect(lambda document, _: self._keep(key, document))
        self._errand.refused.connect(lambda error: self._keep(key, str(error)))
        self._errand.start()

    def shut(self) -> None:
        """The window closes."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def _key(self, park: str) -> Key:
        """The same file in the same language needs no second look."""
        try:
            file = park_file(park)
            changed = file.stat().st_mtime_ns
        except (OSError, UserError):
            return park, 0, self.session.language
        return str(file), changed, self.session.language

    def _keep(self, key: Key, found: Mapping[str, Any] | str) -> None:
        if self._errand is not None:
            QTimer.singleShot(0, self._errand.deleteLater)
            self._errand = None
        self._kept[key] = found
        self.changed.emit()
        self.want()
