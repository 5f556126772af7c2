"""One gate for park files: every defect is named, with what was expected and what to do, before anything is used."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from gis.defect import Defect, row_defects
from gis.errors import UserError
from gis.plausible import park_id_defects, position_defects
from gis.schema import EPSG, LAYERS, Column, Layer
from gis.systems import metric_epsg
from gis.text import tr
from gis.validity import are_valid

ANY_SIGN = ("ground_m", "level_m", "elevation_m")
"""Elevations may lie below the sea."""
LARGE_BYTES = 10_000_000
MOST_NAMED = 8
"""More defects than this are counted, not listed."""


def read_checked(file: Path) -> dict[str, gpd.GeoDataFrame]:
    """The layers of the park in `file`, checked against `gis.schema`; optional layers and columns may be absent.

    Raises:
        UserError: the file is missing or unreadable, or has defects (all of them are named).
    """
    layers = _read(file)
    if not layers:
        raise UserError(
            str(file),
            tr("It holds none of the layers of a park."),
            remedy=tr("Make a park of it first: parktwin park import {file} --out my_park.gpkg.", file=file),
        )
    defects = park_defects(layers)
    if defects:
        raise UserError(
            str(file), _listed(defects), remedy=tr("Mend the file or take another; see docs/parks-schema.md.")
        )
    return layers


def defects_of(file: Path) -> list[Defect]:
    """Everything that keeps `file` from being opened as a park; empty if it can be.

    Raises:
        UserError: the file is missing or unreadable.
    """
    return park_defects(_read(file))


def park_defects(layers: dict[str, gpd.GeoDataFrame]) -> list[Defect]:
    """Everything that keeps `layers` from being a park; empty if they are one."""
    epsg = metric_epsg(layers["site"].crs) if "site" in layers else None
    defects = [defect for layer in LAYERS for defect in _layer_defects(layer, layers.get(layer.name), epsg)]
    return [*defects, *park_id_defects(layers), *position_defects(layers), *_reference_defects(layers)]


def _read(file: Path) -> dict[str, gpd.GeoDataFrame]:
    if not file.is_file():
        raise UserError(str(file), tr("There is no such file."), remedy=tr("Give the path of a park's GeoPackage."))
    try:
        with warnings.catch_warnings():
            # GDAL warns of what is then refused, or does no harm.
            warnings.simplefilter("ignore", RuntimeWarning)
            return _read_layers(file)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise UserError(
            str(file), tr("The file cannot be read as a GeoPackage."), remedy=tr("Export the park again as GeoPackage.")
        ) from error


def _read_layers(file: Path) -> dict[str, gpd.GeoDataFrame]:
    found = [str(name) for name, _ in pyogrio.list_layers(file)]
    wanted = [layer.name for layer in LAYERS if layer.name in found]
    return {name: _as_geometry(_table(file, name)) for name in wanted}


def _table(file: Path, layer: str) -> pd.DataFrame:
    """A layer; large files column by column, several times as fast."""
    if file.stat().st_size > LARGE_BYTES:
        # What Arrow cannot read is told by the plain way below.
        with contextlib.suppress(ValueError, pyogrio.errors.DataLayerError):
            found: pd.DataFrame = pyogrio.read_dataframe(file, layer=layer, use_arrow=True)
            return found
    plain: pd.DataFrame = pyogrio.read_dataframe(file, layer=layer)
    return plain


def _as_geometry(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A table without geometry reads as a plain frame; every feature of it then lacks its outline."""
    if isinstance(table, gpd.GeoDataFrame):
        return table
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries([None] * len(table)), crs=EPSG)


def _listed(defects: Sequence[Defect]) -> str:
    named = tr("; ").join(str(defect) for defect in defects[:MOST_NAMED])
    more = len(defects) - MOST_NAMED
    return tr("{defects}.", defects=named + (tr("; and {count} more", count=more) if more > 0 else ""))


def _layer_defects(layer: Layer, table: gpd.GeoDataFrame | None, epsg: int | None) -> Iterator[Defect]:
    if table is None:
        if not layer.optional:
            yield Defect(layer.name, tr("the layer is missing"))
        return
    if not layer.optional and layer.name in ("site", "buildings") and not len(table):
        yield Defect(layer.name, tr("the layer is empty"))
    yield from _frame_defects(layer, table, epsg)
    yield from _geometry_defects(layer, table)
    for column in layer.columns:
        if column.name in table:
            yield from _column_defects(layer, column, table[column.name])
        elif not column.optional:
            yield Defect(f"{layer.name}.{column.name}", tr("the column is missing"), _expected(column))
    if layer.unique and "id" in table and table["id"].duplicated().any():
        twice = table["id"][table["id"].duplicated()].iloc[0]
        yield Defect(f"{layer.name}.id", tr("'{value}' stands there twice", value=twice))


