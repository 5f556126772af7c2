"""`parktwin backtest`: the model with what was known before a day, scored on what was published after it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from gis.errors import UserError
from gis.text import tr
from ui import replicating

SUMMARY = "score the model on what was published after a day that it does not know"

_FEWEST = 2
"""A band of one run is none."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the split and how much work to do."""
    split = tr("what was published on this day or later is kept from the model, and scored")
    parser.add_argument("--split", default="2023-03-01", metavar=tr("DATE"), help=split)
    replicating.arguments(parser, runs=200)
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """Simulate, score, print; the exit code comes back."""
    split = _day(options.split)
    runs = replicating.count("--runs", options.runs, least=_FEWEST)
    pool = replicating.pool_of(options)

    from gis.park_files import SHIPPED
    from gis.read import load_place
    from sim.backtest import backtest, document
    from sim.backtest.text import text

    place = load_place(SHIPPED)
    progress = replicating.Progress(2 * runs)
    try:
        report = backtest(place, split, runs, pool, progress)
    finally:
        progress.close()
    shown = json.dumps(document(report), ensure_ascii=False, allow_nan=False) if options.json else text(report)
    sys.stdout.write(shown + "\n")
    return 0


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        said = tr("'{value}' is not a day.", value=value)
        raise UserError("--split", said, tr('Write it as "2023-02-23".')) from None
