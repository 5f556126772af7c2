"""Surveyed layers to a park of the schema: complete, each feature with the file that it comes from, what no file
holds drafted or estimated by rules and marked so.

With a base park the files' layers replace its layers of the same kinds, and everything is joined anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gis.errors import UserError
from gis.garbage import without_collection
from gis.intake.finding import Finding
from gis.intake.making import land, open_ground
from gis.intake.making.base import dependents_mended, ground_under, renamed
from gis.intake.making.joins import holders
from gis.intake.making.land import Park, drafted, hull
from gis.intake.making.masses import LEAST_M2, Lot, buildings
from gis.intake.making.taken import Objects, Taken, joined, polygons_only
from gis.intake.placing.working import to_working, working_crs
from gis.intake.survey import Survey, SurveyedLayer
from gis.schema import LAYERS, Layer
from gis.text import tr

Layers = dict[str, gpd.GeoDataFrame]
_LAND = ("site", "zones", "parcels", "buildings")
_FROM_KINDS = {kind: kind for kind in (*open_ground.AREAS, *open_ground.POINTS, "roads")}


@dataclass(frozen=True, slots=True)
class Assembled:
    """A park's layers, and an account: features taken by layer of the park, left out by reason, values estimated."""

    layers: Layers
    taken: Mapping[str, int]
    estimated: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...] = field(default=())


@without_collection()
def assembled(surveys: Sequence[Survey], park: Park, base: Mapping[str, gpd.GeoDataFrame] | None = None) -> Assembled:
    """The park that the files make, alone or in place of layers of `base` (checked).

    Raises:
        UserError: the files hold nothing that a park can be made of.
    """
    used = [(survey, layer) for survey in surveys for layer in survey.layers if _serves(layer)]
    # Rasters alone lay new ground under the base.
    alone = base is not None and any(survey.rasters for survey in surveys)
    if not used and not alone:
        raise _nothing(surveys)
    crs = base["site"].crs if base is not None else _system([layer for _, layer in used])
    found: dict[str, list[Taken]] = {}
    findings: list[Finding] = []
    for survey, layer in used:
        taken = Taken(
            to_working(layer.table, crs).geometry.to_numpy(), layer.table, layer.fields, _source(survey, layer)
        )
        sound = _fitting(layer.kind, taken)
        left = len(taken.shapes) - len(sound.shapes)
        if left:
            findings.append(_left_out(survey, layer, left))
        if len(sound.shapes):
            found.setdefault(layer.kind, []).append(sound)
    if not found and not alone:
        raise _nothing(surveys)
    if base is not None:
        base = renamed(base, park.id, park.name_en, park.name_zh)
    layers = _made(found, park, base, crs)
    kept = {
        known.name: layers[known.name] if known.name in layers else _empty(known, crs)
        for known in LAYERS
        if len(layers.get(known.name, ())) or not known.optional
    }
    brought = {kind: sum(len(layer.shapes) for layer in parts) for kind, parts in found.items()}
    return Assembled(kept, brought, _estimates(kept), tuple(findings))


def _serves(layer: SurveyedLayer) -> bool:
    return layer.kind in (*_LAND, *_FROM_KINDS) and len(layer.table) > 0 and layer.table.crs is not None


def _nothing(surveys: Sequence[Survey]) -> UserError:
    layers = [layer for survey in surveys for layer in survey.layers if len(layer.table)]
    files = ", ".join(survey.file for survey in surveys)
    if not layers and any(survey.rasters for survey in surveys):
        return UserError(
            files, tr("There is only terrain or imagery in it."), tr("A park needs buildings on its ground."),
            tr("Give a file of buildings too, or start from a park: --base ai."),
        )  # fmt: skip
    if not layers:
        return UserError(files, tr("There is no feature in it that a park could be made of."))
    names = [f'"{layer.name}"' if any(c.isspace() for c in layer.name) else layer.name for layer in layers]
    return UserError(
        files,
        tr("Nothing says what its layers hold: {names}.", names=", ".join(names[:8])),
        tr("A layer of buildings, parcels, roads or the like is expected."),
        tr("Say what a layer holds: --kind {layer}=buildings.", layer=names[0]),
    )


