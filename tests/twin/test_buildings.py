"""Buildings: the table of what never changes, and masses that stand where and as high as the place says."""

from __future__ import annotations

import numpy as np
import pytest

from gis.prepared import Prepared
from twin.buildings import PARAPET_M, PLINTH_M, TEXELS, building_masses, building_table, context_masses, context_table
from twin.cranes import CLEAR_M, LEAST_FLOORS, cranes
from twin.facades import CONTEXT, FACADES
from twin.mesh import SLAB
from twin.uses import USE_INDEX


def test_the_table_holds_floors_heights_and_use_of_every_building(prepared: Prepared) -> None:
    buildings = prepared.buildings
    table = building_table(buildings)
    assert table.shape == (len(buildings.id), TEXELS, 4)
    assert (table[:, 0, 0] == buildings.floors).all()
    assert table[:, 1, 0] == pytest.approx(buildings.ground_m + buildings.base_m)
    assert table[:, 1, 1] == pytest.approx(buildings.ground_m + buildings.height_m)
    assert [list(USE_INDEX)[int(use)] for use in table[:, 4, 0]] == list(buildings.use)
    glowing = [name for name, flag in zip(buildings.id, table[:, 4, 1], strict=True) if flag]
    assert glowing == ["A4"]


def test_storeys_fill_a_building_from_base_to_roof(prepared: Prepared) -> None:
    table = building_table(prepared.buildings)
    assert table[:, 0, 0] * table[:, 0, 1] == pytest.approx(table[:, 1, 1] - table[:, 1, 0], rel=1e-4)


@pytest.mark.parametrize("facade", [*FACADES.values(), *CONTEXT.values()])
def test_windows_lie_within_bay_and_storey(facade: object) -> None:
    left, right, sill, head = facade.window  # type: ignore[attr-defined]
    assert 0 <= left <= right <= 1
    assert 0 <= sill <= head <= 1
    assert facade.tints  # type: ignore[attr-defined]


def test_each_chosen_mass_reaches_from_below_ground_or_podium_to_its_parapet(prepared: Prepared) -> None:
    buildings = prepared.buildings
    rows = np.array([status == "existing" for status in buildings.status])
    masses = building_masses(buildings, rows, frames=False)
    owner = masses.walls.vertices["owner"]
    z_m = masses.walls.vertices["position"][:, 2]
    assert set(owner.tolist()) == set(np.flatnonzero(rows).tolist())
    for row in np.flatnonzero(rows):
        ground, base = float(buildings.ground_m[row]), float(buildings.base_m[row])
        assert z_m[owner == row].max() == pytest.approx(ground + buildings.height_m[row] + PARAPET_M, abs=1e-3)
        assert z_m[owner == row].min() == pytest.approx(ground + base - (0 if base else PLINTH_M), abs=1e-3)
    assert len(masses.frames.triangles) == 0


def test_what_may_rise_has_a_slab_for_every_storey(prepared: Prepared) -> None:
    buildings = prepared.buildings
    rows = np.array([status != "existing" for status in buildings.status])
    frames = building_masses(buildings, rows, frames=True).frames
    assert (frames.vertices["part"][:, 0] == SLAB).all()
    for row in np.flatnonzero(rows):
        own = frames.vertices[frames.vertices["owner"] == row]
        assert set(own["part"][:, 1].tolist()) == set(range(int(buildings.floors[row])))
        base = buildings.ground_m[row] + buildings.base_m[row]
        expected = base + own["part"][:, 1] * buildings.floor_height_m[row]
        assert own["position"][:, 2] == pytest.approx(expected, abs=1e-3)


def test_blocks_around_the_parks_stand_as_high_as_they_are(prepared: Prepared) -> None:
    context = prepared.context
    masses = context_masses(context)
    assert len(context_table(context)) == len(context.kind)
    for row in range(len(context.kind)):
        roof = masses.roofs.vertices["position"][masses.roofs.vertices["owner"] == row, 2]
        assert roof == pytest.approx(context.ground_m[row] + context.height_m[row], abs=1e-3)


def test_a_crane_stands_beside_every_tall_building_that_may_rise(prepared: Prepared) -> None:
    buildings = prepared.buildings
    rows = np.array([status != "existing" for status in buildings.status])
    mesh = cranes(buildings, rows)
    tall = np.flatnonzero(rows & (buildings.floors >= LEAST_FLOORS))
    assert set(mesh.vertices["owner"].tolist()) == set(tall.tolist())
    for row in tall:
        own = mesh.vertices[mesh.vertices["owner"] == row]
        low = own[own["part"][:, 1] == 0]
        assert low["position"][:, 2].max() < buildings.ground_m[row]
        rides = own[own["part"][:, 1] == 1]["position"][:, 2]
        assert rides.max() == pytest.approx(CLEAR_M + 8, abs=1)
        lengths = np.linalg.norm(own["normal"][:, :3].astype(float), axis=1)
        assert lengths == pytest.approx(127, abs=2)
