"""What each key of a plan may hold, as data: the reader checks against it before anything is drawn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import shapely

from gis.generate.fills import FILLS
from gis.generate.forms import FORMS
from gis.place import STATUSES, USES
from gis.text import tr

FARTHEST_M: Final = 5e7
"""No coordinate of any flat system is larger."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of value: `fits` says whether a value is one, `expected` what it should be, in the user's language."""

    fits: Callable[[Any], bool]
    expected: Callable[[], str]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def number(least: float, most: float) -> Sort:
    """A number from `least` to `most`."""
    return Sort(
        lambda value: _is_number(value) and least <= value <= most,
        lambda: tr("Expected a number from {least} to {most}.", least=f"{least:,g}", most=f"{most:,g}"),
    )


def whole(least: int, most: int) -> Sort:
    """A whole number from `least` to `most`."""
    return Sort(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most,
        lambda: tr("Expected a whole number from {least} to {most}.", least=f"{least:,}", most=f"{most:,}"),
    )


def one_of(*names: str) -> Sort:
    """One of the `names`."""
    return Sort(
        lambda value: isinstance(value, str) and value in names,
        lambda: tr("Expected one of {names}.", names=", ".join(names)),
    )


def several(sort: Sort, least: int = 0, most: int = 10_000) -> Sort:
    """A list of `least` to `most` values of one sort."""
    return Sort(
        lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(sort.fits, value)),
        lambda: tr("Expected a list of {least} or more values, each: {each}", least=least, each=sort.expected()),
    )


def numbers(count: int, least: float = -FARTHEST_M, most: float = FARTHEST_M) -> Sort:
    """A list of exactly so many numbers."""
    each = number(least, most)
    return Sort(
        lambda value: isinstance(value, list) and len(value) == count and all(map(each.fits, value)),
        lambda: tr("Expected a list of {count} numbers, each from {least} to {most}.", count=count,
                   least=f"{least:,g}", most=f"{most:,g}"),
    )  # fmt: skip


def table(**keys: Sort) -> Sort:
    """A table of exactly these keys; those whose name ends with an underscore may be missing."""
    must = {name for name in keys if not name.endswith("_")}
    sorts = {name.rstrip("_"): sort for name, sort in keys.items()}

    def fits(value: Any) -> bool:
        if not isinstance(value, dict) or not must <= set(value) <= set(sorts):
            return False
        return all(sorts[name].fits(own) for name, own in value.items())

    def expected() -> str:
        told = "; ".join(f"{name}: {sort.expected()}" for name, sort in sorts.items())
        return tr("Expected a table of {keys}", keys=told)

    return Sort(fits, expected)


def _is_ring(value: Any) -> bool:
    if not CORNERS.fits(value) or len(value) < 3:
        return False
    outline = shapely.Polygon(value)
    return bool(outline.is_valid and outline.area > 1.0)


def _is_line(value: Any) -> bool:
    return CORNERS.fits(value) and all(math.dist(a, b) > 0.01 for a, b in itertools.pairwise(value))


TEXT: Final = Sort(lambda value: isinstance(value, str) and bool(value.strip()), lambda: tr("Expected a text."))
YES_NO: Final = Sort(lambda value: isinstance(value, bool), lambda: tr("Expected true or false."))
POINT: Final = numbers(2)
CORNERS: Final = several(POINT, 2)
RING: Final = Sort(_is_ring, lambda: tr("Expected a ring of 3 or more corners [u, v] that does not cross itself."))
LINE: Final = Sort(_is_line, lambda: tr("Expected a line of 2 or more points [u, v], no two alike in a row."))
METRES: Final = number(0.1, 5000)
SHARE: Final = number(0, 1)
_MU: Final = number(0.01, 30_000)
_M2: Final = number(0.1, 1e8)
_BOXES: Final = several(numbers(4, -20_000, 20_000))
_SIDES: Final = Sort(
    lambda value: isinstance(value, str | list) and all(side in ("w", "e", "s", "n") for side in value),
    lambda: tr("Expected sides out of w, e, s and n."),
)
_BALANCE: Final = table(total_mu=_MU, minus=several(TEXT))
_CUT: Final = table(
    dir=one_of("u+", "u-", "v+", "v-"), area_m2_=_M2, area_mu_=_MU, to_=number(-20_000, 20_000), balance_=_BALANCE,
    ring_=RING,
)  # fmt: skip
_SHAPE: Final = one_of(*FORMS)
_FEATURE: Final = table(
    name_en_=TEXT, name_zh_=TEXT, arch=TEXT, x=number(-1, 2), y=number(-1, 2), w_=METRES, d_=METRES,
    fl_=whole(1, 200), shape_=_SHAPE, th_=METRES, podium_=numbers(3, 1, 1000),
)  # fmt: skip
_FILL: Final = table(
    kind=one_of(*FILLS), arch=TEXT, w_=METRES, d_=METRES, gx_=METRES, gy_=METRES, fl_=several(whole(1, 200), 1),
    shape_=several(_SHAPE, 1), th_=METRES, max_=whole(1, 10_000), band_=numbers(2, 0, 1), sides_=_SIDES, seg_=METRES,
    gap_=METRES, infill_=YES_NO,
)  # fmt: skip

