"""The plan file: what it may say. Lengths in metres, angles in degrees, areas in mu or m2 as the key says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gis.errors import UserError
from gis.generate.archetypes import ARCHETYPES
from gis.generate.frames import PlanFrame, Table
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
    """A drafted park: its own facts, its street grids, and its tables by name (an absent one is empty)."""

    park: Table
    frames: dict[str, PlanFrame]
    tables: dict[str, list[Table]]

    def frame(self, table: Table) -> PlanFrame:
        """The frame that `table` is drawn in; the first of the plan unless it names another."""
        return self.frames[table["frame"]] if "frame" in table else next(iter(self.frames.values()))


def read_plan(file: Path) -> Plan:
    """The plan in `file`.

    Raises:
        UserError: not readable, or a table, key, frame, zone or archetype that plans do not know.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(str(file), tr("The plan cannot be read: {reason}.", reason=str(error))) from error
    _check_keys(file, content)
    frames = {f["id"]: PlanFrame(tuple(f["origin"]), f["azimuth_deg"]) for f in content["frame"]}
    plan = Plan(content["park"], frames, {name: content.get(name, []) for name in KEYS})
    _check_names(file, plan)
    return plan


def _check_keys(file: Path, content: dict[str, Any]) -> None:
    _refuse_unknown(file, "", set(content), set(KEYS) | {"park"})
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
        _refuse_unknown(file, parcel["id"], {mass["arch"] for mass in built}, set(ARCHETYPES))


def _refuse_unknown(file: Path, where: str, found: set[Any], known: set[str]) -> None:
    unknown = sorted(found - known)
    if unknown:
        raise UserError(
            f"{file.name} {where}".strip(),
            tr("'{name}' is not known here.", name=unknown[0]),
            tr("Known: {names}.", names=", ".join(sorted(known))),
        )
