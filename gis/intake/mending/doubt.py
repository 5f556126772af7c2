"""What is sound and yet looks like a mistake: features that stand there twice, slivers, overlaps, repeated corners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.mending.overlap import Overlaps, overlaps
from gis.intake.mending.tangle import Shapes
from gis.intake.mending.tell import Spots, Teller, spots_of
from gis.text import tr

SLIVER_M2: Final = 0.1
THIN_M: Final = 0.02
"""Polygons smaller or thinner than these are left over from drawing."""
_DEGREE_M: Final = 111_320.0
_POLYGONS: Final = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))
_MIX: Final = np.array([1.0, 0.7310, 0.3719, 0.1931])
"""Makes one number of a box."""
APART: Final = {"site": "warning", "zones": "warning", "parcels": "warning", "buildings": "note"}
"""Kinds of layers whose polygons should not overlap. A tower on its podium is drawn over it."""


def doubts(tell: Teller, table: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Findings about the sound features of `table`, which are left as they are."""
    shapes = table.geometry.to_numpy()
    if not len(shapes):
        return
    tell = Teller(_seen(tell, table), tell.shown)
    bounds = shapely.bounds(shapes)
    kinds = shapely.get_type_id(shapes)
    yield from _mixed(tell, kinds)
    again = _again(shapes, bounds)
    yield from _twice(tell, table, again)
    yield from _repeated(tell, shapes)
    flat = np.isin(kinds, _POLYGONS)
    unit_m = metres_of_unit(tell, bounds)
    if flat.any() and min(unit_m) > 0:
        yield from _slivers(tell, shapes, flat, unit_m)
        if tell.layer.kind in APART:
            rough = tell.layer.kind == "buildings"
            found = overlaps(shapes, flat & ~again & ~_aloft(table), unit_m[0] * unit_m[1], rough)
            yield from _overlapping(tell, found, len(shapes))


def metres_of_unit(tell: Teller, bounds: NDArray[np.float64]) -> tuple[float, float]:
    """Roughly how many metres one unit is, eastward and northward; 0 where the unit of a drawing is unknown."""
    crs = tell.layer.table.crs
    (west, south), (east, north) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    degrees = -360 <= west <= east <= 360 and -90 <= south <= north <= 90
    if tell.layer.drawing and crs is None:
        return tell.layer.unit_m, tell.layer.unit_m
    if crs.is_geographic if crs is not None else degrees:
        narrow = np.cos(np.radians(np.clip((south + north) / 2, -89, 89)))
        return float(_DEGREE_M * narrow), _DEGREE_M
    unit_m = crs.axis_info[0].unit_conversion_factor if crs is not None and crs.axis_info else 1.0
    return unit_m, unit_m


def _seen(tell: Teller, table: gpd.GeoDataFrame) -> RawLayer:
    return replace(tell.layer, table=table)


def _mixed(tell: Teller, kinds: NDArray[np.int32]) -> Iterator[Finding]:
    points, lines, polygons = (int(np.isin(kinds, sort).sum()) for sort in ((0, 4), (1, 2, 5), _POLYGONS))
    if (points > 0) + (lines > 0) + (polygons > 0) > 1:
        what = tr(
            "The layer mixes {polygons} polygons, {lines} lines and {points} points.",
            polygons=polygons, lines=lines, points=points,
        )  # fmt: skip
        yield tell.of_layer("note", what, remedy=tr("What does not suit the kind of the layer is not imported."))


