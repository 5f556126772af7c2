"""Terrain of files laid under a park: surveyed elevations in its own system, about the site and to the horizon."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from gis.intake.content import RawRaster
from gis.intake.finding import Finding
from gis.intake.raster.raster_file import Floats
from gis.intake.raster.raster_sample import Grid, elevations
from gis.intake.raster.voids import filled
from gis.intake.survey import Survey
from gis.text import tr

Layers = dict[str, gpd.GeoDataFrame]

MARGIN_M: Final = 700.0
"""Terrain is taken this far around the sites: beyond the fine ground about them."""
MOST_POINTS: Final = 250_000
MOST_FAR: Final = 120_000
FINEST_M: Final = 5.0
FAR_M: Final = 30_000.0
"""The horizon: as far as the drawn relief goes."""
FAR_STEP_M: Final = 100.0
_WORTH_M: Final = 1000.0
"""Terrain that reaches no farther beyond the near grid says nothing of the horizon."""
_LEAST: Final = 0.5
"""Terrain that covers less of the ground about the sites is none of the park's."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The layers with terrain under them, and what is to be said of it; `taken` counts points by layer."""

    layers: Layers
    findings: tuple[Finding, ...] = ()
    taken: bool = False


def on_terrain(layers: Layers, surveys: Sequence[Survey], park: str) -> Ground:
    """`layers` on the surveyed elevations of the files, if they hold any of the ground about the sites."""
    found = [(survey, raster) for survey in surveys for raster in survey.rasters if raster.kind == "terrain"]
    found = sorted((pair for pair in found if pair[1].pixel_m), key=lambda pair: max(pair[1].pixel_m or (0,)))
    if not found:
        return Ground(layers)
    near = _near_grid(layers["site"], max(found[0][1].pixel_m or (0,)))
    heights_m = _mosaic(found, near)
    share = float(np.isfinite(heights_m).mean())
    if share < _LEAST:
        return Ground(layers, tuple(_elsewhere(survey, raster, share) for survey, raster in found))
    source = "; ".join(f"{Path(survey.file).name}: {raster.name}" for survey, raster in found)
    made = dict(layers)
    made["terrain"] = _table(near, filled(heights_m), park, source)
    far = _far_grid(near, found)
    if far is not None:
        beyond_m = _mosaic(found, far)
        if np.isfinite(beyond_m).mean() >= _LEAST:
            made["terrain_far"] = _table(far, filled(beyond_m), park, source)
    return Ground(_settled(made, near, filled(heights_m)), tuple(_said(found, near, share, layers)), True)


def _near_grid(site: gpd.GeoDataFrame, pixel_m: float) -> Grid:
    """As fine as the terrain, but no finer than is drawn, and of no more points than a file should hold."""
    x0, y0, x1, y1 = (float(value) for value in site.total_bounds)
    west, south, east, north = x0 - MARGIN_M, y0 - MARGIN_M, x1 + MARGIN_M, y1 + MARGIN_M
    step = min(max(FINEST_M, math.ceil(pixel_m / 5 - 0.2) * 5.0), 30.0)
    while ((east - west) / step + 2) * ((north - south) / step + 2) > MOST_POINTS:
        step += 5.0
    return _aligned(site, (west, south, east, north), step)


def _aligned(site: gpd.GeoDataFrame, bounds: Sequence[float], step: float) -> Grid:
    west, south, east, north = bounds
    x0, y0 = math.floor(west / step) * step, math.floor(south / step) * step
    columns, rows = (math.ceil((end - start) / step) + 1 for start, end in ((x0, east), (y0, north)))
    return Grid(site.crs, x0, y0, step, rows, columns)


def _far_grid(near: Grid, found: Sequence[tuple[Survey, RawRaster]]) -> Grid | None:
    """To the horizon, as far as the terrain goes; None where that is not beyond the near grid."""
    import pyproj

    west, south, east, north = near.bounds
    x, y = (west + east) / 2, (south + north) / 2
    reach = np.array([x - FAR_M, y - FAR_M, x + FAR_M, y + FAR_M])
    extents = []
    for _, raster in found:
        way = pyproj.Transformer.from_crs(raster.crs, near.crs, always_xy=True)
        extents.append(way.transform_bounds(*raster.bounds))
    of_all = np.array(extents)
    whole = np.array([*of_all[:, :2].min(axis=0), *of_all[:, 2:].max(axis=0)])
    if not np.isfinite(whole).all():
        return None
    low, high = np.maximum(whole[:2], reach[:2]), np.minimum(whole[2:], reach[2:])
    beyond = max(*(np.array([west, south]) - low), *(high - np.array([east, north])))
    if beyond < _WORTH_M or (high <= low).any():
        return None
    step = FAR_STEP_M
    while ((high - low) / step + 1).prod() > MOST_FAR:
        step += FAR_STEP_M
    columns, rows = (max(2, int(side / step) + 1) for side in high - low)
    return Grid(near.crs, float(low[0]), float(low[1]), step, rows, columns)


