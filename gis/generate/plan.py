"""The plan file: what it may say. Lengths in metres, angles in degrees, areas in mu or m2 as the key says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gis.errors import UserError
from gis.generate.frames import PlanFrame, Table
from gis.generate.rules import Rules, rules
from gis.places import KnownPlace
from gis.schema import EPSG
from gis.text import tr

_NAMED = {"id", "name_en", "name_zh"}
_AREA = _NAMED | {"frame", "kind", "ring", "line", "width_m", "ellipse", "smooth_m", "at"}
KEYS: Final[dict[str, set[str]]] = {
    "frame": {"id", "origin", "azimuth_deg"},
    "site": _NAMED | {"frame", "area_mu", "ring", "adjust", "snap", "published"},
    "road": _NAMED | {"frame", "class", "width_m", "line", "fillet_m"},
    "water": _AREA,
    "square": _AREA,
    "green": _AREA,
    "path": _AREA,
    "zone": _NAMED,
    "parcel": _NAMED
    | {"zone", "use", "status", "phase", "year", "frame", "at", "at_frame", "cut", "published", "gfa_m2"}
    | {"gfa_below_m2", "existing_group", "height_limit_m", "setback_m", "setback_sides", "frame_box", "court"}
    | {"features", "fill", "lawns", "plazas", "parking"},
    "place": {"name_en", "name_zh", "kind", "frame", "at"},
}
"""Each table of a plan and the keys it may hold."""
_PARK_KEYS: Final = _NAMED | {"area_mu", "existing_core_gfa_m2", "under_construction_mu", "idea_en"}


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

    def frame(self, table: Table) -> PlanFrame:
        """The frame that `table` is drawn in; the first of the plan unless it names another."""
        return self.frames[table["frame"]] if "frame" in table else next(iter(self.frames.values()))


def read_plan(file: Path) -> Plan:
    """The plan in `file`.

    Raises:
        UserError: not readable, or a table, key, frame, zone or archetype that plans do not know.
    """
    content = _read(file)
    _check_keys(file, content)
    frames = {f["id"]: PlanFrame(tuple(f["origin"]), f["azimuth_deg"]) for f in content["frame"]}
    tables = {name: content.get(name, []) for name in KEYS}
    plan = Plan(content["park"], frames, tables, _rules(file, content), _seed(file, content))
    _check_names(file, plan)
    _fill_in(plan)
    return plan


def _read(file: Path) -> dict[str, Any]:
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


def _check_keys(file: Path, content: dict[str, Any]) -> None:
    _refuse_unknown(file, "", set(content), set(KEYS) | {"park", "rules", "seed"})
    _refuse_unknown(file, "park", set(content["park"]), _PARK_KEYS)
    for name, known in KEYS.items():
        for table in content.get(name, []):
            _refuse_unknown(file, f"{name} {table.get('id', '')}".strip(), set(table), known)


def _check_names(file: Path, plan: Plan) -> None:
    zones = {zone["id"] for zone in plan.tables["zone"]}
    for tables in plan.tables.values():
        for table in tables:
            _refuse_unknown(file, table.get("id", ""), {table.get("frame")} - {None}, set(plan.frames))
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
