"""CityGML 1, 2 and 3, also with extensions: a layer per kind, features are whole objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gis.city.xml_head import refuse_doctype, xml_head
from gis.errors import UserError
from gis.formats import NO, SURELY
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.finding import Finding
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from gis.city.citygml_objects import Model
    from gis.city.faces import Faces
    from gis.city.tables import CityObject

NAME = "CityGML"

_SPACE: Final = re.compile(r"(?:opengis\.net/citygml|citygml\.org/citygml)")
_OBJECT_SPACE: Final = re.compile(r"opengis\.net/citygml/(?:\w+/)?[123]\.0")


def recognises(source: Source) -> int:
    """By the root and its namespaces: a city, a collection of features of CityGML, or one such object."""
    xml = xml_head(source.head)
    if xml is None:
        return NO
    if xml.doctype:
        return SURELY if xml.doctype == "CityModel" or _SPACE.search(xml.text) else NO
    if xml.root == "CityModel":
        return SURELY
    return SURELY if _OBJECT_SPACE.search(xml.start) and xml.root != "schema" else NO


def read(source: Source, answers: Answers) -> Content:
    """A layer of each kind of object, with outlines, heights and the file's own attributes.

    Raises:
        UserError: the file is damaged or hostile.
    """
    from lxml import etree

    from gis.city.citygml_objects import model_of
    from gis.city.footprints import outlines
    from gis.city.tables import findings_of, layers_of

    refuse_doctype(xml_head(source.head), source.shown)
    try:
        model = model_of(source.file)
    except etree.XMLSyntaxError as error:
        raise UserError(
            source.shown,
            tr("The XML is damaged or cut off ({why}).", why=" ".join(str(error).split())[:200]),
            remedy=tr("Copy or download it again."),
        ) from None
    faces, odd = _placed(model.gathering.faces(), model)
    crs = model.place.crs
    found = outlines(faces, len(model.objects), degrees=crs is not None and crs.is_geographic)
    layers = layers_of(model.objects, found, crs, model.place.z_unit_m)
    said = [*findings_of(layers, model.gathering.lost, model.groups, source.shown), *_findings(model, odd, source)]
    return Content(layers, findings=tuple(said))


def _placed(faces: Faces, model: Model) -> tuple[Faces, bool]:
    """The faces with east before north, and whether their order is other than the system's name promises."""
    import numpy as np

    from gis.city.faces import on_earth
    from gis.city.reference import is_swapped

    lines = [line for one in model.objects for line in one.lines]
    known = np.concatenate([faces.corners, *lines])
    north_first, odd = is_swapped(model.place, known[on_earth(known)])
    if not north_first:
        return faces, odd
    _turn(model.objects)
    return replace(faces, corners=faces.corners[:, [1, 0, 2]]), odd


def _turn(objects: Sequence[CityObject]) -> None:
    for one in objects:
        one.lines = [line[:, [1, 0, 2]] for line in one.lines]


def _findings(model: Model, odd: bool, source: Source) -> Iterator[Finding]:
    if odd:
        what = tr("The axes stand in the other order than '{name}' promises.", name=model.named[:80])
        expected = tr("They were exchanged, for only so the objects lie where that system is used.")
        yield Finding("warning", source.shown, what, expected)
    if model.named and model.place.crs is None:
        what = tr("The coordinate system '{name}' is not known.", name=model.named[:80])
        yield Finding("warning", source.shown, what, remedy=tr("Name it yourself, for example --crs EPSG:28992."))
