"""Names of places over the picture: the important ones first, none over another, each at a constant size."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.prepared import Prepared
from gis.text import Name
from twin import camera
from twin.overlay.sheet import ACCENT_OTHER, ACCENTS, INK_SOFT, Colour, Sheet, rgb, text_width
from twin.overlay.words import broken
from twin.picking import Picker
from twin.view import View

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in design pixels."""

LEADER: Final = 28.0
_GAP: Final = 6.0
_SIZES: Final = ((19.0, 11.5), (16.0, 11.0), (14.5, 10.5))
"""Chinese and English type by importance."""
_REACH_M: Final = {
    "park": 1e9, "gate": 700.0, "parcel_gate": 110.0, "parcel": 2600.0, "campus": 4500.0, "project": 2600.0,
    "wing": 4500.0, "compute": 2600.0, "institute": 2600.0, "plant": 2600.0, "theme_park": 2600.0, "metro": 2600.0,
    "hill": 30_000.0,
}  # fmt: skip
_REACH_OTHER_M: Final = 1500.0
_NEAREST_M: Final = {"park": 650.0, "hill": 500.0}
_KIND_ACCENTS: Final = {"water": rgb("#17A398"), "green": rgb("#5F8468"), "square": rgb("#17A398")}


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can be named: where its anchor is, how important it is (0 most), its colour, when to show it."""

    name: Name
    park: str
    anchor_m: tuple[float, float, float]
    rank: int
    accent: Colour
    nearest_m: float
    farthest_m: float

    @property
    def type_size(self) -> tuple[float, float]:
        """Sizes of its Chinese and English line."""
        return _SIZES[min(self.rank, len(_SIZES) - 1)]

    @property
    def english(self) -> tuple[str, ...]:
        """The English name in one or two lines."""
        return broken(self.name.en, 190, text_width(self.name.en, self.type_size[1]))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its plate in design pixels."""
        chinese, english = self.type_size
        wide = max(
            [text_width(self.name.zh, chinese, bold=True), *(text_width(line, english) for line in self.english)]
        )
        return wide + 26, chinese * 1.28 + english * 1.28 * len(self.english) + 7

    def box(self, x: float, y: float) -> Box:
        """The plate's place with the anchor at (x, y)."""
        width, height = self.size
        return x - width / 2, y - LEADER - height, x + width / 2, y - LEADER

    def draw(self, sheet: Sheet) -> None:
        """Draw anchor, leader and plate with the anchor at the sheet's origin."""
        left, top, right, bottom = self.box(0, 0)
        chinese, english = self.type_size
        sheet.box(-1, bottom, 2, LEADER, (1, 1, 1, 0.92))
        sheet.box(-3, -3, 6, 6, self.accent)
        sheet.plate(left, top, right - left, bottom - top, self.accent)
        baseline = top + 4 + chinese
        sheet.text(left + 14, baseline, self.name.zh, chinese, bold=True)
        for line in self.english:
            baseline += english * 1.28
            sheet.text(left + 14, baseline + 1, line, english, INK_SOFT)


