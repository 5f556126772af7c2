"""`parktwin simulate`: simulate a scenario, print its KPIs, and keep the run."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from gis.errors import UserError
from gis.text import tr
from ui import asked, wanted
from ui.output import filling

if TYPE_CHECKING:
    from sim.run import Run, Series

SUMMARY = "simulate a scenario and print its figures"

_SEED_LIMIT = 2**63


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to simulate and where to write."""
    parser.add_argument("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--seed", help=tr("seed of the simulation"))
    wanted.arguments(parser)
    parser.add_argument("--out", type=Path, metavar=tr("FOLDER"), help=tr("folder for run.npz and kpis.csv"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """Simulate, write, print; the exit code comes back."""
    seed = seed_of(options.seed)
    files, park = asked.parks(options.park)
    subjects = wanted.subjects_of(options)

    from gis.origin import place_origin
    from gis.read import load_place
    from sim.model import simulate
    from sim.scenario import load
    from sim.scenarios.references import check_references
    from sim.table import document, text

    scenario = load(options.scenario)
    place = load_place(files)
    check_references(place, scenario)
    wanted.check_kpis(options.kpi, [one.id for one in place.parks])
    # The folder is tried before the work, and gets its files after it.
    with filling(options.out) if options.out is not None else nullcontext() as folder:
        result = simulate(place, scenario, seed=seed)
        if folder is not None:
            _write(result, folder)
    kpis = wanted.of(chosen(result, park), options.kpi, subjects)
    if options.json:
        sys.stdout.write(json.dumps(document(result, kpis), allow_nan=False) + "\n")
    else:
        names = {one.id: one.name for one in place.parks}
        sys.stdout.write(text(result, kpis, names, place_origin(place)) + "\n")
    if options.out is not None and not options.json:
        sys.stdout.write("\n" + tr("Written: {file}", file=options.out) + "\n")
    return 0


def seed_of(value: str | None) -> int | None:
    """The seed that was asked for, None for the scenario's own.

    Raises:
        UserError: it is not a whole number, or too large.
    """
    if value is None:
        return None
    try:
        seed = int(value)
    except ValueError:
        seed = _SEED_LIMIT
    if abs(seed) >= _SEED_LIMIT:
        raise UserError(
            "--seed", tr("'{value}' is not a seed.", value=value), tr("A seed is a whole number below 2^63.")
        )
    return seed


def chosen(result: Run, park: str | None) -> list[Series]:
    """The KPIs of `park`, or all: those of both parks together belong to each."""
    return [one for one in result.kpis.values() if park is None or one.park in (park, "both")]


def _write(result: Run, folder: Path) -> None:
    from sim.table import csv

    result.save(folder / "run.npz")
    # With a byte-order mark, so that spreadsheets read the Chinese names as UTF-8.
    (folder / "kpis.csv").write_text(csv(result), encoding="utf-8-sig")
