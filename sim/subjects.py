"""What the groups of figures are called: one a file of `sim/kpis/`, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gis.text import Name

SUBJECTS: Final[Mapping[str, Name]] = {
    "floor": Name("Floor area", "建筑面积"),
    "enterprises": Name("Enterprises and people", "企业与人员"),
    "coming": Name("Enterprises coming and going", "企业进出"),
    "outcomes": Name("Revenue and tax", "营收与税收"),
    "scenes": Name("Scenes and platforms", "场景与平台"),
    "city": Name("District and city", "全区与全市"),
    "computing": Name("Compute", "算力"),
    "service": Name("Service of the computing centres", "算力服务质量"),
    "centres": Name("Computing centres as a business", "算力中心经营"),
    "production": Name("VR plant", "虚拟现实工厂"),
    "projects": Name("Projects", "项目"),
    "building": Name("Building", "建设"),
    "money": Name("Support and investment", "扶持与投资"),
    "support": Name("Instruments of policy", "政策工具"),
    "energy": Name("Energy", "能源"),
}


def subject_name(group: str) -> Name:
    """What a group is called; one without a name of its own by its file."""
    return SUBJECTS.get(group, Name(group.capitalize(), group))


def place(group: str) -> int:
    """Where a group stands in the order; those without a name last."""
    return list(SUBJECTS).index(group) if group in SUBJECTS else len(SUBJECTS)
