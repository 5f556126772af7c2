"""The scene put together: every mesh of the place hung where it is drawn from, once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from panda3d.core import ColorWriteAttrib, Geom, LODNode, LVecBase4f, NodePath, OmniBoundingVolume, Point3, Texture

from gis.prepared import Prepared, TreeTable
from twin import ground, props, roads, terraces, trees
from twin.buildings import Masses, building_masses, context_masses, context_table, standing_today
from twin.geoms import byte_texture, geom, table_texture
from twin.landcover import SIDE_M, LandCover, land_cover, wild_trees
from twin.mesh import VERTEX, Mesh
from twin.photo import NAME, SHOWN_ON, lay, photo_texture
from twin.stage import Stage, bound, hang_tiles, place, spread

_SKY_RANK = 100
_PROP_HEIGHT_M = 9.0


@dataclass(frozen=True, slots=True)
class Assembly:
    """Builds the nodes of a place on a stage; textures may have sides of `limit_px` at most."""

    stage: Stage
    prepared: Prepared
    limit_px: int

    def build(self) -> NodePath:
        """Everything. The walls of what stands today are given back: a run may want to build them anew."""
        cover = land_cover(self.prepared)
        self._land(cover)
        self._surroundings()
        standing = self._buildings()
        self._street_life()
        self._trees("trees", self.prepared.trees, self.stage.quality.tree_far_m)
        self._trees("wild trees", wild_trees(self.prepared, cover), self.stage.quality.wild_far_m)
        self._sky()
        return standing

    def _table(self, name: str, table: NDArray[np.float32]) -> Texture:
        return table_texture(name, table, self.limit_px)

    def _land(self, cover: LandCover) -> None:
        vertex, fragment = "ground.vert", "ground.frag"
        photo = self.prepared.imagery
        seen = () if photo is None else (NAME,)
        texture = None if photo is None else photo_texture(photo, self.limit_px)
        land = self.stage.on_ground("land", 0, vertex, fragment, "LAND", *seen, deep=True)
        if photo is not None and texture is not None:
            lay(land, photo, texture)
        spread(land, ground.land(self.prepared), "land")
        land.set_shader_input("cover", byte_texture("cover", cover.pixels(), smooth=True))
        land.set_shader_input("cover_place", LVecBase4f(cover.x0_m, cover.y0_m, 1 / SIDE_M, 0))
        sea = self.stage.on_ground("sea", 1, vertex, fragment, "SEA", deep=True)
        place(sea, geom(ground.sea()), "sea")
        self._terraces()
        layers_up = [
            *_far_streets(self.prepared),
            *_before_water(ground.surfaces(self.prepared), _streets(self.prepared)),
        ]
        for rank, (material, mesh) in enumerate(layers_up, start=2):
            if len(mesh.triangles):
                shown = seen if material in SHOWN_ON else ()
                node = self.stage.on_ground(
                    f"ground {rank}", rank, vertex, fragment, f"MATERIAL {material}", *shown, deep=False
                )
                if shown and photo is not None and texture is not None:
                    lay(node, photo, texture)
                node.set_depth_offset(1)
                spread(node, mesh, f"material {material}")

    def _terraces(self) -> None:
        """The walls between the levels, and a sheet that is not seen but hides what lies behind a rise: what is laid
        on the ground is painted layer over layer, whatever its depth."""
        if not self.prepared.near:
            return
        earth = self.stage.on_ground("earth", 1, "ground.vert", "shadow.frag", deep=True)
        earth.set_attrib(ColorWriteAttrib.make(ColorWriteAttrib.C_off))
        place(earth, geom(terraces.earth(self.prepared)), "earth")
        walls = self.stage.group("walls", "ground.vert", "ground.frag", f"MATERIAL {ground.STONE}", shadow=True)
        walls.set_two_sided(True)
        place(walls, geom(terraces.walls(self.prepared)), "walls")

    def _surroundings(self) -> None:
        context = self.prepared.context
        if not context.kind:
            return
        masses = context_masses(context)
        names = ("CONTEXT",)
        for node in self._tiled("context", masses, names, shadow=True):
            node.set_two_sided(False)  # nobody sees them from within: they rise whole, without a parapet
            node.set_shader_input("buildings", self._table("context", context_table(context)))

    def _buildings(self) -> NodePath:
        buildings = self.prepared.buildings
        there = standing_today(buildings)
        standing = self._tiled("standing", building_masses(buildings, there, frames=False), (), shadow=True)[0]
        self._tiled("rising", building_masses(buildings, ~there, frames=False), ("RISING",), shadow=True)
        return standing

    def _tiled(self, name: str, masses: Masses, names: tuple[str, ...], *, shadow: bool) -> list[NodePath]:
        walls = self.stage.group(f"{name} walls", "building.vert", "building.frag", "WALLS", *names, shadow=shadow)
        roofs = self.stage.group(f"{name} roofs", "building.vert", "building.frag", *names, shadow=shadow)
        for node, mesh in ((walls, masses.walls), (roofs, masses.roofs)):
            node.set_two_sided(True)
            hang_tiles(node, mesh)
        return [walls, roofs]

    def _trees(self, name: str, table_of: TreeTable, far_m: float) -> None:
        if not len(table_of.kind):
            return
        table, groves = trees.tree_table(table_of)
        texture = self._table(name, table)
        fine = [geom(trees.shape_mesh(shape, fine=True)) for shape in range(trees.SHAPES)]
        plain = [geom(trees.shape_mesh(shape, fine=False)) for shape in range(trees.SHAPES)]
        casts = self.stage.quality.tree_shadows
        wood = [
            self.stage.group(f"{name} {shape}", "instance.vert", "tree.frag", f"SHAPE {shape}", shadow=casts)
            for shape in range(trees.SHAPES)
        ]
        for node in wood:
            node.set_shader_input("instances", texture)
        near_m = self.stage.quality.tree_near_m
        for grove in groves:
            looks = [(fine[grove.shape], 0.0, near_m), (plain[grove.shape], near_m, far_m)]
            _instances(wood[grove.shape], grove, looks)

    def _street_life(self) -> None:
        pieces, level = roads.pieces(self.prepared.roads), self.prepared.open_ground_m
        quality = self.stage.quality
        for name, table_of, mesh, far_m in (
            ("cars", props.cars, props.car_mesh(), quality.prop_far_m),
            ("lamps", props.lamps, props.lamp_mesh(), quality.prop_far_m),
            ("people", props.people, props.person_mesh(), quality.people_far_m),
        ):
            if far_m == 0:
                continue
            table = table_of(pieces, level)
            sorted_table, groups = trees.groves(table, np.zeros(len(table), np.int64), _PROP_HEIGHT_M)
            node = self.stage.group(name, "instance.vert", "prop.frag", shadow=quality.tree_shadows)
            node.set_shader_input("instances", self._table(name, sorted_table))
            for group in groups:
                _instances(node, group, [(geom(mesh), 0.0, far_m)])

    def _sky(self) -> None:
        vertices = np.zeros(3, VERTEX)
        vertices["position"][:, :2] = [(-1, -1), (3, -1), (-1, 3)]
        node = self.stage.on_ground("sky", _SKY_RANK, "sky.vert", "sky.frag", deep=False)
        dome = place(node, geom(Mesh(vertices, np.array([(0, 1, 2)], np.uint32))), "sky")
        dome.node().set_bounds(OmniBoundingVolume())
        dome.node().set_final(True)


def _far_streets(prepared: Prepared) -> list[tuple[int, Mesh]]:
    """Streets between the parks, without kerbs: seen from afar a bright line under a pixel breaks up into dashes."""
    around, cell_m = prepared.context_roads, None
    if prepared.near:
        sites = shapely.union_all(ground.polygons_of(prepared.sites))
        around, cell_m = roads.outside(around, sites), ground.LAND_M
    laid = roads.streets(around, ground.land_level(prepared, ground.RAISED_M), cell_m)
    return [layer for layer in laid if layer[0] != ground.KERB]


def _streets(prepared: Prepared) -> list[tuple[int, Mesh]]:
    return roads.streets(prepared.roads, prepared.open_ground_m, ground.CELL_M if prepared.near else None)


def _before_water(lower: list[tuple[int, Mesh]], streets: list[tuple[int, Mesh]]) -> list[tuple[int, Mesh]]:
    """Streets lie on the pavement of their reserve and under nothing that is dug or laid beside them."""
    pavement = [layer for layer in lower if layer[0] == ground.PAVEMENT]
    return [*pavement, *streets, *(layer for layer in lower if layer[0] != ground.PAVEMENT)]


def _instances(parent: NodePath, grove: trees.Grove, looks: list[tuple[Geom, float, float]]) -> None:
    """Hang a group of instances under `parent`: each look is drawn while the camera is from so far to so far away."""
    choice = LODNode("instances")
    choice.set_center(Point3(*((a + b) / 2 for a, b in zip(grove.low, grove.high, strict=True))))
    top = parent.attach_new_node(choice)
    for look, from_m, to_m in looks:
        choice.add_switch(to_m, from_m)
        node = place(top, look, "instances")
        node.set_instance_count(grove.count)
        node.set_shader_input("first", grove.first)
        bound(node, grove.low, grove.high)
