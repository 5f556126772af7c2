"""The summary page: pictures, figures and where they come from, in one file beside its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from gis.prepared import ParkInfo
from gis.text import current_language, tr
from gis.units import figure, quantity, scale
from sim.facts import facts, source_text
from sim.run import Run, Series
from ui.present.chart import Line, line_chart

_STYLE = """
:root{--ink:#1a2630;--ink2:#4c5a65;--line:#dee2e4;--accent:#0f6b80}
body{font:15px/1.5 Inter,"Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif}
body{color:var(--ink);background:#f5f6f5;margin:0}
main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:28px;margin:0}h2{font-size:20px;margin:36px 0 12px}
p,small{color:var(--ink2)}.note{background:#fbf0d6;color:#8a5a00;padding:8px 14px;border-radius:8px}
.grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(480px,1fr));gap:12px}
figure{margin:0;background:#fff;border:1px solid var(--line);border-radius:8px;overflow:hidden}
figure img{width:100%;display:block}figcaption{padding:6px 12px;color:var(--ink2)}figure svg{padding:12px 12px 0}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid var(--line);border-radius:8px}
th,td{padding:6px 12px;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
th{font-size:12px;color:var(--ink2)}th:first-child,td:first-child{text-align:left}td small{display:block}
td:nth-child(2){color:var(--ink2);font-size:12px;white-space:nowrap}
svg text{font-size:11px;fill:var(--ink2)}svg .grid{stroke:var(--line)}details{margin-top:12px}li{color:var(--ink2)}
"""
_TEAL, _BROWN = "#0f6b80", "#8a3a0c"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside the page: file name, the park's id and the month it shows."""

    file: str
    park: str
    month: str


def page(run: Run, parks: Sequence[ParkInfo], pictures: Sequence[Picture], data_credits: Iterable[str]) -> str:
    """The page of `run` as HTML in the language in use; `pictures` are shown park by park, figures at their months."""
    months = sorted({picture.month for picture in pictures})
    body = [_head(run)]
    for park in parks:
        own = [s for s in run.kpis.values() if s.park == park.id and s.level != "centre"]
        body.append(f"<h2>{escape(park.name.text())} · {quantity(park.area_mu, 'mu', current_language())}</h2>")
        body.append(_grid(_figure(p) for p in pictures if p.park == park.id))
        body.append(_table(run, own, months))
    centres = [s for s in run.kpis.values() if s.level == "centre"]
    joint = [s for s in run.kpis.values() if s.level == "both parks"]
    body.append(_section(tr("The two compute centres"), _table(run, centres, months)))
    body.append(_section(tr("Both parks together"), _table(run, joint, months)))
    body.append(_section(tr("Over the years"), _grid(_charts(run, parks))))
    body.append(_sources(run))
    body.append(f"<p><small>{escape(' · '.join(data_credits))}</small></p>")
    title = escape(run.scenario_name.text())
    return (
        f'<!doctype html><html lang="{current_language()}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><main>{''.join(body)}</main></html>\n"
    )


def _section(title: str, content: str) -> str:
    return f"<h2>{escape(title)}</h2>{content}" if content else ""


def _grid(items: Iterable[str]) -> str:
    return f'<div class="grid2">{"".join(items)}</div>'


def _head(run: Run) -> str:
    what = tr(
        "Scenario {scenario}, {start} to {end}, seed {seed}, inputs {inputs}, version {version}",
        scenario=run.scenario_name.text(),
        start=run.months[0],
        end=run.months[-1],
        seed=run.seed,
        inputs=run.inputs_hash[:12],
        version=run.version,
    )
    honest = tr(
        "The layouts are illustrative: no parcel or footprint of either park is published. Figures of the "
        "simulation rest on published facts and on assumptions; each is listed below."
    )
    return f'<h1>{escape(tr("Two parks, one picture"))}</h1><p>{escape(what)}</p><p class="note">{escape(honest)}</p>'


def _figure(picture: Picture) -> str:
    return f'<figure><img src="{picture.file}" alt=""><figcaption>{picture.month}</figcaption></figure>'


def _table(run: Run, series: Sequence[Series], months: Sequence[str]) -> str:
    if not series:
        return ""
    head = "".join(f"<th>{month}</th>" for month in months)
    rows = "".join(_row(run, one, months) for one in series)
    return f"<table><tr><th>{escape(tr('Simulated figure'))}</th><th>{escape(tr('Unit'))}</th>{head}</tr>{rows}</table>"


def _row(run: Run, series: Series, months: Sequence[str]) -> str:
    language = current_language()
    largest = max(abs(float(series.values[run.month_index(month)])) for month in months)
    divisor, unit = (0.01, "%") if series.unit == "share" else scale(largest, series.unit, language)
    cells = (figure(float(series.values[run.month_index(month)]) / divisor) for month in months)
    return (
        f"<tr><td>{escape(series.name.text())}<small>{escape(series.definition.text())}</small></td>"
        f"<td>{escape(unit)}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    )


def _charts(run: Run, parks: Sequence[ParkInfo]) -> Iterator[str]:
    for park in parks:
        floor = ((f"{park.id}.built_m2", _BROWN, True), (f"{park.id}.let_m2", _TEAL, False))
        yield _chart(run, tr("Built and let floor area: {park}", park=park.name.text()), floor)
    compute = (("compute.supply_p", _BROWN, True), ("compute.demand_p", _TEAL, False))
    yield _chart(run, tr("Compute demand and supply"), compute)


def _chart(run: Run, title: str, chosen: Sequence[tuple[str, str, bool]]) -> str:
    series = [(run.kpis[key], colour, steps) for key, colour, steps in chosen if key in run.kpis]
    if not series:
        return ""
    lines = [Line(one.name.text(), one.values, colour, steps) for one, colour, steps in series]
    svg = line_chart(run.months, lines, series[0][0].unit, current_language())
    return f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>"


def _sources(run: Run) -> str:
    used = sorted({source for series in run.kpis.values() for source in series.sources})
    published = [source for source in used if source in facts()]
    assumed = [source for source in used if source not in facts()]
    return (
        f"<h2>{escape(tr('What the figures rest on'))}</h2>"
        + _list(tr("{count} published facts", count=len(published)), published)
        + _list(tr("{count} assumptions", count=len(assumed)), assumed)
    )


def _list(title: str, ids: Sequence[str]) -> str:
    items = "".join(f"<li><b>{escape(i)}</b> {escape(source_text(i))}</li>" for i in ids)
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>"
