"""Whose a layout is: drafted for illustration, imported from the files of planners, or a mixture of both."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from gis.building_columns import all_columns

if TYPE_CHECKING:
    from gis.place import Place


def origin_of(provenances: Iterable[str]) -> str:
    """ "drafted", "imported" or "mixed", by where the features of a layout come from ("imported" or another word).

    What follows a published figure is drafted too: no footprint is published.
    """
    imported = {provenance == "imported" for provenance in provenances}
    if imported == {True, False}:
        return "mixed"
    return "imported" if True in imported else "drafted"


def place_origin(place: Place) -> str:
    """`origin_of` all sites, zones, parcels and buildings of `place`: imported houses on drafted land are a mixture."""
    sites = [site.provenance for park in place.parks for site in park.sites]
    zones = [zone.provenance for park in place.parks for zone in park.zones]
    parcels = [parcel.provenance for parcel in place.parcels()]
    told = chain(sites, zones, parcels, all_columns(place).provenance)
    return origin_of(provenance.kind for provenance in told)
