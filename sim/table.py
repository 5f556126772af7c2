"""A run's KPIs as a table to read, a file for a spreadsheet, and a document for programs."""

from __future__ import annotations

import csv as csv_files
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from gis.text import Name, current_language, tr
from gis.units import quantity
from sim.columns import line, widths
from sim.facts import facts
from sim.milestones import Milestone, met, month_of, of_run, reached
from sim.run import Run, Series
from sim.subjects import place, subject_name

_YEAR_END = "-12"
_INDENT = "  "
_WORDS = 4
"""Name, unit, level and grounds stand before the figures of a row."""


def csv(run: Run) -> str:
    """Every KPI of `run`, one a row: id, name in both languages, unit, level, park, then a column a month.

    What does not exist in a month (a share of nothing) is left empty.
    """
    out = io.StringIO()
    writer = csv_files.writer(out, lineterminator="\n")
    writer.writerow(["kpi", "name", "名称", "unit", "level", "park", *run.months])
    for one in run.kpis.values():
        values = [repr(value) if math.isfinite(value) else "" for value in one.values.tolist()]
        writer.writerow([one.id, one.name.en, one.name.zh, one.unit, one.level, one.park, *values])
    return out.getvalue()


def document(run: Run, kpis: Iterable[Series]) -> dict[str, Any]:
    """`run`, these KPIs and the milestones of their parks as plain data for JSON.

    What does not exist in a month, or is never reached, is null, never NaN.
    """
    kpis = list(kpis)
    return {
        "scenario": run.scenario,
        "seed": run.seed,
        "version": run.version,
        "inputs_hash": run.inputs_hash,
        "months": list(run.months),
        "kpis": {one.id: _described(one) for one in kpis},
        "milestones": {one.id: _dated(one, day, run) for one, day in _milestones(run, kpis)},
    }


def text(run: Run, kpis: Iterable[Series], parks: Mapping[str, Name], origin: str = "drafted") -> str:
    """These KPIs at the year ends as an aligned table in the language in use, by park and subject.

    Below them stand the milestones of the same parks.

    `origin` says whose the layout is, as `gis.origin.origin_of` does.
    """
    kpis = list(kpis)
    columns = year_ends(run.months)
    rows: list[list[str]] = []
    for park, of_park in _by_park(kpis).items():
        rows.append(_head(_park_name(park, parks).text(), [run.months[i] for i in columns]))
        by_subject = sorted(of_park, key=lambda one: place(one.group))
        for subject, group in groupby(by_subject, key=lambda one: one.group):
            rows += [[subject_name(subject).text()], *(_row(one, columns) for one in group)]
        rows.append([])
    places = widths([row for row in rows if len(row) > 1])
    lines = [line(row, places, _WORDS) for row in rows]
    return "\n".join([_title(run), "", *lines, *_milestone_lines(run, kpis, parks), _note(origin)])


def _described(one: Series) -> dict[str, Any]:
    """A KPI with all that is said of it."""
    return {
        "name": {"en": one.name.en, "zh": one.name.zh},
        "definition": {"en": one.definition.en, "zh": one.definition.zh},
        "unit": one.unit,
        "level": one.level,
        "park": one.park,
        "better": one.better,
        "subject": one.group,
        "sources": list(one.sources),
        "values": [_finite(value) for value in one.values],
    }


def _milestone_lines(run: Run, kpis: Iterable[Series], parks: Mapping[str, Name]) -> list[str]:
    """A line for each milestone, an empty one after them; none where the run has none."""
    shown = _milestones(run, kpis)
    if not shown:
        return []
    names = Counter(one.name.en for one, _ in shown)
    rows = [[tr("Milestones"), tr("reached"), tr("target for"), tr("in time")]]
    for one, day in shown:
        name = _of_park(one, parks) if names[one.name.en] > 1 else one.name.text()
        in_time = _met(met(one, day, run)) if one.is_target else ""
        rows.append([name, month_of(day, run) or "–", one.deadline, in_time])
    places = widths(rows)
    return [*(line(row, places, _WORDS) for row in rows), ""]


def _milestones(run: Run, kpis: Iterable[Series]) -> list[tuple[Milestone, float]]:
    """The milestones of the parks that are shown, each with the day on which it is reached (NaN: never)."""
    parks = {one.park for one in kpis}
    days = reached(run)
    return [(one, days[one.id]) for one in of_run(run) if one.park in parks]


def _of_park(one: Milestone, parks: Mapping[str, Name]) -> str:
    """Its name and that of its park."""
    return f"{one.name.text()} · {_park_name(one.park, parks).text()}"


def _dated(one: Milestone, day: float, run: Run) -> dict[str, Any]:
    dated = {"month": month_of(day, run) or None, "day": _finite(day)}
    return {**dated, "deadline": one.deadline, "met": met(one, day, run)} if one.is_target else dated


def _met(in_time: bool | None) -> str:
    return tr("open") if in_time is None else tr("yes") if in_time else tr("no")


def _note(origin: str) -> str:
    if origin == "imported":
        return tr("Figures of different levels (core, park, centre) are never to be added up; the layout is imported.")
    if origin == "mixed":
        return tr(
            "Figures of different levels (core, park, centre) are never to be added up; the layout is partly imported, "
            "partly illustrative."
        )
    return tr("Figures of different levels (core, park, centre) are never to be added up; layouts are illustrative.")


def year_ends(months: Sequence[str]) -> list[int]:
    """Rows of the year ends, and of the last month where it is none."""
    rows = [i for i, month in enumerate(months) if month.endswith(_YEAR_END)]
    return rows if rows and rows[-1] == len(months) - 1 else [*rows, len(months) - 1]


def _title(run: Run) -> str:
    return tr(
        "{scenario}: {first} to {last}, seed {seed}, version {version}",
        scenario=run.scenario_name.text(),
        first=run.months[0],
        last=run.months[-1],
        seed=run.seed,
        version=run.version,
    )


def _by_park(kpis: Iterable[Series]) -> dict[str, list[Series]]:
    groups: dict[str, list[Series]] = {}
    for one in kpis:
        groups.setdefault(one.park, []).append(one)
    return groups


def _park_name(park: str, parks: Mapping[str, Name]) -> Name:
    return parks.get(park, Name("Both parks", "两园合计口径"))


def _head(title: str, months: Sequence[str]) -> list[str]:
    return [title, tr("unit"), tr("level"), tr("rests on"), *months]


def _row(one: Series, columns: Sequence[int]) -> list[str]:
    language = current_language()
    share = one.unit == "share"
    unit = "%" if share else quantity(0.0, one.unit, language).unit
    cells = [str(quantity(float(one.values[i]), "share" if share else "", language)) for i in columns]
    return [_INDENT + one.name.text(), unit, level_name(one.level).text(), _grounds(one.sources), *cells]


def level_name(level: str) -> Name:
    """What a level is called."""
    return _LEVELS[level]


_LEVELS: Mapping[str, Name] = {
    "building": Name("building", "建筑"),
    "core": Name("core", "中心园区"),
    "park": Name("park", "园区"),
    "both parks": Name("both parks", "两园"),
    "centre": Name("centre", "算力中心"),
    "district": Name("district", "全区"),
    "city": Name("city", "全市"),
    "firm": Name("enterprise or institute", "企业或机构"),
}


def _grounds(sources: Sequence[str]) -> str:
    """How many published facts and how many assumptions a figure rests on."""
    published = sum(source in facts() for source in sources)
    return tr("{facts} published, {assumptions} assumed", facts=published, assumptions=len(sources) - published)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
