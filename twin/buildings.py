"""Buildings as the scene needs them: one table of what never changes and the meshes of all masses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.prepared import BuildingTable, ContextTable, Outlines
from twin.colours import linear
from twin.facades import CONTEXT, FACADES, PLAIN, Facade
from twin.mesh import PLANT, ROOF, SLAB, WALL, Mesh, caps, is_convex, join, shrink, take, walls
from twin.uses import USE_INDEX

F32 = NDArray[np.float32]

PARAPET_M = 0.9
PLINTH_M = 4.0
"""Walls reach this far into the ground, so that nothing hovers on a slope."""
PLANT_M = 3.2
TEXELS = 5
"""Texels of a building in the table: see `building_table`."""
_HALLS = ("louvred_hall", "panel_hall", "blind_box")
"""Styles of a compute centre that hold machines; its offices look like offices."""


@dataclass(frozen=True, slots=True)
class Masses:
    """Meshes of some buildings: `walls`, `roofs` (with the plant on them), `frames` (floor slabs while building)."""

    walls: Mesh
    roofs: Mesh
    frames: Mesh


@dataclass(frozen=True, slots=True)
class _Rows:
    """One number for each building."""

    floors: F32
    floor_height_m: F32
    base_m: F32
    roof_m: F32
    seed: F32
    tint: F32
    use: F32
    compute: F32
    lift_m: F32


def standing_today(buildings: BuildingTable) -> NDArray[np.bool_]:
    """Which buildings stand today."""
    return np.array([status == "existing" for status in buildings.status], bool)


def building_table(buildings: BuildingTable) -> F32:
    """(B, 5, 4), texel by texel: floors, storey height, bay, bays of a room | elevation of base, of roof, seed, glass |
    wall red, green, blue (linear), curtains | window: left, right, sill, head |
    index of use, halls of a compute centre?, base above the ground, 0."""
    facades = [FACADES.get(style, PLAIN) for style in buildings.style]
    seed = _seeds(len(facades))
    styles = list(zip(buildings.use, buildings.style, strict=True))
    return _table(
        facades,
        _Rows(
            buildings.floors.astype(np.float32),
            buildings.floor_height_m,
            buildings.ground_m + buildings.base_m,
            buildings.ground_m + buildings.height_m,
            seed,
            _tints(facades, seed),
            np.array([USE_INDEX.get(use, 0) for use in buildings.use], np.float32),
            np.array([use == "compute" and style in _HALLS for use, style in styles], np.float32),
            buildings.base_m,
        ),
    )


def context_table(context: ContextTable) -> F32:
    """The same for the blocks around the parks."""
    facades = [CONTEXT.get(kind, PLAIN) for kind in context.kind]
    seed = _seeds(len(facades))
    floors = np.maximum(context.floors, 1).astype(np.float32)
    zeros = np.zeros(len(facades), np.float32)
    rows = _Rows(
        floors,
        context.height_m / floors,
        context.ground_m,
        context.ground_m + context.height_m,
        seed,
        _tints(facades, seed),
        zeros,
        zeros,
        zeros,
    )
    return _table(facades, rows)


def building_masses(buildings: BuildingTable, rows: NDArray[np.bool_], *, frames: bool) -> Masses:
    """Meshes of the buildings in `rows` (a mask); with `frames` also the floor slabs seen while they are built."""
    outlines = buildings.outlines
    chosen = take(outlines, np.flatnonzero(rows[outlines.owner]))
    owner = chosen.owner
    base, roof = buildings.ground_m + buildings.base_m, buildings.ground_m + buildings.height_m
    bottom = np.where(buildings.base_m > 0, base, base - PLINTH_M)
    crown = np.array([FACADES.get(style, PLAIN).crown for style in buildings.style])
    return Masses(
        walls(chosen, bottom[owner], roof[owner] + PARAPET_M, base[owner], part=WALL),
        join(caps(chosen, roof[owner], part=ROOF), _plants(chosen, roof, base, crown)),
        _frames(chosen, buildings) if frames else join(),
    )


def context_masses(context: ContextTable) -> Masses:
    """Meshes of the blocks around the parks: walls and roofs, nothing more."""
    outlines = context.outlines
    owner = outlines.owner
    ground, roof = context.ground_m, context.ground_m + context.height_m
    sides = walls(outlines, ground[owner] - PLINTH_M, roof[owner], ground[owner], part=WALL)
    return Masses(sides, caps(outlines, roof[owner], part=ROOF), join())


def _plants(outlines: Outlines, roof: F32, base: F32, crown: NDArray[np.bool_]) -> Mesh:
    """A machine room in the middle of each convex roof, wide and tall where the top steps back."""
    middle = take(outlines, np.flatnonzero(is_convex(outlines)))
    owner = middle.owner
    tall = crown[owner]
    room = shrink(middle, np.where(tall, 0.72, 0.34).astype(np.float32))
    top = (roof[owner] + np.where(tall, 1.4 * PLANT_M, PLANT_M)).astype(np.float32)
    side = walls(room, roof[owner], top, base[owner], part=PLANT)
    return join(side, caps(room, top, part=PLANT))


def _frames(outlines: Outlines, buildings: BuildingTable) -> Mesh:
    """A floor slab for every storey of every outline."""
    floors = buildings.floors[outlines.owner]
    polygon = np.repeat(np.arange(len(floors)), floors)
    storey = np.arange(len(polygon)) - np.repeat(np.cumsum(floors) - floors, floors)
    slabs = take(outlines, polygon)
    base = (buildings.ground_m + buildings.base_m)[slabs.owner]
    z_m = base + storey * buildings.floor_height_m[slabs.owner]
    return caps(slabs, z_m.astype(np.float32), part=SLAB, storey=np.minimum(storey, 255))


def _table(facades: list[Facade], rows: _Rows) -> F32:
    table = np.zeros((len(facades), TEXELS, 4), np.float32)
    table[:, 0, 0] = rows.floors
    table[:, 0, 1] = rows.floor_height_m
    table[:, 0, 2] = [facade.bay_m for facade in facades]
    table[:, 0, 3] = [facade.room_bays for facade in facades]
    table[:, 1, 0] = rows.base_m
    table[:, 1, 1] = rows.roof_m
    table[:, 1, 2] = rows.seed
    table[:, 1, 3] = [facade.glass for facade in facades]
    table[:, 2, :3] = rows.tint
    table[:, 2, 3] = [facade.curtains for facade in facades]
    table[:, 3] = np.array([facade.window for facade in facades], np.float32).reshape(-1, 4)
    table[:, 4, 0] = rows.use
    table[:, 4, 1] = rows.compute
    table[:, 4, 2] = rows.lift_m
    return table


def _seeds(count: int) -> F32:
    """A fixed number from 0 to 1 for each row: the golden ratio spreads neighbours apart."""
    return np.asarray((np.arange(count) * 0.6180339887) % 1.0, np.float32)


def _tints(facades: list[Facade], seed: F32) -> F32:
    chosen = [facade.tints[int(s * len(facade.tints))] for facade, s in zip(facades, seed.tolist(), strict=True)]
    return np.array([linear(code) for code in chosen], np.float32).reshape(-1, 3)
