"""The back-test to read: score, fit, targets, and every fact with its side of the split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from gis.text import current_language, tr
from gis.units import quantity
from sim.backtest import LAST_DAY, Report, Row, facts_used
from sim.columns import line, widths, wrapped
from sim.facts import Fact
from sim.table import level_name

_WIDTH: Final = 120
_SIGNS: Final = {"eq": "", "ge": "≥ ", "le": "≤ ", "gt": "> ", "approx": "≈ "}


def text(report: Report) -> str:
    """The whole report in the language in use."""
    blocks = [
        _title(report),
        _table(tr("Scored: published from {split} on", split=report.before.split), report, report.scored),
        [*wrapped(_verdict(report), _WIDTH), *wrapped(_readings(), _WIDTH)],
        _table(tr("Fitted: published before {split}", split=report.before.split), report, report.fitted),
        _targets(report),
        _facts(report),
        _taken_back(report),
    ]
    return "\n".join("\n".join(block) + "\n" for block in blocks if block).rstrip("\n")


def _title(report: Report) -> list[str]:
    said = tr(
        "Back-test with the split {split}: the model knows what was published before that day, and is scored on what "
        "was published from it until {last}. {runs} replications, uncertain inputs drawn.",
        split=report.before.split,
        last=LAST_DAY,
        runs=report.runs,
    )
    return wrapped(said, _WIDTH)


def _table(title: str, report: Report, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    head = [title, tr("level"), "p10", "p50", "p90", tr("published"), "CRPS", tr("its place")]
    start = report.before.scenario.start
    cells = [head, *(_cells(row, start) for row in rows)]
    places = widths(cells)
    notes = ["* " + _told(row.fact.name.text(), row.note.text()) for row in rows if row.note.text()]
    return [*(line(row, places, 2) for row in cells), *(part for note in notes for part in wrapped(note, _WIDTH))]


def _cells(row: Row, start: date) -> list[str]:
    star = "*" if row.note.text() else ""
    figures = [_figure(value, row, start) for value in (row.p10, row.p50, row.p90)]
    said = _SIGNS[row.fact.op] + _figure(row.observed, row, start)
    score = tr("{days} days", days=f"{row.crps:.0f}") if _is_date(row) else _amount(row.crps, row.unit)
    return [row.fact.name.text() + star, level_name(row.fact.level).text(), *figures, said, score, _place(row)]


def _place(row: Row) -> str:
    """Where the published figure lies: in the band, above or below it."""
    if row.holds:
        return tr("in it")
    return tr("above it") if row.observed > row.p90 else tr("below it") if row.observed < row.p10 else "–"


def _targets(report: Report) -> list[str]:
    if not report.targets:
        return []
    head = [tr("Targets: the baseline, all facts until {last}", last=LAST_DAY), tr("level"),
            tr("by"), "p10", "p50", "p90", tr("target"), tr("probability")]  # fmt: skip
    cells = [head, *(_target_cells(row) for row in report.targets)]
    places = widths(cells)
    said = tr(
        "The band is that of the deadline's month; the probability is the share of replications that reach the target "
        "by then. It is the model's own, under its assumptions, and no forecast by anyone who set the target."
    )
    return [*(line(row, places, 2) for row in cells), *wrapped(said, _WIDTH)]


def _target_cells(row: Row) -> list[str]:
    figures = [_amount(value, row.unit) for value in (row.p10, row.p50, row.p90)]
    said = _SIGNS[row.fact.op] + _amount(float(row.fact.value), row.unit)
    probability = str(quantity(row.probability, "share", current_language()))
    name, level = row.note.text(), level_name(row.fact.level).text()
    return [name, level, row.fact.as_of[: len("2024-12")], *figures, said, probability]


def _verdict(report: Report) -> str:
    inside = sum(row.holds for row in report.scored)
    return tr(
        "{inside} of {count} published figures lie between the 10th and the 90th percentile, where eight of ten are "
        "expected. This leaves {count} points of two months, some of them parts of each other: too few to prove the "
        "model right, enough to show where it is wrong.",
        inside=inside,
        count=len(report.scored),
    )


def _readings() -> str:
    return tr(
        "Figures that were published as at least so many are scored as if they were exact. The layout of the parks was "
        "drafted from everything that was published until {last}, and stays as it is on either side of the split.",
        last=LAST_DAY,
    )


def _facts(report: Report) -> list[str]:
    """Every fact that was used, by its side: what the model knows, and what it is scored on."""
    measured = {row.fact.id for row in report.fitted}
    known = [fact for fact in facts_used(report.before) if fact.id not in measured]
    scored = [row.fact for row in report.scored]
    ahead = [row.fact for row in report.targets]
    return [
        *_listed(tr("Known to the model (fit)"), [*(row.fact for row in report.fitted), *known]),
        *_listed(tr("Kept from it (score)"), scored),
        *_listed(tr("Targets (neither observed nor fitted)"), ahead),
    ]


def _listed(title: str, entries: Iterable[Fact]) -> list[str]:
    names = ", ".join(dict.fromkeys(f"{fact.id} ({fact.published})" for fact in entries))
    return wrapped(_told(title, names), _WIDTH)


def _told(what: str, said: str) -> str:
    return tr("{what}: {said}", what=what, said=said)


def _taken_back(report: Report) -> list[str]:
    """What stood in the place of values that nobody could have known, and why that."""
    lines = [tr("Taken back, since it rests on what was published later:")]
    for row, later in report.before.replaced:
        said = tr("{path}: {why} (instead of {facts})", path=row.path, why=row.why.text(), facts=", ".join(later))
        first, *rest = wrapped(said, _WIDTH - 4)
        lines += [f"  {first}", *(f"    {part}" for part in rest)]
    return lines if report.before.replaced else []


def _is_date(row: Row) -> bool:
    return row.unit.startswith("days from")


def _figure(value: float, row: Row, start: date) -> str:
    if not _is_date(row):
        return _amount(value, row.unit)
    # A month's end is read as its last day.
    return "–" if value != value else (start + timedelta(days=round(value) - 1)).isoformat()


def _amount(value: float, unit: str) -> str:
    # The heads say what is counted; only money is long enough to need its unit, and that it is a year's goes without.
    shown = "CNY" if unit == "CNY/year" else unit if unit in ("share", "CNY") else ""
    return str(quantity(value, shown, current_language()))
