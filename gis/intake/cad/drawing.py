"""Entities of a CAD drawing as shapes: curves flattened, blocks resolved, loose lines joined to closed outlines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.intake.cad.chains import closed_chains
from gis.intake.cad.curves import Floats, corners_of, flat

CURVES: Final = frozenset(("LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "LWPOLYLINE", "POLYLINE", "HELIX"))
FACES: Final = frozenset(("SOLID", "TRACE", "3DFACE"))
FILLS: Final = frozenset(("HATCH", "MPOLYGON"))
TEXTS: Final = frozenset(("TEXT", "MTEXT", "ATTRIB", "ATTDEF"))
BODIES: Final = frozenset(("REGION", "3DSOLID", "BODY", "SURFACE"))
"""In a modeller's own notation, which cannot be read."""
SHAPED: Final = CURVES | FACES | FILLS | TEXTS | BODIES | {"POINT", "INSERT", "MESH"}
"""What is part of a layout; dimensions, pictures and the like only count."""
CLOSED_PARTS: Final = ("LINE", "ARC", "LWPOLYLINE", "POLYLINE", "SPLINE", "ELLIPSE")
"""What draughtsmen leave open and mean closed."""
TAKEN_APART: Final = "INSERT of a plan"
MOST_ENTITIES: Final = 400_000
_LONGEST: Final = 20_000
DEEPEST: Final = 12
_LAYER_CODE: Final = 8
_OWN_LAYER: Final = "0"
"""What a block draws on it stands on the layer that the block is put on."""
_DAMAGE: Final = (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, shapely.errors.ShapelyError)
"""How the library fails on an entity with damaged numbers: it counts, without a shape."""


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
            entity.mcount * (1 + block(block_name(entity), within)) if entity.dxftype() == "INSERT" else 1
            for entity in entities
        )

    def block(name: str, within: tuple[str, ...]) -> int:
        if name in within or len(within) > DEEPEST:
            raise TooManyEntitiesError
        if name not in known:
            known[name] = count(space.doc.blocks.get(name) or (), (*within, name))
        return known[name]

    return count(space, ())


def layer_of(entity: Any) -> str:
    """Its layer, for kinds of entities that the library does not know as their tags have it."""
    if entity.dxf.is_supported("layer"):
        return str(entity.dxf.get("layer", _OWN_LAYER))
    tags = (tag for part in entity.xtags.subclasses for tag in part)
    return str(next((tag.value for tag in tags if tag.code == _LAYER_CODE), _OWN_LAYER))


def block_name(insert: Any) -> str:
    """The block that it puts, "" for a damaged one."""
    return str(insert.dxf.get("name", ""))


def drawn(space: Any, sagitta: float) -> Iterator[Drawn]:
    """Every entity of `space` in the drawing's order, a block put as one feature on the layer that it is put on.

    The block that is the plan itself (put once, of several layers, more than all else together) is taken apart too:
    its entities follow on their own layers.
    `sagitta` is the most that a flattened curve leaves its true course, in drawing units.
    """
    blocks = _Blocks(space, sagitta)
    for entity in space:
        yield from blocks.drawn(entity) if entity.dxftype() == "INSERT" else (_drawn(entity, sagitta),)


def _drawn(entity: Any, sagitta: float) -> Drawn:
    kind = entity.dxftype()
    if kind not in SHAPED:
        return Drawn(layer_of(entity), kind, None)
    return Drawn(layer_of(entity), kind, _shape(entity, kind, sagitta), _said(entity, kind))


