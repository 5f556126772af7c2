"""What a KML placemark says beside its geometry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gis.intake.reading.kml_shapes import child_text, children, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_OWN: Final = {"name": "Name", "description": "description", "address": "address", "phoneNumber": "phoneNumber"}
_WHOLE: Final = frozenset({"int", "uint", "short", "ushort", "integer", "long"})
_NUMBERS: Final = frozenset({"float", "double"})


def fields_of(placemark: _Element, types: dict[str, str]) -> dict[str, Any]:
    """Its id, name and description, its times, and every field of its extended data, numbers where `types` says so."""
    fields: dict[str, Any] = {"id": placemark.get("id")} if placemark.get("id") else {}
    fields |= {ours: text for theirs, ours in _OWN.items() if (text := child_text(placemark, theirs))}
    for time in (*children(placemark, "TimeStamp"), *children(placemark, "TimeSpan")):
        fields |= {local(one): (one.text or "").strip() for one in time if local(one) in ("when", "begin", "end")}
    # A placemark of a schema's own kind has its fields beside its shape.
    fields |= {
        name: _typed((one.text or "").strip(), types[name]) for one in placemark if (name := local(one)) in types
    }
    for extended in children(placemark, "ExtendedData"):
        for one in extended:
            fields |= _extended(one, types)
    return fields


def _extended(element: _Element, types: dict[str, str]) -> dict[str, Any]:
    name = local(element)
    if name == "Data":
        return {element.get("name") or "Data": child_text(element, "value")}
    if name != "SchemaData":
        return {name: "".join(element.itertext()).strip()} if name else {}
    found: dict[str, Any] = {}
    for one in element:
        field = one.get("name") or local(one)
        if local(one) == "SimpleData":
            found[field] = _typed("".join(one.itertext()).strip(), types.get(field, ""))
        elif local(one) == "SimpleArrayData":
            found[field] = json.dumps([(value.text or "").strip() for value in one], ensure_ascii=False)
    return found


def _typed(text: str, kind: str) -> Any:
    try:
        if kind in _WHOLE:
            return int(text)
        return float(text) if kind in _NUMBERS else text
    except ValueError:
        return text or None
