"""What a window shows of a file before it is imported: the report, its questions with what would answer them, and
outlines to draw. Foreign files are read in the child process; the window gets plain types and one file of arrays.

Outlines of layers whose place is known are in metres of one grid, east and north from an origin that the window may
give, so that several files fit together; the others are in their own numbers from an origin of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from gis.intake.answers import Answers
from gis.intake.finding import LEVELS, Finding
from gis.intake.meanings.fields import OF_KIND
from gis.intake.placing.working import to_working, working_crs
from gis.intake.survey import Survey, SurveyedLayer, survey
from gis.intake.telling.figures import figures
from gis.intake.telling.report import document
from gis.intake.telling.thinned import thinned
from gis.park_files import shipped_parks

_SAMPLES, _SAMPLE_LETTERS = 3, 40
_PLAIN: Final = ("id", "name_zh", "name_en", "kind")
_REFERENCE_M: Final = 20_000.0
"""The shipped sites are shown for orientation if the file lies as near as this."""
_PARTS: Final = ("level", "where", "what", "expected", "remedy", "layer")


def preview(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report of `job["file"]` and what a window needs beside it; the outlines go to `job["outlines"]` (.npz).

    `job["frame"]`, if given, is the grid to draw in: {"epsg", "origin": [east_m, north_m]}.
    """
    found = survey(job["file"], Answers.from_json(job["answers"]))
    frame = job.get("frame") or _frame(found)
    arrays: dict[str, Any] = {}
    layers = [_layer(layer, frame, f"layer{i}", arrays) for i, layer in enumerate(found.layers)]
    reference = _reference(found, frame)
    if reference is not None:
        arrays |= _named("reference", reference)
    np.savez(job["outlines"], **arrays)
    return {
        "report": document(found),
        "figures": figures(found, job.get("park", "")),
        "frame": frame,
        "layers": layers,
        "findings": _findings(found, frame, layers),
    }


def _frame(found: Survey) -> dict[str, Any] | None:
    """The grid of the first layer whose place is known, from the middle of it."""
    for layer in found.layers:
        if layer.table.crs is not None and len(layer.table):
            bounds = tuple(float(value) for value in layer.table.total_bounds)
            grid = working_crs(layer.table.crs, (bounds[0], bounds[1], bounds[2], bounds[3]))
            west, south, east, north = to_working(layer.table, grid).total_bounds
            epsg = grid.to_epsg()
            if epsg is not None and np.isfinite([west, south, east, north]).all():
                return {"epsg": epsg, "origin": [round((west + east) / 2), round((south + north) / 2)]}
    return None


def _layer(layer: SurveyedLayer, frame: Mapping[str, Any] | None, name: str, arrays: dict[str, Any]) -> dict[str, Any]:
    """Beside the report: its outlines (in `arrays`), the columns that it could bring, and what its fields hold."""
    placed = layer.table.crs is not None and frame is not None
    table, origin = (_in_frame(layer.table, frame), frame["origin"]) if placed and frame else _own(layer.table)
    outlines = thinned(table.geometry.to_numpy(), tuple(origin))
    arrays |= _named(name, outlines.arrays())
    return {
        "name": layer.name, "outlines": name, "placed": placed, "origin": [float(value) for value in origin],
        "shown": outlines.shown, "columns": list(OF_KIND.get(layer.kind, _PLAIN)), "samples": _samples(layer.table),
        **_origins(layer.table),
    }  # fmt: skip


def _named(name: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}_{part}": values for part, values in parts.items()}


def _in_frame(table: gpd.GeoDataFrame, frame: Mapping[str, Any]) -> gpd.GeoDataFrame:
    return to_working(table, pyproj.CRS.from_epsg(frame["epsg"])) if len(table) else table


def _own(table: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, tuple[float, float]]:
    """As the file counts, from the middle of it: single precision then suffices."""
    bounds = table.total_bounds if len(table) else np.full(4, np.nan)
    if not np.isfinite(bounds).all():
        return table, (0.0, 0.0)
    return table, (float(bounds[0] + bounds[2]) / 2, float(bounds[1] + bounds[3]) / 2)


def _samples(table: gpd.GeoDataFrame) -> dict[str, str]:
    """The first different values of every field, to show beside its name."""
    fields = [column for column in table.columns if column != table.geometry.name]
    return {str(field): _first(table[field]) for field in fields}


def _first(values: pd.Series[Any]) -> str:
    texts = dict.fromkeys(_said(value) for value in values.dropna().iloc[:200])
    return ", ".join(list(filter(None, texts))[:_SAMPLES])


def _said(value: Any) -> str:
    text = f"{value:.12g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= _SAMPLE_LETTERS else f"{text[: _SAMPLE_LETTERS - 1]}…"


def _origins(table: gpd.GeoDataFrame) -> dict[str, Any]:
    """Of a layer in the program's own schema: how many features are of which origin, and how many are estimated."""
    if "provenance" not in table:
        return {}
    counts = {str(sort): int(count) for sort, count in table["provenance"].value_counts().items()}
    estimated = int((table["estimated"].fillna("") != "").sum()) if "estimated" in table else 0
    return {"provenance": counts, "estimated": estimated}


def _findings(found: Survey, frame: Mapping[str, Any] | None, layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As in the report, with the layer, the offered answers, and the spots where the layer is drawn."""
    drawn = {shown["name"]: (layer, shown["origin"]) for layer, shown in zip(found.layers, layers, strict=True)}
    ordered = sorted(found.findings, key=lambda finding: LEVELS.index(finding.level))
    return [
        {
            **{part: getattr(finding, part) for part in _PARTS},
            "offers": [list(offer) for offer in finding.offers],
            "spots": _spots(finding, frame, *drawn[finding.layer]) if finding.layer in drawn else [],
        }
        for finding in ordered
    ]  # fmt: skip


def _spots(
    finding: Finding, frame: Mapping[str, Any] | None, layer: SurveyedLayer, origin: list[float]
) -> list[list[float]]:
    if not finding.spots:
        return []
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*np.array(finding.spots, dtype=np.float64).T))
    if layer.table.crs is not None and frame is not None:
        points = _in_frame(points.set_crs(layer.table.crs), frame)
    there = shapely.get_coordinates(points.geometry.to_numpy()) - origin
    return [[round(float(x), 3), round(float(y), 3)] for x, y in there if np.isfinite([x, y]).all()]


def _reference(found: Survey, frame: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The sites of the shipped parks, if the file lies near them."""
    if frame is None:
        return None
    import pyogrio

    sites = [pyogrio.read_dataframe(file, layer="site") for file in shipped_parks().values() if file.is_file()]
    shapes = [_in_frame(site, frame).geometry.to_numpy() for site in sites]
    boxes = [layer.table for layer in found.layers if layer.table.crs is not None and len(layer.table)]
    if not shapes or not boxes:
        return None
    flat = np.concatenate(shapes)
    if not np.isfinite(shapely.total_bounds(flat)).all():
        return None
    file = shapely.union_all([shapely.box(*_in_frame(table, frame).total_bounds) for table in boxes])
    if shapely.distance(shapely.union_all(flat), file) > _REFERENCE_M:
        return None
    return thinned(flat, tuple(frame["origin"])).arrays()
