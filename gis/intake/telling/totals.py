"""What a planner asks of a layout first: land, built ground, floor area, and their ratios."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.intake.meanings import values
from gis.intake.meanings.estimate import storeys, uses_by_size
from gis.intake.meanings.meaning import told_heights_m
from gis.intake.placing.areas import areas_m2
from gis.intake.survey import Survey, SurveyedLayer

Floats = NDArray[np.float64]


def totals(survey: Survey) -> dict[str, Any]:
    """Plain figures of all layers of a file together, in m2; None where the file lacks what they need.

    `land_m2` is that of the sites, else of the parcels (`land` says of which). `floor_area_m2` is stated, else built
    ground by floors, which are stated or estimated from heights by the rules of the import; buildings of neither are
    counted as `floors_unknown` and add no floor.
    A mass on another (`base_m` above 0) covers no further ground.
    """
    site, parcels = (_area(survey, kind) for kind in ("site", "parcels"))
    land = site or parcels
    built = [_built(layer) for layer in _placed(survey, "buildings")]
    footprint = sum(one["footprint_m2"] for one in built) if built else None
    floor = sum(one["floor_area_m2"] for one in built) if built else None
    unknown = sum(one["floors_unknown"] for one in built)
    # More built ground than land: the land of these buildings is not in the file.
    around = land if land and footprint and footprint <= land else None
    return {
        "site_area_m2": site,
        "parcels_area_m2": parcels,
        "land": "site" if site else "parcels" if parcels else None,
        "land_m2": land,
        "footprint_m2": _rounded(footprint),
        "floor_area_m2": _rounded(floor) if floor else None,
        "floors_stated": sum(one["floors_stated"] for one in built),
        "floors_estimated": sum(one["floors_estimated"] for one in built),
        "floors_unknown": unknown,
        "coverage": _ratio(footprint, around),
        "floor_area_ratio": _ratio(floor, around) if floor else None,
    }


def _placed(survey: Survey, kind: str) -> Iterable[SurveyedLayer]:
    return (layer for layer in survey.layers if layer.kind == kind and layer.table.crs is not None and layer.area_m2)


def _area(survey: Survey, kind: str) -> float | None:
    return _rounded(sum(layer.area_m2 or 0.0 for layer in _placed(survey, kind))) or None


def _built(layer: SurveyedLayer) -> dict[str, float]:
    area_m2 = areas_m2(layer.table.geometry)
    base_m = values.numbers(layer.table["base_m"]) if "base_m" in layer.table else np.zeros(len(area_m2))
    stated = _floors(layer)
    height_m = told_heights_m(layer.table, layer.fields)
    told = np.isfinite(stated) | np.isfinite(height_m)
    # Floors of which the file says nothing at all are guessed for the picture of an imported park, not for a sum here.
    floors = storeys(height_m, stated, np.nan_to_num(base_m), _uses(layer, area_m2), area_m2).floors
    floor_m2 = np.where(told, area_m2 * floors, 0.0)
    if layer.fields.get("gfa_m2") in layer.table:
        given = values.numbers(layer.table[layer.fields["gfa_m2"]])
        told |= given > 0
        floor_m2 = np.where(given > 0, given, floor_m2)
    return {
        "footprint_m2": float(area_m2[~(base_m > 0)].sum()),
        "floor_area_m2": float(floor_m2.sum()),
        "floors_stated": int(np.isfinite(stated).sum()),
        "floors_estimated": int((told & np.isnan(stated)).sum()),
        "floors_unknown": int((~told).sum()),
    }


def _floors(layer: SurveyedLayer) -> Floats:
    field = layer.fields.get("floors")
    return values.floors(layer.table[field]) if field in layer.table else np.full(len(layer.table), np.nan)


def _uses(layer: SurveyedLayer, area_m2: Floats) -> NDArray[np.object_]:
    field = layer.fields.get("use")
    likely = uses_by_size(area_m2)
    if field not in layer.table:
        return likely
    stated = values.uses(layer.table[field])
    return np.where(stated == "", likely, stated)


def _ratio(part: float | None, land: float | None) -> float | None:
    return round(part / land, 4) if part and land else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
