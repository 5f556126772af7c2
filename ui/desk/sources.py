"""Where a figure comes from, for tooltips; and the published figures that may stand in a chart."""

from __future__ import annotations

import html

from gis.text import tr
from sim import facts
from sim.run import Series
from ui.desk.readings import level_name

_MOST_SOURCES = 6


def source_lines(sources: tuple[str, ...]) -> list[str]:
    """One line a source, the first few."""
    lines = [facts.source_text(source) for source in sources[:_MOST_SOURCES]]
    if len(sources) > _MOST_SOURCES:
        lines.append(tr("and {count} more", count=len(sources) - _MOST_SOURCES))
    return lines


def series_tooltip(series: Series) -> str:
    """What the KPI is, at which level, and what it rests on; rich text that wraps."""
    lines = [f"<b>{html.escape(series.name.text())}</b>", html.escape(series.definition.text())]
    lines.append(tr("Simulated; level: {level}", level=html.escape(level_name(series.level))))
    rests = source_lines(series.sources)
    if rests:
        lines.append(tr("Rests on:"))
        lines += [f"• {html.escape(line)}" for line in rests]
    return "<div style='max-width:360px'>" + "<br>".join(lines) + "</div>"
