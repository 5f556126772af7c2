"""How much a picture may cost. The levels differ in what is compiled into the shaders and in sizes, not in content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gis.errors import UserError
from gis.text import tr


@dataclass(frozen=True, slots=True)
class Quality:
    """`level` 0 to 2 is compiled into the shaders; `shadow_px`: side of the shadow map; trees are drawn in full up to
    `tree_near_m`, as plain shapes up to `tree_far_m` (outside the parks `wild_far_m`), not at all beyond;
    cars and street lamps up to `prop_far_m`, people up to `people_far_m` (0: none)."""

    id: str
    level: int
    shadow_px: int
    tree_near_m: float
    tree_far_m: float
    wild_far_m: float
    prop_far_m: float
    people_far_m: float
    tree_shadows: bool


QUALITIES: Final = {
    "low": Quality("low", 0, 2048, 120.0, 1400.0, 700.0, 250.0, 0.0, tree_shadows=False),
    "medium": Quality("medium", 1, 4096, 300.0, 4200.0, 3400.0, 700.0, 260.0, tree_shadows=True),
    "high": Quality("high", 2, 4096, 800.0, 8000.0, 6000.0, 1600.0, 700.0, tree_shadows=True),
}


def quality(name: str) -> Quality:
    """The quality called "low", "medium" or "high".

    Raises:
        UserError: there is no such quality.
    """
    try:
        return QUALITIES[name]
    except KeyError:
        raise UserError(
            tr("Quality {name}", name=name),
            tr("There is no such quality."),
            tr("Known are: {names}.", names=", ".join(QUALITIES)),
            tr("Choose one of these."),
        ) from None
