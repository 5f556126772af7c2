"""Which figures there are to choose from, by subject; each under one key for all parks. No Qt in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gis.text import Name
from sim.run import Run, Series

_OF_PARK: Final = "{park}."
GROUPS: Final[Mapping[str, Name]] = {
    "floor": Name("Floor area", "建筑面积"),
    "enterprises": Name("Enterprises", "企业"),
    "outcomes": Name("Revenue, jobs and scenes", "营收、就业与场景"),
    "scenes": Name("Scenes and platforms", "场景与平台"),
    "city": Name("District and city", "全区与全市"),
    "computing": Name("Compute", "算力"),
    "service": Name("Service of the computing centres", "算力服务质量"),
    "centres": Name("Computing centres as a business", "算力中心经营"),
    "projects": Name("Projects", "项目"),
    "building": Name("Building", "建设"),
    "money": Name("Support and investment", "扶持与投资"),
    "support": Name("Instruments of policy", "政策工具"),
    "production": Name("VR plant", "虚拟现实工厂"),
    "energy": Name("Energy", "能源"),
}
"""What a group of figures is called; one that is not named here comes last, under its own name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure: its key, what it is called, and its group."""

    key: str
    name: Name
    group: str


def key_of(series: Series) -> str:
    """What a figure is chosen by: of a park's figure the same for every park."""
    head, dot, tail = series.id.partition(".")
    return _OF_PARK + tail if dot and head == series.park else series.id


def choices(run: Run) -> tuple[Choice, ...]:
    """Every figure of `run` once, group after group."""
    found: dict[str, Choice] = {}
    for series in run.kpis.values():
        found.setdefault(key_of(series), Choice(key_of(series), series.name, series.group))
    order = list(GROUPS)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.group) if one.group in GROUPS else len(order)))


def group_name(group: str) -> Name:
    """What a group is called."""
    return GROUPS.get(group, Name(group.capitalize(), group))


def series_of(run: Run, key: str, parks: Iterable[str]) -> list[Series]:
    """The figure of each of `parks`, or the one that belongs to none; all of the first one's level."""
    ids = [key.replace(_OF_PARK, f"{park}.", 1) for park in parks] if key.startswith(_OF_PARK) else [key]
    found = [run.kpis[one] for one in ids if one in run.kpis]
    return [series for series in found if series.level == found[0].level]
