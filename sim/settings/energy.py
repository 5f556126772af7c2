"""Settings of electricity: what buildings use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Energy:
    """Electricity of buildings in full use, and the share of it that an empty one uses all the same."""

    office: Annotated[float, Limits("kWh/m2/year", 0.0, 2000)]
    hall: Annotated[float, Limits("kWh/m2/year", 0.0, 5000)]
    exhibition: Annotated[float, Limits("kWh/m2/year", 0.0, 2000)]
    housing: Annotated[float, Limits("kWh/m2/year", 0.0, 1000)]
    base_share: Annotated[float, Limits("share", 0.0, 1.0)]
    peak_factor: Annotated[float, Limits("peak kW / mean kW", 1.0, 20)]
