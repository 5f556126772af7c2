"""The objects in a CityGML file, one member after the other, so that no file is too large for the memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gis.city.citygml_attributes import attributes_of
from gis.city.citygml_shapes import Shapes, Template, local, turned
from gis.city.faces import OTHER, Gathering
from gis.city.kinds import GROUPS
from gis.city.reference import Reference, reference
from gis.city.tables import CityObject

_MEMBERS: Final = ("cityObjectMember", "featureMember", "featureMembers", "member", "members")
_ENVELOPE: Final = "Envelope"
_PASSED: Final = ("appearanceMember", "Appearance")
_COLLECTIONS: Final = frozenset({"FeatureCollection", "CityModel", "boundedBy", "Appearance"})
_ID: Final = ("{http://www.opengis.net/gml}id", "{http://www.opengis.net/gml/3.2}id")


@dataclass(slots=True)
class Model:
    """What the file holds. `named` is the reference system as the file names it."""

    objects: list[CityObject] = field(default_factory=list)
    gathering: Gathering = field(default_factory=Gathering)
    named: str = ""
    groups: int = 0
    place: Reference = field(default_factory=Reference)
    wanted: list[tuple[str, int, int, float]] = field(default_factory=list)
    """(id, part, role, detail) of faces that stand with another object."""
    copies: list[tuple[str, int, Any, Any]] = field(default_factory=list)
    """(id of the template, part, matrix, anchor)."""
    templates: dict[str, Template] = field(default_factory=dict)


def model_of(file: Path) -> Model:
    """The objects of `file`.

    Raises:
        lxml.etree.XMLSyntaxError: it is damaged.
    """
    model = Model()
    for member in _members(file, model):
        _take(model, member)
    model.place = reference(model.named)
    _resolve(model, file)
    return model


def _members(file: Path, model: Model | None) -> Iterator[Any]:
    """Every object of the first level, gone once the next one is asked for."""
    from lxml import etree

    tags = [f"{{*}}{name}" for name in (*_MEMBERS, *_PASSED, _ENVELOPE)]
    with file.open("rb") as opened:
        parsed = etree.iterparse(
            opened, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _, element in parsed:
            name = local(element.tag)
            if name == _ENVELOPE:
                if model is not None and not model.named:
                    model.named = element.get("srsName") or ""
            elif name in _PASSED:
                element.clear()
            else:
                for child in element:
                    if local(child.tag) not in _COLLECTIONS:
                        yield child
                        # To take a whole object, which someone still holds, out of its document takes seconds.
                        child.clear()
                _forget(element)
        if parsed.root is not None and local(parsed.root.tag) not in _COLLECTIONS:
            yield parsed.root


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _take(model: Model, element: Any) -> None:
    kind = local(element.tag)
    if kind in GROUPS:
        model.groups += 1
        return
    number = len(model.objects)
    one = CityObject(kind, next((element.get(key) for key in _ID if element.get(key)), ""), attributes_of(element))
    model.objects.append(one)
    shapes = Shapes.of(element)
    model.named = model.named or shapes.named
    _keep(model, shapes, model.gathering.add_part(number, True), one)
    found = bool(shapes.faces or shapes.wanted)
    for part, of_part in shapes.parts():
        one.of_parts.append(attributes_of(part))
        found |= bool(of_part.faces or of_part.wanted)
        shapes.installations += of_part.installations
        _keep(model, of_part, model.gathering.add_part(number, False), one)
        model.named = model.named or of_part.named
    if not found:
        for element_of_other in shapes.installations:
            _keep(model, Shapes.of(element_of_other), model.gathering.add_part(number, False), one)


def _keep(model: Model, shapes: Shapes, part: int, one: CityObject) -> None:
    model.gathering.lost += shapes.lost
    for role, detail, rings in shapes.faces:
        model.gathering.add_face(part, role, detail, rings)
    model.wanted += [(name, part, role, detail) for name, role, detail in shapes.wanted]
    model.templates.update(shapes.templates)
    for name, matrix, anchor in shapes.copies:
        model.copies.append((name, part, matrix, anchor))
        one.lines.append(anchor[None, :])
    one.lines.extend(shapes.lines)


def _resolve(model: Model, file: Path) -> None:
    """Bring in what objects refer to: faces that stand with others, and templates put in many places."""
    if model.place.crs is None or not model.place.crs.is_geographic:
        for name, part, matrix, anchor in model.copies:
            for role, detail, rings in model.templates.get(name, ()):
                model.gathering.add_face(part, role, detail, [turned(ring, matrix, anchor) for ring in rings])
    bare = set(range(model.gathering.parts)) - set(model.gathering.shaped)
    wanted = [one for one in model.wanted if one[1] in bare or one[2] != OTHER]
    if not wanted:
        return
    names = {name for name, *_ in wanted}
    found: dict[str, list[list[Any]]] = {}
    for member in _members(file, None):
        for name, rings in Shapes.of(member, whole=True).named_faces():
            if name in names:
                found.setdefault(name, []).append(rings)
    for name, part, role, detail in wanted:
        for rings in found.get(name, ()):
            model.gathering.add_face(part, role, detail, rings)
