"""Parks from their GeoPackages to a place in local metres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from gis.check import read_checked
from gis.errors import UserError
from gis.frame import frame_of, reprojected
from gis.imagery import Imagery
from gis.imagery_file import read_imagery
from gis.park_files import park_file
from gis.place import Place
from gis.prepared import Terrain
from gis.relief import FAR, NEAR, relief_of
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
    place = _with_photo(place_of(layers), parks, layers)
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
    near, far = (_first(relief_of(read.get(layer), frame) for read in layers) for layer in (NEAR, FAR))
    return Place(frame, tuple(park(read, frame) for read in moved), context_of(frame), near, far)


def _first(found: Iterable[Terrain | None]) -> Terrain | None:
    """Parks share their ground: the first survey of it counts."""
    return next((terrain for terrain in found if terrain is not None), None)


def _with_photo(place: Place, parks: Sequence[str | Path], layers: Sequence[dict[str, gpd.GeoDataFrame]]) -> Place:
    """The place with the photo of the first park that has one in the place's own system."""
    for name, read in zip(parks, layers, strict=True):
        photo = read_imagery(park_file(name)) if metric_epsg(read["site"].crs) == place.frame.epsg else None
        if photo is not None:
            east_m, north_m = place.frame.origin_east_m, place.frame.origin_north_m
            west, south, east, north = photo.bounds_m
            local = (west - east_m, south - north_m, east - east_m, north - north_m)
            return replace(place, imagery=Imagery(photo.rgba, local))
    return place


def _in_system(layers: dict[str, gpd.GeoDataFrame], epsg: int) -> dict[str, gpd.GeoDataFrame]:
    if metric_epsg(layers["site"].crs) == epsg:
        return layers
    return {name: reprojected(table, epsg) for name, table in layers.items()}
