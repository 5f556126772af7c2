"""Settings of the VR plant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Production:
    """The VR plant. `at_capacity`: what its lines can make is made, whatever the world's market takes."""

    world_devices: Annotated[float, Limits("devices/year", 0.0, 1e9)]
    world_growth: Annotated[float, Limits("1/year", -0.5, 1.0)]
    world_shock: Annotated[float, Limits("log-sd", 0.0, 1.0)]
    plant_share: Annotated[float, Limits("share", 0.0, 1.0)]
    at_capacity: Annotated[bool, Limits()]
    modules_per_device: Annotated[float, Limits("modules/device", 0.0, 20)]
    ramp_months: Annotated[float, Limits("months", 0.5, 120)]
    autumn_share: Annotated[float, Limits("share", 0.0, 1.0)]
    capacity_devices: Annotated[float, Limits("devices/year", 0.0, 1e10)]
    capacity_modules: Annotated[float, Limits("modules/year", 0.0, 1e10)]
    line_capacity: Annotated[float, Limits("devices/year", 1000, 1e8)]
    staff_per_line: Annotated[float, Limits("people/line and shift", 1, 5000)]
    shifts: Annotated[int, Limits("shifts/day", 1, 4)]
