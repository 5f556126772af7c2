"""Shapes made sound, and an account of what was done to them.

Rings are closed and curves flattened by the readers of the formats; what comes here are shapes of straight edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.mending.doubt import doubts
from gis.intake.mending.flaws import flaws
from gis.intake.mending.tangle import Shapes, tangled
from gis.intake.mending.tell import FARTHEST, Teller
from gis.text import tr
from gis.validity import are_valid

_CAREFUL, _LONG = 100, 20_000
"""Corners from which on a broken shape, and any shape, is asked whether it is tangled before it is looked at."""
_COLLECTION: Final = int(shapely.GeometryType.GEOMETRYCOLLECTION)
_DEEPEST: Final = 50
"""Collections within collections are opened so many times."""
_TRY_LINEWORK: Final = 200
"""The second way to mend takes far longer for shapes of many corners."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The layer with valid two-dimensional shapes; `dropped` features have no usable shape and are left out."""

    table: gpd.GeoDataFrame
    repaired: int
    dropped: int
    findings: tuple[Finding, ...] = ()


def repaired(layer: RawLayer, shown: str) -> Repaired:
    """The features of `layer` with sound shapes, in their order, the index of `layer.table` kept.

    `repaired` counts shapes that had to be changed to be sound; to leave out elevations is no repair. Features that
    stand there twice are told and kept, so that counts and areas stay those of the file; so are places that say that
    their position is unknown.
    """
    tell = Teller(layer, shown)
    given = layer.table.geometry.to_numpy()
    absent = shapely.is_missing(given) | shapely.is_empty(given)
    plain = _opened(_flat(given))
    absent |= shapely.is_empty(plain)
    placeless = absent & _of_unknown_position(layer.table)
    endless = ~absent & _endless(plain)
    tangle = tangled(plain, ~absent & ~endless, _LONG)
    broken = ~(absent | endless | tangle)
    absent &= ~placeless
    broken[broken] = ~are_valid(plain[broken])
    tangle |= tangled(plain, broken, _CAREFUL)
    broken &= ~tangle
    mended = _mended(plain, broken)
    gone = broken & (shapely.is_missing(mended) | shapely.is_empty(mended))
    usable = ~(absent | endless | tangle | gone)
    table = layer.table if mended is given else _with(layer.table, mended)
    table = table if usable.all() else table[usable]
    findings = (
        *_left_out(tell, absent, endless, tangle, gone),
        *flaws(tell, plain, broken & ~gone),
        *_simplified(tell, given, usable),
        *doubts(tell, table),
    )
    return Repaired(table, int((broken & ~gone).sum()), int((~usable).sum()), findings)


