"""The shapes of an element of CityGML: faces with what they are called, courses, places of templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.city.faces import FOOTPRINT, GROUND, OTHER

Ring = NDArray[np.float64]
Face = tuple[int, float, list[Ring]]
Template = list[Face]

_FACES: Final = frozenset({"Polygon", "PolygonPatch", "Triangle", "Rectangle"})
_COURSES: Final = frozenset({"LineString", "LineStringSegment", "Point", "LinearRing"})
_RINGS: Final = frozenset({"exterior", "interior", "outerBoundaryIs", "innerBoundaryIs"})
_PARTS: Final = frozenset({"BuildingPart", "BridgePart", "TunnelPart"})
_SKIPPED: Final = frozenset(
    {
        "appearance", "appearanceMember", "interiorRoom", "roomInstallation", "interiorBuildingInstallation", "address",
        "buildingRoom", "buildingFurniture", "interiorFurniture", "opening", "fillingSurface", "boundedByEnvelope",
        "Envelope", "externalReference", "groupMember", "parent", "referencePoint",
    }
)  # fmt: skip
_INSTALLATIONS: Final = frozenset(
    {
        "outerBuildingInstallation", "buildingInstallation", "outerBridgeInstallation", "bridgeInstallation",
        "outerTunnelInstallation", "tunnelInstallation", "buildingConstructiveElement", "buildingSubdivision",
    }
)  # fmt: skip
_DETAIL: Final = re.compile(r"lod(\d)")
_TERRAIN: Final = re.compile(r"lod\dTerrainIntersection")
_ROLES: Final = {
    "GroundSurface": GROUND, "OuterFloorSurface": GROUND, "RoofSurface": OTHER, "WallSurface": OTHER,
    "OuterCeilingSurface": OTHER, "ClosureSurface": OTHER,
}  # fmt: skip
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_IDS: Final = ("{http://www.opengis.net/gml}id", "{http://www.opengis.net/gml/3.2}id")


@cache
def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


@dataclass(slots=True)
class Shapes:
    """The shapes of one element. `wanted` are (id, role, detail) of faces that stand elsewhere, `copies` (id, matrix,
    anchor) of templates, `templates` those that it defines, `lost` the faces that are none.
    """

    faces: list[Face] = field(default_factory=list)
    lines: list[Ring] = field(default_factory=list)
    wanted: list[tuple[str, int, float]] = field(default_factory=list)
    copies: list[tuple[str, Ring, Ring]] = field(default_factory=list)
    templates: dict[str, Template] = field(default_factory=dict)
    installations: list[Any] = field(default_factory=list)
    named: str = ""
    lost: int = 0
    whole: bool = False
    _parts: list[Any] = field(default_factory=list)
    _spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Any, whole: bool = False) -> Shapes:
        """The shapes of `element`, those of its parts and installations apart unless it is asked for as a `whole`."""
        shapes = cls(whole=whole)
        shapes._walk(element, OTHER, 1.0, 0)
        shapes._point_to_own()
        return shapes

    def parts(self) -> Iterator[tuple[Any, Shapes]]:
        """The parts, and parts of parts."""
        for part in self._parts:
            shapes = Shapes.of(part)
            yield part, shapes
            yield from shapes.parts()

    def named_faces(self) -> Iterator[tuple[str, list[Ring]]]:
        """Every face under each id."""
        for name, (first, last) in self._spans.items():
            yield from ((name, rings) for _, _, rings in self.faces[first:last])

    def _walk(self, element: Any, role: int, detail: float, dimension: int) -> None:
        for child in element:
            name = local(child.tag)
            if name in _SKIPPED or _TERRAIN.match(name):
                continue
            if not self.whole and name in _INSTALLATIONS:
                self.installations.append(child)
            elif not self.whole and name in _PARTS:
                self._parts.append(child)
            else:
                self._look(child, name, role, detail, dimension)

    def _look(self, child: Any, name: str, role: int, detail: float, dimension: int) -> None:
        first = len(self.faces)
        dimension = _dimension(child, dimension) if name not in _RINGS else dimension
        self.named = self.named or child.get("srsName") or ""
        if href := child.get(_XLINK):
            if href.startswith("#") and ("Member" in name or name == "baseSurface" or name.startswith("lod")):
                self.wanted.append((href[1:], *_meaning(name, role, detail)))
        elif name in _FACES:
            self._face(child, role, detail, dimension)
        elif name in _COURSES:
            self._course(child, dimension)
        elif name == "ImplicitGeometry":
            self._copy(child)
        else:
            self._walk(child, *_meaning(name, role, detail), dimension)
        for key in _IDS:
            if own := child.get(key):
                self._spans[own] = first, len(self.faces)

    def _point_to_own(self) -> None:
        """Faces of its own that a reference calls ground are ground; only references to others stay wanted."""
        for name, role, _ in self.wanted:
            if role != OTHER and name in self._spans:
                for number in range(*self._spans[name]):
                    self.faces[number] = (role, *self.faces[number][1:])
        self.wanted = [one for one in self.wanted if one[0] not in self._spans]

    def _face(self, element: Any, role: int, detail: float, dimension: int) -> None:
        rings = [ring for child in element if local(child.tag) in _RINGS and len(ring := corners_of(child, dimension))]
        if rings:
            self.faces.append((role, detail, rings))
        else:
            self.lost += 1

    def _course(self, element: Any, dimension: int) -> None:
        course = corners_of(element, dimension)
        if len(course):
            self.lines.append(course)

    def _copy(self, element: Any) -> None:
        inside = {local(child.tag): child for child in element}
        anchor = corners_of(inside["referencePoint"], 0) if "referencePoint" in inside else np.empty((0, 3))
        if not len(anchor):
            self.lost += 1
            return
        matrix = _numbers(inside["transformationMatrix"].text) if "transformationMatrix" in inside else np.eye(4)
        given = inside.get("relativeGMLGeometry", inside.get("relativeGeometry"))
        name = ""
        if given is not None:
            name = (given.get(_XLINK) or "").removeprefix("#") or f"{id(self)}-{len(self.copies)}"
            of_template = Shapes(whole=True)
            of_template._walk(given, OTHER, 1.0, 0)
            if of_template.faces:
                self.templates[name] = of_template.faces
                self.templates.update(dict.fromkeys(of_template._spans, of_template.faces))
        self.copies.append((name, matrix.reshape(4, 4) if matrix.size == 16 else np.eye(4), anchor[0]))


def _meaning(name: str, role: int, detail: float) -> tuple[int, float]:
    """Role and level of detail below an element of this name."""
    if found := _DETAIL.match(name):
        detail = float(found[1])
        if name in ("lod0FootPrint", "lod0MultiSurface") and role == OTHER:
            role = FOOTPRINT
    elif name in _ROLES:
        # Below lod0MultiSurface nothing is drawn of a roof.
        role = _ROLES[name]
    return role, detail


def turned(ring: Ring, matrix: Ring, anchor: Ring) -> Ring:
    """A ring of a template in its place."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(ring @ matrix[:3, :3].T + matrix[:3, 3] + anchor)


