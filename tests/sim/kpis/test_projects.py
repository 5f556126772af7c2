"""Figures of building: where projects are, how late, what they cost and who pays."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.history import History
from sim.kpis import all_series
from sim.run import Series
from tests.sim.worlds import baseline, changed, parks, world_of

PARKS = ("ai", "vr")


def history(**values: object) -> History:
    """The baseline of both parks with other rules of building."""
    return world_of(changed(baseline(), build=values), parks(), seed=1).history()


USUAL = history()
STRAINED = history(
    severe_stop_hazard=0.08, severe_stop_cancelled=0.5, permit_desk=1, building_share=0.0, crews_district=12
)
KPIS: dict[str, dict[str, Series]] = {"usual": all_series(USUAL), "strained": all_series(STRAINED)}


def values(world: str, key: str) -> np.ndarray:
    """A KPI's series."""
    return KPIS[world][key].values


@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("world", KPIS)
def test_every_project_is_somewhere(world: str, park: str) -> None:
    """Waiting for its phase, in talks, before its permit, waiting for money or crews, or started."""
    projects = [site for site in (USUAL if world == "usual" else STRAINED).sites if site.parcel.park == park]
    ahead = [values(world, f"{park}.projects_{name}") for name in ("talks", "permit", "wait_budget", "wait_crews")]
    started = values(world, f"{park}.projects_started")
    here = sum(ahead, started)
    assert np.all(np.diff(here) >= 0)
    assert here[-1] <= len(projects)
    queue, permit = (values(world, f"{park}.projects_{name}") for name in ("permit_queue", "permit"))
    assert np.all(queue <= permit)
    done, stopped, given_up = (
        values(world, f"{park}.projects_{name}") for name in ("completed", "stopped", "cancelled")
    )
    assert np.all(done + stopped + given_up <= started)


def test_strain_is_told_where_it_is() -> None:
    """A small desk, little money and few crews make projects wait; long stops stop them, and some are given up."""
    for name in ("permit_queue", "wait_budget", "wait_crews", "stopped", "cancelled"):
        usual, strained = (sum(values(world, f"{park}.projects_{name}").sum() for park in PARKS) for world in KPIS)
        assert strained > usual, name


@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("world", KPIS)
def test_what_is_invested_is_paid_by_somebody(world: str, park: str) -> None:
    """The public budget, or owners and operators; never more than what was set aside for the started."""
    public, owners = (values(world, f"{park}.investment_{payer}_cny") for payer in ("district", "owner"))
    assert public + owners == pytest.approx(values(world, f"{park}.investment_cny"), abs=1.0)
    assert np.all(np.diff(public) >= -1.0)
    assert np.all(owners >= 0.0)


@pytest.mark.parametrize("world", KPIS)
def test_the_budget_s_books_close(world: str) -> None:
    """Granted = committed + lapsed + left, every month."""
    books = (USUAL if world == "usual" else STRAINED).building_budget
    granted, committed, free = (values(world, f"both.budget_{name}_cny") for name in ("granted", "committed", "free"))
    lapsed = USUAL.cumulative(books.lapsed)
    assert granted == pytest.approx(committed + lapsed + free, abs=1.0)
    assert np.all(free >= 0.0)


def test_little_money_is_used_up() -> None:
    """Where it is scarce nothing lapses before all who wait are served, and more is granted than a project costs."""
    waits = sum(values("strained", f"{park}.projects_wait_budget") for park in PARKS)
    assert values("strained", "both.budget_free_cny")[waits > 0].max() < 1.0


@pytest.mark.parametrize("park", PARKS)
def test_land_is_paid_at_signing(park: str) -> None:
    """At the price of the book, for plots signed in the run; further phases on land held already cost nothing."""
    end = float(USUAL.calendar.ends[-1])
    signed = [
        site.parcel.area_m2
        for site in USUAL.sites
        if site.parcel.park == park and site.land_cny and 0.0 <= site.days["signing"] < end
    ]
    assert signed
    land = values("usual", f"{park}.land_cny")
    assert land[0] == 0.0
    assert land[-1] == pytest.approx(sum(signed) * baseline().build.land_cost)


def test_delay_is_measured_against_the_plan_of_the_start() -> None:
    """By the end of 2025: the mean of those due or handed over, the early as on time; announced dates are plans."""
    plant = next(site for site in USUAL.sites if site.parcel.id == "VR-024-1")
    assert plant.planned == USUAL.calendar.day(baseline().dated[2].rest_handover)
    end = float(USUAL.calendar.ends[35])
    late = [
        max(0.0, min(site.days.get("handover", math.inf), end) - site.planned)
        for site in USUAL.sites
        if site.parcel.park == "vr" and site.cancelled >= end
        if site.planned < end or (site.days.get("handover", math.inf) < end and not math.isnan(site.planned))
    ]
    assert len(late) > 4
    assert values("usual", "vr.delay_days")[35] == pytest.approx(sum(late) / len(late))
    slipping = all_series(history(slip_ratio=1.7))["vr.delay_days"].values
    assert slipping[-1] > values("usual", "vr.delay_days")[-1] + 100.0


@pytest.mark.parametrize("park", PARKS)
def test_a_given_up_shell_is_no_floor_under_construction(park: str) -> None:
    """It stays half-built and is not counted as coming."""
    given_up = STRAINED.given_up
    shells = given_up & (STRAINED.progress > 0.0)
    assert shells[-1].any()
    rising = (STRAINED.progress > 0.0) & ~STRAINED.built & ~given_up & STRAINED.columns(park)
    assert values("strained", f"{park}.under_construction_m2") == pytest.approx(rising @ STRAINED.stock.gfa_m2)


def test_the_share_of_projects_handed_over_grows() -> None:
    """From little to nearly all by 2030; where nothing is planned there is no share."""
    for park in PARKS:
        share = values("usual", f"{park}.projects_floor_share")
        assert np.all(np.diff(share) >= 0.0)
        assert share[0] < 0.1
        assert share[-1] > 0.75
