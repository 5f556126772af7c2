"""The first step: which files, and whether they can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from gis.text import tr
from ui.desk.importer.bits import mark, wrapped
from ui.desk.importer.controls import Step
from ui.desk.importer.state import FileEntry, Intake
from ui.desk.parts import ElidedLabel, Label, Panel, across, down
from ui.desk.session import Session

_FORMATS: Final = {
    ".geojson": "GeoJSON", ".json": "JSON", ".gpkg": "GeoPackage", ".shp": "Shapefile", ".fgb": "FlatGeobuf",
    ".parquet": "GeoParquet", ".geoparquet": "GeoParquet", ".kml": "KML", ".kmz": "KMZ", ".dxf": "DXF",
    ".pbf": "OpenStreetMap", ".osm": "OpenStreetMap", ".gml": "CityGML / GML", ".csv": "CSV", ".zip": "ZIP",
    ".tif": "GeoTIFF", ".tiff": "GeoTIFF", ".asc": "ESRI ASCII", ".hgt": "SRTM",
}  # fmt: skip


class FilesStep(Step):
    """One card a file: name, format, size, verdict; what is wrong stands in it."""

    def __init__(self, session: Session, intake: Intake) -> None:
        super().__init__(session, intake)
        self.refresh()

    def content(self) -> object:
        """The files as they are."""
        return [
            (id(e), e.path, e.state, e.error, e.complaint, e.verdict, len(e.questions())) for e in self.intake.files
        ]

    def build(self) -> None:
        """The empty page invites, the other lists."""
        if not self.intake.files:
            self._build_empty()
            return
        self.title(tr("Files"), tr("They are only read, never changed."))
        for entry in self.intake.files:
            self.column.addWidget(self._card(entry))
        row = across()
        row.addWidget(self._button(lambda: tr("Add files…"), self.choose_files, "outline", "add"))
        row.addWidget(self._button(lambda: tr("Add a folder…"), self.choose_folder, "outline", "folder"))
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def choose_files(self) -> None:
        """Ask for files."""
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Add files…"))
        self.intake.add(paths)

    def choose_folder(self) -> None:
        """Ask for a folder, as Shapefiles often come in."""
        path = QFileDialog.getExistingDirectory(self, tr("Add a folder…"))
        if path:
            self.intake.add([path])

    def _build_empty(self) -> None:
        self.column.addStretch(2)
        centred: list[QWidget] = [
            mark(self.session, "upload", "ink3", 32),
            Label(tr("Make a park of your own files"), 15, 600),
            wrapped(tr("Drop files on the window, or add them here. They are checked, shown on the map, and asked "
                       "about only where something is open. Nothing is written before you say so.")),
            wrapped("GeoJSON · GeoPackage · Shapefile · FlatGeobuf · GeoParquet · KML · DXF · OpenStreetMap · "
                    "CityJSON · CityGML · CSV · GeoTIFF", "ink3", 11),
        ]  # fmt: skip
        for widget in centred:
            if isinstance(widget, Label):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self.column.addWidget(widget)
            else:
                self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        row = across()
        row.addStretch(1)
        row.addWidget(self._button(lambda: tr("Add files…"), self.choose_files, "primary", "add"))
        row.addWidget(self._button(lambda: tr("Add a folder…"), self.choose_folder, "outline", "folder"))
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(3)

    def _button(self, source: Callable[[], str], act: Callable[[], None], kind: str, key: str) -> QWidget:
        button = self.text_button(kind, source)
        button.setProperty("key", key)
        button.clicked.connect(act)
        return button

    def _card(self, entry: FileEntry) -> Panel:
        card = Panel(self.session, "card")
        column = down(card, (12, 8, 8, 10), 4)
        top = across(spacing=8)
        icon, tone, words = verdict(entry)
        top.addWidget(mark(self.session, icon, tone))
        name = ElidedLabel("", 13, 600)
        name.setText(entry.name)
        name.setToolTip(entry.path)
        top.addWidget(name, 1)
        remove = self.icon_button("x", lambda: tr("Leave {file} out", file=entry.name), 26)
        remove.clicked.connect(lambda: self.intake.remove(entry))
        top.addWidget(remove)
        column.addLayout(top)
        column.addWidget(Label(f"{words}  ·  {_format(entry.path)}  ·  {_size(entry.path)}", 12, 400, "ink2"))
        for sentence in _troubles(entry):
            column.addWidget(wrapped(sentence, "err"))
        if entry.state in ("failed", "cancelled"):
            again = self.text_button("outline", lambda: tr("Check again"), 28)
            again.clicked.connect(lambda: self.intake.check(entry))
            column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return card


def verdict(entry: FileEntry) -> tuple[str, str, str]:
    """Icon, tone and words of what a check found."""
    if entry.state == "cancelled":
        return "x", "ink3", tr("The check was called off")
    counted = sum(layer["features"] for layer in entry.layers)
    return {
        "busy": ("activity", "ink3", tr("Being checked…")),
        "error": ("triangle-alert", "err", tr("Cannot be used")),
        "ask": ("circle-help", "accent", tr("Open questions: {count}", count=len(entry.questions()))),
        "empty": ("info", "ink3", tr("Nothing of it is taken")),
        "ok": (
            "check",
            "ok",
            tr("Layers: {layers}, features: {count}", layers=len(entry.layers), count=f"{counted:,}"),
        ),
    }[entry.verdict]


def _troubles(entry: FileEntry) -> list[str]:
    if entry.error:
        return [entry.error]
    if entry.verdict != "error" or entry.state == "cancelled":
        return []
    return [" ".join(filter(None, (f["what"], f["expected"], f["remedy"]))) for f in entry.errors()[:3]]


def _format(path: str) -> str:
    file = Path(path)
    if file.is_dir():
        return tr("Folder")
    return _FORMATS.get(file.suffix.lower(), file.suffix.upper().removeprefix(".") or tr("File"))


def _size(path: str) -> str:
    file = Path(path)
    try:
        size = (
            sum(one.stat().st_size for one in file.iterdir() if one.is_file()) if file.is_dir() else file.stat().st_size
        )
    except OSError:
        return "–"
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):,.1f} kB"