def _again(shapes: Shapes, bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(features,) whether an earlier feature has the same shape, corner by corner."""
    # Boxes first: to write out every shape would cost more than all else here.
    key = bounds @ _MIX
    order = np.argsort(key)
    same = key[order][1:] == key[order][:-1]
    candidates = np.unique(np.concatenate([order[1:][same], order[:-1][same]]))
    out = np.zeros(len(shapes), np.bool_)
    seen: set[bytes] = set()
    for row, written in zip(candidates, shapely.to_wkb(shapes[candidates]), strict=True):
        out[row] = written in seen
        seen.add(written)
    return out


def _twice(tell: Teller, table: gpd.GeoDataFrame, again: NDArray[np.bool_]) -> Iterator[Finding]:
    if not again.any():
        return
    shapes = table.geometry.to_numpy()
    written = table.drop(columns=table.geometry.name).astype(str).assign(**{"": shapely.to_wkb(shapes, hex=True)})
    copies = again & written.duplicated().to_numpy()
    remedy = tr("They are kept, and areas count them again; delete them in the file.")
    yield from tell.of(
        "warning",
        copies,
        tr("Features that are copies of another, in shape and all fields: {count}.", count=int(copies.sum())),
        "",
        remedy,
    )
    others = again & ~copies & np.isin(shapely.get_type_id(shapes), _POLYGONS)
    yield from tell.of(
        "warning",
        others,
        tr("Features with the shape of another and other fields: {count}.", count=int(others.sum())),
        "",
        remedy,
    )


def _repeated(tell: Teller, shapes: Shapes) -> Iterator[Finding]:
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    same = (corners[1:, 0] == corners[:-1, 0]) & (corners[1:, 1] == corners[:-1, 1]) & (owner[1:] == owner[:-1])
    if not same.any():
        return
    # The next part may begin where the last one ended: that is no repetition.
    rows = np.unique(owner[1:][same])
    fewer = shapely.get_num_coordinates(shapely.remove_repeated_points(shapes[rows]))
    marked = np.zeros(len(shapes), np.bool_)
    marked[rows[fewer < shapely.get_num_coordinates(shapes[rows])]] = True
    marked &= ~np.isin(shapely.get_type_id(shapes), (0, 4))
    what = tr("Shapes with corners that stand there twice in a row: {count}.", count=int(marked.sum()))
    yield from tell.of("note", marked, what, "", tr("That does no harm."))


def _slivers(tell: Teller, shapes: Shapes, flat: NDArray[np.bool_], unit_m: tuple[float, float]) -> Iterator[Finding]:
    area_m2 = shapely.area(shapes) * unit_m[0] * unit_m[1]
    around_m = shapely.length(shapes) * min(unit_m)
    thin = flat & ((area_m2 < SLIVER_M2) | (2 * area_m2 < THIN_M * around_m))
    what = tr("Slivers, smaller than {m2} m² or thinner than {cm} cm: {count}.",
        m2=SLIVER_M2, cm=f"{100 * THIN_M:g}", count=int(thin.sum()),
    )  # fmt: skip
    yield from tell.of("warning", thin, what, "", tr("They are kept; delete them, or join them to their neighbours."))


def _aloft(table: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """(features,) masses that stand on others, as the program's own schema says it."""
    if "base_m" not in table:
        return np.zeros(len(table), np.bool_)
    return np.asarray(pd.to_numeric(table["base_m"], errors="coerce").to_numpy(np.float64) > 0)


def _overlapping(tell: Teller, found: Overlaps | None, features: int) -> Iterator[Finding]:
    level = APART[tell.layer.kind]
    if found is None:
        what = tr("So many polygons lie on each other that their overlaps were not counted.")
        yield tell.of_layer(level, what, remedy=tr("Areas count overlaps more than once."))
        return
    marked = np.zeros(features, np.bool_)
    marked[found.pairs.ravel()] = True
    values = {"count": f"{len(found.pairs):,}", "area": f"{found.area_m2:,.1f}"}
    what = (
        tr("Polygons overlap: {count} pairs, {area} m².", **values)
        if found.whole
        else tr("Polygons overlap: at least {count} pairs, {area} m² (not all were looked at).", **values)
    )
    yield from tell.of(
        level, marked, what, tr("Polygons of such a layer lie side by side."),
        tr("Areas count overlaps more than once; mend them in the file if they are not meant."),
        _places(found),
    )  # fmt: skip


def _places(found: Overlaps) -> Spots:
    return spots_of(shapely.bounds(found.shared))
