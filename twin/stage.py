"""Nodes of the scene and how they are painted: one program for what things look like, one for analysis (clay)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from panda3d.core import (
    BoundingBox,
    CullBinManager,
    Geom,
    GeomNode,
    NodePath,
    Point3,
    RenderState,
    ShaderAttrib,
    TransparencyAttrib,
)

from twin.geoms import geom
from twin.mesh import Mesh, in_tiles, split
from twin.quality import Quality
from twin.shading import program
from twin.shadow import MASK, TAG, ShadowMap

TILES = 6
"""Buildings are cut into 6 x 6 tiles: few enough to submit quickly, small enough to leave out what is not in view."""
WIDE_M = 3000.0
"""Side of the tiles of what covers wide ground: land, streets."""
GROUND_BIN = "ground"
_GROUND_SORT = 25
"""After what stands up, so that most of the ground is hidden before it is shaded; before what is transparent."""


@dataclass(frozen=True, slots=True)
class _Painted:
    node: NodePath
    vertex: str
    fragment: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Stage:
    """Where the scene's nodes stand, and which program each is drawn with."""

    root: NodePath
    quality: Quality
    shadow: ShadowMap
    _painted: list[_Painted] = field(default_factory=list)
    _clay: bool = False

    def __post_init__(self) -> None:
        manager = CullBinManager.get_global_ptr()
        if manager.find_bin(GROUND_BIN) < 0:
            manager.add_bin(GROUND_BIN, CullBinManager.BT_fixed, _GROUND_SORT)

    def group(self, name: str, vertex: str, fragment: str, *names: str, shadow: bool = False) -> NodePath:
        """An empty node whose children are drawn with these shaders; they cast shadows only with `shadow`."""
        node = self.root.attach_new_node(name)
        painted = _Painted(node, vertex, fragment, (f"QUALITY {self.quality.level}", *names))
        self._painted.append(painted)
        self._paint(painted)
        if shadow:
            self._cast(node, vertex, names)
        else:
            node.hide(MASK)
        return node

    def on_ground(self, name: str, rank: int, vertex: str, fragment: str, *names: str, deep: bool) -> NodePath:
        """A group painted in the order of `rank` under everything else; only `deep` ones hide what is behind them."""
        node = self.group(name, vertex, fragment, *names)
        node.set_bin(GROUND_BIN, rank)
        node.set_depth_write(deep)
        return node

    def see_through(self, node: NodePath) -> None:
        """Mix the group's colours with what is behind it."""
        node.set_transparency(TransparencyAttrib.M_alpha)
        node.set_depth_write(False)

    def set_clay(self, clay: bool) -> None:
        """Draw the plain model (or the real look) from now on."""
        if clay != self._clay:
            self._clay = clay
            for painted in self._painted:
                self._paint(painted)

    def repaint(self, node: NodePath, *names: str) -> None:
        """Draw the group with other names defined."""
        for index, painted in enumerate(self._painted):
            if painted.node == node:
                changed = _Painted(node, painted.vertex, painted.fragment, (f"QUALITY {self.quality.level}", *names))
                self._painted[index] = changed
                self._paint(changed)

    def _paint(self, painted: _Painted) -> None:
        names = (*painted.names, "CLAY") if self._clay else painted.names
        painted.node.set_shader(program(painted.vertex, painted.fragment, *names))

    def _cast(self, node: NodePath, vertex: str, names: tuple[str, ...]) -> None:
        tag = " ".join((vertex, *names))
        node.set_tag(TAG, tag)
        only_depth = ShaderAttrib.make(program(vertex, "shadow.frag", *names), 100)
        self.shadow.state(tag, RenderState.make(only_depth))


def hang_tiles(parent: NodePath, mesh: Mesh) -> None:
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


def spread(parent: NodePath, mesh: Mesh, name: str) -> None:
    """Hang what covers wide ground under a group, in tiles."""
    for part in in_tiles(mesh, WIDE_M):
        place(parent, geom(part), name)


def place(parent: NodePath, mesh: Geom, name: str) -> NodePath:
    """Hang a Geom under a group."""
    node = GeomNode(name)
    node.add_geom(mesh)
    return parent.attach_new_node(node)


def bound(node: NodePath, low: tuple[float, float, float], high: tuple[float, float, float]) -> None:
    """Say how far a node reaches: what shaders move or repeat has no bounds of its own."""
    node.node().set_bounds(BoundingBox(Point3(*low), Point3(*high)))
    node.node().set_final(True)
