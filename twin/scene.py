"""The scene of a place: built once, then shown at any month, hour and layer by setting shader inputs only."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    ClockObject,
    Geom,
    LODNode,
    LVecBase4f,
    NodePath,
    OmniBoundingVolume,
    Point3,
    PTA_LMatrix4f,
    PTA_LVecBase4f,
    Texture,
)

from gis.prepared import Prepared, TreeTable
from sim.run import Run
from twin import ground, props, roads, trees
from twin.buildings import Masses, building_masses, building_table, context_masses, context_table
from twin.cranes import cranes
from twin.frame import Frame
from twin.geoms import byte_texture, geom, table_texture
from twin.graphics import Graphics
from twin.landcover import SIDE_M, LandCover, land_cover, wild_trees
from twin.layers import Layer, layers
from twin.mesh import VERTEX, Mesh, split
from twin.openness import openness
from twin.quality import quality as quality_of
from twin.shadow import ShadowMap
from twin.stage import Stage, bound, place
from twin.states import COLUMNS, standing_texture, state_texture
from twin.sun import Light, day_of_year, light, sun_direction

TILES = 6
"""Buildings are cut into 6 x 6 tiles: few enough to submit quickly, small enough to leave out what is not in view."""
HAZE_PER_M = 1 / 21000.0
CLAY_SUN_AZIMUTH_DEG, CLAY_SUN_HEIGHT_DEG = 238.0, 44.0
"""Analysis has its own light, always the same, so that pictures can be compared."""
JUNE_DAY = 165.0
"""Without a run there is no date; then it is mid June."""
_SKY_RANK = 100
_PROP_HEIGHT_M = 9.0
_LOWEST_SUN_DEG = 1.5
_SHADOW_STEP = 0.02
"""Shadows move when the sun has moved by about a degree."""


class Scene:
    """The parks of a place and what surrounds them. Cameras go under `root`; nothing here depends on a camera.

    `quality` is "low", "medium" or "high" (see `twin.quality`).

    Raises:
        UserError: the quality is unknown, or the place is larger than the graphics driver can hold.
    """

    def __init__(self, graphics: Graphics, prepared: Prepared, quality: str = "medium") -> None:
        self.prepared = prepared
        self.quality = quality_of(quality)
        self.root = NodePath("scene")
        self._graphics = graphics
        self._limit_px = graphics.gsg.get_max_texture_dimension()
        self._run: Run | None = None
        self._layer: Layer | None = None
        self._sun_key: tuple[float, ...] = ()
        self._sun = light(np.array([0.0, 0.0, 1.0]), 90.0)
        self._light = PTA_LVecBase4f.empty_array(6)
        self._clock = PTA_LVecBase4f.empty_array(1)
        self._shadow_matrix = PTA_LMatrix4f.empty_array(1)
        self._colours = {layer.id: byte_texture(layer.id, layer.table()) for layer in layers().values()}
        self._shadow = ShadowMap(graphics, self.root, self.quality.shadow_px)
        self._stage = Stage(self.root, self.quality, self._shadow)
        self._set_inputs()
        cover = land_cover(prepared)
        self._build_land(cover)
        self._build_surroundings()
        self._rising, self._standing = self._build_buildings()
        self._build_street_life()
        self._build_trees("trees", prepared.trees, self.quality.tree_far_m)
        self._build_trees("wild trees", wild_trees(prepared, cover), self.quality.wild_far_m)
        self._build_sky()
        self.bind(None)

    @property
    def run(self) -> Run | None:
        """The run that is shown."""
        return self._run

    def bind(self, run: Run | None) -> None:
        """Show this run from now on; None shows what stands today, and the rest as planned.

        Raises:
            UserError: the run is of another place, or longer than the graphics driver holds.
        """
        there = np.array([status == "existing" for status in self.prepared.buildings.status], bool)
        if run is None:
            states = standing_texture(there)
        else:
            limit_layers = self._graphics.gsg.get_max_2d_texture_array_layers()
            states = state_texture(run, self.prepared.buildings.id, limit_layers, self._limit_px)
            # a run may build anew what stands: then those masses too must be able to rise
            growing = bool((run.progress[:, there] < 1).any())
            self._stage.repaint(self._standing, "WALLS", *(["RISING"] if growing else []))
        self._run = run
        self._sun_key = ()
        self.root.set_shader_input("states", states)

    def show(self, frame: Frame) -> None:
        """Set time, layer, sun and selection. Builds and uploads nothing; the next frame drawn shows it.

        Raises:
            KeyError: the frame's layer is unknown.
        """
        layer = layers()[frame.layer]
        column = COLUMNS.index(layer.column) if layer.column else 0
        self._clock.set_element(0, LVecBase4f(frame.time, frame.selected, column, 0))
        if layer is not self._layer:
            self._layer = layer
            self.root.set_shader_input("colours", self._colours[layer.id])
            self._stage.set_clay(layer.clay)
        self._set_sun(frame, layer.clay)
        self._set_shadow(frame)

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground at a point; the sea counts as ground at 0."""
        return max(0.0, float(self.prepared.terrain.at(x_m, y_m)))

    def close(self) -> None:
        """Give the graphics card's memory back."""
        self._shadow.close(self._graphics)
        self.root.remove_node()

    # ---- what is set once

    def _set_inputs(self) -> None:
        self.root.set_shader_input("light", self._light)
        self.root.set_shader_input("clock", self._clock)
        self.root.set_shader_input("shadow_matrix", self._shadow_matrix)
        self.root.set_shader_input("shadow_map", self._shadow.texture)
        sky_map = openness(self.prepared)
        self.root.set_shader_input("openness", byte_texture("openness", sky_map.pixels(), smooth=True))
        self.root.set_shader_input("openness_place", LVecBase4f(sky_map.x0_m, sky_map.y0_m, 1 / sky_map.side_m, 0))
        self.root.set_shader_input("buildings", self._table("buildings", building_table(self.prepared.buildings)))

    def _table(self, name: str, table: NDArray[np.float32]) -> Texture:
        return table_texture(name, table, self._limit_px)

    def _build_land(self, cover: LandCover) -> None:
        vertex, fragment = "ground.vert", "ground.frag"
        land = self._stage.on_ground("land", 0, vertex, fragment, "LAND", deep=True)
        place(land, geom(ground.land(self.prepared)), "land")
        land.set_shader_input("cover", byte_texture("cover", cover.pixels(), smooth=True))
        land.set_shader_input("cover_place", LVecBase4f(cover.x0_m, cover.y0_m, 1 / SIDE_M, 0))
        sea = self._stage.on_ground("sea", 1, vertex, fragment, "SEA", deep=True)
        place(sea, geom(ground.sea()), "sea")
        layers_up = [
            *_far_streets(self.prepared),
            *_before_water(ground.surfaces(self.prepared), roads.streets(self.prepared.roads, self.prepared.terrain)),
        ]
        for rank, (material, mesh) in enumerate(layers_up, start=2):
            if len(mesh.triangles):
                node = self._stage.on_ground(
                    f"ground {rank}", rank, vertex, fragment, f"MATERIAL {material}", deep=False
                )
                node.set_depth_offset(1)
                place(node, geom(mesh), f"material {material}")

    def _build_surroundings(self) -> None:
        context = self.prepared.context
        if not context.kind:
            return
        masses = context_masses(context)
        names = ("CONTEXT",)
        for node in self._tiled("context", masses, names, shadow=True):
            node.set_shader_input("buildings", self._table("context", context_table(context)))

    def _build_buildings(self) -> tuple[NodePath, NodePath]:
        buildings = self.prepared.buildings
        there = np.array([status == "existing" for status in buildings.status], bool)
        standing = self._tiled("standing", building_masses(buildings, there, frames=False), (), shadow=True)[0]
        masses = building_masses(buildings, ~there, frames=True)
        rising = self._tiled("rising", masses, ("RISING",), shadow=True)[0]
        frames = self._stage.group("frames", "building.vert", "building.frag", shadow=True)
        frames.set_two_sided(True)
        _hang_tiles(frames, masses.frames)
        ghosts = self._stage.group("planned", "building.vert", "ghost.frag", "GHOST")
        self._stage.see_through(ghosts)
        ghosts.set_two_sided(True)
        for mesh in (masses.walls, masses.roofs):
            _hang_tiles(ghosts, mesh)
        tower_cranes = self._stage.group("cranes", "crane.vert", "crane.frag", shadow=True)
        tower_cranes.set_two_sided(True)
        _hang_tiles(tower_cranes, cranes(buildings, ~there))
        return rising, standing

    def _tiled(self, name: str, masses: Masses, names: tuple[str, ...], *, shadow: bool) -> list[NodePath]:
        walls = self._stage.group(f"{name} walls", "building.vert", "building.frag", "WALLS", *names, shadow=shadow)
        roofs = self._stage.group(f"{name} roofs", "building.vert", "building.frag", *names, shadow=shadow)
        for node, mesh in ((walls, masses.walls), (roofs, masses.roofs)):
            node.set_two_sided(True)
            _hang_tiles(node, mesh)
        return [walls, roofs]

    def _build_trees(self, name: str, table_of: TreeTable, far_m: float) -> None:
        if not len(table_of.kind):
            return
        table, groves = trees.tree_table(table_of)
        texture = self._table(name, table)
        fine = [geom(trees.shape_mesh(shape, fine=True)) for shape in range(trees.SHAPES)]
        plain = [geom(trees.shape_mesh(shape, fine=False)) for shape in range(trees.SHAPES)]
        casts = self.quality.tree_shadows
        wood = [
            self._stage.group(f"{name} {shape}", "instance.vert", "tree.frag", f"SHAPE {shape}", shadow=casts)
            for shape in range(trees.SHAPES)
        ]
        for node in wood:
            node.set_shader_input("instances", texture)
        near_m = self.quality.tree_near_m
        for grove in groves:
            looks = [(fine[grove.shape], 0.0, near_m), (plain[grove.shape], near_m, far_m)]
            _instances(wood[grove.shape], grove, looks)

    def _build_street_life(self) -> None:
        pieces = roads.pieces(self.prepared.roads)
        for name, table, mesh in (
            ("cars", props.cars(pieces, self.prepared.terrain), props.car_mesh()),
            ("lamps", props.lamps(pieces, self.prepared.terrain), props.lamp_mesh()),
        ):
            sorted_table, groups = trees.groves(table, np.zeros(len(table), np.int64), _PROP_HEIGHT_M)
            node = self._stage.group(name, "instance.vert", "prop.frag", shadow=self.quality.tree_shadows)
            node.set_shader_input("instances", self._table(name, sorted_table))
            for group in groups:
                _instances(node, group, [(geom(mesh), 0.0, self.quality.prop_far_m)])

    def _build_sky(self) -> None:
        vertices = np.zeros(3, VERTEX)
        vertices["position"][:, :2] = [(-1, -1), (3, -1), (-1, 3)]
        node = self._stage.on_ground("sky", _SKY_RANK, "sky.vert", "sky.frag", deep=False)
        dome = place(node, geom(Mesh(vertices, np.array([(0, 1, 2)], np.uint32))), "sky")
        dome.node().set_bounds(OmniBoundingVolume())
        dome.node().set_final(True)

    # ---- what a frame sets

    def _set_sun(self, frame: Frame, clay: bool) -> None:
        day = JUNE_DAY if self._run is None else day_of_year(self._run.months, frame.time)
        key: tuple[float, ...] = (round(day), round(frame.hour, 3), float(clay))
        if key == self._sun_key:
            return
        self._sun_key = key
        self._sun = (
            _clay_light()
            if clay
            else light(*sun_direction(day, frame.hour, self.prepared.latitude_deg, self.prepared.longitude_deg))
        )
        for index, values in enumerate(_light_rows(self._sun)):
            self._light.set_element(index, LVecBase4f(*values))

    def _set_shadow(self, frame: Frame) -> None:
        """The map covers what is in view: its place and size move in steps, so that it is seldom drawn."""
        view = frame.view
        radius_m = _step_up(view.width_m or 1.15 * view.distance_m)
        step_m = radius_m / 4
        x, y = (round(view.target_m[k] / step_m) * step_m for k in range(2))
        sun = tuple(round(part / _SHADOW_STEP) for part in self._sun.direction.tolist())
        key = (id(self._run), int(frame.time), sun, radius_m, x, y)
        drawn = ClockObject.get_global_clock().get_frame_count()
        if self._shadow.shows(key, drawn) or self._sun.elevation_deg <= _LOWEST_SUN_DEG:
            return
        self._shadow.aim(key, self._sun.direction, (x, y, self.ground_m(x, y)), radius_m, drawn)
        self._shadow_matrix.set_element(0, self._shadow.matrix())


