"""Words and marks for the ids that the desk shows: uses, states of a building, kinds of events."""

from __future__ import annotations

from typing import Final

from gis.text import tr
from twin.uses import USES

EVENT_LOOKS: Final = {
    "opening": ("flag", "accent"),
    "compute": ("zap", "accent"),
    "policy": ("wallet", "warn"),
    "roadshow": ("megaphone", "ink2"),
    "handover": ("key-round", "ok"),
    "tenant": ("briefcase", "ink2"),
    "start": ("shovel", "ink2"),
}
"""Icon and colour of each kind of event, the weightiest first."""


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
