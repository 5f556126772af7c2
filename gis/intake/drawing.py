"""Entities of a CAD drawing as shapes: curves flattened, blocks resolved, loose lines joined to closed outlines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from ezdxf.entities.dxfentity import DXFEntity
    from ezdxf.entities.insert import Insert

CURVES: Final = frozenset(("LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "LWPOLYLINE", "POLYLINE"))
FACES: Final = frozenset(("SOLID", "TRACE", "3DFACE"))
FILLS: Final = frozenset(("HATCH", "MPOLYGON"))
TEXTS: Final = frozenset(("TEXT", "MTEXT", "ATTRIB"))
CLOSED_PARTS: Final = ("LINE", "ARC", "LWPOLYLINE", "POLYLINE", "SPLINE", "ELLIPSE")
"""What draughtsmen leave open and mean closed."""
MOST_ENTITIES: Final = 400_000
DEEPEST: Final = 12
MOST_CORNERS: Final = 20_000
"""Of one curve: a circle of a kilometre keeps to a millimetre with fewer."""
JOINT: Final = 1e-6
"""Ends closer than this share of the drawing's size meet."""


class TooManyEntitiesError(Exception):
    """Blocks within blocks hold more than anyone drew."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An entity of the drawing: its layer, its type, its shape in drawing units (None if it has none that can be read).

    `fields` are what it says besides: text, block, thickness, attributes.
    """

    layer: str
    entity: str
    shape: BaseGeometry | None
    fields: dict[str, Any] = field(default_factory=dict)


def expanded(space: Any) -> int:
    """How many entities `space` holds once every block is taken apart, counted without doing so.

    Raises:
        TooManyEntitiesError: a block holds itself.
    """
    known: dict[str, int] = {}

    def count(entities: Iterable[Any], within: tuple[str, ...]) -> int:
        return sum(
            1 + (max(1, entity.mcount) * block(str(entity.dxf.name), within) if entity.dxftype() == "INSERT" else 0)
            for entity in entities
        )

    def block(name: str, within: tuple[str, ...]) -> int:
        if name in within or len(within) > DEEPEST:
            raise TooManyEntitiesError
        if name not in known:
            known[name] = count(space.doc.blocks.get(name) or (), (*within, name))
        return known[name]

    return count(space, ())


def drawn(space: Any, sagitta: float) -> Iterator[Drawn]:
    """Every entity of `space` that has a place, in the drawing's order; blocks that only group a plan are taken apart.

    `sagitta` is the most that a flattened curve leaves its true course, in drawing units.
    """
    for entity in space:
        yield from _drawn(entity, sagitta, "")


def _drawn(entity: DXFEntity, sagitta: float, outer: str) -> Iterator[Drawn]:
    kind = entity.dxftype()
    # What a block draws on layer 0 stands on the layer that the block was put on.
    layer = outer if outer and entity.dxf.layer == "0" else str(entity.dxf.layer)
    if kind == "INSERT":
        yield from _inserted(entity, layer, sagitta)  # type: ignore[arg-type]
    elif kind in CURVES | FACES | FILLS | TEXTS or kind == "POINT":
        yield Drawn(layer, kind, _shape(entity, kind, sagitta), _said(entity, kind))
    elif kind in _SHAPELESS:
        yield Drawn(layer, kind, None)


_SHAPELESS: Final = frozenset(("REGION", "3DSOLID", "BODY", "SURFACE", "MESH"))
"""Bodies in a modeller's own notation: counted, and reported as what could not be read."""


def _inserted(insert: Insert, layer: str, sagitta: float) -> Iterator[Drawn]:
    """A symbol (all on one layer) is one feature; a block that carries a plan of several layers is taken apart."""
    parts = [
        part
        for single in (insert.multi_insert() if insert.mcount > 1 else (insert,))
        for entity in single.virtual_entities()
        for part in _drawn(entity, sagitta, layer)
    ]
    fields: dict[str, Any] = {"block": str(insert.dxf.name)}
    fields |= {str(tag.dxf.tag): str(tag.dxf.text) for tag in insert.attribs if tag.dxf.tag}
    if len({part.layer for part in parts}) > 1:
        yield from parts
        return
    closed = [part.shape for part in parts if part.shape is not None and part.shape.geom_type.endswith("Polygon")]
    others = [part.shape for part in parts if part.shape is not None]
    shape: BaseGeometry = shapely.Point(insert.dxf.insert.x, insert.dxf.insert.y)
    if closed or others:
        shape = shapely.union_all(shapely.make_valid(closed)) if closed else shapely.GeometryCollection(others)
    yield Drawn(parts[0].layer if parts else layer, "INSERT", shape, fields)


def _shape(entity: Any, kind: str, sagitta: float) -> BaseGeometry | None:
    try:
        if kind in CURVES:
            return _curve(entity, sagitta)
        if kind in FILLS:
            return _filled(entity, sagitta)
        if kind in FACES:
            corners = [(point.x, point.y) for point in entity.wcs_vertices()]
            return shapely.Polygon(corners) if len(set(corners)) >= 3 else None
        point = entity.dxf.location if kind == "POINT" else entity.dxf.insert
        return shapely.Point(point.x, point.y)
    except (ArithmeticError, ValueError, IndexError, TypeError, AttributeError, shapely.errors.ShapelyError):
        # Each library call here can fail in its own way on an entity with damaged numbers: it counts, without a shape.
        return None


