"""The quality report of a file: the same content as JSON and as text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from gis.errors import UserError
from gis.intake.content import RawRaster
from gis.intake.finding import LEVELS, Finding, error_of
from gis.intake.survey import Survey, SurveyedLayer
from gis.text import tr
from gis.units import mu_from_m2


def refusal(file: str, error: UserError) -> dict[str, Any]:
    """The report, as document and as text, of a file that could not even be read."""
    found = Survey(file, findings=(error_of(error),))
    return {"report": document(found), "text": text(found)}


def document(survey: Survey) -> dict[str, Any]:
    """The report as plain types, for one JSON document."""
    return {
        "file": survey.file,
        "usable": survey.usable,
        "layers": [*map(_layer, survey.layers), *map(_raster, survey.rasters)],
        "findings": [_finding(finding) for finding in _ordered(survey)],
    }


def _layer(layer: SurveyedLayer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "features": layer.features,
        "kind": layer.kind,
        "crs": layer.crs or None,
        "area_m2": None if layer.area_m2 is None else round(layer.area_m2, 3),
        "heights": {"count": layer.height_count, "sum_m": round(layer.height_sum_m, 3)},
        "repaired": layer.repaired,
        "dropped": layer.dropped,
        "fields": dict(layer.fields),
    }


def _raster(raster: RawRaster) -> dict[str, Any]:
    left, bottom, right, top = raster.bounds
    return {
        "name": raster.name,
        "features": 1,
        "kind": raster.kind,
        "crs": raster.crs.to_string() if raster.crs is not None else None,
        "area_m2": None,
        "heights": {"count": 0, "sum_m": 0.0},
        "repaired": 0,
        "dropped": 0,
        "pixels": [raster.width, raster.height],
        "bounds": [left, bottom, right, top],
        "elevation_m": None if math.isnan(raster.lowest_m) else [raster.lowest_m, raster.highest_m],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    parts = ("level", "where", "what", "expected", "remedy")
    return {part: getattr(finding, part) for part in parts}


def _ordered(survey: Survey) -> list[Finding]:
    return sorted(survey.findings, key=lambda finding: LEVELS.index(finding.level))


def text(survey: Survey) -> str:
    """The report to read."""
    return "\n".join(_lines(survey)) + "\n"


def _lines(survey: Survey) -> Iterator[str]:
    yield survey.file
    yield tr("It can be imported as it is.") if survey.usable else tr("It cannot be imported yet.")
    for layer in survey.layers:
        area = "" if not layer.area_m2 else f"{layer.area_m2:,.1f} m² ({mu_from_m2(layer.area_m2):,.2f} mu)"
        yield f"  {layer.name}: {layer.kind}, {layer.features:,}, {layer.crs or '?'} {area}"
    for finding in _ordered(survey):
        yield f"  {finding.level}: {finding}"
