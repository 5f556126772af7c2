"""Streets from their middles: asphalt with rounded corners, kerbs, lane marks, stop lines and zebra crossings."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.prepared import Centrelines
from twin.ground import ASPHALT, KERB, MARKED, Level, draped, on_ground
from twin.mesh import VERTEX, Mesh, caps, join

LANE_M = 3.5
GUTTER_M = 1.0
CORNER_M = 7.0
KERB_M = 0.35
STRAIGHT_M = 0.02
"""Corners of a middle that turn it by less than this bend its height only."""
SAME_M, SHARED_M = 1.0, 30.0
"""Middles this near to each other for so long are one street."""
STEP_M = 25.0
"""Marked strips bend with the land at least this often."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A street between two junctions: its middle, width of the asphalt, lanes, and how much of either end belongs to
    the junction there (0 at a loose end)."""

    line: NDArray[np.float64]
    width_m: float
    lanes: int
    trim_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Way:
    line: shapely.LineString
    width_m: float
    lanes: int


def streets(roads: Centrelines, level: Level, cell_m: float | None = None) -> list[tuple[int, Mesh]]:
    """Material and mesh of kerbs, asphalt and marked lanes, lowest first; with `cell_m` they bend with the ground."""
    ways = _ways(roads)
    if not ways:
        return []
    strips = [way.line.buffer(way.width_m / 2, cap_style="flat") for way in ways]
    asphalt = shapely.union_all(strips).buffer(CORNER_M, quad_segs=4).buffer(-CORNER_M, quad_segs=4)
    asphalt = shapely.segmentize(asphalt, STEP_M)
    kerb = asphalt.buffer(KERB_M, quad_segs=2)
    marks = [_strip(piece, level, STEP_M if cell_m is None else cell_m / 2) for piece in pieces(roads)]
    return [
        (KERB, caps(draped([kerb], level, cell_m), part=KERB)),
        (ASPHALT, caps(draped([asphalt], level, cell_m), part=ASPHALT)),
        (MARKED, join(*marks)),
    ]


def carriageway_m(lanes: int, width_m: float) -> float:
    """Width of the asphalt of a street with this many lanes in a reserve of `width_m`: never wider than the reserve."""
    median_m = 3.0 if lanes >= 6 else 0.0
    return min(lanes * LANE_M + GUTTER_M + median_m, 0.92 * width_m)


def pieces(roads: Centrelines) -> list[Piece]:
    """The streets cut where they meet, each end trimmed by half the widest street that it meets there."""
    ways = _ways(roads)
    if not ways:
        return []
    lines = [way.line for way in ways]
    cut = shapely.get_parts(shapely.node(shapely.MultiLineString(lines)))
    parent = shapely.STRtree(lines).nearest(shapely.line_interpolate_point(cut, 0.5, normalized=True))
    widths = np.array([way.width_m for way in ways])
    ends = np.array([[line.coords[0], line.coords[-1]] for line in cut])[..., :2].reshape(-1, 2)
    _, node = np.unique(np.round(ends, 1), axis=0, return_inverse=True)
    node = node.reshape(-1, 2)
    degree = np.bincount(node.ravel())
    widest = np.zeros(len(degree))
    np.maximum.at(widest, node.ravel(), np.repeat(widths[parent], 2))
    result = []
    for line, row, (start, end) in zip(cut, parent.tolist(), node.tolist(), strict=True):
        trims = tuple(float(widest[at]) / 2 + 1.5 if degree[at] > 2 else 0.0 for at in (start, end))
        if line.length > sum(trims) + 6.0:
            result.append(Piece(np.array(line.coords)[:, :2], ways[row].width_m, ways[row].lanes, (trims[0], trims[1])))
    return result


def _ways(roads: Centrelines) -> list[_Way]:
    """Every street that has a length."""
    bounds = zip(roads.start[:-1].tolist(), roads.start[1:].tolist(), strict=True)
    lines = [shapely.LineString(roads.xyz[first:last, :2]) if last - first > 1 else None for first, last in bounds]
    rows = zip(lines, roads.lanes.tolist(), roads.width_m.tolist(), strict=True)
    ways: list[_Way] = []
    for line, lanes, width_m in rows:
        if line is not None and line.length > 0:
            straight = shapely.simplify(line, STRAIGHT_M)
            new = [part for part in _unshared(straight, ways) if part.length > 0]
            ways += [_Way(part, carriageway_m(lanes, width_m), lanes) for part in new]
    return ways


def _unshared(line: shapely.LineString, ways: list[_Way]) -> list[shapely.LineString]:
    """What of `line` no way runs along already: parks that share a street each bring it."""
    rest: BaseGeometry = line
    for way in ways:
        if rest.intersects(way.line):
            along = way.line.buffer(SAME_M, cap_style="flat")
            if (rest & along).length > SHARED_M:
                rest = rest - along
    return list(shapely.get_parts(rest))


def outside(roads: Centrelines, area: shapely.Geometry) -> Centrelines:
    """What of the streets lies outside `area`."""
    shapely.prepare(area)
    corners, start, row = [np.zeros((0, 3), np.float32)], [0], []
    for number, (first, last) in enumerate(itertools.pairwise(roads.start.tolist())):
        line = (
            shapely.LineString(roads.xyz[first:last].astype(np.float64)) if last - first > 1 else shapely.LineString()
        )
        for part in shapely.get_parts(shapely.difference(line, area)):
            corners.append(shapely.get_coordinates(part, include_z=True).astype(np.float32))
            start.append(start[-1] + len(corners[-1]))
            row.append(number)
    return Centrelines(
        np.concatenate(corners), np.array(start, np.int32), roads.width_m[row], roads.lanes[row],
        tuple(roads.name[number] for number in row),
    )  # fmt: skip


def _strip(piece: Piece, level: Level, step_m: float) -> Mesh:
    """A ribbon of asphalt. `face`: metres right of the middle, metres from the first junction, width, length;
    `part`: material, junction at the start?, at the end?, lanes."""
    whole = shapely.LineString(piece.line)
    line = shapely.ops.substring(whole, piece.trim_m[0], whole.length - piece.trim_m[1])
    xy = np.array(shapely.segmentize(line, step_m).coords)
    step = np.diff(xy, axis=0)
    along = np.concatenate([[0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))])
    side = _sideways(step)
    half = piece.width_m / 2
    vertices = np.zeros((len(xy), 2), VERTEX)
    for column, across in enumerate((-half, half)):
        edge = xy + across * side
        vertices["position"][:, column] = on_ground(edge, level)
        vertices["face"][:, column, 0] = across
    vertices["normal"][..., 2] = 127
    vertices["face"][..., 1] = along[:, None]
    vertices["face"][..., 2] = piece.width_m
    vertices["face"][..., 3] = along[-1]
    vertices["part"][:] = (MARKED, piece.trim_m[0] > 0, piece.trim_m[1] > 0, piece.lanes)
    first = 2 * np.arange(len(xy) - 1, dtype=np.uint32)[:, None]
    triangles = (first + np.array([0, 1, 3, 0, 3, 2], np.uint32)).reshape(-1, 3)
    return Mesh(vertices.reshape(-1), triangles)


def _sideways(step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Right of the way at every point of a line: the mean of both neighbours, stretched so that the width stays."""
    right = np.stack([step[:, 1], -step[:, 0]], 1)
    right /= np.maximum(np.hypot(right[:, 0], right[:, 1]), 1e-9)[:, None]
    mean = np.concatenate([right[:1], right[1:] + right[:-1], right[-1:]])
    mean /= np.maximum(np.hypot(mean[:, 0], mean[:, 1]), 1e-9)[:, None]
    turn = np.concatenate([[1.0], np.einsum("ij,ij->i", mean[1:-1], right[1:]), [1.0]])
    return np.asarray(mean / np.maximum(turn, 0.5)[:, None])
