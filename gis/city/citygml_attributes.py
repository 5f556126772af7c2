"""What an element of CityGML says of itself besides its shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gis.city.citygml_shapes import local
from gis.city.kinds import as_number, unit_m

_GENERIC: Final = frozenset(
    {
        "stringAttribute", "intAttribute", "doubleAttribute", "dateAttribute", "uriAttribute", "measureAttribute",
        "StringAttribute", "IntAttribute", "DoubleAttribute", "DateAttribute", "UriAttribute", "MeasureAttribute",
        "CodeAttribute",
    }
)  # fmt: skip
_HOLDERS: Final = frozenset({"genericAttribute", "genericAttributeSet", "GenericAttributeSet"})
_MEASURES: Final = frozenset({"measuredHeight", "height"})


def attributes_of(element: Any) -> dict[str, Any]:
    """Name to text of plain and generic properties, the first of several; lengths with a unit in metres."""
    found: dict[str, Any] = {}
    for name, value in _stated(element):
        if value:
            found.setdefault(name, value)
    return found


def _stated(element: Any) -> Iterator[tuple[str, Any]]:
    for child in element:
        name = local(child.tag)
        if name in _HOLDERS:
            yield from _stated(child)
        elif name in _GENERIC:
            yield _generic(child)
        elif name == "height" and len(child):
            yield name, _height_of(child)
        elif not len(child):
            yield name, _value(child) if name in _MEASURES else (child.text or "").strip()


def _generic(element: Any) -> tuple[str, Any]:
    inside = {local(child.tag): child for child in element}
    name = element.get("name") or (inside["name"].text if "name" in inside else "")
    return str(name or ""), _value(inside["value"]) if name and "value" in inside else ""


def _value(element: Any) -> Any:
    """The text, or the number in metres if a unit of length other than metres is given."""
    text = (element.text or "").strip()
    factor = unit_m(element.get("uom") or "")
    number = as_number(text) if factor != 1.0 else None
    return number * factor if number is not None else text


def _height_of(element: Any) -> Any:
    """The value of a height of CityGML 3, which also says from where to where it goes."""
    return next((_value(child) for child in element.iter() if local(child.tag) == "value"), "")