def places_of(prepared: Prepared, picker: Picker) -> tuple[Place, ...]:
    """Every place that can be named, the most important first: the parks, then the labels of the layout by rank."""
    centres = [(p.name, p.id, "park", 0, p.centre_m) for p in prepared.parks]
    labels = [(lb.name, lb.park, lb.kind, max(lb.rank, 1), (lb.x_m, lb.y_m, lb.z_m)) for lb in prepared.labels]
    places = []
    for name, park, kind, rank, (x, y, z) in sorted([*centres, *labels], key=lambda item: (item[3], item[2] == "gate")):
        roof = picker.pick(0.0, (x, y, 2000.0), (0.0, 0.0, -1.0))
        anchor = (x, y, max(z, roof.point[2]) if roof else z + 3.0)
        accent = _KIND_ACCENTS.get(kind) or ACCENTS.get(park, ACCENT_OTHER)
        reach = _REACH_M.get(kind, _REACH_OTHER_M)
        places.append(Place(name, park, anchor, rank, accent, _NEAREST_M.get(kind, 0.0), reach))
    return tuple(places)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place chosen for the picture, and where its anchor comes to lie (design pixels)."""

    place: int
    x: float
    y: float


def project(points: NDArray[np.float64], view: View, size: tuple[float, float]) -> NDArray[np.float64]:
    """(N, 3) points as (N, 3): x, y in pixels of a picture of `size` (y down) and distance ahead of the eye."""
    right, forward, up = (np.array(axis) for axis in camera.axes(view))
    apart = points - np.array(view.eye_m)
    ahead = apart @ forward
    divisor = np.where(ahead > 1e-6, ahead, np.nan) if view.width_m is None else np.ones(len(points))
    half_width, half_height = camera.half_extent(view, size[0] / size[1])
    x = (apart @ right) / divisor / half_width
    y = (apart @ up) / divisor / half_height
    return np.column_stack([(x + 1) / 2 * size[0], (1 - y) / 2 * size[1], ahead])


def project_one(point: tuple[float, float, float], view: View, size: tuple[float, float]) -> tuple[float, float, float]:
    """One point as x, y in pixels and distance ahead; see `project`."""
    x, y, ahead = project(np.array([point]), view, size)[0]
    return float(x), float(y), float(ahead)


def choose(
    places: tuple[Place, ...],
    view: View,
    size: tuple[float, float],
    taken: Iterable[Box],
    picker: Picker,
    time: float,
    park: str | None = None,
) -> list[Spot]:
    """Which places to name in a picture of `size` design pixels, and where; `taken` boxes stay free.

    Greedy by importance, the places of `park` before all others, then by nearness (on a map: to its middle); a place
    that a building hides is left out, but never a park.
    """
    if not places:
        return []
    points = np.array([place.anchor_m for place in places])
    screen = project(points, view, size)
    far = screen[:, 2] if view.width_m is None else np.full(len(places), view.width_m / 2)
    near = screen[:, 2] if view.width_m is None else np.hypot(*(points - np.array(view.target_m))[:, :2].T)
    foreign = np.array([park is not None and place.park != park for place in places])
    most = min(max(round(5 * size[0] * size[1] / (1280 * 720)), 2), 8)
    boxes = list(taken)
    spots: list[Spot] = []
    for i in sorted(range(len(places)), key=lambda i: (places[i].rank, foreign[i], near[i])):
        place, (x, y, ahead) = places[i], screen[i]
        if not (ahead > 0 and place.nearest_m <= far[i] <= place.farthest_m):
            continue
        box = place.box(float(x), float(y))
        own = (box, (float(x) - 3, float(y) - LEADER, float(x) + 3, float(y) + 3))
        inside = box[0] > 8 and box[1] > 8 and box[2] < size[0] - 8 and y < size[1] - 8
        if not inside or any(_meet(mine, other) for mine in own for other in boxes):
            continue
        if place.rank > 0 and _hidden(place, view, picker, time):
            continue
        spots.append(Spot(i, float(x), float(y)))
        boxes += own
        if len(spots) == most:
            break
    return spots


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] + _GAP and b[0] < a[2] + _GAP and a[1] < b[3] + _GAP and b[1] < a[3] + _GAP


def _hidden(place: Place, view: View, picker: Picker, time: float) -> bool:
    """Whether a building stands between the eye and the anchor."""
    if view.width_m is not None:
        return False
    x, y, z = place.anchor_m
    lifted = (x, y, z + 2.0)
    way = (lifted[0] - view.eye_m[0], lifted[1] - view.eye_m[1], lifted[2] - view.eye_m[2])
    met = picker.pick(time, view.eye_m, way)
    return met is not None and math.dist(met.point, view.eye_m) < math.dist(lifted, view.eye_m) - 3.0
