"""The objects in CityJSON documents, whichever version and whether whole or in sequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.city.faces import FOOTPRINT, GROUND, OTHER, Gathering
from gis.city.kinds import GROUPS, PARTS
from gis.city.reference import Reference, reference
from gis.city.tables import CityObject

_DEPTH: Final = {"MultiSurface": 1, "CompositeSurface": 1, "Solid": 2, "MultiSolid": 3, "CompositeSolid": 3}
"""How many lists lie around a surface."""


@dataclass(slots=True)
class Model:
    """What the documents hold. `named` is the reference system as they name it; `seen` says whether there was any
    CityJSON; `unscaled` that coordinates came without the transform that makes them metres.
    """

    objects: list[CityObject] = field(default_factory=list)
    gathering: Gathering = field(default_factory=Gathering)
    place: Reference = field(default_factory=Reference)
    named: str = ""
    groups: int = 0
    broken: int = 0
    seen: bool = False
    unscaled: bool = False


def model_of(documents: Iterable[Any]) -> Model:
    """The objects of all `documents`; None among them stands for one that could not be read."""
    model = Model()
    header: Mapping[str, Any] = {}
    for document in documents:
        for one in _cities(document):
            if not isinstance(one, dict):
                model.broken += 1
            elif one.get("type") == "CityJSONFeature":
                _Reader(model, header, one).read()
            else:
                header = one
                _name_place(model, one)
                _Reader(model, one, one).read()
    return model


def _cities(document: Any) -> Iterator[Any]:
    """CityJSON objects in a document: itself, or the members of a collection as services answer with."""
    if not isinstance(document, dict | list):
        yield None
        return
    members = document if isinstance(document, list) else document.get("features")
    if isinstance(document, dict):
        single = document.get("feature")
        members = [single] if isinstance(single, dict) else members
        header = document.get("metadata")
        if isinstance(members, list) and "CityObjects" not in document:
            yield {**document, **header} if isinstance(header, dict) else document
    if isinstance(members, list):
        yield from members
    else:
        yield document


def _name_place(model: Model, header: Mapping[str, Any]) -> None:
    metadata = header.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    name = metadata.get("referenceSystem") or metadata.get("crs") or header.get("referenceSystem")
    name = (name.get("epsg") or name.get("name")) if isinstance(name, dict) else name
    if name and not model.named:
        model.named = str(name)
        model.place = reference(model.named)


class _Reader:
    """One CityJSON object; `header` has the transform and the templates."""

    def __init__(self, model: Model, header: Mapping[str, Any], city: Mapping[str, Any]) -> None:
        objects = city.get("CityObjects")
        self.model = model
        self.city = {str(key): one for key, one in objects.items()} if isinstance(objects, dict) else {}
        model.seen |= isinstance(objects, dict)
        self.corners = _vertices(city.get("vertices"))
        transform = header.get("transform")
        if isinstance(transform, dict):
            self.corners = _moved(self.corners, transform)
        elif city.get("type") == "CityJSONFeature" and len(self.corners):
            model.unscaled = True
        templates = header.get("geometry-templates")
        templates = templates if isinstance(templates, dict) else {}
        self.templates = _list(templates.get("templates"))
        self.template_corners = _vertices(templates.get("vertices-templates"))

    def read(self) -> None:
        """Take every object of the first level, with what belongs to it."""
        children: dict[str, list[str]] = {}
        roots = []
        for key, one in self.city.items():
            if not isinstance(one, dict):
                self.model.broken += 1
            elif parent := self._parent(one):
                children.setdefault(parent, []).append(key)
            elif one.get("type") in GROUPS:
                self.model.groups += 1
            else:
                roots.append(key)
        for key in roots:
            self._take(key, children)

    def _parent(self, one: Mapping[str, Any]) -> str:
        """The object that this one belongs to, "" if none: a group is no owner."""
        owners = one.get("parents") or one.get("parent")
        owners = owners if isinstance(owners, list) else [owners]
        for owner in owners:
            known = self.city.get(str(owner))
            if isinstance(known, dict) and known is not one and known.get("type") not in GROUPS:
                return str(owner)
        return ""

    def _take(self, key: str, children: Mapping[str, Sequence[str]]) -> None:
        whole = self.city[key]
        number = len(self.model.objects)
        taken = CityObject(str(whole.get("type", "")), key, _attributes(whole))
        self.model.objects.append(taken)
        shaped = self._geometry(whole, number, True, taken)
        others = []
        below, seen = list(children.get(key, ())), {key}
        while below:
            name = below.pop()
            if name in seen:
                continue
            seen.add(name)
            part = self.city[name]
            below.extend(children.get(name, ()))
            if part.get("type") in PARTS or str(part.get("type", "")).endswith("Part"):
                taken.of_parts.append(_attributes(part))
                shaped |= self._geometry(part, number, False, taken)
            else:
                others.append(part)
        if not shaped:
            for part in others:
                self._geometry(part, number, False, taken)

    def _geometry(self, one: Mapping[str, Any], number: int, root: bool, taken: CityObject) -> bool:
        """Take the shapes of an object; whether it has any."""
        shapes = [shape for shape in _list(one.get("geometry")) if isinstance(shape, dict)]
        if not shapes:
            return False
        part = self.model.gathering.add_part(number, root)
        finest = max(_detail(shape.get("lod")) for shape in shapes)
        for shape in shapes:
            # Coarser bodies of the same part tell nothing more; footprints do.
            if (detail := _detail(shape.get("lod"))) < 1 or detail == finest:
                self._shape(shape, part, self.corners, taken)
        return True

    def _shape(self, shape: Mapping[str, Any], part: int, corners: NDArray[np.float64], taken: CityObject) -> None:
        kind, within = shape.get("type"), shape.get("boundaries")
        if kind == "GeometryInstance":
            self._instance(shape, part, taken)
        elif kind in _DEPTH:
            self._surfaces(shape, _DEPTH[str(kind)], part, corners)
        elif kind == "MultiPoint":
            taken.lines.extend(_course([one], corners) for one in _list(within))
        elif kind == "MultiLineString":
            taken.lines.extend(_course(one, corners) for one in _list(within))

    def _surfaces(self, shape: Mapping[str, Any], depth: int, part: int, corners: NDArray[np.float64]) -> None:
        gathering = self.model.gathering
        detail = _detail(shape.get("lod"))
        semantics = shape.get("semantics")
        semantics = semantics if isinstance(semantics, dict) else {}
        kinds = [one.get("type") if isinstance(one, dict) else None for one in _list(semantics.get("surfaces"))]
        for surface, value in _flat(shape.get("boundaries"), semantics.get("values"), depth):
            said = kinds[value] if isinstance(value, int) and 0 <= value < len(kinds) else None
            role = GROUND if said in ("GroundSurface", "OuterFloorSurface") else OTHER
            if detail < 1 and said not in ("RoofSurface", "RoofEdge", "WallSurface"):
                role = FOOTPRINT
            try:
                rings = [_picked(ring, corners) for ring in surface]
            except (IndexError, ValueError, TypeError, OverflowError):
                gathering.lost += 1
            else:
                gathering.add_face(part, role, detail, rings)

    def _instance(self, shape: Mapping[str, Any], part: int, taken: CityObject) -> None:
        """A template, turned and sized by its matrix and put at a corner of the file."""
        try:
            template = self.templates[shape["template"]]
            anchor = _course(_list(shape.get("boundaries"))[:1], self.corners)[0]
            matrix = np.array(shape.get("transformationMatrix", np.eye(4)), np.float64).reshape(4, 4)
        except (IndexError, KeyError, TypeError, ValueError):
            self.model.gathering.lost += 1
            return
        if isinstance(template, dict) and template.get("type") != "GeometryInstance":
            with np.errstate(over="ignore", invalid="ignore"):
                turned = self.template_corners @ matrix[:3, :3].T + matrix[:3, 3] + anchor
            self._shape(template, part, turned, taken)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _attributes(one: Mapping[str, Any]) -> dict[str, Any]:
    attributes = one.get("attributes")
    return dict(attributes) if isinstance(attributes, dict) else {}


def _detail(lod: Any) -> float:
    try:
        return float(lod)
    except (TypeError, ValueError):
        return 1.0


def _vertices(given: Any) -> NDArray[np.float64]:
    """(N, 3) of the vertices; one that is no triple of numbers is NaN."""
    try:
        vertices = np.array(_list(given), np.float64)
        if vertices.ndim == 2 and vertices.shape[1] == 3:
            return vertices
    except (ValueError, TypeError, OverflowError):
        pass
    return np.array([_triple(one) for one in _list(given)], np.float64).reshape(-1, 3)


def _triple(one: Any) -> tuple[float, ...]:
    numbers = [value for value in _list(one) if isinstance(value, int | float)]
    return (*map(float, numbers),) if len(numbers) == 3 else (np.nan,) * 3


def _moved(corners: NDArray[np.float64], transform: Mapping[str, Any]) -> NDArray[np.float64]:
    scale, translate = (_triple(transform.get(key)) for key in ("scale", "translate"))
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(corners * scale + translate)


def _picked(indices: Any, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 3) corners of these numbers.

    Raises:
        IndexError, ValueError, TypeError, OverflowError: they are no numbers of corners.
    """
    if len(indices) and min(indices) < 0:
        raise IndexError(min(indices))
    return corners[np.array(indices, np.int64)].reshape(-1, 3)


def _course(indices: Any, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 3) corners of these numbers; one NaN if they are none."""
    try:
        return _picked(indices, corners)
    except (IndexError, ValueError, TypeError, OverflowError):
        return np.full((1, 3), np.nan)


def _flat(boundaries: Any, values: Any, depth: int) -> Iterator[tuple[list[Any], Any]]:
    """Every surface with what the semantics say of it, through `depth` lists."""
    for number, one in enumerate(_list(boundaries)):
        value = values[number] if isinstance(values, list) and number < len(values) else values
        value = None if isinstance(value, list) and depth == 1 else value
        if depth == 1:
            yield _list(one), value if isinstance(values, list) else None
        else:
            yield from _flat(one, value, depth - 1)
