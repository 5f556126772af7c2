"""The places to look at, as a layer of points for QGIS: one a spot, with what the finding says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gis.errors import UserError
from gis.intake.finding import Finding
from gis.intake.survey import Survey
from gis.text import tr
from gis.write import write_geopackage

LAYER = "findings"
EPSG = 4326
_PARTS = ("level", "where", "what", "expected", "remedy")


def spots(survey: Survey) -> gpd.GeoDataFrame:
    """Every spot of every finding in WGS84; those of layers of unknown place are left out."""
    systems = {layer.name: layer.table.crs for layer in survey.layers}
    rows: list[dict[str, Any]] = []
    points: list[shapely.Point] = []
    for finding in survey.findings:
        for longitude, latitude in _on_earth(finding, systems.get(finding.layer)):
            rows.append({**{part: getattr(finding, part) for part in _PARTS}, "layer": finding.layer})
            points.append(shapely.Point(longitude, latitude))
    table = {part: [row[part] for row in rows] for part in (*_PARTS, "layer")}
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(points, crs=EPSG), crs=EPSG)


def _on_earth(finding: Finding, crs: pyproj.CRS | None) -> list[tuple[float, float]]:
    if crs is None or not finding.spots:
        return []
    to_degrees = pyproj.Transformer.from_crs(crs, EPSG, always_xy=True)
    degrees = np.column_stack(to_degrees.transform(*np.array(finding.spots).T))
    return [(float(x), float(y)) for x, y in degrees if np.isfinite([x, y]).all()]


def unplaced(survey: Survey) -> list[str]:
    """The names of the layers with spots whose place on Earth is unknown."""
    told = {finding.layer for finding in survey.findings if finding.spots}
    return [layer.name for layer in survey.layers if layer.table.crs is None and layer.name in told]


def write_spots(survey: Survey, file: Path) -> list[Finding]:
    """Write the spots to `file`, whole or not at all; what is to be said of it comes back.

    Raises:
        UserError: `file` is not named as a GeoPackage, is the file that is checked, or cannot be written.
    """
    refuse_target(survey.file, file)
    table = spots(survey)
    try:
        write_geopackage({LAYER: table}, file)
    except OSError as error:
        raise UserError(
            str(file),
            tr("The places to look at cannot be written there."),
            remedy=tr("Give a folder that you may write."),
        ) from error
    where = str(file)
    told = [Finding("note", where, tr("Places to look at: {count} points in layer 'findings'.", count=len(table)))]
    if lost := unplaced(survey):
        what = tr(
            "Without a coordinate system the spots of these layers have no place: {names}.", names=", ".join(lost)
        )
        told.append(Finding("note", where, what, "", tr("Give it with --crs, for example --crs EPSG:4549.")))
    return told


def refuse_target(source: str, file: Path) -> None:
    """Refuse a file that cannot take the spots, before any work.

    Raises:
        UserError: as `write_spots`.
    """
    if file.suffix.lower() != ".gpkg":
        said = tr("The places to look at are written as a GeoPackage.")
        raise UserError("--spots", said, tr("Expected is a name that ends in .gpkg."))
    if Path(source).exists() and file.exists() and file.samefile(source):
        raise UserError("--spots", tr("This is the file that is checked."), remedy=tr("Give another name."))
    if not file.absolute().parent.is_dir():
        said = tr("There is no folder {folder}.", folder=file.parent)
        raise UserError("--spots", said, remedy=tr("Make it first."))
