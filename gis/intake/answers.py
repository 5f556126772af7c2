"""What the user answered to the questions that a file leaves open: one flag of the command line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

KINDS: Final = (
    "site", "zones", "parcels", "buildings", "roads", "lanes", "paths", "parking", "squares", "greens", "water",
    "trees", "places", "stops", "terrain", "imagery", "other",
)  # fmt: skip
"""What a layer can be taken for; "other" is reported and not imported."""

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_MAPS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """Every answer is optional; an empty one means that the question was not answered.

    crs: "EPSG:4549", "4549", WKT, "GCJ-02", "BD-09" or "local" (metres of a grid that `points` place) for the layers
        that declare none or one that cannot be true. `layer_crs` says it for single layers by name.
    encoding: of text that does not say its own ("gb18030", "big5" ...).
    layers: the names of the layers to take; all if empty.
    kinds: layer name to one of `KINDS`, where the program guesses wrongly.
    mapping: layer name ("*" for all) to {column of the park's schema: field of the file, "" for none}.
    units: of drawings without a unit: "m", "mm", "cm", "km", "ft", "in".
    points: two or more pairs ((x, y) in the drawing, (x, y) on Earth in `crs`) that place a drawing.
    axes: "as-is" or "swapped", where the order of the coordinates is in doubt.
    tolerance_m: the most that a flattened curve leaves its true course.
    """

    crs: str = ""
    layer_crs: Mapping[str, str] = field(default_factory=lambda: _NONE)
    encoding: str = ""
    layers: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=lambda: _NONE)
    mapping: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_MAPS)
    units: str = ""
    points: tuple[tuple[tuple[float, float], tuple[float, float]], ...] = ()
    axes: str = ""
    tolerance_m: float = 0.05

    def takes(self, layer: str) -> bool:
        """Whether the user wants the layer of this name."""
        return not self.layers or layer in self.layers

    def crs_of(self, layer: str) -> str:
        """The answered reference system of a layer, "" if none was answered."""
        return self.layer_crs.get(layer, self.crs)

    def fields_of(self, layer: str) -> dict[str, str]:
        """The answered mapping of a layer, column of the schema to field of the file."""
        return {**self.mapping.get("*", {}), **self.mapping.get(layer, {})}

    def to_json(self) -> dict[str, Any]:
        """Plain types, for another process or a file."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        plain["mapping"] = {layer: dict(fields) for layer, fields in self.mapping.items()}
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in plain.items()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Answers:
        """The answers that `to_json` made plain."""
        points = tuple(((x, y), (east, north)) for (x, y), (east, north) in plain.get("points", ()))
        return cls(**{**plain, "layers": tuple(plain.get("layers", ())), "points": points})