def _mosaic(found: Sequence[tuple[Survey, RawRaster]], grid: Grid) -> Floats:
    """Elevations on `grid`: of the finest raster that has any, NaN where none has."""
    heights_m = np.full((grid.rows, grid.columns), np.nan)
    for survey, raster in found:
        if np.isfinite(heights_m).all():
            break
        heights_m = np.where(np.isfinite(heights_m), heights_m, elevations(survey, raster, grid))
    return heights_m


def _table(grid: Grid, heights_m: Floats, park: str, source: str) -> gpd.GeoDataFrame:
    """Rows west to east, from the south, to the centimetre."""
    x, y = np.meshgrid(grid.x0 + grid.step * np.arange(grid.columns), grid.y0 + grid.step * np.arange(grid.rows))
    columns = {"park": park, "elevation_m": np.round(heights_m.ravel(), 2), "provenance": "imported", "source": source}
    points = gpd.GeoSeries(shapely.points(x.ravel(), y.ravel()), crs=grid.crs)
    return gpd.GeoDataFrame(columns, geometry=points, crs=grid.crs)


def _settled(layers: Layers, grid: Grid, heights_m: Floats) -> Layers:
    """What stands on the ground at its new level; levels that were drafted for another ground are gone."""
    made = dict(layers)
    made["buildings"] = _at_level(made["buildings"], "ground_m", grid, heights_m)
    if "level_m" in made["parcels"]:
        made["parcels"] = _at_level(made["parcels"], "level_m", grid, heights_m)
    made.pop("terraces", None)
    if "centrelines" in made:
        middles = made["centrelines"]
        flat = gpd.GeoSeries(shapely.force_2d(middles.geometry.to_numpy()), index=middles.index, crs=middles.crs)
        made["centrelines"] = middles.set_geometry(flat)
    if "grade_pct" in made["roads"]:
        made["roads"] = made["roads"].assign(grade_pct=np.nan)
    return made


def _at_level(table: gpd.GeoDataFrame, column: str, grid: Grid, heights_m: Floats) -> gpd.GeoDataFrame:
    xy = shapely.get_coordinates(shapely.centroid(table.geometry.to_numpy()))
    j = np.clip(np.rint((xy[:, 1] - grid.y0) / grid.step).astype(int), 0, grid.rows - 1)
    i = np.clip(np.rint((xy[:, 0] - grid.x0) / grid.step).astype(int), 0, grid.columns - 1)
    return table.assign(**{column: np.round(heights_m[j, i], 2)})


def _elsewhere(survey: Survey, raster: RawRaster, share: float) -> Finding:
    what = tr("The terrain covers {percent} % of the ground about the park; it is left out.",
              percent=f"{100 * share:.0f}")  # fmt: skip
    remedy = tr("Take one that lies under the site and {metres} m around it.", metres=f"{MARGIN_M:.0f}")
    return Finding("warning", f"{survey.file} {raster.name}", what, remedy=remedy, layer=raster.name)


def _said(
    found: Sequence[tuple[Survey, RawRaster]], near: Grid, share: float, layers: Mapping[str, gpd.GeoDataFrame]
) -> list[Finding]:
    survey, raster = found[0]
    where = f"{survey.file} {raster.name}"
    said = [Finding("note", where, tr("Its elevations lie under the park, every {step} m.", step=f"{near.step:g}"))]
    if share < 1:
        what = tr(
            "{percent} % of the ground about the park has no elevation in it.", percent=f"{100 - 100 * share:.1f}"
        )
        said.append(Finding("warning", where, what, remedy=tr("They are filled from the ground around them.")))
    if "terraces" in layers or ("centrelines" in layers and layers["centrelines"].geometry.has_z.any()):
        what = tr("Terraces and the grades of streets that were drafted for other ground are gone.")
        said.append(Finding("note", where, what, remedy=tr("The streets follow the ground as it is.")))
    return said
