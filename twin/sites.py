"""Building sites: the floor slabs and the crane of what is being built, the outline of what is planned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.prepared import BuildingTable
from twin.buildings import building_masses
from twin.cranes import cranes
from twin.stage import Stage, hang_tiles


class BuildingSites:
    """The sites of whatever rises in the run that is shown. The shaders show each at its time only."""

    def __init__(self, stage: Stage, buildings: BuildingTable) -> None:
        self._buildings = buildings
        self._frames = stage.group("frames", "building.vert", "building.frag", shadow=True)
        self._ghosts = stage.group("planned", "building.vert", "ghost.frag", "GHOST")
        self._cranes = stage.group("cranes", "crane.vert", "crane.frag", shadow=True)
        stage.see_through(self._ghosts)
        for group in (self._frames, self._ghosts, self._cranes):
            group.set_two_sided(True)
        self._rows = np.zeros(len(buildings.id), bool)

    def set_rows(self, rows: NDArray[np.bool_]) -> None:
        """Be the sites of the buildings in `rows` (a mask) from now on; what is the same as before is kept."""
        if np.array_equal(rows, self._rows):
            return
        self._rows = rows
        masses = building_masses(self._buildings, rows, frames=True)
        for group, meshes in (
            (self._frames, (masses.frames,)),
            (self._ghosts, (masses.walls, masses.roofs)),
            (self._cranes, (cranes(self._buildings, rows),)),
        ):
            group.get_children().detach()
            for mesh in meshes:
                hang_tiles(group, mesh)
