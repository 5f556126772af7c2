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
    below_share: float


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
class InfillRules:
    """How the odd corners that rows leave are built up; `shares` of a row building's width and depth."""

    shares: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    least_depth_m: float
    edge_m: float
    floors_less: int


@dataclass(frozen=True, slots=True)
class LawnRules:
    """Lawns, the paths through them, plazas."""

    from_edge_m: float
    from_wall_m: float
    strip_m: tuple[float, float]
    narrowest_m: float
    strip_narrowest_m: float
    smallest_m2: float
    from_lane_m: float
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
    below_m2: float


@dataclass(frozen=True, slots=True)
class LaneRules:
    """Inner streets of plots: widths, distances, and what makes one way better than another."""

    from_m2: float
    service_m: float
    fire_m: float
    from_wall_m: float
    from_edge_m: float
    corner_radius_m: float
    reach_m: float
    loop_m: float
    dead_end_m: float
    turning_m: float
    keep_off: float
    turn_m: float
    ring_from_m2: float
    edge: float
    aside: float
    least_room_m: float
    most_room_m: float


@dataclass(frozen=True, slots=True)
class GateRules:
    """Where plots meet streets."""

    from_corner_m: float
    apart_m: float
    every_m: float
    second_from_m2: float


@dataclass(frozen=True, slots=True)
class RampRules:
    """Ramps down to parking below ground."""

    width_m: float
    length_m: float
    from_wall_m: float
    second_from_m2: float
    apart_m: float


@dataclass(frozen=True, slots=True)
class EntranceRules:
    """Doors and the footpaths to them."""

    least_wall_m: float
    street_m: float
    path_m: float
    longest_path_m: float


@dataclass(frozen=True, slots=True)
class BayRules:
    """Parking beside lanes."""

    length_m: float
    width_m: float
    most_in_row: int
    least_in_row: int
    from_junction_m: float
    share: float


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
    from_lane_m: float
    from_water_m: float


@dataclass(frozen=True, slots=True)
class LevelRules:
    """Grades of streets, terraces of plots; `most_pct` by the road's class."""

    station_m: float
    smooth_m: float
    least_pct: float
    most_pct: dict[str, float]
    shared_edge_m: float
    fall_m: float
    terrace_m: float
    above_street_m: float
    near_gate_m: float
    clear_m: float
    step_m: float
    ramp_pct: float
    ramp_width_m: float


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
    infill: InfillRules
    lawn: LawnRules
    parking: ParkingRules
    lane: LaneRules
    gate: GateRules
    ramp: RampRules
    entrance: EntranceRules
    bay: BayRules
    zone: ZoneRules
    tree: TreeRules
    levels: LevelRules

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
