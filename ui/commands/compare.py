"""`parktwin compare`: what one scenario changes against another, under the same luck."""

from __future__ import annotations

import argparse
import json
import sys

from gis.text import tr
from ui import asked, replicating, wanted
from ui.commands.simulate import seed_of

SUMMARY = "compare two scenarios under the same luck, with the confidence of every difference"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to compare, how often, and where to simulate."""
    parser.add_argument("first", metavar="A", help=tr("id or file of a scenario"))
    parser.add_argument("second", metavar="B", help=tr("the scenario whose changes against A are wanted"))
    replicating.arguments(parser, runs=50)
    parser.add_argument(
        "--kpi", nargs="+", action="extend", default=[], metavar="ID", help=tr("these KPIs only, at every year end")
    )
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--seed", help=tr("seed of the simulation"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """Simulate the pairs and print their differences; the exit code comes back."""
    seed, runs = seed_of(options.seed), replicating.count("--runs", options.runs, least=2)
    pool = replicating.pool_of(options)
    files, park = asked.parks(options.park)

    from gis.read import load_place
    from sim.comparing.compare import compare
    from sim.comparing.text import document, text
    from sim.scenario import load
    from sim.scenarios.references import check_references

    scenarios = load(options.first), load(options.second)
    place = load_place(files)
    for scenario in scenarios:
        check_references(place, scenario)
    wanted.check_kpis(options.kpi, [one.id for one in place.parks])
    progress = replicating.Progress(runs)
    try:
        comparison = compare(place, *scenarios, runs, pool=pool, seed=seed, progress=progress)
    finally:
        progress.close()
    if options.json:
        sys.stdout.write(json.dumps(document(comparison, options.kpi, park), allow_nan=False) + "\n")
    else:
        sys.stdout.write(text(comparison, options.kpi, park) + "\n")
    return 0
