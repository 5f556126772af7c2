"""From talks to the start: land, the permit desk, money."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from datetime import date
from typing import Any

import pytest
import simpy

from sim.building.approach import Approach
from sim.building.budget import Budget
from sim.building.site import Site
from sim.calendar import calendar
from sim.streams import Spread, Streams
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

PARCEL = dataclasses.replace(tiny_place().parks[0].parcels[2], phase=3)


class Desk:
    """Plots that come to the desk on given days."""

    def __init__(self, days: list[float], **values: Any) -> None:
        self.env = simpy.Environment()
        build = changed(baseline(), build=values).build
        budget = Budget(self.env, build, calendar(date(2023, 1, 1), 120), lambda _: 4e9)
        self.approach = Approach(self.env, build, Streams(3), budget)
        self.sites = [
            Site(dataclasses.replace(PARCEL, id=f"P{number}"), (), 0.0, 1.0, 1, by_district=True)
            for number in range(len(days))
        ]
        for site, day in zip(self.sites, days, strict=True):
            self.env.process(self.come(site, day))

    def come(self, site: Site, day: float) -> Generator[simpy.Event, Any, None]:
        """One plot's way."""
        yield self.env.timeout(day)
        yield from self.approach.lead(site, None)

    def run(self) -> Desk:
        """To the end."""
        self.env.run(until=20_000.0)
        return self

    def days(self, stage: str) -> list[float]:
        """Of every plot."""
        return [site.days[stage] for site in self.sites]


def test_the_desk_is_first_come_first_served() -> None:
    """In the order in which the plots apply, each as soon as a place is free, and never more than it can take."""
    desk = Desk([0.0, 40.0, 80.0, 120.0, 160.0], permit_desk=2).run()
    order = sorted(desk.sites, key=lambda site: site.days["queue"])
    taken = [site.days["desk"] for site in order]
    assert taken == sorted(taken)
    assert any(site.days["desk"] > site.days["queue"] for site in order)
    for site in desk.sites:
        at_once = [one for one in desk.sites if one.days["desk"] <= site.days["desk"] < one.days["permit"]]
        assert len(at_once) <= 2


def test_a_large_desk_makes_nobody_wait() -> None:
    """Then the way takes what talks and land take."""
    desk = Desk([0.0, 0.0, 0.0], permit_desk=50).run()
    assert desk.days("desk") == desk.days("queue")
    assert desk.days("funded") == desk.days("permit")


def test_land_design_and_permit_are_not_added_twice() -> None:
    """From signing to permit takes what the book says of new land, the desk's part included."""
    exact = {"signing_to_start": Spread(270.0, 270.0), "talks_to_signing": Spread(75.0, 75.0)}
    site = Desk([10.0], **exact).run().sites[0]
    assert site.days["signing"] == pytest.approx(85.0)
    assert site.days["permit"] == pytest.approx(85.0 + 270.0)
    assert site.days["permit"] - site.days["desk"] == pytest.approx(150.0)


def test_a_further_phase_of_a_running_project_holds_its_land() -> None:
    """No talks, no auction, nothing paid for land: only design and permit."""
    desk = Desk([10.0], permit_design=Spread(150.0, 150.0))
    desk.approach.note_begun(dataclasses.replace(PARCEL, id="before", phase=2))
    site = desk.run().sites[0]
    assert (site.days["talks"], site.days["signing"], site.days["queue"]) == (10.0, 10.0, 10.0)
    assert site.days["permit"] == pytest.approx(160.0)
    assert site.land_cny == 0.0


@pytest.mark.parametrize("other", [{"zone": "elsewhere"}, {"use": "housing"}, {"phase": 3}, {"park": "vr"}])
def test_others_beside_it_give_no_land(other: dict[str, object]) -> None:
    """Another zone, another use, the same phase, another park: a project of its own that pays for its land."""
    desk = Desk([0.0])
    desk.approach.note_begun(dataclasses.replace(PARCEL, **{"id": "before", "phase": 2, **other}))
    site = desk.run().sites[0]
    assert site.days["signing"] > 0.0
    assert site.land_cny == pytest.approx(PARCEL.area_m2 * baseline().build.land_cost)
