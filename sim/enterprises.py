"""Enterprises: what kinds there are, and how one is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gis.text import Name
from sim.settings import AI_SECTORS, COMPUTE_SECTORS, SIZE_CLASSES, VR_SECTORS, Compute, Tenants
from sim.streams import Stream

OTHER: Final = "other"
SECTORS: Final[tuple[str, ...]] = (*AI_SECTORS, *(f"vr_{sector}" for sector in VR_SECTORS), OTHER)
"""Fields of enterprises, by which `Stays.sector` counts: six of AI, four of VR, and all other trades."""

SECTOR_NAMES: Final[Mapping[str, Name]] = {
    "industrial": Name("Industrial intelligence", "工业智能"),
    "home": Name("Smart home", "智能家居"),
    "city": Name("Smart city", "智慧城市"),
    "health": Name("Life and health", "生命健康"),
    "finance": Name("Smart finance", "智慧金融"),
    "aerospace_sea": Name("Air, space, land and sea", "空天海地"),
    "vr_hardware": Name("VR hardware", "虚拟现实硬件"),
    "vr_software": Name("VR software", "虚拟现实软件"),
    "vr_content": Name("VR content", "虚拟现实内容"),
    "vr_applications": Name("VR applications", "虚拟现实应用"),
    OTHER: Name("Other trades", "其他行业"),
}
SIZE_CLASS_NAMES: Final[Mapping[str, Name]] = {
    "leader": Name("Leader", "龙头企业"),
    "growth": Name("Growth enterprise", "成长企业"),
    "startup": Name("Start-up", "初创企业"),
}

_BENCH: Final = ("industrial", "rnd")
_DESK: Final = ("office", "software", "rnd", "commercial")
_FITS: Final[Mapping[str, tuple[str, ...]]] = {
    sector: _BENCH if sector in ("industrial", "home", "vr_hardware") else _DESK for sector in SECTORS
}
_COMPUTE_FIELD: Final[Mapping[str, str]] = {
    "vr_hardware": "hardware", "vr_software": "software", "vr_content": "software", "vr_applications": "software",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise as drawn. `area_m2` is its need when mature, `key` its lasting name for the random streams.

    `patience` and `endurance` are its own luck, exponential with mean 1: how long it waits for floor, and how much
    hazard it lives through before it leaves. `stream` gives what it draws later.
    """

    number: int
    key: tuple[str, str]
    park: str
    sector: int
    size_class: int
    area_m2: float
    patience: float
    endurance: float
    stream: Stream
    name: Name | None = None

    @property
    def fits(self) -> tuple[str, ...]:
        """Uses of buildings that suit it."""
        return _FITS[SECTORS[self.sector]]

    @property
    def is_ai(self) -> bool:
        """One of the six AI fields."""
        return SECTORS[self.sector] in AI_SECTORS

    @property
    def is_vr(self) -> bool:
        """One of the four VR fields."""
        return SECTORS[self.sector].startswith("vr_")


def draw_sector(park: str, stream: Stream, rules: Tenants) -> int:
    """The field of an enterprise that comes to `park`: AI or VR in those parks, another trade elsewhere."""
    luck = stream.uniform()
    if park == "ai":
        return SECTORS.index(AI_SECTORS[_index(rules.sector_shares, luck)])
    if park == "vr":
        return SECTORS.index(f"vr_{VR_SECTORS[_index(rules.vr_sector_shares, luck)]}")
    return SECTORS.index(OTHER)


def draw_area(shares: tuple[float, ...], stream: Stream, rules: Tenants) -> tuple[int, float]:
    """Size class and mature floor need in m2, from the class's staff."""
    size_class = _index(shares, stream.uniform())
    staff = stream.spread(getattr(rules, f"staff_{SIZE_CLASSES[size_class]}"))
    return size_class, max(2.0, staff) * rules.area_office


def compute_weight(sector: int, rules: Compute) -> float:
    """How much more compute than the mean an enterprise of this field wants; other trades want none."""
    name = SECTORS[sector]
    if name == OTHER:
        return 0.0
    return rules.weights[COMPUTE_SECTORS.index(_COMPUTE_FIELD.get(name, name))]


def _index(weights: tuple[float, ...], luck: float) -> int:
    mark = luck * sum(weights)
    for index, weight in enumerate(weights):
        mark -= weight
        if mark < 0.0:
            return index
    return len(weights) - 1