def _frame_defects(layer: Layer, table: gpd.GeoDataFrame, wanted: int | None) -> Iterator[Defect]:
    """`wanted` is the system of the park's sites, None if that is none that a park can use."""
    told = (
        tr("expected EPSG:{epsg}", epsg=wanted)
        if wanted
        else tr("expected a flat system in metres, such as EPSG:{epsg}", epsg=EPSG)
    )
    expected = f"({told})"
    if table.crs is None:
        yield Defect(layer.name, tr("no coordinate system is recorded"), expected)
    elif (found := metric_epsg(table.crs)) is None or (wanted and found != wanted):
        name = f"EPSG:{table.crs.to_epsg()}" if table.crs.to_epsg() else table.crs.name
        yield Defect(layer.name, tr("the coordinate system is {name}", name=name), expected)


def _geometry_defects(layer: Layer, table: gpd.GeoDataFrame) -> Iterator[Defect]:
    shapes = table.geometry.to_numpy()
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if not layer.placeless:
        yield from row_defects(layer.name, table, empty, tr("no geometry"))
    allowed = [shapely.GeometryType[kind.upper()] for kind in layer.geometry]
    expected = tr("expected {kinds}", kinds=", ".join(layer.geometry))
    yield from row_defects(
        layer.name,
        table,
        ~empty & ~np.isin(shapely.get_type_id(shapes), allowed),
        tr("wrong sort of geometry"),
        expected,
    )
    yield from row_defects(layer.name, table, ~empty & ~are_valid(shapes), tr("the outline crosses itself"))


def _column_defects(layer: Layer, column: Column, values: pd.Series) -> Iterator[Defect]:
    where = f"{layer.name}.{column.name}"
    missing = values.isna()
    if missing.any() and not column.optional:
        yield Defect(where, tr("{count} values are missing", count=int(missing.sum())), _expected(column))
    present = values[~missing]
    if len(present):
        told = _text_defects if column.kind == "text" else _number_defects
        yield from told(where, column, present)


def _number_defects(where: str, column: Column, present: pd.Series) -> Iterator[Defect]:
    if not pd.api.types.is_numeric_dtype(present) or pd.api.types.is_bool_dtype(present):
        yield Defect(where, tr("not a number: '{value}'", value=present.iloc[0]))
        return
    if not np.isfinite(present.to_numpy(np.float64)).all():
        # An endless floor would never be filled.
        yield Defect(where, tr("a value is infinite"), _expected(column))
        return
    broken = present[present % 1 != 0]
    if column.kind == "integer" and len(broken):
        yield Defect(where, tr("not a whole number: {value}", value=broken.iloc[0]))
    wrong = present <= 0 if column.positive else present < 0
    if column.between:
        wrong = ~present.between(*column.between)
    if column.name not in ANY_SIGN and wrong.any():
        yield Defect(where, tr("out of range: {value}", value=present[wrong].iloc[0]), _expected(column))


def _text_defects(where: str, column: Column, present: pd.Series) -> Iterator[Defect]:
    if pd.api.types.is_numeric_dtype(present):
        yield Defect(where, tr("not text: {value}", value=present.iloc[0]), _expected(column))
    elif not column.optional and not column.allowed and _any_blank(present):
        yield Defect(where, tr("a value is empty"), _expected(column))
    unknown = sorted({str(value) for value in present.unique()} - set(column.allowed)) if column.allowed else []
    if unknown:
        yield Defect(where, tr("'{value}' is not known", value=unknown[0]), _expected(column))


def _any_blank(present: pd.Series) -> bool:
    texts = present if isinstance(present.dtype, pd.StringDtype) else present.astype(str)
    return bool((texts.str.strip() == "").any())


def _expected(column: Column) -> str:
    if column.allowed:
        return tr("(known: {names})", names=", ".join(column.allowed))
    if column.kind == "text":
        return tr("(expected text)")
    if column.between:
        least, most = column.between
        return tr("(expected a number from {least} to {most})", least=f"{least:g}", most=f"{most:g}")
    return tr("(expected a number above 0)") if column.positive else tr("(expected a number)")


def _reference_defects(layers: dict[str, gpd.GeoDataFrame]) -> Iterator[Defect]:
    """Ids that name nothing, and more than one park in a file, as far as the columns for them are there."""
    stated = [table["park"].dropna() for table in layers.values() if "park" in table]
    parks = sorted({str(park) for column in stated for park in column.unique()})
    if len(parks) > 1:
        yield Defect("site.park", tr("more than one park: {names}", names=", ".join(parks)))
    references = (("parcels", "zone", "zones"), ("buildings", "zone", "zones"), ("buildings", "parcel", "parcels"))
    for layer, column, target in references:
        if column not in layers.get(layer, ()) or "id" not in layers.get(target, ()):
            continue
        # What is missing or empty is told as such.
        named = {str(value) for value in layers[layer][column].dropna().unique() if str(value).strip()}
        unknown = sorted(named - {str(value) for value in layers[target]["id"]})
        if unknown:
            what = tr("'{value}' is in no row of layer {layer}", value=unknown[0], layer=target)
            yield Defect(f"{layer}.{column}", what)
