"""The floor of a place as the model sees it: what can be let, to whom it belongs, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.place import Building, Place
from gis.text import Name
from sim.scenario import Scenario

WORKSPACE_USES: Final = ("office", "software", "rnd", "industrial", "commercial")
"""Floor that enterprises take. Housing, dormitories, shops, services, culture, utilities and data halls are not let
to them and count in built floor only."""

_FIT_OUT: Final[Mapping[str, str]] = {
    "industrial": "hall", "utility": "hall", "compute": "datahall", "culture": "exhibition", "theme_park": "exhibition",
    "residential": "dormitory", "dormitory": "dormitory", "housing": "dormitory",
}  # fmt: skip
_TOWER_FLOORS = 8


@dataclass(frozen=True, slots=True)
class Stock:
    """Columns follow the place's buildings. Floor areas are whole square metres."""

    buildings: tuple[Building, ...]
    parks: tuple[str, ...]
    park: NDArray[np.int32]
    """Index into `parks`."""
    gfa_m2: NDArray[np.float64]
    lettable_m2: NDArray[np.int64]
    rent: NDArray[np.float64]
    """CNY per m2 and day at the start."""
    hall: NDArray[np.bool_]
    """Factory floor rather than offices and laboratories."""
    xy_m: NDArray[np.float64]
    owner: tuple[str, ...]
    """Id of the named enterprise that uses the building as its own, or ""."""
    zone: tuple[str, ...]
    zone_names: Mapping[str, Mapping[str, Name]]
    """Names of a park's zones by id."""
    wing: NDArray[np.bool_]
    """Stands on the campus of an owner, outside the park's core."""

    def of_park(self, park: str) -> NDArray[np.bool_]:
        """Which buildings belong to `park`."""
        return np.asarray(self.park == self.parks.index(park))

    def park_is(self, park: str) -> NDArray[np.bool_]:
        """As `of_park`, and none where there is no such park."""
        return self.of_park(park) if park in self.parks else np.zeros(len(self.park), dtype=bool)


def fit_out(building: Building) -> str:
    """How a building is fitted out: "office", "hall", "dormitory", "datahall" or "exhibition"."""
    return _FIT_OUT.get(building.use, "office")


def rises_as_tower(building: Building) -> bool:
    """Whether it is built floor by floor over deep foundations, rather than in large plates."""
    return building.floors >= _TOWER_FLOORS or fit_out(building) in ("office", "dormitory")


def stock_of(place: Place, scenario: Scenario) -> Stock:
    """The stock of `place` under the scenario's shares and rents."""
    buildings = place.buildings
    rules = scenario.stock
    parks = tuple(park.id for park in place.parks)
    hall = np.array([building.use == "industrial" for building in buildings], dtype=bool)
    let = np.array([building.use in WORKSPACE_USES for building in buildings], dtype=bool)
    gfa_m2 = np.array([building.gfa_m2 for building in buildings], dtype=np.float64)
    share = np.where(hall, rules.lettable_share_hall, rules.lettable_share) * let
    centres = [building.footprint.centroid for building in buildings]
    stock = Stock(
        buildings=buildings,
        parks=parks,
        park=np.array([parks.index(building.park) for building in buildings], dtype=np.int32),
        gfa_m2=gfa_m2,
        lettable_m2=np.floor(gfa_m2 * share).astype(np.int64),
        rent=np.where(hall, rules.rent_hall, rules.rent_office),
        hall=hall,
        xy_m=np.array([(point.x, point.y) for point in centres], dtype=np.float64).reshape(-1, 2),
        zone=tuple(building.zone for building in buildings),
        zone_names={park.id: {zone.id: zone.name for zone in park.zones} for park in place.parks},
        owner=tuple(_owner(building, scenario) for building in buildings),
        wing=np.array([_on_wing(building, scenario) for building in buildings], dtype=bool),
    )
    for array in (stock.park, stock.gfa_m2, stock.lettable_m2, stock.rent, stock.hall, stock.xy_m, stock.wing):
        array.flags.writeable = False
    return stock


def _owner(building: Building, scenario: Scenario) -> str:
    if building.use not in WORKSPACE_USES:
        return ""
    for owner in scenario.owners:
        if owner.park == building.park and (building.zone in owner.zones or building.parcel in owner.parcels):
            return owner.id
    return ""


def _on_wing(building: Building, scenario: Scenario) -> bool:
    return any(owner.park == building.park and building.zone in owner.zones for owner in scenario.owners)
