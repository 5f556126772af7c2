"""GeoPackages that come out the same, byte for byte, for the same content."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pyogrio

STAMP = "2026-01-01T00:00:00.000Z"
"""The `last_change` that files carry: a fixed one, so that the date of writing changes no byte."""

MANY = 20_000
"""Layers with more features are written column by column, in half the time; smaller ones keep the bytes they have."""


def write_geopackage(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Write `layers`, in their order, to `file`, which is replaced as a whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    beside = file.with_name(f".{file.stem}.{os.getpid()}.gpkg")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        for name, table in layers.items():
            # The files are small and read whole: a spatial index would double them.
            pyogrio.write_dataframe(
                table,
                beside,
                layer=name,
                driver="GPKG",
                layer_options={"SPATIAL_INDEX": "NO"},
                use_arrow=len(table) > MANY,
            )
        beside.replace(file)
    except pyogrio.errors.DataSourceError as error:
        raise OSError(str(error)) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        beside.unlink(missing_ok=True)
