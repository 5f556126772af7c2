"""The elements of OpenStreetMap files, whichever way they are written down: tagged nodes, ways with their course,
relations that are areas.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.city import osm_tags

Position = tuple[float, float]


@dataclass(slots=True)
class Node:
    """A tagged node; `position` is (longitude, latitude)."""

    tags: Mapping[str, str]
    position: Position | None


@dataclass(slots=True)
class Way:
    """A way: the ids of its ends, and the positions of its nodes (N, 2), NaN for a node that the file does not hold."""

    tags: Mapping[str, str]
    first: int
    last: int
    course: NDArray[np.float64]

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return len(self.course) > 3 and self.first == self.last

    @property
    def whole(self) -> bool:
        """Whether the file holds all its nodes."""
        return bool(np.isfinite(self.course).all())


@dataclass(slots=True)
class Relation:
    """A relation that is an area, of the ways of these ids."""

    tags: Mapping[str, str]
    ways: list[int]


@dataclass(slots=True)
class Elements:
    """What of a file can become features, by id. `others` counts tagged objects that belong to no layer, `deleted`
    those marked so; `history` says that objects come in several versions, `mended` that the file had to be mended.
    """

    nodes: dict[int, Node] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    others: int = 0
    deleted: int = 0
    history: bool = False
    mended: bool = False


def is_area(tags: Mapping[str, str]) -> bool:
    """Whether a relation is an area that can become a feature or tells something of one."""
    return tags.get("type") == "multipolygon" and bool(osm_tags.kind_of_area(tags) or osm_tags.is_part(tags))


def is_wanted(tags: Mapping[str, str], closed: bool) -> bool:
    """Whether a way can become a feature or tells something of one."""
    return bool(tags) and (bool(osm_tags.kind_of_way(tags, closed)) or osm_tags.is_part(tags))


def elements_of(file: Path, form: str, history: bool = False) -> Elements:
    """The elements of a file that osmium reads, in whatever order they stand; `form` is "pbf", "osm" or "opl".

    Raises:
        RuntimeError: the file is damaged.
    """
    import osmium

    found = Elements(
        history=history or osmium.io.Reader(osmium.io.File(file, form)).header().has_multiple_object_versions
    )
    newest: dict[tuple[str, int], int] = {}
    places = _Places(file, form, found, newest)
    members = _relations(file, form, found, newest)
    _ways(file, form, found, newest, members, places)
    return found


def _newer(newest: dict[tuple[str, int], int], one: Any, store: dict[int, Any], found: Elements) -> bool:
    """Whether this version of an object counts: the newest one, if it is not marked as deleted."""
    key = (one.type_str(), one.id)
    before = newest.get(key)
    if before is not None and one.version <= before:
        return False
    newest[key] = one.version
    if one.visible and not one.deleted:
        return True
    store.pop(one.id, None)
    found.deleted += 1
    return False


class _Places:
    """Where the nodes are. osmium's index holds those of usual ids; those of editors' new objects (ids below 0) and
    of histories, where the newest version counts, stand apart.
    """

    def __init__(self, file: Path, form: str, found: Elements, newest: dict[tuple[str, int], int]) -> None:
        import osmium

        self.apart: dict[int, Position] = {}
        self.index = osmium.NodeLocationsForWays(osmium.index.create_map("flex_mem"))
        self.index.ignore_errors()
        reader = osmium.FileProcessor(osmium.io.File(file, form), osmium.osm.NODE).with_filter(self.index)
        odd = found.history or (form != "pbf" and _has_new_ids(file))
        for node in reader if odd else reader.with_filter(osmium.filter.EmptyTagFilter()):
            self._take(node, found, newest, odd)

    def _take(self, node: Any, found: Elements, newest: dict[tuple[str, int], int], odd: bool) -> None:
        position = (node.lon, node.lat) if node.location.valid() else None
        if not (found.history or node.tags) or not _newer(newest, node, found.nodes, found):
            if odd and position and not found.history:
                self.apart[node.id] = position
            return
        if odd and position:
            self.apart[node.id] = position
        tags = dict(node.tags)
        if osm_tags.kind_of_node(tags):
            found.nodes[node.id] = Node(tags, position)
        elif tags:
            found.others += 1


def _has_new_ids(file: Path) -> bool:
    """Whether a text file holds ids below 0."""
    with file.open("rb") as opened:
        before = b""
        while block := opened.read(1 << 20):
            if b'id="-' in before + block or b"id='-" in before + block or b"n-" in before + block:
                return True
            before = block[-8:]
    return False


def _relations(file: Path, form: str, found: Elements, newest: dict[tuple[str, int], int]) -> set[int]:
    """The ids of the ways that areas are made of."""
    import osmium

    members: set[int] = set()
    relation: Any
    for relation in osmium.FileProcessor(osmium.io.File(file, form), osmium.osm.RELATION):
        if not _newer(newest, relation, found.relations, found):
            continue
        tags = dict(relation.tags)
        if not is_area(tags):
            found.others += bool(tags)
            continue
        ways = [member.ref for member in relation.members if member.type == "w"]
        found.relations[relation.id] = Relation(tags, ways)
        members.update(ways)
    return members


def _ways(
    file: Path, form: str, found: Elements, newest: dict[tuple[str, int], int], members: set[int], places: _Places
) -> None:
    import osmium

    apart = places.apart
    gaps: set[int] = set()
    factory = osmium.geom.WKBFactory()
    way: Any
    for way in osmium.FileProcessor(osmium.io.File(file, form), osmium.osm.WAY).with_filter(places.index):
        member = way.id in members
        if not (member or way.tags or found.history) or not _newer(newest, way, found.ways, found):
            continue
        tags = dict(way.tags)
        if not member and not is_wanted(tags, way.is_closed()):
            found.others += bool(tags)
            continue
        nodes = way.nodes
        if not len(nodes):
            found.others += bool(tags)
            continue
        one = Way(tags, nodes[0].ref, nodes[-1].ref, _course(way, apart, factory))
        found.ways[way.id] = one
        if form == "osm" and not one.whole:
            gaps.add(way.id)
    if gaps:
        _inline(file, form, found, gaps)


def _course(way: Any, apart: Mapping[int, Position], factory: Any) -> NDArray[np.float64]:
    """The positions of a way's nodes; osmium's own way of writing them down is the fast one, but knows no gaps."""
    import osmium

    if not apart:
        with contextlib.suppress(osmium.InvalidLocationError, RuntimeError, ValueError):
            # After 9 bytes of what it is and how long: byte order, type, count.
            return np.frombuffer(
                bytes.fromhex(factory.create_linestring(way, osmium.geom.ALL)), np.float64, offset=9
            ).reshape(-1, 2)
    course = np.full((len(way.nodes), 2), np.nan)
    for row, node in enumerate(way.nodes):
        if node.ref in apart:
            course[row] = apart[node.ref]
        elif node.location.valid():
            course[row] = node.lon, node.lat
    return course


def _inline(file: Path, form: str, found: Elements, gaps: set[int]) -> None:
    """Some services write the positions into the ways and leave the nodes out."""
    import osmium

    factory = osmium.geom.WKBFactory()
    way: Any
    for way in osmium.FileProcessor(osmium.io.File(file, form), osmium.osm.WAY):
        if way.id in gaps and len(way.nodes) == len(found.ways[way.id].course):
            one = found.ways[way.id]
            one.course = np.where(np.isfinite(one.course), one.course, _course(way, {}, factory))
