"""What the outline lists: parks with their zones, and projects. Names and values are asked for when they are shown."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from gis.prepared import ParkInfo, Prepared, ZoneInfo
from gis.text import tr
from gis.units import quantity
from sim.run import Project
from ui.desk import months
from ui.desk.entry_list import Entry
from ui.desk.session import BOTH, Session
from ui.desk.theme import park_token

_ZONE_TOKENS = ("zone1", "zone2", "zone3", "zone4", "zone5")
_PARK_ICONS = {"ai": "cpu", "vr": "glasses"}


def zones(session: Session) -> list[Entry]:
    """Each park and its zones, with the share of their lettable floor area that is let."""
    prepared = session.prepared
    if prepared is None:
        return []
    table = prepared.buildings
    entries: list[Entry] = []
    for park in prepared.parks:
        entries.append(_park_entry(session, park))
        own = [zone for zone in prepared.zones if zone.park == park.id]
        for i, zone in enumerate(own):
            rows = np.flatnonzero([z == zone.id for z in table.zone])
            entries.append(_zone_entry(session, prepared, zone, rows, _ZONE_TOKENS[i % len(_ZONE_TOKENS)]))
    return entries


def _park_entry(session: Session, park: ParkInfo) -> Entry:
    def toggle() -> None:
        session.set_park(BOTH if session.park == park.id else park.id)

    return Entry(
        park.name.text,
        partial(_area, session, park),
        lambda: tr("Click: charts of this park alone, or of both"),
        toggle,
        lambda: session.park == park.id,
        icon=_PARK_ICONS.get(park.id, "building-2"),
        strong=True,
    )


def _area(session: Session, park: ParkInfo) -> str:
    return str(quantity(round(park.area_mu), "mu", session.language))


def _zone_entry(session: Session, prepared: Prepared, zone: ZoneInfo, rows: NDArray[np.int64], tint: str) -> Entry:
    def largest() -> None:
        if len(rows):
            session.select(int(rows[prepared.buildings.gfa_m2[rows].argmax()]))

    return Entry(
        zone.name.text,
        lambda: _share(session, rows),
        lambda: tr("Share of the lettable floor area that is let"),
        largest,
        tint=tint,
        depth=1,
    )


def _share(session: Session, rows: NDArray[np.int64]) -> str:
    share = share_let(session, rows)
    return "" if np.isnan(share) else str(quantity(share, "share", session.language))


def share_let(session: Session, rows: NDArray[np.int64]) -> float:
    """Share of the lettable floor area of some buildings that is let at the playhead; NaN while none is handed over."""
    run = session.run
    if run is None:
        return float("nan")
    offered = run.lettable_m2[rows] * (run.progress[session.month, rows] >= 1)
    whole = float(offered.sum())
    return float((run.occupancy[session.month, rows] * offered).sum()) / whole if whole > 0 else float("nan")


def projects(session: Session) -> list[Entry]:
    """Projects that are begun or handed over during the run, in the order of their handover."""
    run, prepared = session.run, session.prepared
    if run is None or prepared is None:
        return []
    dated = [p for p in run.projects if p.stage_days and p.stage_days[-1] > 0]
    parcels = np.array(prepared.buildings.parcel)
    entries = []
    for project in sorted(dated, key=lambda p: p.stage_days[-1]):
        rows = np.flatnonzero(parcels == project.parcel)
        if len(rows):
            entries.append(_project_entry(session, prepared, project, rows))
    return entries


def _project_entry(session: Session, prepared: Prepared, project: Project, rows: NDArray[np.int64]) -> Entry:
    def largest() -> None:
        session.select(int(rows[prepared.buildings.gfa_m2[rows].argmax()]))

    def built() -> str:
        run = session.run
        if run is None:
            return ""
        gfa = prepared.buildings.gfa_m2[rows]
        return f"{100 * float((run.progress[session.month, rows] * gfa).sum() / gfa.sum()):.0f} %"

    def tip() -> str:
        run = session.run
        if run is None or not np.isfinite(project.stage_days[-1]):
            return tr("Not handed over within the run")
        date = months.date_of_day(run.start_date, project.stage_days[-1])
        return tr("Handed over {month}", month=f"{date.year}-{date.month:02d}")

    return Entry(project.name.text, built, tip, largest, tint=park_token(project.park))
