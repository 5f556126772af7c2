"""Streets: asphalt no wider than the reserve, marks that stop where streets meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.prepared import Centrelines, Terrain
from gis.text import Name
from twin.ground import ASPHALT, KERB, MARKED
from twin.roads import carriageway_m, pieces, streets

FLAT = Terrain(-1000.0, -1000.0, 100.0, np.full((21, 21), 12.0, np.float32))


def centrelines(lines: list[list[tuple[float, float]]], width_m: float = 24.0, lanes: int = 4) -> Centrelines:
    xyz = np.array([(x, y, 12.0) for line in lines for x, y in line], np.float32).reshape(-1, 3)
    start = np.cumsum([0, *(len(line) for line in lines)]).astype(np.int32)
    count = len(lines)
    return Centrelines(
        xyz, start, np.full(count, width_m, np.float32), np.full(count, lanes, np.int32), (Name("Road", "路"),) * count
    )


CROSS = centrelines([[(-200, 0), (200, 0)], [(0, -150), (0, 150)]])


@given(st.integers(1, 8), st.floats(6, 60))
def test_asphalt_never_fills_the_reserve(lanes: int, width_m: float) -> None:
    assert 0 < carriageway_m(lanes, width_m) < width_m


def test_two_streets_that_cross_make_four_pieces_that_end_before_the_crossing() -> None:
    found = pieces(CROSS)
    assert len(found) == 4
    for piece in found:
        length = float(np.hypot(*np.diff(piece.line, axis=0).T).sum())
        assert sum(piece.trim_m) == pytest.approx(carriageway_m(4, 24.0) / 2 + 1.5)
        assert length in (pytest.approx(200), pytest.approx(150))


def test_loose_ends_are_not_trimmed() -> None:
    (piece,) = pieces(centrelines([[(0, 0), (100, 0)]]))
    assert piece.trim_m == (0.0, 0.0)


def test_marked_lanes_lie_on_the_asphalt_and_that_within_the_kerb() -> None:
    meshes = dict(streets(CROSS, FLAT.drawn_at))
    assert list(meshes) == [KERB, ASPHALT, MARKED]
    reach = {material: np.abs(mesh.vertices["position"][:, :2]).max(0) for material, mesh in meshes.items()}
    assert (reach[MARKED] <= reach[ASPHALT] + 1e-3).all()
    assert (reach[ASPHALT] < reach[KERB]).all()
    middle = np.abs(meshes[MARKED].vertices["position"][:, :2]).max(1)
    assert middle.min() > carriageway_m(4, 24.0) / 2
    assert (meshes[MARKED].vertices["position"][:, 2] == 12.0).all()


def test_a_bent_street_keeps_its_width() -> None:
    mesh = dict(streets(centrelines([[(0, 0), (100, 0), (180, 80)]]), FLAT.drawn_at))[MARKED]
    sides = mesh.vertices["position"].reshape(-1, 2, 3)
    # across the bend the ribbon is mitred, so at least as wide
    assert np.linalg.norm(sides[:, 1] - sides[:, 0], axis=1).min() == pytest.approx(carriageway_m(4, 24.0), rel=1e-4)


def test_lines_without_length_and_no_lines_at_all_make_no_street() -> None:
    assert streets(centrelines([]), FLAT.drawn_at) == []
    assert pieces(centrelines([[], [(5, 5)], [(1, 1), (1, 1)]])) == []
