"""What a scenario names must be in the parks: nothing of it is passed over in silence."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from gis.errors import UserError
from gis.place import Place
from gis.text import Name
from sim.scenario import load, shipped
from sim.scenarios.references import check_references
from sim.settings import Departure
from tests.sim.worlds import baseline, changed, parks


@pytest.mark.parametrize("name", list(shipped()))
def test_the_shipped_scenarios_speak_of_what_is_in_the_shipped_parks(name: str) -> None:
    """Every zone, parcel and building."""
    check_references(parks(), load(name))


@pytest.mark.parametrize("part", ["owners", "centres", "dated"])
def test_a_name_that_a_park_lacks_is_refused(part: str) -> None:
    """By the path of the entry, with the park."""
    rows = getattr(baseline(), part)
    field = "zones" if part == "owners" else "parcel"
    other = dataclasses.replace(rows[0], **{field: ("NOWHERE",) if part == "owners" else "NOWHERE"})
    with pytest.raises(UserError, match=r"park 'ai' has no 'NOWHERE'") as refused:
        check_references(parks(), changed(baseline(), **{part: (other, *rows[1:])}))
    assert part.rstrip("s") in str(refused.value)


def test_a_building_that_is_to_be_handed_over_first_must_be_there() -> None:
    """Else a hall would be handed over with the rest, unnoticed."""
    rows = tuple(dataclasses.replace(one, first=("VR-024-1-B99",) if one.first else ()) for one in baseline().dated)
    with pytest.raises(UserError, match="VR-024-1-B99"):
        check_references(parks(), changed(baseline(), dated=rows))


def test_what_is_said_of_a_shipped_park_that_is_not_loaded_is_let_pass() -> None:
    """The baseline serves each park alone, and parks of one's own."""
    for park in parks().parks:
        check_references(Place(parks().frame, (park,), parks().context), baseline())


def test_a_departure_from_a_park_that_nobody_knows_is_refused() -> None:
    """It would never happen, and nothing would say so."""
    gone = Departure("one", Name("One", "某"), "moon", date(2026, 1, 1))
    with pytest.raises(UserError, match=r"departure\.one: there is no park 'moon'"):
        check_references(parks(), changed(baseline(), departures=(gone,)))


def test_a_park_that_nobody_knows_is_refused() -> None:
    """A misspelled park would lose its entries."""
    rows = (dataclasses.replace(baseline().anchors[0], park="vrr"), *baseline().anchors[1:])
    with pytest.raises(UserError, match="there is no park 'vrr'"):
        check_references(parks(), changed(baseline(), anchors=rows))
