"""OpenStreetMap's XML as services and editors write it, brought to the form that its standard reader accepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import quoteattr

MOST_BYTES: Final = 200_000_000
_VERSIONS: Final = ("", "0.6")
_LARGEST_ID: Final = 1 << 53
_FIRST_NEW_ID: Final = 1 << 50
"""No node of OpenStreetMap has so high a number yet."""
_MEMBERS: Final = ("node", "way", "relation")


@dataclass(slots=True)
class _Mended:
    nodes: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    drawn: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Ways that only stand, by their positions, among the members of relations."""
    new_id: int = _FIRST_NEW_ID

    def place(self, lat: str, lon: str) -> str:
        self.new_id += 1
        self.nodes.append(f'<node id="{self.new_id}" lat="{lat}" lon="{lon}"/>')
        return f'<nd ref="{self.new_id}"/>'


def mended(file: Path, target: Path) -> bool:
    """Write what `file` says in plain OpenStreetMap XML to `target`; false for a version that is none of today's.

    Its numbers of users and changes are left out, as is what no map has; ways whose course stands in relations, as
    some services write it, become ways.

    Raises:
        lxml.etree.XMLSyntaxError: it is no whole XML.
        ValueError: a position is no number, or nowhere on Earth.
    """
    if file.stat().st_size > MOST_BYTES:
        return False
    found = _Mended()
    with file.open("rb") as opened:
        if not _taken(opened, found):
            return False
    _draw(found)
    lines = (*found.nodes, *found.ways, *found.relations)
    with target.open("w", encoding="utf-8") as written:
        written.writelines(f"{line}\n" for line in ('<osm version="0.6">', *lines, "</osm>"))
    return True


def _taken(opened: BinaryIO, found: _Mended) -> bool:
    from lxml import etree

    depth = 0
    for event, element in etree.iterparse(opened, ("start", "end"), resolve_entities=False, no_network=True):
        depth += 1 if event == "start" else -1
        if event == "start":
            if depth == 1 and element.get("version", "") not in _VERSIONS:
                return False
        elif depth == 1:
            _take(element, found)
            element.clear()
    return True


def _take(element: Any, found: _Mended) -> None:
    number = _id(element.get("id"))
    if number is None:
        return
    more = "".join(
        f" {name}={quoteattr(element.get(name))}" for name in ("version", "visible") if _plain(element, name)
    )
    start, tags = f'id="{number}"{more}', "".join(_tags(element))
    if element.tag == "node":
        place = _place(element)
        there = f' lat="{place[0]}" lon="{place[1]}"' if place else ""
        found.nodes.append(f"<node {start}{there}>{tags}</node>")
    elif element.tag == "way":
        found.known.add(number)
        found.ways.append(f"<way {start}>{''.join(_corners(element, found))}{tags}</way>")
    elif element.tag == "relation":
        found.relations.append(f"<relation {start}>{''.join(_members(element, found))}{tags}</relation>")


def _corners(way: Any, found: _Mended) -> Iterator[str]:
    for corner in way.iterfind("nd"):
        number, place = _id(corner.get("ref")), _place(corner)
        if number is not None:
            there = f' lat="{place[0]}" lon="{place[1]}"' if place else ""
            yield f'<nd ref="{number}"{there}/>'
        elif place:
            yield found.place(*place)


def _members(relation: Any, found: _Mended) -> Iterator[str]:
    for member in relation.iterfind("member"):
        number = _id(member.get("ref"))
        if number is None or member.get("type") not in _MEMBERS:
            continue
        course = [place for corner in member.iterfind("nd") if (place := _place(corner))]
        if course and member.get("type") == "way":
            found.drawn.setdefault(number, course)
        yield f'<member type="{member.get("type")}" ref="{number}" role={quoteattr(member.get("role", ""))}/>'


def _draw(found: _Mended) -> None:
    for number, course in found.drawn.items():
        if number in found.known:
            continue
        corners = {place: found.place(*place) for place in dict.fromkeys(course)}
        found.ways.append(f'<way id="{number}">{"".join(corners[place] for place in course)}</way>')


def _tags(element: Any) -> Iterator[str]:
    for tag in element.iterfind("tag"):
        if (key := tag.get("k")) is not None:
            yield f"<tag k={quoteattr(key)} v={quoteattr(tag.get('v', ''))}/>"


def _id(text: str | None) -> int | None:
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if abs(number) < _LARGEST_ID else None


def _place(element: Any) -> tuple[str, str] | None:
    """Its latitude and longitude, None if it has none.

    Raises:
        ValueError: they are no numbers, or nowhere on Earth.
    """
    if element.get("lat") is None or element.get("lon") is None:
        return None
    lat, lon = float(element.get("lat")), float(element.get("lon"))
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(element.tag)
    return f"{lat:.9f}", f"{lon:.9f}"


def _plain(element: Any, name: str) -> bool:
    value = element.get(name)
    return value in ("true", "false") if name == "visible" else bool(value) and value.isdecimal() and len(value) < 9
