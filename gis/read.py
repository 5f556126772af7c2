"""Parks from their GeoPackages to a place in local metres."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd

from gis.check import read_checked
from gis.errors import UserError
from gis.frame import frame_of, reprojected
from gis.park_files import park_file
from gis.place import Place
from gis.rows import park
from gis.surroundings import context_of
from gis.systems import metric_epsg
from gis.text import tr


def load_place(parks: Sequence[str | Path]) -> Place:
    """The place made of `parks`: ids of shipped ones or paths of GeoPackages of the same schema.

    The first one's coordinate system is that of the place.

    Raises:
        UserError: an unknown park, or a file with defects; all of them are named.
    """
    if not parks:
        raise UserError(tr("parks"), tr("No park is given."), remedy=tr("Give at least one."))
    layers = [read_checked(park_file(name)) for name in parks]
    place = place_of(layers)
    ids = [read.id for read in place.parks]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise UserError(
            str(parks[-1]), tr("Two of the files hold a park '{name}'.", name=twice), remedy=tr("Take one of them.")
        )
    return place


def place_of(layers: Sequence[dict[str, gpd.GeoDataFrame]]) -> Place:
    """The place made of the checked layers of one or more parks."""
    epsg = metric_epsg(layers[0]["site"].crs)
    assert epsg is not None  # checked
    moved = [_in_system(read, epsg) for read in layers]
    frame = frame_of([site for read in moved for site in read["site"].geometry], epsg)
    return Place(frame, tuple(park(read, frame) for read in moved), context_of(frame))


def _in_system(layers: dict[str, gpd.GeoDataFrame], epsg: int) -> dict[str, gpd.GeoDataFrame]:
    if metric_epsg(layers["site"].crs) == epsg:
        return layers
    return {name: reprojected(table, epsg) for name, table in layers.items()}
