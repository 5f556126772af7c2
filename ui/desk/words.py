"""Words and marks for the ids that the desk shows: uses, states of a building, kinds of events."""

from __future__ import annotations

from typing import Final

from gis.text import Name, tr
from sim.letting.enterprises import SECTOR_NAMES
from twin.uses import USES

EVENT_LOOKS: Final = {
    "opening": ("flag", "accent"),
    "compute": ("zap", "accent"),
    "policy": ("wallet", "warn"),
    "roadshow": ("megaphone", "ink2"),
    "handover": ("key-round", "ok"),
    "stop": ("triangle-alert", "warn"),
    "tenant": ("briefcase", "ink2"),
    "start": ("shovel", "ink2"),
}
"""Icon and colour of each kind of event, the weightiest first."""
_WEIGHTS: Final = tuple(EVENT_LOOKS)
_STAGES: Final = {
    "talks": Name("Talks begin", "开始洽谈"),
    "signing": Name("Signed", "签约"),
    "permit": Name("Permits granted", "取得许可"),
    "start": Name("Construction starts", "开工"),
    "structure": Name("Topped out", "主体封顶"),
    "fit-out": Name("Fitted out", "装修完成"),
    "handover": Name("Handed over", "交付"),
}


def weight_of(kind: str) -> int:
    """Where a kind of event stands among the others: 0 is the weightiest."""
    return _WEIGHTS.index(kind) if kind in _WEIGHTS else len(_WEIGHTS)


def stage_of_project(stage: str) -> str:
    """A project's stage in the language in use."""
    return _STAGES[stage].text() if stage in _STAGES else plain(stage)


def sector_name(sector: str) -> str:
    """A field of enterprises in the language in use."""
    return SECTOR_NAMES[sector].text() if sector in SECTOR_NAMES else plain(sector)


def use_name(use: str) -> str:
    """A use in the language in use; one that we do not know is shown as it is."""
    return USES[use][0].text() if use in USES else plain(use)


def plain(identifier: str) -> str:
    """An id of the user's own, readable."""
    return identifier.replace("_", " ").replace("-", " ").strip()


def stage_name(progress: float) -> str:
    """In which state a building is."""
    if progress <= 0:
        return tr("Planned")
    return tr("Built") if progress >= 1 else tr("Under construction")


def status_name(status: str) -> str:
    """In which state a building is in the layout, before any simulation."""
    words = {"existing": tr("standing"), "under_construction": tr("being built"), "planned": tr("planned")}
    return words.get(status, plain(status))


def layout_origin(origin: str) -> str:
    """Whose a layout is, as `gis.prepared.Prepared` tells it."""
    words = {
        "imported": tr("Imported layout"),
        "mixed": tr("Partly imported, partly illustrative layout"),
    }
    return words.get(origin) or tr("Illustrative layout")


def origin_name(provenance: str) -> str:
    """Whether a footprint was published or drafted for illustration."""
    if provenance == "imported":
        return tr("imported from files")
    return tr("published") if provenance == "published" else tr("illustrative draft")


def short_name(park: str) -> str:
    """A park in two or three letters, for the ends of lines."""
    return {"ai": tr("AI park"), "vr": tr("VR park")}.get(park, park)
