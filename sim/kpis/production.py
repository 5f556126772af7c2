"""What the VR plant turns out, in the month and in the last twelve."""

from __future__ import annotations

from gis.text import Name
from sim.history import F64, History, once
from sim.kpis import kpi
from sim.outcomes.levels import yearly
from sim.outcomes.production import Output, plant_output

_OUTPUT = (
    "vr.capacity.headsets",
    "prod.world_devices.2022",
    "prod.world_growth",
    "prod.world_shock",
    "prod.plant_share",
    "prod.ramp.t50",
    "prod.season_q4",
)
_MODULES = ("vr.capacity.modules", "prod.modules_per_device", *_OUTPUT[1:])


@kpi(
    "vr.devices",
    Name("Devices", "智能整机产量"),
    Name(
        "Devices made within the month; the published 25 million a year is the plant's capacity, not a forecast",
        "当月整机产量；公布的年产2500万台为产能，并非预测",
    ),
    unit="devices/month",
    level="park",
    better="up",
    park="vr",
    sources=_OUTPUT,
)
def devices(history: History) -> F64:
    """(T,) devices a month."""
    return _output(history).devices


@kpi(
    "vr.modules",
    Name("Optical modules", "光学模组产量"),
    Name(
        "Optical modules made within the month; the published 50 million a year is the plant's capacity",
        "当月光学模组产量；公布的年产5000万只为产能",
    ),
    unit="modules/month",
    level="park",
    better="up",
    park="vr",
    sources=_MODULES,
)
def modules(history: History) -> F64:
    """(T,) modules a month."""
    return _output(history).modules


@kpi(
    "vr.devices_year",
    Name("Devices a year", "智能整机年产量"),
    Name(
        "Devices of the last twelve months; before these have passed, what has been made as a year's rate",
        "近十二个月整机产量；不足时按已过月份折算",
    ),
    unit="devices/year",
    level="park",
    better="up",
    park="vr",
    sources=_OUTPUT,
)
def devices_year(history: History) -> F64:
    """(T,) devices a year."""
    return yearly(_output(history).devices)


@kpi(
    "vr.modules_year",
    Name("Optical modules a year", "光学模组年产量"),
    Name(
        "Modules of the last twelve months; before these have passed, what has been made as a year's rate",
        "近十二个月光学模组产量；不足时按已过月份折算",
    ),
    unit="modules/year",
    level="park",
    better="up",
    park="vr",
    sources=_MODULES,
)
def modules_year(history: History) -> F64:
    """(T,) modules a year."""
    return yearly(_output(history).modules)


@kpi(
    "vr.capacity_devices_year",
    Name("Device capacity of the lines", "整机产线产能"),
    Name(
        "What the lines could make a year if all were sold: halls that stand, as far as their lines have ramped up, up "
        "to the published 25 million",
        "已交付厂房产线爬坡后可达到的年产能，以公布的2500万台为限",
    ),
    unit="devices/year",
    level="park",
    better="up",
    park="vr",
    sources=("vr.capacity.headsets", "prod.ramp.t50", "vr.phase1.delivered"),
)
def capacity_devices_year(history: History) -> F64:
    """(T,) devices a year."""
    return _output(history).capacity


@kpi(
    "vr.plant_staff",
    Name("People on the plant's lines", "工厂产线员工"),
    Name(
        "People on the lines of the VR plant, a part of the park's people at work",
        "虚拟现实工厂产线员工，已计入园区员工",
    ),
    unit="people",
    level="park",
    better="up",
    park="vr",
    sources=("prod.line_capacity", "prod.staff_per_line", "prod.shifts"),
)
def plant_staff(history: History) -> F64:
    """(T,) people."""
    return _output(history).staff


def _output(history: History) -> Output:
    return once(history, plant_output)
