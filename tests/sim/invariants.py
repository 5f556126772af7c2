"""What must hold in every world, whatever the scenario: each check has one sentence and looks at a whole run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.place import Place
from sim.accounts import Account
from sim.building.site import STAGES
from sim.enterprises import ORIGINS
from sim.history import History
from sim.kpis import all_series
from sim.market import NO_END, whole_m2
from sim.model import World
from sim.run import Run, Series
from sim.scenario import Scenario

F64 = NDArray[np.float64]
_ROUNDING: Final = 1e-9
"""Relative: sums taken in another order differ by rounding."""
_CNY: Final = 0.01
"""A fen of what runs to a thousand billion."""
NO_VALUE: Final = (
    "occupancy", "market_occupancy", "rent_asked", "rent_burden", "revenue_per_m2", "revenue_per_head", "sold_share",
    "running_share",
    "availability", "wait_days", "job_wait_p50_days", "job_wait_p90_days", "revenue_share", "delay_days",
    "compute_sold_share", "ai_rent_support_share", "ai_subsidy_per_job_cny", "handed_over_share",
    "projects_floor_share",
)  # fmt: skip
"""Figures that say "no value" where there is nothing to divide by, or nothing asked for."""
BELOW_ZERO: Final = ("compute.result_cny_year", "delay_days")
"""A centre may cost more than it sells; a project may be early."""
NEVER_FALLS: Final = (
    "built_m2", "lettable_m2", "buildings_built", "handed_over_share", "permitted_m2", "projects_signed",
    "projects_landed", "roadshows", "projects_started", "projects_completed", "projects_cancelled", "lost_m2",
    "investment_cny", "ai_paid_cny", "vr_paid_cny", "ai_owed_cny", "vr_owed_cny", "ai_renewed_paid_cny", "joined",
    "expansion_cny", "scenes", "solutions", "pilots", "platforms", "demonstrations", "budget_granted_cny",
    "ai_rent_paid_cny", "ai_unpaid_cny", "ai_rent_claimed_cny",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lived:
    """A world that has run to its horizon. `most_claimed_cny` is the highest of all claims of all months."""

    place: Place
    scenario: Scenario
    world: World
    history: History
    kpis: dict[str, Series]
    most_claimed_cny: float

    @property
    def ends(self) -> F64:
        """(T,) days."""
        return self.history.calendar.ends

    @property
    def parks(self) -> tuple[str, ...]:
        """Of the place."""
        return self.history.stock.parks

    def of(self, park: str, name: str) -> F64:
        """(T,) a figure of a park."""
        return self.kpis[f"{park}.{name}"].values


def lived(place: Place, scenario: Scenario) -> Lived:
    """Run a world month by month, looking at every claim on the way: what has ended is forgotten later."""
    world, most = World(place, scenario, scenario.seed), 0.0
    for month in range(scenario.months):
        world.run_month(month)
        claims = world.policies._claims
        if claims is not None:
            most = max((most, *(one.claimed for one in (*claims._running, *claims._by_tenant.values()))))
    history = world.history()
    return Lived(place, scenario, world, history, all_series(history), most)


# ---------------------------------------------------------------- floor


def floor_is_let_within_what_is_built_and_permitted(one: Lived) -> None:
    """0 <= leased <= lettable <= built <= permitted, of each building and each park at every month end."""
    history = one.history
    lettable, gfa = history.stock.lettable_m2, history.stock.gfa_m2
    assert np.all(history.let_m2 >= 0)
    assert np.all(history.let_m2 <= lettable * history.built)
    assert np.all((lettable >= 0) & (lettable <= gfa))
    assert np.all(history.built <= permitted(history))
    for park in one.parks:
        let, free = one.of(park, "let_m2"), one.of(park, "vacant_m2")
        assert np.allclose(let + free, one.of(park, "lettable_m2"), rtol=_ROUNDING)
        assert np.all(one.of(park, "lettable_m2") <= one.of(park, "built_m2") * (1 + _ROUNDING))
        assert np.all(one.of(park, "built_m2") <= one.of(park, "permitted_m2") * (1 + _ROUNDING))
        assert np.all(one.of(park, "permitted_m2") <= gfa[history.columns(park)].sum() * (1 + _ROUNDING))


def permitted(history: History) -> NDArray[np.bool_]:
    """(T, B) whether a building stood, was begun before the run, or has its permit."""
    found = np.tile(np.isneginf(history.handed_over), (history.months, 1))
    for site in history.sites:
        day = site.days.get("permit", math.inf) if site.led else -math.inf
        found[:, list(site.buildings)] |= (day < history.calendar.ends)[:, None]
    return found


def no_floor_is_let_twice(one: Lived) -> None:
    """The stays of every month add up to the floor let, building by building, and what is free is what is left."""
    history, market = one.history, one.world._at.market
    count = len(history.stock.buildings)
    for month in range(history.months):
        here = [stay for stay in market.stays if stay.start_month <= month < stay.end_month]
        held = np.bincount([s.building for s in here], weights=[s.area_m2 for s in here], minlength=count)
        assert np.array_equal(held, history.let_m2[month])
    assert np.all(market.free >= 0)
    assert np.all(market.free + history.let_m2[-1] <= history.stock.lettable_m2)
    assert not np.any(market.free[~history.built[-1]])
    # What stood at the start is all on offer, but for what is kept for named tenants that come later.
    offered = np.isneginf(history.handed_over) & (np.array(history.stock.owner) == "")
    kept = (history.stock.lettable_m2 - history.let_m2[-1] - market.free)[offered]
    assert kept.sum() <= sum(whole_m2(anchor.area) for anchor in one.scenario.anchors)


def nobody_is_in_two_places(one: Lived) -> None:
    """What a tenant holds is the sum of its stays, in its own park, from when it comes until it leaves, no longer."""
    history, market = one.history, one.world._at.market
    open_stays: Counter[int] = Counter()
    for stay in market.stays:
        assert stay.start_month <= stay.end_month
        assert history.stock.buildings[stay.building].park == history.enterprises[stay.tenant].park
        if stay.end_month == NO_END:
            open_stays[stay.tenant] += stay.area_m2
    for enterprise in history.enterprises:
        homes = market.homes(enterprise.number)
        assert market.held_m2(enterprise.number) == sum(s.area_m2 for s in homes) == open_stays[enterprise.number]
    census = history.census
    holds = census.held_m2 > 0
    assert np.all(census.held_m2 >= 0)
    assert np.all(census.present(one.ends)[holds])
    assert not np.any(census.waiting(one.ends) & holds)


def a_tenant_moves_as_a_whole(one: Lived) -> None:
    """Whoever gives up floor gives up all of it at once, and holds other floor from the same month, or none again."""
    rows = one.history.lettings
    assert np.all(rows.start_month < rows.end_month)
    assert np.all(rows.area_m2 > 0)
    order = np.argsort(rows.tenant, kind="stable")
    bounds = np.flatnonzero(np.diff(rows.tenant[order])) + 1
    for own in np.split(order, bounds):
        starts, ends = rows.start_month[own], rows.end_month[own]
        for end in sorted(set(ends.tolist()))[:-1]:
            assert np.all(ends[starts < end] <= end)
            assert end in starts


def counts_add_up(one: Lived) -> None:
    """Those of the start and those that arrived, less those that left, are present; each by one way and one ending."""
    history, census = one.history, one.history.census
    origins = np.array([ORIGINS.index(person.origin) for person in history.enterprises], dtype=np.int64)
    parks = np.array([person.park for person in history.enterprises], dtype=object)
    tenants = ~np.isin(origins, [ORIGINS.index("owner"), ORIGINS.index("registered")])
    for park in one.parks:
        own = tenants & (parks == park)
        first = np.count_nonzero(own & (origins == ORIGINS.index("initial")) & (census.came_day == 0.0))
        arrived, left = (np.cumsum(one.of(park, name)) for name in ("arrivals", "departures"))
        assert np.array_equal(first + arrived - left, census.present(one.ends)[:, own].sum(axis=1))
        assert np.array_equal(one.of(park, "closed") + one.of(park, "moved_away"), one.of(park, "departures"))
        parts = [series.values for key, series in one.kpis.items() if key.startswith(f"{park}.arrivals.")]
        assert np.array_equal(np.sum(parts, axis=0), one.of(park, "arrivals"))
        asked = (census.asked_day[:, None] < one.ends)[parks == park].sum(axis=0)
        waits = census.waiting(one.ends)[:, parks == park].sum(axis=1)
        assert np.array_equal(waits, one.of(park, "waiting"))
        assert np.all(waits <= asked)
        lost = one.of(park, "lost_full_m2") + one.of(park, "lost_pieces_m2")
        assert np.allclose(lost, one.of(park, "lost_m2"), rtol=_ROUNDING)
    landed, signed = (history.cumulative(rows) for rows in (history.tally.landed, history.tally.signed))
    assert np.all(landed <= signed)


def who_has_left_is_gone(one: Lived) -> None:
    """Nobody leaves before it came, gives up after it came, or has people where it has no floor."""
    census = one.history.census
    gone = np.isfinite(census.left_day)
    assert np.all(census.came_day[gone] <= census.left_day[gone])
    assert not np.any(np.isfinite(census.gave_up_day) & np.isfinite(census.came_day))
    assert np.all(census.staff >= 0.0)
    assert not np.any(census.staff[census.held_m2 == 0])


# ---------------------------------------------------------------- building


def progress_never_falls(one: Lived) -> None:
    """What is handed over stays handed over, and stands at 1; nothing else does."""
    progress, built = one.history.progress, one.history.built
    assert np.all(np.diff(progress, axis=0) >= -_ROUNDING)
    assert np.all((progress >= 0.0) & (progress <= 1.0))
    assert np.all(built[1:] >= built[:-1])
    assert np.array_equal(progress == 1.0, built)


def stages_follow_each_other(one: Lived) -> None:
    """Talks, signing, permit, start, structure, fit-out, handover; what was given up is not handed over after."""
    horizon = one.ends[-1]
    for site in one.history.sites:
        days = [site.days[stage] for stage in STAGES if site.days.get(stage, math.inf) < horizon]
        assert days == sorted(days), (site.parcel.id, site.days)
        for index in site.buildings:
            day = one.history.handed_over[index]
            assert day <= site.cancelled or math.isinf(day)


def building_money_is_conserved(one: Lived) -> None:
    """What is granted is set aside, still free, or has lapsed, and never more than there is."""
    if not one.parks or "both.budget_free_cny" not in one.kpis:
        return
    granted, committed, free = (one.kpis[f"both.budget_{name}_cny"].values for name in ("granted", "committed", "free"))
    slack = _CNY + _ROUNDING * granted
    assert np.all(committed + free <= granted + slack)
    assert np.all(committed >= -slack)


# ---------------------------------------------------------------- money of policy


def accounts_are_conserved(one: Lived) -> None:
    """Every account: what it opened with is paid or left; none is below zero; months agree with the end."""
    policies, rules = one.world.policies, one.scenario.policy
    for account in accounts(one):
        assert account.balance >= 0.0
        assert _alike(account.opening, account.balance + account.paid)
    ledger = policies.ledger
    for paid, left, opening, fund in (
        (ledger.ai_paid, ledger.ai_left, policies.construction.opening + policies.enterprise.opening, rules.ai_fund),
        (ledger.vr_paid, ledger.vr_left, policies.vr.opening, rules.vr_fund),
    ):
        assert np.allclose(np.array(paid) + np.array(left), opening, rtol=_ROUNDING, atol=_CNY)
        assert opening <= fund * (1 + _ROUNDING)
        assert min(left) >= 0.0


def accounts(one: Lived) -> tuple[Account, ...]:
    """Those with a bottom."""
    policies = one.world.policies
    return policies.construction, policies.enterprise, policies.vr, policies.renewal


def every_payment_has_one_instrument_and_one_account(one: Lived) -> None:
    """The two packages are never mixed: each pays its own instruments, and they say what they were given."""
    policies = one.world.policies
    for account in accounts(one):
        given = math.fsum(line.paid for line in policies.lines if line.account is account)
        assert _alike(given, account.paid)
    packages = {
        "ai": (policies.construction, policies.enterprise, policies.renewal),
        "vr": (policies.vr,),
        "district": (policies.district,),
    }
    for line in policies.lines:
        settings = one.scenario.instruments.get(line.name)
        named = settings.account if settings is not None else line.name.partition("_")[0]
        assert any(line.account is account for account in packages[named]), line.name
        assert line.paid >= 0.0
        assert line.unpaid >= -_CNY
        assert line.owed >= -_CNY
    for name, paid in policies.ledger.paid.items():
        assert _alike(paid[-1], math.fsum(line.paid for line in policies.lines if line.name == name))


def claims_are_paid_unpaid_or_not_yet_due(one: Lived) -> None:
    """What tenants are entitled to is paid, refused, or still under audit; nothing of it is lost on the way."""
    ledger = one.world.policies.ledger
    paid, refused, pending = (
        np.array(rows) for rows in (ledger.paid["rent_subsidy"], ledger.rent_unpaid, ledger.rent_pending)
    )
    assert np.allclose(paid + refused + pending, ledger.rent_claimed, rtol=_ROUNDING, atol=_CNY)


def nobody_is_above_its_cap(one: Lived) -> None:
    """No enterprise claims more rent subsidy than the cap for each."""
    rules = one.scenario.instruments.get("rent_subsidy")
    assert one.most_claimed_cny <= (rules.cap if rules else 0.0) * (1 + _ROUNDING)


# ---------------------------------------------------------------- compute


def compute_stays_within_what_stands(one: Lived) -> None:
    """Running <= sold <= supply <= capacity <= what was built and added, of each centre at every month end."""
    books, scenario = one.history.books, one.scenario
    first = np.array([centre.capacity for centre in scenario.centres])
    expansions = one.world._at.compute.expansions.decided
    for month, end in enumerate(one.ends):
        most = first.copy()
        for added in expansions:
            most[added.centre] += added.added_p * (added.online <= end)
        capacity, supply, sold = books.capacity_p[month], books.supply_p[month], books.sold_p[month]
        slack = _ROUNDING * (1.0 + most)
        assert np.all(capacity <= most + slack)
        assert np.all((supply >= 0.0) & (supply <= capacity + slack))
        assert np.all((sold >= 0.0) & (sold <= supply + slack))
        assert np.all((books.reserved_p[month] >= 0.0) & (books.reserved_p[month] <= sold + slack))
        running, up = books.running_p[month], books.availability[month]
        assert np.all((running >= 0.0) & (running <= np.minimum(sold, supply * up) + slack))
        assert np.all((up >= 0.0) & (up <= 1.0))
    for index in range(len(first)):
        added_p = math.fsum(one_.added_p for one_ in expansions if one_.centre == index)
        assert added_p <= first[index] * scenario.compute.expansion_room * (1 + _ROUNDING)


def demand_is_sold_or_unmet(one: Lived) -> None:
    """What is sold is what is wanted or what there is, and the parks' parts add up to it; customers have joined."""
    books = one.history.books
    for month in range(one.history.months):
        demand, supply = float(books.demand_p[month].sum()), float(books.supply_p[month].sum())
        sold = float(books.sold_p[month].sum())
        assert math.isclose(sold, min(demand, supply), rel_tol=1e-7, abs_tol=1e-9)
        assert math.isclose(math.fsum(books.sold_by_park_p[month].values()), sold, rel_tol=1e-7, abs_tol=1e-7)
    assert all(joined <= talks for joined, talks in zip(books.joined, books.talks, strict=True))
    if "compute.unmet_p" in one.kpis:
        both = one.kpis["compute.sold_p"].values + one.kpis["compute.unmet_p"].values
        assert np.allclose(both, one.kpis["compute.demand_p"].values, rtol=1e-7)