def corners_of(element: Any, dimension: int) -> Ring:
    """(N, 3) of everything written in and below `element`; z is 0 where there is none; empty if it is damaged."""
    rows = []
    for child in element.iter():
        name = local(child.tag)
        if name in ("pos", "posList"):
            rows.append(_rows(_numbers(child.text), _dimension(child, dimension), name == "pos"))
        elif name == "coordinates":
            rows.append(_tuples(child))
    rows = [row for row in rows if len(row)]
    return np.concatenate(rows) if rows else np.empty((0, 3))


def _dimension(element: Any, otherwise: int) -> int:
    stated = element.get("srsDimension")
    return int(stated) if stated in ("2", "3") else otherwise


def _numbers(text: str | None) -> NDArray[np.float64]:
    try:
        return np.array((text or "").split(), np.float64)
    except ValueError:
        return np.empty(0)


def _rows(numbers: NDArray[np.float64], dimension: int, single: bool) -> Ring:
    count = numbers.size
    if single:
        dimension = count
    elif dimension not in (2, 3) or count % dimension:
        closed = bool((numbers[:3] == numbers[-3:]).all()) if count > 5 else True
        dimension = 3 if count % 3 == 0 and (closed or count % 2) else 2
    if dimension not in (2, 3) or not count or count % dimension:
        return np.empty((0, 3))
    rows = numbers.reshape(-1, dimension)
    return rows if dimension == 3 else np.column_stack([rows, np.zeros(len(rows))])


def _tuples(element: Any) -> Ring:
    """Coordinates as GML 2 writes them: "x,y,z x,y,z"."""
    groups = [group.split(element.get("cs") or ",") for group in (element.text or "").split()]
    try:
        rows = [[float(number) for number in (*group, "0")[:3]] for group in groups]
        return np.array(rows).reshape(-1, 3)
    except ValueError:
        return np.empty((0, 3))
