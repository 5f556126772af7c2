"""The rules by which a plan is expanded (assets/plans/rules.toml), as frozen types; a plan may replace any of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gis.assets import asset
from gis.generate.settings import settings

SHIPPED: Final = ("plans", "rules.toml")
"""The asset that holds the rules of plans that replace none."""


@dataclass(frozen=True, slots=True)
class Archetype:
    """A sort of building: its usual size, its storey, how it is drawn; `use` replaces the parcel's use."""

    width_m: float
    depth_m: float
    floors: int
    floor_height_m: float
    style: str
    use: str | None = None


@dataclass(frozen=True, slots=True)
class RoadClass:
    """Width of the reserve and lanes in both directions."""

    width_m: float
    lanes: int


@dataclass(frozen=True, slots=True)
class StreetRules:
    """Kerbs, bends and trees of streets."""

    corner_radius_m: float
    bend_radius_m: float
    tree_spacing_m: float
    tree_from_kerb_m: float
    median_from_m: float
    median_offset_m: float


@dataclass(frozen=True, slots=True)
class UseRules:
    """What a parcel's use asks for."""

    setback_m: float
    parking_per_100_m2: float
    paved_yard: bool


@dataclass(frozen=True, slots=True)
class BuildingRules:
    """Limits and tolerances of placed buildings."""

    height_limit_m: float
    wing_m: float
    from_edge_m: float
    podium_from_edge_m: float
    slide_m: float
    court_margin_m: float


@dataclass(frozen=True, slots=True)
class RowRules:
    """How rows of buildings fill a plot."""

    gap_m: float
    row_gap_m: float
    stretch: float
    filling: float
    tolerance_m: float
    loose: float
    loosened: float


@dataclass(frozen=True, slots=True)
class PerimeterRules:
    """How slabs follow the edges of a plot."""

    gap_m: float
    edge_m: float
    slab_m: float
    filling: float


@dataclass(frozen=True, slots=True)
class LawnRules:
    """Lawns, the paths through them, plazas."""

    from_edge_m: float
    from_wall_m: float
    strip_m: tuple[float, float]
    narrowest_m: float
    strip_narrowest_m: float
    smallest_m2: float
    path_m: float
    path_grid_m: float
    path_from_edge_m: tuple[float, float]
    smallest_plaza_m2: float


@dataclass(frozen=True, slots=True)
class ParkingRules:
    """Parking on the ground."""

    from_wall_m: float
    smallest_m2: float
    space_m2: float


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """How zones are outlined."""

    gap_m: float


@dataclass(frozen=True, slots=True)
class TreeRules:
    """Where trees stand, and how close; `spacing_m` by the kind of green."""

    spacing_m: dict[str, float]
    jitter: float
    edge_spacing_m: float
    edge_m: float
    garden_spacing_m: float
    garden_jitter: float
    garden_share: float
    garden_from_m2: float
    from_lawn_edge_m: float
    from_wall_m: float
    from_water_m: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule, under the names of the file."""

    archetype: dict[str, Archetype]
    road_class: dict[str, RoadClass]
    street: StreetRules
    use: dict[str, UseRules]
    building: BuildingRules
    rows: RowRules
    perimeter: PerimeterRules
    lawn: LawnRules
    parking: ParkingRules
    zone: ZoneRules
    tree: TreeRules

    def of_use(self, use: str) -> UseRules:
        """The rules for parcels of this use."""
        return self.use.get(use, self.use["usual"])


def rules(replaced: Mapping[str, Any] | None = None, where: str = "rules") -> Rules:
    """The shipped rules with those `replaced` that a plan names; `where` is what an error calls the plan.

    Raises:
        UserError: a name that is no rule, a value of the wrong sort, or below what it may be.
    """
    tables = _merged(shipped(), replaced or {})
    usual = tables["use"]["usual"]
    tables["use"] = {name: {**usual, **own} if isinstance(own, dict) else own for name, own in tables["use"].items()}
    return settings(Rules, tables, where)


def shipped() -> dict[str, Any]:
    """The tables of the shipped file."""
    return tomllib.loads(Path(asset(*SHIPPED)).read_text(encoding="utf-8"))


def _merged(tables: Mapping[str, Any], replaced: Mapping[str, Any]) -> dict[str, Any]:
    """`tables` with the values of `replaced` in their place, table by table."""
    merged = dict(tables)
    for name, value in replaced.items():
        ours = merged.get(name)
        merged[name] = _merged(ours, value) if isinstance(ours, dict) and isinstance(value, dict) else value
    return merged