def _system(layers: Sequence[SurveyedLayer]) -> pyproj.CRS:
    """The working system of the layer that matters most."""
    order = {kind: rank for rank, kind in enumerate(("site", "parcels", "buildings", "zones"))}
    main = min(layers, key=lambda layer: (order.get(layer.kind, len(order)), -len(layer.table)))
    west, south, east, north = (float(value) for value in main.table.total_bounds)
    return working_crs(main.table.crs, (west, south, east, north))


def _source(survey: Survey, layer: SurveyedLayer) -> str:
    name = Path(survey.file).name or survey.file
    return f"{name}: {layer.name}"


def _fitting(kind: str, taken: Taken) -> Taken:
    """The features whose shapes can be what the layer holds."""
    there = taken.where(~(shapely.is_missing(taken.shapes) | shapely.is_empty(taken.shapes)))
    if kind not in _LAND:
        return there
    flat = polygons_only(there)
    return flat.where(shapely.area(flat.shapes) > LEAST_M2)


def _left_out(survey: Survey, layer: SurveyedLayer, count: int) -> Finding:
    what = tr("{count} features are left out.", count=f"{count:,}")
    expected = tr("A layer of {kind} needs outlines: closed lines or polygons with an area.", kind=layer.kind)
    return Finding("warning", f"{survey.file} {layer.name}", what, expected, layer=layer.name)


def _made(
    found: Mapping[str, list[Taken]], park: Park, base: Mapping[str, gpd.GeoDataFrame] | None, crs: Any
) -> Layers:
    layers: Layers = dict(base or {})
    layers |= _land(found, park, base, crs)
    if "roads" in found:
        layers.pop("centrelines", None)
        layers |= open_ground.roads(found["roads"], park, crs)
    for kind in open_ground.AREAS:
        table = open_ground.area(kind, found[kind], park, crs) if kind in found else None
        if table is not None:
            layers[kind] = _with_parcel(table, layers["parcels"])
    for kind, make in open_ground.POINTS.items():
        if kind in found:
            layers[kind] = make(found[kind], park, crs)
    return dependents_mended(layers, set(found)) if base is not None else layers


