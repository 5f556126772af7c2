"""What is known of a building at a month: plain values and finished texts, read from place and run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.prepared import Prepared
from gis.text import Name, tr
from sim.bands import FULL
from sim.run import Project, Run, Series
from ui.desk import months
from ui.desk.rows import Row
from ui.desk.session import Session
from ui.desk.words import origin_name, plain, sector_name, stage_name, stage_of_project, status_name, use_name

_SECTOR_TOKENS: Final = ("zone1", "zone2", "zone3", "zone4", "zone5")
_MOST_SECTORS: Final = 6
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class State:
    """A building at a month. `share` is what its card shows large: let, sold or built, as `title` says."""

    title: str
    share: float
    detail: str
    stage: str
    column: str
    """Which of the run's arrays `share` comes from."""


def heading(prepared: Prepared, row: int) -> tuple[str, str]:
    """Name of a building, and where it stands."""
    table = prepared.buildings
    zone = next((zone.name.text() for zone in prepared.zones if zone.id == table.zone[row]), plain(table.zone[row]))
    where = tr(
        "{zone} · {use} · {floors} floors", zone=zone, use=use_name(table.use[row]), floors=int(table.floors[row])
    )
    return table.name[row].text(), where


def state(session: Session, row: int) -> State:
    """What a building is doing at the playhead."""
    run = session.run
    assert run is not None
    month = session.month
    progress, load = float(run.progress[month, row]), float(run.compute_load[month, row])
    stage = stage_name(progress)
    lettable_m2 = float(run.lettable_m2[row])
    if progress < 1:
        return State(tr("Built"), progress, tr("share of the building that stands"), stage, "progress")
    if bool(np.any(run.compute_load[:, row] > 0)):
        return State(tr("Compute sold"), load, tr("share of the centre's capacity"), stage, "compute_load")
    if lettable_m2 <= 0:
        return State(tr("Built"), 1.0, tr("not for letting"), stage, "progress")
    share = float(run.occupancy[month, row])
    let, whole = session.quantity(share * lettable_m2, "m2"), session.quantity(lettable_m2, "m2")
    return State(tr("Let floor area"), share, tr("{let} of {whole}", let=let, whole=whole), stage, "occupancy")


def course(run: Run, row: int, column: str) -> Series:
    """One building's column over all months, as a series of its own level."""
    values = np.asarray(getattr(run, column)[:, row], np.float64)
    values.flags.writeable = False
    name = Name(column, column)
    return Series(f"building.{column}", name, name, "share", "building", "", "", (), values)


def tenants(session: Session, row: int) -> tuple[int, list[Row]]:
    """How many tenants sit in a building at the playhead, and by sector how many on how much floor."""
    run = session.run
    assert run is not None
    stays, month = run.stays, session.month
    here = (stays.building == row) & (stays.start_month <= month) & (stays.end_month > month)
    found: list[tuple[float, Row]] = []
    for sector in np.unique(stays.sector[here]).tolist():
        own = here & (stays.sector == sector)
        area = session.quantity(float(stays.area_m2[own].sum()), "m2")
        names = [stays.named[key].text() for key in map(str, stays.tenant[own].tolist()) if key in stays.named]
        count = len(np.unique(stays.tenant[own]))
        said = tr("{count} tenants", count=count) if count != 1 else tr("1 tenant")
        row_name = sector_name(stays.sectors[sector])
        if names:
            row_name = tr("{sector}: {names}", sector=row_name, names=tr(", ").join(names))
        token = _SECTOR_TOKENS[sector % len(_SECTOR_TOKENS)]
        found.append((float(stays.area_m2[own].sum()), Row(row_name, area.figure, area.unit, token, detail=said)))
    rows = [entry for _, entry in sorted(found, key=lambda pair: -pair[0])]
    return len(np.unique(stays.tenant[here])), rows[:_MOST_SECTORS]


def stages(session: Session, prepared: Prepared, row: int) -> list[Row]:
    """The stages of the project that a building belongs to, with the month of each.

    What nothing is known of, because a later stage is published, is left out.
    """
    run = session.run
    assert run is not None
    project = _project(run, prepared.buildings.parcel[row], prepared.buildings.park[row])
    if project is None:
        return []
    reached = np.flatnonzero(np.isfinite(project.stage_days))
    last = int(reached[-1]) if len(reached) else -1
    return [
        _stage_row(session, run, stage, day)
        for i, (stage, day) in enumerate(zip(project.stages, project.stage_days, strict=True))
        if i > last or math.isfinite(day)
    ]


def chances(session: Session, row: int) -> list[Row]:
    """What the ensemble says of a building at the playhead: handed over, and how full; [] while it is not known."""
    band, run = session.band, session.run
    if band is None or run is None or band.building_ids != run.building_ids:
        return []
    month = session.month
    by_then = band.finished[:, row].astype(np.float64) / FULL
    rows = [Row(tr("Handed over by {month}", month=run.months[month]), f"{100 * by_then[month]:.0f}", "%")]
    half = np.flatnonzero(by_then >= _HALF)
    if len(half) and half[0] > 0:
        rows.append(Row(tr("In half of the runs by"), run.months[int(half[0])]))
    elif not len(half):
        rows.append(Row(tr("In half of the runs by"), tr("not within the run")))
    if run.lettable_m2[row] > 0 and by_then[month] > 0:
        low, middle, high = (
            round(100 * float(share[month, row]) / FULL)
            for share in (band.occupancy_p10, band.occupancy_p50, band.occupancy_p90)
        )
        rows.append(
            Row(tr("Occupancy, median"), f"{middle}", "%", detail=tr("8 in 10: {low}–{high} %", low=low, high=high))
        )
    return rows


def _project(run: Run, parcel: str, park: str) -> Project | None:
    return next((p for p in run.projects if p.parcel == parcel and p.park == park), None)


def _stage_row(session: Session, run: Run, stage: str, day: float) -> Row:
    if not math.isfinite(day):
        return Row(stage_of_project(stage), tr("not within the run"), mark="edge", hollow=True)
    reached = months.time_of_day(day) <= session.time
    date = months.date_of_day(run.start_date, day)
    return Row(
        stage_of_project(stage), f"{date.year}-{date.month:02d}", mark="ok" if reached else "edge", hollow=not reached
    )


def attributes(session: Session, prepared: Prepared, row: int) -> list[Row]:
    """What does not change: floors, height, areas."""
    table = prepared.buildings

    def area(name: str, value_m2: float) -> Row:
        shown = session.quantity(value_m2, "m2")
        return Row(name, shown.figure, shown.unit)

    rows = [
        area(tr("Floor area above ground"), float(table.gfa_m2[row])),
        area(tr("Floor area below ground"), float(table.gfa_below_m2[row])),
        area(tr("Footprint"), float(table.footprint_m2[row])),
        Row(tr("Height above ground"), f"{float(table.height_m[row]):.1f}", "m"),
        Row(tr("At the start"), status_name(table.status[row])),
        Row(tr("Origin"), origin_name(table.provenance[row])),
        Row(tr("Parcel"), table.parcel[row]),
        Row(tr("Building"), table.id[row]),
    ]
    return [entry for entry in rows if entry.figure not in ("0", "")]
