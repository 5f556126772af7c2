"""A layout is called what it is: drafted, imported, or both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gis.origin import origin_of, place_origin
from gis.place import Provenance
from gis.prepare import prepare
from tests.tiny import tiny_place


@pytest.mark.parametrize(
    ("provenances", "origin"),
    [
        (("synthetic", "published"), "drafted"),
        (("imported", "imported"), "imported"),
        (("imported", "synthetic"), "mixed"),
        (("published", "imported"), "mixed"),
        ((), "drafted"),
    ],
)
def test_the_buildings_say_whose_a_layout_is(provenances: tuple[str, ...], origin: str) -> None:
    assert origin_of(provenances) == origin


def test_imported_houses_on_drafted_land_are_a_mixture() -> None:
    """And a place that is ready to draw knows whose it is."""
    place = tiny_place()
    imported = Provenance("imported")
    parks = tuple(
        replace(park, buildings=[replace(one, provenance=imported) for one in park.buildings]) for park in place.parks
    )
    assert place_origin(place) == prepare(place).origin == "drafted"
    assert place_origin(replace(place, parks=parks)) == "mixed"
