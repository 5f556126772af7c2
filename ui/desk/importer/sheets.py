"""What the map can show of the files: everything whose place is known together, and each other layer by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gis.text import tr
from ui.desk.importer.names import level_look
from ui.desk.importer.sheet import Drawn, Sheet, Spot, spots_of
from ui.desk.importer.state import FileEntry

EARTH: Final = "earth"
Points = Mapping[str, tuple[float, float]]
_TONES: Final = {level: level_look(level)[1] for level in ("error", "ask", "warning", "note")}


def sheets(files: Sequence[FileEntry], points: Mapping[str, Points]) -> dict[str, tuple[str, Sheet]]:
    """Key to name and sheet, the placed ones first; `points` are those picked so far, by sheet."""
    made: dict[str, tuple[str, Sheet]] = {}
    earth = _earth(files)
    if earth.layers:
        made[EARTH] = (tr("Everything that is placed"), earth)
    for entry in files:
        for layer in entry.layers:
            if not layer["placed"] and layer["name"] not in entry.left_out:
                key = key_of(entry, layer["name"])
                made[key] = (tr("{layer} (place unknown)", layer=layer["name"]),
                             _alone(entry, layer, key, points.get(key, {})))  # fmt: skip
    return made


def key_of(entry: FileEntry, layer: str) -> str:
    """The sheet of a layer whose place is unknown."""
    return f"{entry.path}\n{layer}"


def _earth(files: Sequence[FileEntry]) -> Sheet:
    layers: list[Drawn] = []
    spots: tuple[Spot, ...] = ()
    reference = None
    for entry in files:
        placed = {layer["name"] for layer in entry.layers if layer["placed"] and layer["name"] not in entry.left_out}
        layers += [Drawn(la["kind"], entry.shape(la)) for la in entry.layers if la["name"] in placed]
        spots += spots_of([finding for finding in entry.findings if finding["layer"] in placed], _TONES)
        reference = reference or (entry.shapes.get("reference") if placed else None)
    if reference is not None and layers:
        layers.append(Drawn("site", reference, faint=True))
    return Sheet(EARTH, tuple(layers), spots)


def _alone(entry: FileEntry, layer: Mapping[str, Any], key: str, points: Points) -> Sheet:
    east, north = layer["origin"]
    return Sheet(
        key, (Drawn(layer["kind"], entry.shape(layer)),),
        spots_of([finding for finding in entry.findings if finding["layer"] == layer["name"]], _TONES),
        tr("Place unknown: drawn in the file's own numbers."), 0.0, (east, north),
        tuple((x, y, name) for name, (x, y) in points.items()),
    )  # fmt: skip
