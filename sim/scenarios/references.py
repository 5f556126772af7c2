"""What a scenario names in the parks: zones, parcels and buildings that must be there for its figures to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gis.errors import UserError
from gis.park_files import shipped_parks
from gis.place import Park, Place
from gis.text import tr
from sim.scenario import Scenario


def check_references(place: Place, scenario: Scenario) -> None:
    """Refuse a scenario that speaks of something that the loaded parks lack; it would be passed over in silence.

    What it says of a shipped park that is not loaded is let pass.

    Raises:
        UserError: all names that are in no layer of their park, or a park that nobody knows.
    """
    missing = list(_missing(place, scenario))
    if missing:
        raise UserError(
            tr("scenario '{id}'", id=scenario.id),
            tr("{defects}.", defects=tr("; ").join(missing)),
            remedy=tr("Mend these names, or write a scenario without these entries."),
        )


def _missing(place: Place, scenario: Scenario) -> Iterator[str]:
    parks = {park.id: park for park in place.parks}
    for path, park_id, layer, names in _references(scenario):
        if park_id in parks:
            there = _ids(parks[park_id], layer)
            for name in names:
                if name not in there:
                    yield tr("{path}: park '{park}' has no '{name}' in its {layer}", path=path, park=park_id, name=name,
                             layer=layer)  # fmt: skip
        elif park_id not in shipped_parks():
            yield tr("{path}: there is no park '{park}'", path=path, park=park_id)


def _references(scenario: Scenario) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    """Path of each entry, its park, and the layer in which the names stand."""
    for opening in scenario.openings:
        yield f"opening.{opening.id}", opening.park, "parcels", ()
    for anchor in scenario.anchors:
        yield f"anchor.{anchor.id}", anchor.park, "parcels", ()
    for departure in scenario.departures:
        yield f"departure.{departure.id}", departure.park, "parcels", ()
    for owner in scenario.owners:
        yield f"owner.{owner.id}.zones", owner.park, "zones", owner.zones
        yield f"owner.{owner.id}.parcels", owner.park, "parcels", owner.parcels
    for centre in scenario.centres:
        yield f"centre.{centre.id}.parcel", centre.park, "parcels", (centre.parcel,)
    for dated in scenario.dated:
        yield f"dated.{dated.parcel}.parcel", dated.park, "parcels", (dated.parcel,)
        yield f"dated.{dated.parcel}.first", dated.park, "buildings", dated.first


def _ids(park: Park, layer: str) -> set[str]:
    if layer == "zones":
        return {zone.id for zone in park.zones}
    if layer == "parcels":
        return {parcel.id for parcel in park.parcels}
    return {building.id for building in park.buildings}
