"""Figures that follow from what is built on a plot: parking spaces, floor area below ground."""

from __future__ import annotations

from collections.abc import Iterable

from gis.generate.frames import Table
from gis.generate.masses import Mass
from gis.generate.rules import Rules

_ROUND_M2 = 100


def spaces(parcel: Table, standing: Iterable[Mass], rules: Rules) -> int:
    """Parking spaces of a parcel, on the ground and below."""
    gfa_m2 = sum(mass.gfa_m2 for mass in standing)
    return int(gfa_m2 / 100 * rules.of_use(parcel["use"]).parking_per_100_m2)


def below_m2(parcel: Table, standing: Iterable[Mass], rules: Rules) -> float:
    """Floor area below ground: as the plan gives it, none where the plan gives the floor area as a whole, else as
    much as the use's share of its parking takes."""
    if "gfa_below_m2" in parcel or "gfa_m2" in parcel:
        return float(parcel.get("gfa_below_m2", 0))
    parked = spaces(parcel, standing, rules) * rules.of_use(parcel["use"]).below_share
    return float(round(parked * rules.parking.below_m2 / _ROUND_M2) * _ROUND_M2)