def _with_parcel(table: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`table` with the parcel that each feature lies in, where its layer has such a column; outside all the first."""
    if "parcel" not in table:
        return table
    row = holders(table.geometry.to_numpy(), parcels.geometry.to_numpy())
    return table.assign(parcel=parcels["id"].to_numpy(dtype=object)[np.maximum(row, 0)])


def _land(
    found: Mapping[str, list[Taken]], park: Park, base: Mapping[str, gpd.GeoDataFrame] | None, crs: Any
) -> Layers:
    """Site, zones, parcels and buildings: of the files, else of the base, else drafted."""
    source = tr("drafted")
    everything = [layer.shapes for parts in found.values() for layer in parts]
    given_site = found.get("site")
    if given_site or base is None:
        site = land.site(given_site or [drafted(np.array([hull(everything)]), source)], not given_site, park, crs)
    else:
        site = base["site"]
    around = site.geometry.to_numpy()
    if "zones" in found or base is None:
        zones = land.zones(found.get("zones") or [drafted(around, source)], "zones" not in found, park, crs)
    else:
        zones = base["zones"]
    made: Layers = {"site": site, "zones": zones}
    if base is not None and not {"zones", "parcels", "buildings"} & set(found):
        return made
    return made | _built(found, made, park, base, crs)


def _built(
    found: Mapping[str, list[Taken]], made: Layers, park: Park, base: Mapping[str, gpd.GeoDataFrame] | None, crs: Any
) -> Layers:
    """Parcels and the buildings joined to them; where a building stands in none, one is drafted around it."""
    zones, source = made["zones"], tr("drafted")
    own = base is None or "parcels" in found
    given = found.get("parcels", [])
    if base is not None and not own:
        parcels = base["parcels"].assign(zone=land.zone_of(base["parcels"].geometry.to_numpy(), zones))
        outlines, uses = parcels.geometry.to_numpy(), parcels["use"].to_numpy(dtype=object)
    else:
        given = given or [drafted(made["site"].geometry.to_numpy(), source)]
        outlines, uses = joined([layer.shapes for layer in given]), None
    shapes, is_new = _building_shapes(found, base)
    row = holders(shapes, outlines)
    extra = drafted(_around_lost(shapes[row < 0]), source)
    if len(extra.shapes):
        row[row < 0] = len(outlines) + holders(shapes[row < 0], extra.shapes)
    more = [*given, extra] if own and len(extra.shapes) else given if own else [extra] if len(extra.shapes) else []
    lot = land.lot_of(more, zones) if more else None
    if not own:
        lot = _after(parcels, uses, lot)
    assert lot is not None
    if is_new:
        tables = found["buildings"]
        built = buildings(tables, lot, row, ground_under(shapes, base), park.id, crs)
    else:
        assert base is not None
        built = base["buildings"].assign(parcel=lot.ids[row], zone=lot.zones[row])
    if own:
        is_draft = np.zeros(len(lot.ids), dtype=bool)
        is_draft[len(outlines) if "parcels" in found else 0 :] = True
        return {"parcels": land.parcels(more, is_draft, lot, built, park, crs), "buildings": built}
    if more:
        tail = Lot(*(values[len(parcels) :] for values in (lot.ids, lot.zones, lot.uses)))
        new = land.parcels(more, np.ones(len(tail.ids), dtype=bool), tail, built, park, crs)
        parcels = _stacked(parcels, new)
    return {"parcels": parcels, "buildings": built}


def _building_shapes(
    found: Mapping[str, list[Taken]], base: Mapping[str, gpd.GeoDataFrame] | None
) -> tuple[Objects, bool]:
    if "buildings" in found:
        return joined([layer.shapes for layer in found["buildings"]]), True
    if base is not None:
        return base["buildings"].geometry.to_numpy(), False
    raise UserError(
        ", ".join(sorted({layer.source for parts in found.values() for layer in parts})),
        tr("There are no buildings."),
        tr("A park needs a layer of buildings."),
        tr("Give a file of buildings, or --kind LAYER=buildings, or start from a park: --base ai."),
    )


def _around_lost(shapes: Objects) -> Objects:
    """Drafted parcels around buildings that stand in none: one for each group of neighbours."""
    if not len(shapes):
        return np.array([], dtype=object)
    return shapely.get_parts(
        shapely.union_all(shapely.buffer(shapely.envelope(shapes), 2 * land.MARGIN_M, quad_segs=1))
    )


def _after(parcels: gpd.GeoDataFrame, uses: Any, more: Lot | None) -> Lot:
    ids = parcels["id"].to_numpy(dtype=object)
    zones = parcels["zone"].to_numpy(dtype=object)
    if more is None:
        return Lot(ids, zones, uses)
    fresh = np.array([f"new_{name}" for name in more.ids], dtype=object)
    return Lot(*(np.concatenate(pair) for pair in ((ids, fresh), (zones, more.zones), (uses, more.uses))))


def _stacked(first: gpd.GeoDataFrame, second: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = [*first.columns, *(name for name in second.columns if name not in first.columns)]
    rows = {
        name: [
            *(first[name] if name in first else [None] * len(first)),
            *(second[name] if name in second else [None] * len(second)),
        ]
        for name in columns
        if name != "geometry"
    }
    shapes = np.concatenate([first.geometry.to_numpy(), second.geometry.to_numpy()])
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(shapes, crs=first.crs), crs=first.crs)


def _empty(layer: Layer, crs: Any) -> gpd.GeoDataFrame:
    """A layer without features, with the right sort of columns."""
    sorts = {"text": object, "number": np.float64, "integer": np.int64}
    columns = {column.name: np.array([], dtype=sorts[column.kind]) for column in layer.columns}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=crs), crs=crs)


def _estimates(layers: Layers) -> dict[str, dict[str, int]]:
    """Layer to {column: values that were estimated}."""
    counted: dict[str, dict[str, int]] = {}
    for name, table in layers.items():
        if "estimated" not in table or not len(table):
            continue
        for shown, count in table["estimated"].value_counts().items():
            for column in str(shown).split("; "):
                of_layer = counted.setdefault(name, {})
                of_layer[column] = of_layer.get(column, 0) + int(count)
    return counted
