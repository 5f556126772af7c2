"""`parktwin ensemble`: simulate a scenario many times, and keep and print what the replications say together."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gis.text import tr
from ui import asked, replicating, wanted
from ui.commands.simulate import seed_of

SUMMARY = "simulate a scenario many times and write bands, probabilities and every replication's figures"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to simulate, how often, where, and where to write."""
    parser.add_argument("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    replicating.arguments(parser, runs=200)
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--seed", help=tr("seed of the simulation"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar=tr("FOLDER"),
        required=True,
        help=tr("folder of the ensemble; one that was stopped goes on, one that is done may grow"),
    )
    parser.add_argument(
        "--kpi", nargs="+", action="extend", default=[], metavar="ID", help=tr("print these KPIs only; all are written")
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """Simulate, write, print; the exit code comes back."""
    seed, runs = seed_of(options.seed), replicating.runs_of(options)
    pool = replicating.pool_of(options)
    files, park = asked.parks(options.park)

    from gis.read import load_place
    from sim.ensemble.results import ensemble
    from sim.ensemble.telling import document, text
    from sim.scenario import load
    from sim.scenarios.references import check_references

    scenario = load(options.scenario)
    place = load_place(files)
    check_references(place, scenario)
    names = {one.id: one.name for one in place.parks}
    wanted.check_kpis(options.kpi, list(names))
    progress = replicating.Progress(runs)
    try:
        bands = ensemble(place, scenario, runs, options.out, pool=pool, seed=seed, progress=progress)
    except KeyboardInterrupt:
        progress.close()
        sys.stderr.write(
            tr("Finished replications stay in {folder}: the same command goes on.", folder=options.out) + "\n"
        )
        raise
    finally:
        progress.close()
    if options.json:
        sys.stdout.write(json.dumps(document(bands, park, options.kpi), allow_nan=False) + "\n")
    else:
        sys.stdout.write(
            text(bands, names, park, options.kpi) + "\n\n" + tr("Written: {file}", file=options.out) + "\n"
        )
    return 0
