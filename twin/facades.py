"""What facades look like, style by style: the numbers from which the shader draws windows, bays and storeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Facade:
    """One style. `bay_m`: width of a bay; `window`: left, right (shares of a bay), sill, head (shares of a storey).

    `room_bays`: bays that share one light switch. `glass`: 0 a dark room behind the pane, 1 coloured curtain wall.
    `tints`: colours of the wall, one chosen for each building. `crown`: the top steps back. `curtains`: homes.
    """

    bay_m: float
    window: tuple[float, float, float, float]
    room_bays: int
    glass: float
    tints: tuple[str, ...]
    crown: bool = False
    curtains: float = 0.0


_WARM: Final = ("#EFE9DD", "#E6DCC8", "#F3EFE7", "#DDD3C4")
_COOL: Final = ("#DDE3E5", "#E8ECEC", "#C9D2D6")
_BRICK: Final = ("#C98362", "#D8C8AE", "#B9654A", "#D9A679", "#E6DCC8")
_PLAIN: Final = ("#E8ECEC", "#DDE3E5", "#EFE9DD")
_STONE: Final = ("#DDD3C4", "#D8C8AE", "#EFE9DD")

FACADES: Final[dict[str, Facade]] = {
    "glass_tower": Facade(1.6, (0.04, 0.96, 0.17, 0.985), 4, 1.0, ("#C9D2D6", "#DDE3E5", "#B4C0C6"), crown=True),
    "curtain_wall_slab": Facade(2.7, (0.05, 0.95, 0.26, 0.88), 2, 0.45, _WARM + _COOL),
    "brick_panel_lab": Facade(3.2, (0.22, 0.78, 0.25, 0.82), 1, 0.15, _BRICK),
    "housing_slab": Facade(3.4, (0.20, 0.72, 0.26, 0.82), 1, 0.1, (*_WARM, "#E4C9A8"), curtains=1.0),
    "dormitory_slab": Facade(3.0, (0.20, 0.80, 0.24, 0.82), 1, 0.1, ("#E6DCC8", "#D9A679", "#EFE9DD"), curtains=1.0),
    "hotel_slab": Facade(3.6, (0.14, 0.86, 0.18, 0.90), 1, 0.35, _COOL, curtains=0.5),
    "panel_hall": Facade(6.0, (0.06, 0.94, 0.62, 0.86), 3, 0.2, _PLAIN),
    "villa_office": Facade(2.4, (0.16, 0.84, 0.16, 0.88), 2, 0.35, _WARM),
    "theme_shell": Facade(
        4.0, (0.30, 0.70, 0.55, 0.80), 2, 0.5, ("#E07A5F", "#F2B95C", "#2A9D8F", "#6C8EBF", "#C06C9B")
    ),
    "arcade": Facade(4.0, (0.10, 0.90, 0.06, 0.84), 1, 0.3, _STONE),
    "public_hall": Facade(3.0, (0.06, 0.94, 0.10, 0.95), 4, 0.7, ("#F3EFE7", "#DDE3E5")),
    "landmark": Facade(1.8, (0.05, 0.95, 0.14, 0.97), 4, 0.9, ("#E8ECEC", "#DDE3E5"), crown=True),
    "utility_box": Facade(4.5, (0.30, 0.70, 0.58, 0.84), 1, 0.1, ("#B4C0C6", "#C9D2D6")),
    "blind_box": Facade(6.0, (0.42, 0.58, 0.62, 0.80), 1, 0.1, ("#C9D2D6", "#DDD3C4")),
    "louvred_hall": Facade(6.0, (0.5, 0.5, 0.5, 0.5), 1, 0.0, ("#4B555E",)),
    "podium": Facade(3.0, (0.05, 0.95, 0.08, 0.86), 3, 0.6, _STONE + _COOL),
}
PLAIN: Final = FACADES["curtain_wall_slab"]
"""For a style that we do not know (a user's own layout)."""

CONTEXT: Final[dict[str, Facade]] = {
    "housing": Facade(
        3.4, (0.22, 0.74, 0.28, 0.80), 1, 0.1, ("#E6DCC8", "#E9DFD0", "#DDD3C4", "#E2D6C2"), curtains=1.0
    ),
    "village": Facade(3.6, (0.30, 0.62, 0.30, 0.74), 1, 0.0, ("#EFE9DD", "#E6DCC8"), curtains=1.0),
    "factory": Facade(6.0, (0.08, 0.92, 0.60, 0.84), 3, 0.1, ("#D9DDDD", "#D3D6D4")),
    "office": Facade(2.7, (0.06, 0.94, 0.28, 0.84), 2, 0.3, ("#DDE0DF", "#E2DDD2")),
    "campus": Facade(3.2, (0.18, 0.82, 0.26, 0.82), 1, 0.2, ("#D9B79A", "#E6DCC8")),
}
"""Surroundings, in calmer colours."""
