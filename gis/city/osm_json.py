"""The elements in the JSON that Overpass answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from gis.city import osm_tags
from gis.city.osm_elements import Elements, Node, Position, Relation, Way, is_area, is_wanted


def elements_of_json(documents: Iterable[Any]) -> Elements:
    """The elements of Overpass's JSON, with positions inline or in nodes of their own; all else is skipped."""
    given = [one for document in documents for one in _members(document) if isinstance(one.get("id"), int)]
    found = Elements()
    places = {one["id"]: place for one in given if one.get("type") == "node" and (place := _position(one))}
    take: dict[str, Callable[[Mapping[str, Any]], None]] = {
        "node": lambda one: _take_node(one, found, places),
        "way": lambda one: _take_way(one, found, places),
        "relation": lambda one: _take_relation(one, found),
    }
    for one in given:
        if (kind := one.get("type")) in take:
            take[str(kind)](one)
    wanted = {ref for relation in found.relations.values() for ref in relation.ways}
    for ref in [ref for ref, way in found.ways.items() if ref not in wanted and not is_wanted(way.tags, way.closed)]:
        found.others += bool(found.ways.pop(ref).tags)
    return found


def _members(document: Any) -> list[Mapping[str, Any]]:
    members = document.get("elements") if isinstance(document, dict) else None
    return [one for one in members if isinstance(one, dict)] if isinstance(members, list) else []


def _position(place: Any) -> Position | None:
    longitude, latitude = (place.get("lon"), place.get("lat")) if isinstance(place, dict) else (None, None)
    numbers = isinstance(longitude, int | float) and isinstance(latitude, int | float)
    return (float(longitude), float(latitude)) if numbers else None  # type: ignore[arg-type]


def _tags(one: Mapping[str, Any]) -> dict[str, str]:
    tags = one.get("tags")
    return {str(key): str(value) for key, value in tags.items()} if isinstance(tags, dict) else {}


def _take_node(one: Mapping[str, Any], found: Elements, places: Mapping[int, Position]) -> None:
    tags = _tags(one)
    if osm_tags.kind_of_node(tags):
        found.nodes[one["id"]] = Node(tags, places.get(one["id"]))
    else:
        found.others += bool(tags)


def _take_way(one: Mapping[str, Any], found: Elements, places: Mapping[int, Position]) -> None:
    inline = one.get("geometry")
    course = [_position(place) for place in inline] if isinstance(inline, list) else []
    refs = one.get("nodes")
    refs = [ref for ref in refs if isinstance(ref, int)] if isinstance(refs, list) else []
    if not refs and course:
        # Members of areas come without ids of their nodes: equal places are equal nodes.
        refs = [_name_of(place) for place in course]
    if len(course) != len(refs):
        course = [places.get(ref) for ref in refs]
    if refs and (one["id"] not in found.ways or _tags(one)):
        rows = np.array([place or (np.nan, np.nan) for place in course])
        found.ways[one["id"]] = Way(_tags(one), refs[0], refs[-1], rows)


def _name_of(place: Position | None) -> int:
    """A number for a place, equal for equal ones."""
    return hash((round(place[0] * 1e7), round(place[1] * 1e7))) if place else 0


def _take_relation(one: Mapping[str, Any], found: Elements) -> None:
    tags = _tags(one)
    members = [member for member in one.get("members") or () if isinstance(member, dict)]
    ways = [member for member in members if member.get("type") == "way" and isinstance(member.get("ref"), int)]
    if not is_area(tags):
        found.others += bool(tags)
        return
    found.relations[one["id"]] = Relation(tags, [way["ref"] for way in ways])
    for way in ways:
        if way["ref"] not in found.ways and isinstance(way.get("geometry"), list):
            _take_way({"id": way["ref"], "geometry": way["geometry"]}, found, {})