def _step_up(reach_m: float) -> float:
    """The radius of the shadow map for a view that reaches so far: 200 m, then half as much again, up to 2,600 m."""
    steps = max(0, math.ceil(math.log(max(reach_m, 1.0) / 200.0, 1.5)))
    return float(min(2600.0, 200.0 * 1.5**steps))


def _light_rows(sun: Light) -> list[tuple[float, float, float, float]]:
    rows = (
        (sun.direction, float(sun.elevation_deg > _LOWEST_SUN_DEG)),
        (sun.sun, sun.exposure),
        (sun.zenith, sun.night),
        (sun.horizon, HAZE_PER_M),
        (sun.far, 0.0),
        (sun.bounce, 0.0),
    )
    return [(float(a[0]), float(a[1]), float(a[2]), last) for a, last in rows]


def _clay_light() -> Light:
    azimuth, height = math.radians(CLAY_SUN_AZIMUTH_DEG), math.radians(CLAY_SUN_HEIGHT_DEG)
    flat = math.cos(height)
    return light(np.array([flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(height)]), CLAY_SUN_HEIGHT_DEG)


def _far_streets(prepared: Prepared) -> list[tuple[int, Mesh]]:
    """Streets between the parks, without kerbs: seen from afar a bright line under a pixel breaks up into dashes."""
    laid = roads.streets(prepared.context_roads, ground.raised(prepared.terrain))
    return [layer for layer in laid if layer[0] != ground.KERB]


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


def _hang_tiles(parent: NodePath, mesh: Mesh) -> None:
    """Cut a mesh into tiles by where its buildings stand, and hang the tiles under a group."""
    if not len(mesh.triangles):
        return
    owner = mesh.vertices["owner"].astype(np.int64)
    count = np.maximum(np.bincount(owner), 1)
    middle = np.stack([np.bincount(owner, mesh.vertices["position"][:, k]) / count for k in range(2)], 1)
    used = np.unique(owner)
    low, high = middle[used].min(0), middle[used].max(0)
    cell = np.minimum(((middle - low) / np.maximum(high - low, 1.0) * TILES).astype(np.int64), TILES - 1)
    tile = np.clip(cell[:, 1] * TILES + cell[:, 0], 0, TILES * TILES - 1)
    for number, part in enumerate(split(mesh, tile[owner], TILES * TILES)):
        if len(part.triangles):
            place(parent, geom(part), f"tile {number}")
