"""What the computing market writes down at each month's end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Rows = list[NDArray[np.float64]]


@dataclass(slots=True)
class Books:
    """Month ends in rows. What is an array has the centres in columns; P, MW, CNY within the month, days."""

    capacity_p: Rows = field(default_factory=list)
    """What stands in the houses of the centres on line."""
    supply_p: Rows = field(default_factory=list)
    """What of it is kept running: all, unless support of the centres' operation has ended."""
    availability: Rows = field(default_factory=list)
    demand_p: Rows = field(default_factory=list)
    sold_p: Rows = field(default_factory=list)
    reserved_p: Rows = field(default_factory=list)
    """The part of what is sold that is reserved; the rest is batch work."""
    batch_room_p: Rows = field(default_factory=list)
    running_p: Rows = field(default_factory=list)
    power_mw: Rows = field(default_factory=list)
    full_power_mw: Rows = field(default_factory=list)
    """Power with every machine in service at work."""
    batch_demand_p: list[float] = field(default_factory=list)
    elsewhere_p: list[float] = field(default_factory=list)
    """Demand that has gone to other suppliers."""
    wait_days: list[float] = field(default_factory=list)
    sold_by_park_p: list[dict[str, float]] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    """All that have joined so far, those that left among them."""
    talks: list[float] = field(default_factory=list)
    """All that have been in talks so far, those that joined among them."""
    price_cny: list[float] = field(default_factory=list)
    """List price of a P-year."""
    revenue_cny: list[float] = field(default_factory=list)
    """What customers themselves pay."""
    energy_cost_cny: list[float] = field(default_factory=list)
    fixed_cost_cny: list[float] = field(default_factory=list)
    support_cny: list[float] = field(default_factory=list)
    """What support has paid in the month for the centres' operation and for vouchers that are spent there."""
    invested_cny: list[float] = field(default_factory=list)
    """In expansions decided so far."""
    job_waits_days: NDArray[np.float64] | None = None
    """(T, 2) median and 90th percentile of the study of single jobs, where there is one."""
