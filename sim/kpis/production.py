"""What the VR plant turns out."""

from __future__ import annotations

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.production import plant_output

_OUTPUT = (
    "vr.capacity.headsets",
    "prod.world_devices.2022",
    "prod.world_growth",
    "prod.plant_share",
    "prod.ramp.t50",
    "prod.season_q4",
)


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
    return plant_output(history).devices


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
    sources=("vr.capacity.modules", "prod.modules_per_device", *_OUTPUT[1:]),
)
def modules(history: History) -> F64:
    """(T,) modules a month."""
    return plant_output(history).modules


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
    return plant_output(history).staff