def _curve(entity: Any, sagitta: float) -> BaseGeometry | None:
    from ezdxf.path import make_path

    if entity.dxftype() == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline):
        return None
    straight = _straight(entity) if entity.dxftype() == "LWPOLYLINE" else None
    corners = _flat(make_path(entity), sagitta) if straight is None else straight
    if len(corners) < 2:
        return None
    closed = bool(getattr(entity, "is_closed", False) or getattr(entity, "closed", False))
    ends_meet = len(corners) > 3 and np.allclose(corners[0], corners[-1], rtol=0, atol=sagitta)
    return shapely.Polygon(corners) if len(corners) >= 3 and (closed or ends_meet) else shapely.LineString(corners)


def _straight(polyline: Any) -> list[tuple[float, float]] | None:
    """The corners of a polyline without arcs that lies flat: most of a plan, and many times faster than a path."""
    if polyline.dxf.hasattr("extrusion") and polyline.dxf.extrusion != (0, 0, 1):
        return None
    points = polyline.get_points("xyb")
    if any(bulge for _, _, bulge in points) or not all(math.isfinite(value) for point in points for value in point):
        return None
    return [(x, y) for x, y, _ in points]


def _flat(path: Any, sagitta: float) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for point in path.flattening(sagitta):
        corners.append((point.x, point.y))
        if len(corners) > MOST_CORNERS:
            break
    return corners if all(math.isfinite(value) for corner in corners for value in corner) else []


def _filled(hatch: Any, sagitta: float) -> BaseGeometry | None:
    """The hatched ground: outlines within outlines are holes, as hatches are drawn."""
    from ezdxf.path import from_hatch

    rings = [corners for path in from_hatch(hatch) if len(corners := _flat(path, sagitta)) >= 3]
    ground: BaseGeometry = shapely.Polygon()
    for ring in sorted((shapely.make_valid(shapely.Polygon(ring)) for ring in rings), key=lambda ring: -ring.area):
        ground = ground.symmetric_difference(ring)
    return None if ground.is_empty else ground


def _said(entity: Any, kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if kind in TEXTS:
        fields["text"] = entity.plain_text() if hasattr(entity, "plain_text") else str(entity.dxf.text)
    if entity.dxf.hasattr("thickness") and entity.dxf.thickness:
        fields["thickness"] = float(entity.dxf.thickness)
    return fields


def joined(things: Sequence[Drawn]) -> list[Drawn]:
    """Loose lines and arcs of one layer that end in each other as closed outlines, in place of the first of them."""
    loose = [
        i
        for i, thing in enumerate(things)
        if thing.entity in CLOSED_PARTS and thing.shape is not None and thing.shape.geom_type == "LineString"
    ]
    if len(loose) < 2:
        return list(things)
    lines = np.array([things[i].shape for i in loose], dtype=object)
    rings, members = _closed_chains(lines)
    if not rings:
        return list(things)
    replaced = {loose[own[0]]: (ring, len(own)) for ring, own in zip(rings, members, strict=True)}
    gone = {loose[line] for own in members for line in own[1:]}
    return [
        Drawn(thing.layer, "OUTLINE", replaced[i][0], {"joined_from": replaced[i][1]}) if i in replaced else thing
        for i, thing in enumerate(things)
        if i not in gone
    ]


def _closed_chains(lines: np.ndarray) -> tuple[list[shapely.Polygon], list[list[int]]]:
    """Chains whose every end meets just one other end, closed; and which lines each is made of."""
    west, south, east, north = shapely.total_bounds(lines)
    grid = max(east - west, north - south, 1e-9) * JOINT
    ends = np.stack([shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1)], axis=1)
    keys, place = np.unique(np.rint(ends.reshape(-1, 2) / grid), axis=0, return_inverse=True)
    nodes = place.reshape(-1, 2)
    meeting: list[list[int]] = [[] for _ in range(len(keys))]
    for line, (start, end) in enumerate(nodes):
        meeting[start].append(line)
        meeting[end].append(line)
    rings, members, seen = [], [], np.zeros(len(lines), bool)
    for line in range(len(lines)):
        own = [] if seen[line] else _loop(line, nodes, meeting)
        seen[own] = True
        if len(own) > 1:
            rings.append(_ring(own, lines, nodes))
            members.append(sorted(own))
    return rings, members


def _loop(first: int, nodes: np.ndarray, meeting: Sequence[Sequence[int]]) -> list[int]:
    """The lines of the closed chain through `first`, in their order; empty if it branches or ends."""
    own, at, line = [first], int(nodes[first, 1]), first
    while at != nodes[first, 0]:
        if len(meeting[at]) != 2:
            return []
        line = next((other for other in meeting[at] if other != line), first)
        if line in (first, own[-1]) or len(own) > len(nodes):
            return []
        own.append(line)
        at = int(nodes[line, 1] if nodes[line, 0] == at else nodes[line, 0])
    return own if len(meeting[at]) == 2 else []


def _ring(own: Sequence[int], lines: np.ndarray, nodes: np.ndarray) -> shapely.Polygon:
    corners, at = [], int(nodes[own[0], 0])
    for line in own:
        forward = nodes[line, 0] == at
        points = shapely.get_coordinates(lines[line])
        corners.append((points if forward else points[::-1])[:-1])
        at = int(nodes[line, 1] if forward else nodes[line, 0])
    return shapely.Polygon(np.concatenate(corners))