def _of_unknown_position(table: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Places that say that nobody knows where they are: they have no shape, and lack none."""
    if "position" not in table:
        return np.zeros(len(table), bool)
    return np.asarray(table["position"].to_numpy(dtype=object) == "unknown", dtype=bool)


def _flat(shapes: Shapes) -> Shapes:
    if shapely.has_z(shapes).any() or shapely.has_m(shapes).any():
        return np.asarray(shapely.force_2d(shapes))
    return shapes


def _opened(shapes: Shapes) -> Shapes:
    """Collections become what they hold of the highest dimension: polygons, else lines, else points."""
    rows = np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION)
    if not len(rows):
        return shapes
    parts, owner = shapes[rows], np.arange(len(rows))
    for _ in range(_DEEPEST):
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
        if (shapely.get_type_id(parts) <= int(shapely.GeometryType.POLYGON)).all():
            break
    # What is not open after so many times is not meant to be opened.
    simple = (shapely.get_type_id(parts) <= int(shapely.GeometryType.POLYGON)) & ~shapely.is_empty(parts)
    parts, owner = parts[simple], owner[simple]
    dimension = shapely.get_dimensions(parts)
    highest = np.full(len(rows), -1)
    np.maximum.at(highest, owner, dimension)
    joined = np.full(len(rows), shapely.GeometryCollection(), dtype=object)
    joins: tuple[Any, ...] = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
    for level, join in enumerate(joins):
        taken = (dimension == level) & (highest[owner] == level)
        if taken.any():
            join(parts[taken], indices=owner[taken], out=joined)
    out = shapes.copy()
    out[rows] = joined
    return out


def _endless(shapes: Shapes) -> NDArray[np.bool_]:
    """(features,) whether a coordinate is no number, or so large that it means nothing."""
    with np.errstate(invalid="ignore"):
        out = np.asarray(~(np.abs(shapely.bounds(shapes)) <= FARTHEST).all(axis=1))
    # A box may hide what is no number among its corners; one sum over all shows it.
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    with np.errstate(over="ignore", invalid="ignore"):
        finite = np.isfinite(corners.sum())
    if not finite:
        out[owner[~np.isfinite(corners).all(axis=1)]] = True
    return out


def _mended(shapes: Shapes, broken: NDArray[np.bool_]) -> Shapes:
    if not broken.any():
        return shapes
    out = shapes.copy()
    try:
        out[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    except shapely.GEOSException:
        out[broken] = [_mended_alone(shape) for shape in shapes[broken]]
    again = broken.copy()
    again[broken] = ~(shapely.is_missing(out[broken]) | are_valid(out[broken]))
    # Where rings touch along an edge, the parts come out side by side with that edge in common: joined, they are sound.
    out[again] = [shapely.union_all(shapely.get_parts(shape)) for shape in out[again]]
    return out


def _mended_alone(shape: shapely.Geometry) -> Any:
    try:
        return shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.GEOSException:
        pass
    try:
        if shapely.get_num_coordinates(shape) <= _TRY_LINEWORK:
            return _opened(np.array([shapely.make_valid(shape)], dtype=object))[0]
    except shapely.GEOSException:
        pass
    return None


def _with(table: gpd.GeoDataFrame, shapes: Shapes) -> gpd.GeoDataFrame:
    return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs))


def _left_out(
    tell: Teller,
    absent: NDArray[np.bool_],
    endless: NDArray[np.bool_],
    tangle: NDArray[np.bool_],
    gone: NDArray[np.bool_],
) -> Iterator[Finding]:
    """What of the features has no shape that could be used."""
    out = tr("They are left out; draw them again or delete them.")
    yield from tell.of("warning", absent, tr("Features without geometry: {count}.", count=int(absent.sum())), "", out)
    yield from tell.of(
        "warning",
        endless,
        tr("Features with coordinates that are no numbers or endless: {count}.", count=int(endless.sum())),
        "",
        out,
    )
    yield from tell.of(
        "warning",
        tangle,
        tr("Outlines that cross themselves so often that no shape can be told: {count}.", count=int(tangle.sum())),
        tr("A sound outline meets itself nowhere."),
        out,
    )
    yield from tell.of(
        "warning",
        gone,
        tr("Shapes that collapse to a line or a point: {count}.", count=int(gone.sum())),
        tr("An outline needs three corners that do not lie in a line."),
        out,
    )


def _simplified(tell: Teller, given: Shapes, usable: NDArray[np.bool_]) -> Iterator[Finding]:
    """What of the shapes is not taken over: elevations, measures, parts of collections."""
    high = usable & shapely.has_z(given)
    if high.any():
        z = shapely.get_coordinates(given[high], include_z=True)[:, 2]
        z = z[np.isfinite(z)]
        low, top = (z.min(), z.max()) if len(z) else (0.0, 0.0)
        what = tr(
            "Shapes with elevations, from {low} to {high}: {count}.",
            low=f"{low:.6g}", high=f"{top:.6g}", count=int(high.sum()),
        )  # fmt: skip
        yield tell.of_layer("note", what, remedy=tr("Elevations of corners are not taken over; heights are fields."))
    if (measured := usable & shapely.has_m(given)).any():
        what = tr("Shapes with measures (M): {count}.", count=int(measured.sum()))
        yield tell.of_layer("note", what, remedy=tr("Measures are not taken over."))
    mixed = usable & (shapely.get_type_id(given) == _COLLECTION)
    yield from tell.of(
        "note",
        mixed,
        tr("Collections of shapes: {count}.", count=int(mixed.sum())),
        "",
        tr("Their polygons are taken; where there are none, their lines or points."),
    )
