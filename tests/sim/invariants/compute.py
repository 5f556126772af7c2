"""The computing centres."""

from __future__ import annotations

import math

import numpy as np

from tests.sim.invariants.lived import ROUNDING, Lived


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
        slack = ROUNDING * (1.0 + most)
        assert np.all(capacity <= most + slack)
        assert np.all((supply >= 0.0) & (supply <= capacity + slack))
        assert np.all((sold >= 0.0) & (sold <= supply + slack))
        assert np.all((books.reserved_p[month] >= 0.0) & (books.reserved_p[month] <= sold + slack))
        running, up = books.running_p[month], books.availability[month]
        assert np.all((running >= 0.0) & (running <= np.minimum(sold, supply * up) + slack))
        assert np.all((up >= 0.0) & (up <= 1.0))
    for index in range(len(first)):
        added_p = math.fsum(one_.added_p for one_ in expansions if one_.centre == index)
        assert added_p <= first[index] * scenario.compute.expansion_room * (1 + ROUNDING)


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
