"""Things that enterprises bring about one by one: application scenes, solutions, platforms, demonstration projects.

Each month's number is a Poisson draw whose mean follows the enterprises that are there, and, where the city opens
scenes, the policy of the month. One uniform a month and kind decides: what a policy does later leaves earlier months
in place, and more enterprises never mean fewer scenes.

The definition decides the target: an exemplary scene is taken as one tenth of a solution, and a tenth of the
solutions that were told of at the start count as scenes from the start on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from sim.history import F64, History
from sim.outcomes.revenue import AI, VR, Earnings
from sim.streams import Stream

_NORMAL: Final = NormalDist()
_MANY: Final = 400.0
"""Above this mean a Poisson count is drawn as a normal one with the Poisson's skew, in bounded time."""
_YEAR_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are at each month end, (T,) each, and how many scenes are new in the month."""

    new_scenes: F64
    scenes: F64
    solutions: F64
    platforms: F64
    demonstrations: F64
    pilots: F64


def counts_of(history: History, earnings: Earnings) -> Counts:
    """Scenes, solutions and supported pilots of the AI park, platforms of the district, VR demonstration projects of
    the city."""
    rules = history.scenario.outcomes
    ai = earnings.enterprises(earnings.field == AI)
    opened = factor(history, "ai")
    new_scenes = _drawn(history, "scenes", rules.scenes * ai * opened)
    # Opening a scene makes an exemplary one of what would be an ordinary solution elsewhere; it adds none of those.
    plain = _drawn(history, "solutions", rules.scenes * (rules.solutions_per_scene - 1.0) * ai)
    platforms = _drawn(history, "platforms", rules.platforms * (ai + _outside(history, "ai")))
    firms = _vr_firms_of_the_city(history, earnings)
    projects = _drawn(history, "demonstrations", rules.demonstrations * firms + _supported(history, "vr"))
    scenes_at_start = math.floor(rules.solutions_at_start / rules.solutions_per_scene)
    return Counts(
        new_scenes=new_scenes,
        scenes=scenes_at_start + np.cumsum(new_scenes),
        solutions=rules.solutions_at_start + np.cumsum(plain + new_scenes),
        platforms=rules.platforms_at_start + np.cumsum(platforms),
        demonstrations=round(rules.demonstrations_at_start) + np.cumsum(projects),
        pilots=np.cumsum(_drawn(history, "pilots", _supported(history, "ai"))),
    )


def factor(history: History, park: str) -> F64:
    """(T,) what policy does to the rate of scenes in a park; 1 where there is no such park."""
    return history.scenes_factor.get(park, np.ones(history.months))


def poisson(mean: float, luck: float) -> int:
    """The Poisson count of this mean whose quantile is `luck`, in (0, 1): more mean, never a smaller count."""
    if mean > _MANY:
        normal = _NORMAL.inv_cdf(luck)
        return max(0, round(mean + math.sqrt(mean) * normal + (normal**2 - 1.0) / 6.0))
    count, chance = 0, math.exp(-mean)
    passed = chance
    while passed < luck and count < 2 * _MANY:
        count += 1
        chance *= mean / count
        passed += chance
    return count


def _drawn(history: History, kind: str, yearly: F64) -> F64:
    """(T,) how many come about within each month, at so many a year."""
    stream: Stream = history.streams.of("outcome", kind)
    return np.array([poisson(mean, stream.uniform()) for mean in (yearly / _YEAR_MONTHS).tolist()], dtype=np.float64)


def _outside(history: History, field: str) -> F64:
    """(T,) the district's enterprises of a field outside the parks."""
    return history.district_outside.get(field, np.zeros(history.months))


def _supported(history: History, park: str) -> F64:
    """(T,) demonstration projects that policy pays for a year."""
    return history.supported_projects.get(park, np.zeros(history.months))


def _vr_firms_of_the_city(history: History, earnings: Earnings) -> F64:
    """(T,) the district's, and others beside it as far as the city's industry of the start was larger."""
    stock, rules = history.scenario.stock, history.scenario.outcomes
    beside = stock.vr_enterprises * (rules.vr_city_ratio - 1.0)
    return earnings.enterprises(earnings.field == VR) + _outside(history, "vr") + beside
