"""The sorts of building that a plan can name: storey height, the style that the scene draws, the use they bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Archetype:
    """`own_use` replaces the parcel's use: a dormitory on factory land is still a dormitory."""

    floor_height_m: float
    style: str
    own_use: str | None = None


ARCHETYPES: Final = {
    "tower": Archetype(4.1, "glass_tower"),
    "office": Archetype(4.0, "curtain_wall_slab"),
    "lab": Archetype(4.2, "brick_panel_lab"),
    "hq": Archetype(4.2, "villa_office"),
    "factory": Archetype(6.0, "panel_hall"),
    "utility": Archetype(6.0, "utility_box", "utility"),
    "dormitory": Archetype(3.3, "dormitory_slab", "dormitory"),
    "housing": Archetype(3.0, "housing_slab", "housing"),
    "retail": Archetype(4.8, "arcade", "retail"),
    "services": Archetype(4.5, "public_hall"),
    "hotel": Archetype(3.8, "hotel_slab"),
    "studio": Archetype(9.0, "blind_box"),
    "theme": Archetype(8.0, "theme_shell"),
    "landmark": Archetype(4.8, "landmark"),
    "datacentre": Archetype(6.5, "louvred_hall"),
    "podium": Archetype(5.0, "podium"),
}
"""By the name that plans use. Heights are ordinary ones for the sort of building; none is published."""
