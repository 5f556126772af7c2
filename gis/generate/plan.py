"""The plan file: what it may say. Lengths in metres, angles in degrees, areas in mu or m2 as the key says."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis.errors import UserError
from gis.generate.frames import PlanFrame, Table
from gis.generate.ground import assumed_ground_m, valley_m
from gis.generate.plan_check import SINGLE, check_values
from gis.generate.plan_values import VALUES
from gis.generate.rules import Rules, rules
from gis.places import KnownPlace
from gis.schema import EPSG
from gis.systems import area_of_use, metric_epsg
from gis.text import tr

FloatArray = NDArray[np.float64]
TABLES = tuple(name for name in VALUES if name not in SINGLE)


@dataclass(frozen=True, slots=True)
class GroundPlan:
    """The bare ground of a plan of one's own: a plane of `level_m` at the origin of the first frame, which falls by
    `slope_pct` in the direction `falls_deg` (clockwise from north)."""

    level_m: float = 20.0
    slope_pct: float = 0.0
    falls_deg: float = 180.0

    def at(self, east_m: FloatArray, north_m: FloatArray, origin_m: tuple[float, float]) -> FloatArray:
        """Elevation at points, the plane being at its level at `origin_m`."""
        falls = math.radians(self.falls_deg)
        along_m = (east_m - origin_m[0]) * math.sin(falls) + (north_m - origin_m[1]) * math.cos(falls)
        return np.asarray(self.level_m - self.slope_pct / 100 * along_m)


@dataclass(frozen=True, slots=True)
class Plan:
    """A drafted park: its own facts, its street grids, and its tables by name (an absent one is empty).

    `seed` varies what is drawn by chance.
    """

    park: Table
    frames: dict[str, PlanFrame]
    tables: dict[str, list[Table]]
    rules: Rules
    seed: int = 0
    epsg: int = EPSG
    places: tuple[KnownPlace, ...] = ()
    """Published places to name besides the plan's own."""
    ground: GroundPlan | None = None
    """None: the valley of the Zhangcun river, in which the parks that come with the program lie."""

    def frame(self, table: Table) -> PlanFrame:
        """The frame that `table` is drawn in; the first of the plan unless it names another."""
        return self.frames[table["frame"]] if "frame" in table else self._first

    @property
    def _first(self) -> PlanFrame:
        return next(iter(self.frames.values()))

    def ground_m(self, east_m: ArrayLike, north_m: ArrayLike) -> FloatArray:
        """Elevation of the ground before anything is built."""
        if self.ground is None:
            return assumed_ground_m(east_m, north_m)
        return self.slope_m(east_m, north_m)

    def slope_m(self, east_m: ArrayLike, north_m: ArrayLike) -> FloatArray:
        """The same without swells and hollows."""
        if self.ground is None:
            return valley_m(east_m, north_m)
        return self.ground.at(np.asarray(east_m, np.float64), np.asarray(north_m, np.float64), self._first.origin_m)


def read_plan(file: Path) -> Plan:
    """The plan in `file`.

    Raises:
        UserError: not readable, or a table, key, frame, zone or archetype that plans do not know.
    """
    content = _read(file)
    tables_of = {name: value for name, value in content.items() if name not in ("rules", "seed", "epsg")}
    _refuse_unknown(file, "", set(tables_of), set(VALUES) | {"rules", "seed", "epsg"})
    check_values(file.name, tables_of)
    frames = {f["id"]: PlanFrame(tuple(f["origin"]), f["azimuth_deg"]) for f in content["frame"]}
    tables = {name: content.get(name, []) for name in TABLES}
    ground = GroundPlan(**content["ground"]) if "ground" in content else None
    plan = Plan(
        content["park"], frames, tables, _rules(file, content), _seed(file, content), _epsg(file, content), (), ground
    )
    _check_names(file, plan)
    _fill_in(plan)
    return plan


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise UserError(str(file), tr("There is no such file."), remedy=tr("Give the path of a plan (.toml)."))
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(str(file), tr("The plan cannot be read: {reason}.", reason=str(error))) from error


