"""The ground that the drafted parks stand on. Assumed: no levels of the sites are published."""

from __future__ import annotations

_RIVER_M = 20.0
_HILL_M = 85.0


def assumed_ground_m(east_m: float, north_m: float) -> float:
    """Elevation of a plane that falls from the north-east hills to the Zhangcun river, level beyond both."""
    plane_m = 34 + 0.019 * (north_m - 4_000_950) + 0.004 * (east_m - 543_260)
    return round(min(_HILL_M, max(_RIVER_M, plane_m)), 3)
