"""Where a figure comes from, for tooltips; and the published figures that may stand in a chart."""

from __future__ import annotations

import html
import unicodedata

from gis.text import tr
from sim import facts
from sim.run import Series
from ui.desk.readings import level_name

_MOST_SOURCES = 3
_LONGEST = 110
_WIDTH_PX = 320


def source_lines(sources: tuple[str, ...], most: int = _MOST_SOURCES) -> list[str]:
    """One line a source, the first `most`, published ones before assumptions; long reasons are cut off."""
    known = facts.facts()
    ordered = sorted(sources, key=lambda source: source not in known)
    lines = [_shortened(facts.source_text(source)) for source in ordered[:most]]
    if len(sources) > most:
        lines.append(tr("and {count} more", count=len(sources) - most))
    return lines


def series_tooltip(series: Series, hint: str = "") -> str:
    """What the KPI is, at which level, and what it rests on; `hint` says what a click does. Rich text that wraps."""
    lines = [f"<b>{html.escape(series.name.text())}</b>", html.escape(series.definition.text())]
    lines.append(tr("Simulated; level: {level}", level=html.escape(level_name(series.level))))
    rests = source_lines(series.sources)
    if rests:
        lines.append(tr("Rests on:"))
        lines += [f"• {html.escape(line)}" for line in rests]
    if hint:
        lines.append(f"<i>{html.escape(hint)}</i>")
    return wrapped(lines)


def wrapped(lines: list[str]) -> str:
    """Lines of rich text as a tooltip of a readable width (Qt knows no maximum width but that of a table)."""
    return f"<table width='{_WIDTH_PX}'><tr><td>{'<br>'.join(lines)}</td></tr></table>"


def _shortened(line: str) -> str:
    """Cut off after two lines or so; a Chinese character is as wide as two Latin ones."""
    room = _LONGEST
    for i, character in enumerate(line):
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return f"{line[:i].rstrip()}…"
    return line
