"""The quality report of a file as plain types: one JSON document. `report_text` writes it out to read."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import shapely

from gis.intake.content import RawRaster
from gis.intake.finding import LEVELS, Finding
from gis.intake.meanings.meaning import stated_heights_m
from gis.intake.survey import Survey, SurveyedLayer
from gis.intake.telling import report_text
from gis.intake.telling.totals import totals
from gis.units import mu_from_m2

SORTS: Final = {"points": (0, 4), "lines": (1, 2, 5), "polygons": (3, 6)}


def document(survey: Survey) -> dict[str, Any]:
    """The report, for one JSON document: no figure in it is infinite or not a number."""
    found = {
        "file": survey.file,
        "usable": survey.usable,
        "layers": [*map(_layer, survey.layers), *map(_raster, survey.rasters)],
        "totals": totals(survey),
        "findings": [finding_document(finding) for finding in _ordered(survey)],
    }
    plain: dict[str, Any] = _finite(found)
    return plain


def text(survey: Survey) -> str:
    """The report to read."""
    return report_text.text(document(survey))


def finding_document(finding: Finding) -> dict[str, str]:
    """A finding as plain types."""
    parts = ("level", "where", "what", "expected", "remedy")
    return {part: getattr(finding, part) for part in parts}


def _ordered(survey: Survey) -> list[Finding]:
    return sorted(survey.findings, key=lambda finding: LEVELS.index(finding.level))


def _layer(layer: SurveyedLayer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "features": layer.features,
        "kind": layer.kind,
        "crs": layer.crs or None,
        "area_m2": None if layer.area_m2 is None else round(layer.area_m2, 3),
        "area_mu": None if layer.area_m2 is None else round(mu_from_m2(layer.area_m2), 4),
        "heights": _heights(layer),
        "repaired": layer.repaired,
        "dropped": layer.dropped,
        "geometry": _geometry(layer),
        "fields": dict(layer.fields),
        "other_fields": _other_fields(layer),
    }


def _heights(layer: SurveyedLayer) -> dict[str, Any]:
    """Count and sum are of all that the file holds; the rest is of the features that can be used."""
    counted = {"count": layer.height_count, "sum_m": round(layer.height_sum_m, 3)}
    heights_m = stated_heights_m(layer.table, layer.fields)
    heights_m = heights_m[np.isfinite(heights_m)]
    if not len(heights_m):
        return counted
    figures = {"min_m": heights_m.min(), "median_m": np.median(heights_m), "max_m": heights_m.max()}
    return counted | {name: round(float(figure), 3) for name, figure in figures.items()}


def _geometry(layer: SurveyedLayer) -> dict[str, int]:
    kinds = shapely.get_type_id(layer.table.geometry.to_numpy())
    counted = {sort: int(np.isin(kinds, ids).sum()) for sort, ids in SORTS.items()}
    return {sort: count for sort, count in counted.items() if count}


def _other_fields(layer: SurveyedLayer) -> list[str]:
    read = {*layer.fields.values(), layer.table.geometry.name}
    return [str(column) for column in layer.table.columns if column not in read]


def _raster(raster: RawRaster) -> dict[str, Any]:
    return {
        "name": raster.name,
        "features": 1,
        "kind": raster.kind,
        "crs": raster.crs_name or None,
        "area_m2": None if raster.area_m2 is None else round(raster.area_m2, 3),
        "area_mu": None if raster.area_m2 is None else round(mu_from_m2(raster.area_m2), 4),
        "heights": {"count": 0, "sum_m": 0.0},
        "repaired": 0,
        "dropped": 0,
        "pixels": [raster.width, raster.height],
        "bounds": list(raster.bounds),
        "pixel_m": None if raster.pixel_m is None else [round(side, 4) for side in raster.pixel_m],
        "bands": list(raster.bands),
        "elevation_m": None if math.isnan(raster.lowest_m) else [raster.lowest_m, raster.highest_m],
        "voids": round(raster.voids, 6),
    }


def _finite(value: Any) -> Any:
    """`value` with None where a number is none, which JSON cannot say."""
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
