"""Enterprises: what kinds there are, and how one is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gis.text import Name
from sim.settings import AI_SECTORS, AI_TRACKS, COMPUTE_SECTORS, SIZE_CLASSES, VR_SECTORS, Compute, Tenants
from sim.streams import Stream

OTHER: Final = "other"
SECTORS: Final[tuple[str, ...]] = (*AI_SECTORS, *AI_TRACKS, *(f"vr_{sector}" for sector in VR_SECTORS), OTHER)
"""Fields of enterprises, by which `Stays.sector` counts: six and three emerging ones of AI, four of VR, and all other
trades."""

ORIGINS: Final = ("initial", "organic", "roadshow", "pipeline", "relocation", "prelet", "anchor", "owner", "registered")
"""How an enterprise came: it was there, by itself, from a roadshow, from the projects of 2022, over from the district,
with a new building, as a named tenant, as an owner; or by name only, without floor."""

SECTOR_NAMES: Final[Mapping[str, Name]] = {
    "industrial": Name("Industrial intelligence", "工业智能"),
    "home": Name("Smart home", "智能家居"),
    "city": Name("Smart city", "智慧城市"),
    "health": Name("Life and health", "生命健康"),
    "finance": Name("Smart finance", "智慧金融"),
    "aerospace_sea": Name("Air, space, land and sea", "空天海地"),
    "trusted_hardware": Name("Trusted hardware", "可信硬件制造"),
    "algorithm_software": Name("Algorithm software", "复杂算法软件研发"),
    "model_training": Name("Model training and data services", "模型训练与数据服务"),
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

ORIGIN_NAMES: Final[Mapping[str, Name]] = {
    "initial": Name("There at the start", "期初在园"),
    "organic": Name("By themselves", "自发入驻"),
    "roadshow": Name("From roadshows", "推介会"),
    "pipeline": Name("From the projects of 2022", "2022年签约项目"),
    "relocation": Name("Over from the district", "区内迁入"),
    "prelet": Name("First users of new buildings", "新楼首批用户"),
    "anchor": Name("Named tenants", "已公布企业"),
    "owner": Name("Owners", "业主"),
    "registered": Name("Registered without floor", "仅注册"),
}

_AI: Final = frozenset((*AI_SECTORS, *AI_TRACKS))
_BENCH: Final = ("industrial", "rnd")
_DESK: Final = ("office", "software", "rnd", "commercial")
_FITS: Final = tuple(
    _BENCH if sector in ("industrial", "home", "trusted_hardware", "vr_hardware") else _DESK for sector in SECTORS
)
_IS_AI: Final = tuple(sector in _AI for sector in SECTORS)
_IS_VR: Final = tuple(sector.startswith("vr_") for sector in SECTORS)
_COMPUTE_FIELD: Final[Mapping[str, str]] = {
    "trusted_hardware": "hardware", "algorithm_software": "software", "model_training": "training",
    "vr_hardware": "hardware", "vr_software": "software", "vr_content": "software", "vr_applications": "software",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise as drawn; `key` is its lasting name for the random streams, `origin` one of `ORIGINS`.

    `staff` (people) and `area_m2` are its mature size on the day it comes; it may begin smaller and grow beyond.
    `patience`, `endurance` and `fate` are its own luck: how long it waits for floor and how much hazard it lives
    through before it leaves, both exponential with mean 1, and, in (0, 1), whether it then closes or moves away.
    """

    number: int
    key: tuple[str, str]
    origin: str
    park: str
    sector: int
    size_class: int
    staff: float
    area_m2: float
    patience: float
    endurance: float
    fate: float
    name: Name | None = None

    @property
    def fits(self) -> tuple[str, ...]:
        """Uses of buildings that suit it."""
        return _FITS[self.sector]

    @property
    def is_ai(self) -> bool:
        """One of the six AI fields or the three emerging ones."""
        return _IS_AI[self.sector]

    @property
    def is_vr(self) -> bool:
        """One of the four VR fields."""
        return _IS_VR[self.sector]


def draw_sector(park: str, luck: float, rules: Tenants) -> int:
    """The field of an enterprise that comes to `park`: AI or VR in those parks, another trade elsewhere.

    The emerging AI fields have shares of the whole, the six fields share the rest.
    """
    if park == "ai":
        return index_of(_ai_weights(rules.sector_shares, rules.track_shares), luck)
    if park == "vr":
        return SECTORS.index(f"vr_{VR_SECTORS[index_of(rules.vr_sector_shares, luck)]}")
    return SECTORS.index(OTHER)


@lru_cache(maxsize=16)
def _ai_weights(fields: tuple[float, ...], tracks: tuple[float, ...]) -> tuple[float, ...]:
    """Of the AI fields, which open `SECTORS`."""
    rest, whole = max(0.0, 1.0 - math.fsum(tracks)), math.fsum(fields) or 1.0
    return (*(rest * share / whole for share in fields), *tracks)


def draw_size(shares: tuple[float, ...], stream: Stream, rules: Tenants) -> tuple[int, float]:
    """Size class, and the staff of one of that class."""
    size_class = index_of(shares, stream.uniform())
    staff = stream.spread(getattr(rules, f"staff_{SIZE_CLASSES[size_class]}"))
    return size_class, max(2.0, staff)


def compute_weight(sector: int, rules: Compute) -> float:
    """How much more compute than the mean an enterprise of this field wants; other trades want none."""
    name = SECTORS[sector]
    if name == OTHER:
        return 0.0
    return rules.weights[COMPUTE_SECTORS.index(_COMPUTE_FIELD.get(name, name))]


def index_of(weights: tuple[float, ...], luck: float) -> int:
    """The index that `luck` in (0, 1) falls on, where each is as likely as its weight says."""
    mark = luck * sum(weights)
    for index, weight in enumerate(weights):
        mark -= weight
        if mark < 0.0:
            return index
    return len(weights) - 1
