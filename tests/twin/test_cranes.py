"""Cranes stand beside what rises; a place where nothing rises has none."""

from __future__ import annotations

import numpy as np

from tests.tiny import tiny_prepared
from twin.cranes import LEAST_FLOORS, cranes


def test_a_place_where_everything_stands_has_no_crane() -> None:
    """Any park can be loaded, also one without building sites."""
    table = tiny_prepared().buildings
    assert len(cranes(table, np.zeros(len(table.id), bool)).vertices) == 0


def test_every_tall_enough_site_has_a_crane_of_its_own() -> None:
    """One crane a building with at least the least floors, none for the others."""
    table = tiny_prepared().buildings
    mesh = cranes(table, np.ones(len(table.id), bool))
    assert set(mesh.vertices["owner"]) == set(np.flatnonzero(table.floors >= LEAST_FLOORS))
