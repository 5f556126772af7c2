"""`parktwin sensitivity`: which uncertain inputs decide a scenario's figures, and how much is luck."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from gis.errors import UserError
from gis.text import tr
from ui import asked, replicating, wanted

if TYPE_CHECKING:
    from gis.place import Place

SUMMARY = "show which uncertain inputs decide a scenario's figures"

_MONTH = "2028-12"
_MOST_INPUTS = 64
_MOST_WORLDS = 100
_MOST_SAMPLES = 2**16


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which figures to ask about and how much work to do."""
    add = parser.add_argument
    add("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    add("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    add("--kpi", nargs="+", metavar="ID", help=tr("figures to explain, by their ids"))
    add("--month", metavar="YYYY-MM", help=tr("month at whose end they are read; 2028-12, or the last month"))
    add("--inputs", default="6", metavar="N", help=tr("how many of the largest inputs share the variance"))
    add("--worlds", default="3", metavar="N", help=tr("worlds in which every input is tried first; 1 is quickest"))
    add("--samples", default="64", metavar="N", help=tr("samples for each of them: a power of two"))
    replicating.places(parser)
    add("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """Simulate, explain, print; the exit code comes back."""
    inputs = replicating.count("--inputs", options.inputs, most=_MOST_INPUTS)
    samples = _power_of_two(options.samples)
    worlds = replicating.count("--worlds", options.worlds, most=_MOST_WORLDS)
    pool = replicating.pool_of(options)
    files, _ = asked.parks(options.park)

    from gis.read import load_place
    from sim.calendar import calendar
    from sim.scenario import load
    from sim.scenarios.references import check_references
    from sim.sensitivity import document, runs_of, sensitivity
    from sim.sensitivity.text import text

    scenario = load(options.scenario)
    place = load_place(files)
    check_references(place, scenario)
    months = calendar(scenario.start, scenario.months).labels
    usual = _MONTH if _MONTH in months else None
    month = months[asked.month_row(options.month or usual, months, "--month")]
    kpis = tuple(dict.fromkeys(options.kpi or _usual(place)))
    wanted.check_kpis(kpis, [one.id for one in place.parks])
    runs = runs_of(scenario, inputs, samples, worlds)
    sys.stderr.write(tr("{runs} replications are needed; one world and few samples need least.", runs=runs) + "\n")
    progress = replicating.Progress(runs)
    try:
        found = sensitivity(
            place, scenario, kpis, month, pool, inputs=inputs, samples=samples, worlds=worlds, progress=progress
        )
    finally:
        progress.close()
    shown = json.dumps(document(found), ensure_ascii=False, allow_nan=False) if options.json else text(found)
    sys.stdout.write(shown + "\n")
    return 0


def _usual(place: Place) -> tuple[str, ...]:
    """The figures that are explained where none is named: those of the first park."""
    park = place.parks[0].id
    return (f"{park}.enterprises", f"{park}.market_occupancy", f"{park}.revenue_cny_year")


def _power_of_two(value: str) -> int:
    samples = replicating.count("--samples", value, least=2, most=_MOST_SAMPLES)
    if samples & (samples - 1):
        said = tr("{value} is no power of two.", value=value)
        raise UserError("--samples", said, tr("As in {example}.", example="16, 32, 64, 128"))
    return samples