class _Blocks:
    """The blocks of a drawing, each drawn once however often it is put."""

    def __init__(self, space: Any, sagitta: float) -> None:
        self._space, self._sagitta = space, sagitta
        self._drawn: dict[tuple[str, int], list[Drawn]] = {}
        self._symbols: dict[tuple[str, int], BaseGeometry | None] = {}
        names = [block_name(entity) for entity in space if entity.dxftype() == "INSERT"]
        self._once = {name for name in names if names.count(name) == 1} if len(names) < 1000 else set()

    def drawn(self, insert: Any) -> Iterator[Drawn]:
        """The block put as one feature, and if it is the plan itself, its entities after it."""
        layer, name = layer_of(insert), block_name(insert)
        try:
            places = [_matrix(one) for one in (insert.multi_insert() if insert.mcount > 1 else (insert,))]
            fields = {"block": name} | {str(a.dxf.tag): str(a.dxf.text) for a in insert.attribs if a.dxf.get("tag")}
            if name in self._once and len(places) == 1 and not insert.attribs and self._is_plan(name, places[0]):
                yield Drawn(layer, TAKEN_APART, None, {"block": name})
                yield from _put(self._parts(name, places[0]), places[0], layer)
                return
            shape = self._symbol(name, places)
            yield Drawn(layer, "INSERT", _shape(insert, "INSERT", 0.0) if shape is None else shape, fields)
        except _DAMAGE:
            yield Drawn(layer, "INSERT", _shape(insert, "INSERT", 0.0), {"block": name})

    def _is_plan(self, name: str, place: Floats) -> bool:
        parts = self._parts(name, place)
        layers = {part.layer for part in parts if part.shape is not None and part.entity not in TEXTS}
        return len(parts) >= len(self._space) and len(layers) > 1

    def _symbol(self, name: str, places: Sequence[Floats]) -> BaseGeometry | None:
        """What the block covers if it draws outlines, else what it draws, at all its `places`; None if nothing."""
        key = (name, _scale(places[0]))
        if key not in self._symbols:
            self._symbols[key] = _whole(self._parts(name, places[0]))
        own = self._symbols[key]
        if own is None:
            return None
        there = [_at(own, place) for place in places]
        return there[0] if len(there) == 1 else shapely.union_all(there)

    def _parts(self, name: str, place: Floats) -> list[Drawn]:
        """Its entities in its own coordinates, fine enough for the scale of `place`."""
        key = (name, _scale(place))
        if key not in self._drawn:
            self._drawn[key] = list(self._within(name, self._sagitta / 2.0 ** key[1]))
        return self._drawn[key]

    def _within(self, name: str, sagitta: float) -> Iterator[Drawn]:
        for entity in self._space.doc.blocks.get(name) or ():
            if entity.dxftype() != "INSERT":
                yield _drawn(entity, sagitta)
                continue
            inner = block_name(entity)
            try:
                for one in entity.multi_insert() if entity.mcount > 1 else (entity,):
                    place = _matrix(one)
                    yield from _put(self._parts(inner, place), place, layer_of(entity))
            except _DAMAGE:
                yield Drawn(layer_of(entity), "INSERT", None)


def _put(parts: Iterable[Drawn], place: Floats, layer: str) -> Iterator[Drawn]:
    for part in parts:
        shape = None if part.shape is None else _at(part.shape, place)
        yield Drawn(layer if part.layer == _OWN_LAYER else part.layer, part.entity, shape, part.fields)


def _matrix(insert: Any) -> Floats:
    """(2, 3) turn, scale and shift of a block in the plane."""
    x, y, _, shift = (insert.matrix44().get_row(row) for row in range(4))
    place = np.array([(x[0], y[0], shift[0]), (x[1], y[1], shift[1])], dtype=np.float64)
    if not np.isfinite(place).all():
        raise ValueError(insert)
    return place


def _scale(place: Floats) -> int:
    """The scale of a place as a power of two, so that few scales need few copies."""
    return min(max(math.ceil(math.log2(max(float(np.abs(place[:, :2]).max()), 1e-9))), -30), 30)


def _at(shape: BaseGeometry, place: Floats) -> BaseGeometry:
    return shapely.transform(shape, lambda corners: corners @ place[:, :2].T + place[:, 2])