def _rules(file: Path, content: dict[str, Any]) -> Rules:
    """The shipped rules, with those that the plan itself or the file it names puts in their place."""
    own = content.get("rules", {})
    if isinstance(own, str):
        file = file.parent / own
        own = _read(file)
    if not isinstance(own, dict):
        raise UserError(file.name, tr("'{value}' is no value for this.", value=own), tr("Expected a table."))
    return rules(own, f"{file.name} rules")


def _seed(file: Path, content: dict[str, Any]) -> int:
    seed = content.get("seed", 0)
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**32:
        expected = tr("Expected a whole number from 0 to {most}.", most=2**32 - 1)
        raise UserError(f"{file.name} seed", tr("'{value}' is no value for this.", value=seed), expected)
    return seed


def _epsg(file: Path, content: dict[str, Any]) -> int:
    """The system of the frames' origins: that of the shipped parks unless the plan names another."""
    import pyproj

    epsg = content.get("epsg", EPSG)
    where, expected = (
        f"{file.name} epsg",
        tr("Expected the number of a flat system in metres, such as {epsg}.", epsg=EPSG),
    )
    if not isinstance(epsg, int) or isinstance(epsg, bool):
        raise UserError(where, tr("'{value}' is no value for this.", value=epsg), expected)
    try:
        flat = metric_epsg(pyproj.CRS.from_epsg(epsg))
    except pyproj.exceptions.CRSError:
        flat = None
    if flat is None:
        raise UserError(where, tr("'{value}' is no value for this.", value=epsg), expected)
    area = area_of_use(epsg)
    for frame in content["frame"]:
        east_m, north_m = frame["origin"]
        if area is not None and not (area[0] <= east_m <= area[2] and area[1] <= north_m <= area[3]):
            raise UserError(
                f"{file.name} [[frame]] {frame['id']}, origin",
                tr("It lies outside the area of EPSG:{epsg}.", epsg=epsg),
                tr("Expected east, then north, in metres."),
            )
    return epsg


def _fill_in(plan: Plan) -> None:
    """Give what names no size the usual one of its sort."""
    for road in plan.tables["road"]:
        road.setdefault("width_m", plan.rules.road_class[road["class"]].width_m)
    for parcel in plan.tables["parcel"]:
        for feature in parcel.get("features", []):
            sort = plan.rules.archetype[feature["arch"]]
            _default(feature, w=sort.width_m, d=sort.depth_m, fl=sort.floors)
        if "fill" in parcel:
            sort = plan.rules.archetype[parcel["fill"]["arch"]]
            _default(parcel["fill"], w=sort.width_m, d=sort.depth_m, seg=sort.width_m, fl=[sort.floors])


def _default(table: Table, **values: Any) -> None:
    for name, value in values.items():
        table.setdefault(name, value)


def _check_names(file: Path, plan: Plan) -> None:
    zones = {zone["id"] for zone in plan.tables["zone"]}
    for tables in plan.tables.values():
        for table in tables:
            named = {table.get("frame"), table.get("at_frame")} - {None}
            _refuse_unknown(file, table.get("id", ""), named, set(plan.frames))
    for parcel in plan.tables["parcel"]:
        _refuse_unknown(file, parcel["id"], {parcel["zone"]}, zones)
        built = [*parcel.get("features", []), *([parcel["fill"]] if "fill" in parcel else [])]
        _refuse_unknown(file, parcel["id"], {mass["arch"] for mass in built}, set(plan.rules.archetype))
    for road in plan.tables["road"]:
        _refuse_unknown(file, road["id"], {road["class"]}, set(plan.rules.road_class))


def _refuse_unknown(file: Path, where: str, found: set[Any], known: set[str]) -> None:
    unknown = sorted(found - known)
    if unknown:
        raise UserError(
            f"{file.name} {where}".strip(),
            tr("'{name}' is not known here.", name=unknown[0]),
            tr("Known: {names}.", names=", ".join(sorted(known))),
        )
