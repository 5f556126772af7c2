"""Outages of the centres: events of their own, and planned stops that take the rest of the time machines are down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.calendar import YEAR_DAYS, Calendar
from sim.settings import Compute
from sim.streams import Stream

_HOURS = 24.0


def availability(rules: Compute, calendar: Calendar, stream: Stream) -> NDArray[np.float64]:
    """(T,) the share of each month's machine time in which a centre is up.

    Outages come at random and last exponentially; they never take more than the yearly downtime on average, so that
    the mean is `rules.availability`. Racks are serviced one after another: planned stops are the same every month.
    """
    ends = calendar.ends
    days = np.diff(ends, prepend=0.0)
    down_days = np.zeros(len(ends))
    outage_days = mean_outage_days(rules)
    day = 0.0
    while rules.outage_rate > 0.0:
        day += stream.exponential(YEAR_DAYS / rules.outage_rate)
        length = stream.exponential(outage_days)
        if day >= ends[-1]:
            break
        down_days += np.clip(np.minimum(ends, day + length) - np.maximum(ends - days, day), 0.0, None)
    planned = 1.0 - rules.availability - rules.outage_rate * outage_days / YEAR_DAYS
    return np.clip(1.0 - max(planned, 0.0) - down_days / days, 0.0, 1.0)


def mean_outage_days(rules: Compute) -> float:
    """How long an outage lasts on average: as set, or less where so much downtime is not left."""
    if rules.outage_rate == 0.0:
        return 0.0
    most = (1.0 - rules.availability) * YEAR_DAYS / rules.outage_rate
    return min(rules.outage_hours / _HOURS, most)
