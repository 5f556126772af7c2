"""How long batch work waits, from a month's balance alone: the M/M/c+M queue, also called Erlang-A.

Jobs of the mean size share c places, last exponentially and lose patience exponentially. The formula holds below and
above full use, so that no month needs another rule. Little's law turns the share of jobs that give up into the mean
wait: the queue is rate x wait, and it is left at queue / patience, so wait = patience x share. Real jobs differ more
in size and length than exponential ones; what that adds is seen by the study of single jobs (`sim.computing.jobs`).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

_MANY_PLACES: Final = 5000
_SURELY_BUSY: Final = 2.0
"""Above this load for each place all places are always busy, and beyond so many places chance evens out: the flow
alone decides then. Both also bound the work for a month."""
_TAIL: Final = 12.0
"""Standard deviations of the queue that are summed up, and beyond which places are never all busy."""


def mean_wait_days(places: int, load: float, service_days: float, patience_days: float) -> float:
    """Mean days from coming to starting or giving up, over all jobs.

    `load` is the work that comes, in places it keeps busy (arrival rate x `service_days`).
    """
    if load <= 0.0:
        return 0.0
    return patience_days * share_giving_up(places, load, service_days, patience_days)


def share_giving_up(places: int, load: float, service_days: float, patience_days: float) -> float:
    """Share of jobs that lose patience before they start."""
    if places <= 0:
        return 1.0
    if places > load + _TAIL * (math.sqrt(load) + 1.0):
        return 0.0
    if places > _MANY_PLACES or load > _SURELY_BUSY * places + 100.0:
        return max(0.0, 1.0 - places / load)
    leaving = service_days / patience_days
    excess, spread = (load - places) / leaving, math.sqrt(load / leaving)
    if excess > _TAIL * spread + 50.0:
        # The queue never empties.
        return 1.0 - places / load
    waiting = np.arange(1.0, max(0.0, excess) + _TAIL * (spread + 1.0) + 51.0)
    busy = np.cumsum(math.log(load) - np.log(np.arange(1.0, places + 1.0)))
    queued = busy[-1] + np.cumsum(math.log(load) - np.log(places + leaving * waiting))
    # The likeliest state weighs 1: nothing overflows, and what underflows does not count.
    top = max(0.0, float(busy.max()), float(queued.max()))
    queued_weights = np.exp(queued - top)
    whole = math.exp(-top) + float(np.exp(busy - top).sum() + queued_weights.sum())
    mean_queue = float((waiting * queued_weights).sum()) / whole
    return min(1.0, leaving * mean_queue / load)