_NAMED: Final = {"id": TEXT, "name_en": TEXT, "name_zh": TEXT}
_AREA: Final = _NAMED | {
    "frame": TEXT, "kind": TEXT, "ring": RING, "line": LINE, "width_m": METRES, "ellipse": numbers(4, -50_000, 50_000),
    "smooth_m": number(0, 500), "at": several(POINT, 1),
}  # fmt: skip
VALUES: Final[dict[str, dict[str, Sort]]] = {
    "park": _NAMED
    | {"area_mu": _MU, "existing_core_gfa_m2": _M2, "under_construction_mu": _MU, "idea_en": TEXT},
    "ground": {"level_m": number(-100, 6000), "slope_pct": number(0, 15), "falls_deg": number(0, 360)},
    "frame": {"id": TEXT, "origin": POINT, "azimuth_deg": number(-360, 360)},
    "site": _NAMED
    | {
        "frame": TEXT, "area_mu": _MU, "ring": RING, "published": several(TEXT),
        "adjust": table(vertices=several(whole(0, 1000), 1), dir=numbers(2, -1000, 1000)),
        "snap": several(Sort(lambda v: isinstance(v, list) and len(v) == 3 and isinstance(v[0], int) and v[0] >= 0
                             and _is_number(v[1]) and isinstance(v[2], str),
                             lambda: tr("Expected [corner, u, frame]."))),
    },
    "road": _NAMED
    | {"frame": TEXT, "class": TEXT, "width_m": number(2, 120), "line": LINE, "fillet_m": number(0, 2000)},
    "water": _AREA,
    "square": _AREA,
    "green": _AREA,
    "path": _AREA,
    "zone": _NAMED,
    "parcel": _NAMED
    | {
        "zone": TEXT, "use": one_of(*USES), "status": one_of(*STATUSES), "phase": whole(0, 99),
        "year": whole(1900, 2200), "frame": TEXT, "at": POINT, "at_frame": TEXT, "cut": _CUT,
        "published": several(TEXT), "gfa_m2": _M2, "gfa_below_m2": number(0, 1e8), "existing_group": YES_NO,
        "height_limit_m": number(1, 1000), "setback_m": number(0, 500),
        "setback_sides": table(w=number(0, 500), e=number(0, 500), s=number(0, 500), n=number(0, 500)),
        "frame_box": several(POINT, 2, 2), "court": numbers(2, 1, 2000), "features": several(_FEATURE),
        "fill": _FILL, "lawns": _BOXES, "plazas": _BOXES, "parking": _BOXES,
    },
    "place": {"name_en": TEXT, "name_zh": TEXT, "kind": TEXT, "frame": TEXT, "at": POINT},
}  # fmt: skip
"""Each table of a plan and the sort of each of its keys."""

OPTIONAL: Final = {
    "frame", "kind", "ring", "line", "width_m", "ellipse", "smooth_m", "fillet_m", "published", "snap", "year",
    "at_frame", "cut", "gfa_m2", "gfa_below_m2", "existing_group", "height_limit_m", "setback_m", "setback_sides",
    "frame_box", "court", "features", "fill", "lawns", "plazas", "parking", "existing_core_gfa_m2",
    "under_construction_mu", "idea_en", "slope_pct", "falls_deg",
}  # fmt: skip
"""Keys that may be missing; `at` may be so in open ground, `kind` not in a place."""
DRAWN: Final = ("ring", "line", "ellipse", "at")
"""Open ground has one of these."""
