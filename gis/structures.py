"""Small structures of streets as plain boxes: railings of bridges, shelters of bus stops, entrances of the metro."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon, affinity, box

from gis.place import Bridge, ContextBlock, Place, Stop

_RAIL_M: Final = 0.35
_RAIL_HIGH_M: Final = 1.15
_ALONG_COS: Final = 0.9
_SHELTER_M: Final = (11.0, 1.7, 2.7)
"""Length, depth and height."""
_ENTRANCE_M: Final = (16.0, 6.0, 4.2)
_PYLON_M: Final = (1.4, 0.8, 9.0)
_APART_M: Final = 24.0
"""The two entrances of a station lie this far from its middle, along the street."""


def structures(place: Place) -> tuple[ContextBlock, ...]:
    """Boxes for the bridges and stops of `place`, in its order."""
    stops = [*(stop for park in place.parks for stop in park.stops), *place.context.stops]
    railings = [block for bridge in place.context.bridges for block in _railings(bridge)]
    return (*railings, *(block for stop in stops for block in _of_stop(stop)))


def _railings(bridge: Bridge) -> Iterator[ContextBlock]:
    """A railing on each edge of the deck that runs along the street."""
    angle = math.radians(bridge.azimuth_deg)
    along = np.array([math.sin(angle), math.cos(angle)])
    corners = shapely.get_coordinates(bridge.deck.exterior)
    for start, end in itertools.pairwise(corners):
        step = end - start
        length_m = float(np.hypot(*step))
        if length_m > 1.0 and abs(step @ along) / length_m > _ALONG_COS:
            rail = LineString([start, end]).buffer(_RAIL_M / 2, cap_style="square")
            yield ContextBlock("bridge", 1, _RAIL_HIGH_M, rail)


def _of_stop(stop: Stop) -> Iterator[ContextBlock]:
    if stop.kind == "bus_stop":
        yield _box("bus_stop", stop, _SHELTER_M, 0.0)
        return
    apart = (_APART_M, -_APART_M) if stop.kind == "metro_station" else (0.0,)
    for along_m in apart:
        yield _box("metro", stop, _ENTRANCE_M, along_m)
        yield _box("metro", stop, _PYLON_M, along_m + _ENTRANCE_M[0] / 2 + 3)


def _box(kind: str, stop: Stop, size_m: tuple[float, float, float], along_m: float) -> ContextBlock:
    """A box along the street, moved along it."""
    length_m, depth_m, height_m = size_m
    drawn = box(along_m - length_m / 2, -depth_m / 2, along_m + length_m / 2, depth_m / 2)
    turned: Polygon = affinity.rotate(drawn, 90 - stop.azimuth_deg, origin=(0, 0))
    return ContextBlock(kind, 1, height_m, affinity.translate(turned, stop.x_m, stop.y_m))
