"""What an ensemble says, as a table to read and as a document for programs."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.text import Name, current_language, tr
from gis.units import quantity
from sim.bands import Bands
from sim.columns import line, widths
from sim.ensemble.tables import date_of, shares_in_time
from sim.table import level_name, year_ends

_WORDS = 3


def document(bands: Bands, park: str | None = None, kpis: Collection[str] = ()) -> dict[str, Any]:
    """`bands` as plain data for JSON: what is not measured, or not reached, is null.

    `park` leaves other parks out, `kpis` all figures but those, if any are named.
    """
    rows = _wanted(bands, park, kpis)
    return {
        "scenario": bands.scenario,
        "seed": bands.seed,
        "runs": bands.runs,
        "version": bands.version,
        "inputs_hash": bands.inputs_hash,
        "months": list(bands.months),
        "kpis": {bands.kpis.ids[row]: _series(bands, row) for row in rows},
        "milestones": _milestones(bands, park),
    }


def text(bands: Bands, parks: Mapping[str, Name], park: str | None = None, kpis: Collection[str] = ()) -> str:
    """The bands at every other year end, median (10th to 90th percentile), park after park; then the milestones.

    `park` and `kpis` as for `document`. All months are in the ensemble's files.
    """
    columns = year_ends(bands.months)[::-2][::-1]
    wanted = _wanted(bands, park, kpis)
    lines = [_title(bands), tr("Median (10th to 90th percentile) of the replications"), ""]
    for where in dict.fromkeys(bands.kpis.parks):
        rows = [row for row in wanted if bands.kpis.parks[row] == where]
        if rows:
            head = [_park(where, parks), tr("unit"), tr("level"), *(bands.months[i] for i in columns)]
            lines += [*_aligned([head, *(_row(bands, row, columns) for row in rows)]), ""]
    return "\n".join([*lines, *_milestone_lines(bands, parks, park)])


def _title(bands: Bands) -> str:
    return tr(
        "{scenario}: {runs} replications, {first} to {last}, seed {seed}, version {version}",
        scenario=bands.scenario_name.text(),
        runs=bands.runs,
        first=bands.months[0],
        last=bands.months[-1],
        seed=bands.seed,
        version=bands.version,
    )


def _row(bands: Bands, row: int, columns: Sequence[int]) -> list[str]:
    kpis, language = bands.kpis, current_language()
    share = kpis.units[row] == "share"
    unit = "%" if share else quantity(0.0, kpis.units[row], language).unit
    cells = [_cell([one[row, i] for one in (kpis.p10, kpis.p50, kpis.p90)], "share" if share else "") for i in columns]
    return [kpis.names[row].text(), unit, level_name(kpis.levels[row]).text(), *cells]


def _cell(three: Sequence[float], unit: str) -> str:
    low, middle, high = (str(quantity(float(one), unit, current_language())) for one in three)
    return middle if low == middle == high else f"{middle} ({low} – {high})"


def _milestone_lines(bands: Bands, parks: Mapping[str, Name], park: str | None) -> list[str]:
    rows = [
        [
            _park(bands.milestones.parks[row], parks),
            bands.milestones.names[row].text(),
            *(_date(bands, one[row]) for one in (bands.milestones.p10, bands.milestones.p50, bands.milestones.p90)),
            _percent(float(bands.milestones.probability[row, -1])),
            bands.milestones.deadlines[row] or "–",
            _percent(in_time),
        ]
        for row, in_time in enumerate(shares_in_time(bands.milestones, bands.months))
        if row in _of_park(bands.milestones.parks, park)
    ]
    head = [tr("park"), tr("milestone"), "p10", "p50", "p90", tr("reached"), tr("target for"), tr("in time")]
    return _aligned([head, *rows], words=2) if rows else []


def _aligned(rows: list[list[str]], words: int = _WORDS) -> list[str]:
    places = widths(rows)
    return [line(row, places, words) for row in rows]


def _park(park: str, parks: Mapping[str, Name]) -> str:
    return parks[park].text() if park in parks else tr("Both parks")


def _date(bands: Bands, day: float) -> str:
    when = date_of(bands.start_date, day)
    return "–" if when is None else f"{when:%Y-%m}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _wanted(bands: Bands, park: str | None, kpis: Collection[str]) -> list[int]:
    return [row for row in _of_park(bands.kpis.parks, park) if not kpis or bands.kpis.ids[row] in kpis]


def _of_park(parks: Sequence[str], park: str | None) -> list[int]:
    """The rows that belong to `park`, or all: those of both parks together belong to each."""
    return [row for row, one in enumerate(parks) if park is None or one in (park, "both")]


def _series(bands: Bands, row: int) -> dict[str, Any]:
    kpis = bands.kpis
    three = {name: plain(getattr(kpis, name)[row]) for name in ("p10", "p50", "p90")}
    return {"unit": kpis.units[row], "level": kpis.levels[row], **three}


def _milestones(bands: Bands, park: str | None) -> dict[str, Any]:
    found = {}
    for row, in_time in enumerate(shares_in_time(bands.milestones, bands.months)):
        if row in _of_park(bands.milestones.parks, park):
            dates = {
                name: date_of(bands.start_date, getattr(bands.milestones, name)[row]) for name in ("p10", "p50", "p90")
            }
            found[bands.milestones.ids[row]] = {
                **{name: None if one is None else one.isoformat() for name, one in dates.items()},
                "share_reached": float(bands.milestones.probability[row, -1]),
                "deadline": bands.milestones.deadlines[row] or None,
                "share_in_time": in_time,
                "probability": plain(bands.milestones.probability[row]),
            }
    return found


def plain(values: NDArray[np.float64]) -> list[float | None]:
    """Numbers for JSON, which knows no NaN."""
    return [value if math.isfinite(value) else None for value in values.tolist()]
