"""Life on the streets: cars in their lanes, lamps along the kerb and people on the pavements, so that a size can be
read off the picture."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.ground import Level, on_ground
from twin.mesh import Mesh, join
from twin.roads import LANE_M, Piece
from twin.solids import ball, beam, box, cone

F32 = NDArray[np.float32]

BODY, GLASS, TYRE, HEADLIGHT, TAIL_LIGHT, POLE, LAMP, LEGS, COAT, SKIN = range(10)
CAR_EVERY_M = 38.0
LAMP_EVERY_M = 32.0
PERSON_EVERY_M = 13.0
_SEED = 7


def car_mesh() -> Mesh:
    """A car in metres, driving along x."""
    wheels = [box((x - 0.33, y, 0.0), (x + 0.33, y + 0.2, 0.62), TYRE) for x in (-1.35, 1.35) for y in (-0.91, 0.71)]
    lights = [
        box((x, y, 0.62), (x + 0.06, y + 0.32, 0.80), light)
        for x, light in ((2.18, HEADLIGHT), (-2.24, TAIL_LIGHT))
        for y in (-0.78, 0.46)
    ]
    return join(
        box((-2.2, -0.9, 0.2), (2.2, 0.9, 0.95), BODY, taper=0.08),
        box((-1.7, -0.82, 0.95), (1.15, 0.82, 1.47), GLASS, taper=0.5),
        box((-1.2, -0.70, 1.47), (0.65, 0.70, 1.52), BODY),
        *wheels,
        *lights,
    )


def lamp_mesh() -> Mesh:
    """A street lamp in metres, its arm along x."""
    return join(
        beam((0, 0, -0.3), (0, 0, 8.2), 0.16, POLE),
        box((0, -0.06, 8.1), (2.1, 0.06, 8.22), POLE),
        box((1.0, -0.16, 8.0), (2.2, 0.16, 8.1), LAMP),
    )


def person_mesh() -> Mesh:
    """Someone 1.7 m tall in mid stride, walking along x."""
    return join(
        beam((0.2, 0.09, 0.0), (0.02, 0.08, 0.86), 0.14, LEGS),
        beam((-0.2, -0.09, 0.0), (-0.02, -0.08, 0.86), 0.14, LEGS),
        cone(0.72, 1.38, 0.19, 7, COAT, top=0.22),
        cone(1.38, 1.50, 0.22, 7, COAT, top=0.07),
        ball((0.02, 0.0, 1.59), (0.10, 0.09, 0.12), SKIN, fine=True),
    )


def cars(pieces: list[Piece], level: Level) -> F32:
    """(N, 2, 4) as for trees: x, y, z, 1 | heading (radians), tint, 1, 0. On the right of every street, at random."""
    rng = np.random.default_rng(_SEED)
    rows = []
    for piece in pieces:
        for side in (-1, 1):
            for lane in range(piece.lanes // 2):
                across = side * ((1.5 if piece.lanes >= 6 else 0.0) + (lane + 0.5) * LANE_M)
                rows.append(_along(piece, across, CAR_EVERY_M, rng, jitter=0.42, share=0.55))
    return _table(rows, level, rng, along=True)


def lamps(pieces: list[Piece], level: Level) -> F32:
    """Lamps on both sides of every street, their arms over the asphalt."""
    rng = np.random.default_rng(_SEED + 1)
    rows = [
        _along(piece, side * (piece.width_m / 2 + 1.2), LAMP_EVERY_M, rng, jitter=0.0, share=1.0)
        for piece in pieces
        for side in (-1, 1)
    ]
    return _table(rows, level, rng, along=False)


def people(pieces: list[Piece], level: Level) -> F32:
    """(N, 2, 4) as for cars, the fourth number a person's size: people on both pavements of every street, walking
    either way; nobody on any asphalt."""
    rng = np.random.default_rng(_SEED + 2)
    asphalt = shapely.STRtree([shapely.LineString(p.line).buffer(p.width_m / 2 + 0.5) for p in pieces])
    rows = []
    for piece in pieces:
        for side in (-1, 1):
            for across_m in (2.1, 2.8):
                across = side * (piece.width_m / 2 + across_m)
                walkers = _along(piece, across, PERSON_EVERY_M, rng, jitter=0.45, share=0.3)
                walkers[:, 2] += np.pi * rng.integers(0, 2, len(walkers)) + rng.normal(0.0, 0.15, len(walkers))
                crossing = asphalt.query(shapely.points(walkers[:, :2]), predicate="intersects")[0]
                rows.append(np.delete(walkers, crossing, axis=0))
    table = _table(rows, level, rng, along=True)
    table[:, 0, 3] = rng.uniform(0.92, 1.07, len(table))
    return table


def _along(
    piece: Piece, across_m: float, every_m: float, rng: np.random.Generator, *, jitter: float, share: float
) -> NDArray[np.float64]:
    """Points (x, y, heading) beside a street, `across_m` to the right of its middle (negative: left, heading back)."""
    line = shapely.LineString(piece.line)
    start, end = piece.trim_m[0] + 8.0, line.length - piece.trim_m[1] - 8.0
    at = np.arange(start + every_m / 2, end, every_m)
    at = at[rng.random(len(at)) < share]
    at = np.clip(at + rng.uniform(-jitter, jitter, len(at)) * every_m, start, max(start, end))
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, np.minimum(at + 1.0, line.length)))
    heading = np.arctan2(ahead[:, 1] - here[:, 1], ahead[:, 0] - here[:, 0])
    right = np.stack([np.sin(heading), -np.cos(heading)], 1)
    if across_m < 0:
        heading = heading + np.pi
    return np.column_stack([here + across_m * right, heading])


def _table(rows: list[NDArray[np.float64]], level: Level, rng: np.random.Generator, *, along: bool) -> F32:
    points = np.concatenate([np.zeros((0, 3)), *rows])
    table = np.zeros((len(points), 2, 4), np.float32)
    table[:, 0, :3] = on_ground(points[:, :2], level)
    table[:, 0, 3] = 1.0
    # a lamp's arm points left of the way, to the middle of the street
    table[:, 1, 0] = points[:, 2] + (0.0 if along else np.pi / 2)
    table[:, 1, 1] = rng.random(len(points))
    table[:, 1, 2] = 1.0
    return table