# ---------------------------------------------------------------- figures and time


def figures_are_numbers(one: Lived) -> None:
    """Every figure is finite, or has no value where its definition divides by nothing; shares lie in 0 to 1."""
    for key, series in one.kpis.items():
        values = series.values
        assert values.shape == (one.history.months,), key
        may_lack = key.split(".")[1] in NO_VALUE
        assert np.all(np.isfinite(values) | (np.isnan(values) & may_lack)), key
        known = values[np.isfinite(values)]
        if series.unit == "share" and not key.endswith(("rent_burden", "ai_rent_support_share")):
            assert np.all((known >= -_ROUNDING) & (known <= 1.0 + _ROUNDING)), key
        if not key.endswith(BELOW_ZERO):
            assert np.all(known >= -_CNY if "CNY" in series.unit else known >= -1e-6), key


def what_is_told_to_date_never_falls(one: Lived) -> None:
    """Sums since the start only grow."""
    for key, series in one.kpis.items():
        if key.partition(".")[2] in NEVER_FALLS:
            slack = _CNY + _ROUNDING * np.abs(series.values[1:])
            assert np.all(np.diff(series.values) >= -slack), key


def time_never_runs_back(one: Lived) -> None:
    """What the time bar marks lies within the run, in order."""
    days = [event.day for event in one.world.events()]
    assert days == sorted(days)
    assert all(0.0 <= day <= one.ends[-1] for day in days)


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_ROUNDING, abs_tol=_CNY)


CHECKS: Final[tuple[Callable[[Lived], None], ...]] = (
    floor_is_let_within_what_is_built_and_permitted, no_floor_is_let_twice, nobody_is_in_two_places,
    a_tenant_moves_as_a_whole, counts_add_up, who_has_left_is_gone, progress_never_falls, stages_follow_each_other,
    building_money_is_conserved, accounts_are_conserved, every_payment_has_one_instrument_and_one_account,
    claims_are_paid_unpaid_or_not_yet_due, nobody_is_above_its_cap, compute_stays_within_what_stands,
    demand_is_sold_or_unmet, figures_are_numbers, what_is_told_to_date_never_falls, time_never_runs_back,
)  # fmt: skip


def same(one: Run, other: Run, months: int | None = None) -> None:
    """Two runs are alike to the byte in all that is recorded of the first `months` month ends, or of all."""
    for name in ("progress", "occupancy", "compute_load"):
        assert getattr(one, name)[:months].tobytes() == getattr(other, name)[:months].tobytes(), name
    for key in one.kpis.keys() & other.kpis.keys():
        assert one.kpis[key].values[:months].tobytes() == other.kpis[key].values[:months].tobytes(), key