def _whole(parts: Sequence[Drawn]) -> BaseGeometry | None:
    shapes = [part.shape for part in parts if part.shape is not None and part.entity not in TEXTS]
    closed = [shape for shape in shapes if shape.geom_type.endswith("Polygon")]
    if closed:
        return shapely.union_all(shapely.make_valid(np.array(closed, dtype=object)))
    lines = np.array([shape for shape in shapes if shape.geom_type == "LineString"], dtype=object)
    whole: Any = shapely.multilinestrings(lines) if len(lines) else shapely.union_all(shapes)
    return whole if shapes else None


def _shape(entity: Any, kind: str, sagitta: float) -> BaseGeometry | None:
    try:
        if kind == "MESH" or (kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline)):
            return _covered(entity, kind)
        if kind in CURVES:
            return _curve(entity, kind, sagitta)
        if kind in FILLS:
            return _filled(entity, sagitta)
        if kind in FACES:
            corners = [(point.x, point.y) for point in entity.wcs_vertices()]
            return shapely.Polygon(corners) if len(set(corners)) >= 3 else None
        if kind in BODIES:
            return None
        point = entity.dxf.location if kind == "POINT" else entity.dxf.insert
        return shapely.Point(point.x, point.y) if math.isfinite(point.x + point.y) else None
    except _DAMAGE:
        return None


def _curve(entity: Any, kind: str, sagitta: float) -> BaseGeometry | None:
    corners, closed = corners_of(entity, kind, sagitta)
    if len(corners) < 2 or not np.isfinite(corners).all():
        return None
    ends_meet = len(corners) > 3 and not closed and _meet(corners, sagitta)
    ring = len(corners) >= 3 and (closed or ends_meet)
    return shapely.Polygon(corners) if ring else shapely.LineString(corners)


def _meet(corners: Floats, sagitta: float) -> bool:
    """Whether the ends are so close, for the size of the curve, that they are meant to be one."""
    gap = float(np.abs(corners[0] - corners[-1]).max())
    return gap == 0 or gap <= min(sagitta, float(np.ptp(corners, axis=0).max()) * 1e-3)


def _covered(mesh: Any, kind: str) -> BaseGeometry | None:
    """The ground that the faces of a mesh stand on or over."""
    if kind == "MESH":
        held = [(x, y) for x, y, _ in mesh.vertices]
        faces = [[held[i] for i in face] for face in mesh.faces]
    else:
        faces = [[(p.x, p.y) for p in face.wcs_vertices()] for face in mesh.virtual_entities()]
    flat_faces = [shapely.Polygon(face) for face in faces if len(set(face)) >= 3]
    ground: BaseGeometry = shapely.union_all([face for face in flat_faces if face.is_valid and face.area])
    return None if ground.is_empty else ground


def _filled(hatch: Any, sagitta: float) -> BaseGeometry | None:
    """The hatched ground: outlines within outlines are holes, as hatches are drawn."""
    from ezdxf.path import from_hatch

    rings = [corners for path in from_hatch(hatch) if len(corners := flat(path, sagitta)) >= 3]
    ground: BaseGeometry = shapely.Polygon()
    for ring in sorted((shapely.make_valid(shapely.Polygon(ring)) for ring in rings), key=lambda ring: -ring.area):
        ground = ground.symmetric_difference(ring)
    return None if ground.is_empty else ground


def _said(entity: Any, kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if kind in TEXTS:
        raw = str(entity.text if kind == "MTEXT" else entity.dxf.get("text", ""))
        # The library takes the square of a text's length to read it.
        fields["text"] = entity.plain_text() if len(raw) <= _LONGEST else raw[:_LONGEST]
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
    rings, members = closed_chains(np.array([things[i].shape for i in loose], dtype=object))
    if not rings:
        return list(things)
    replaced = {loose[own[0]]: (ring, len(own)) for ring, own in zip(rings, members, strict=True)}
    gone = {loose[line] for own in members for line in own[1:]}
    return [
        Drawn(thing.layer, "OUTLINE", replaced[i][0], {"joined_from": replaced[i][1]}) if i in replaced else thing
        for i, thing in enumerate(things)
        if i not in gone
    ]
