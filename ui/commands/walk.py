"""`parktwin walk`: through the parks at eye height, in a window of its own."""

from __future__ import annotations

import argparse
import os
import sys

from gis.errors import UserError
from gis.text import current_language, tr
from ui import asked

SUMMARY = "walk through the parks at eye height"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to walk through and how to show it."""
    parser.add_argument("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--at", metavar="YYYY-MM", help=tr("month to begin with (by default the last)"))
    parser.add_argument("--stereo", default="mono", help=tr("mono, side-by-side or side-by-side-half"))
    parser.add_argument("--seed", type=int, help=tr("seed of the simulation"))


def run(options: argparse.Namespace) -> int:
    """Simulate, then walk in a process of its own; its exit code comes back."""
    from twin.stereo import modes
    from ui.launch import simulated, walk

    asked.known("--stereo", options.stereo, modes())
    files, park = asked.parks(options.park)
    check_screen()
    prepared, result = simulated(files, options.scenario, options.seed)
    month = result.months[asked.month_row(options.at, result.months)]
    words = ["--at", month, "--stereo", options.stereo, "--lang", current_language()]
    return walk(prepared, result, [*words, *(["--park", park] if park else [])])


def check_screen() -> None:
    """Refuse where no window can be opened.

    Raises:
        UserError: there is no screen.
    """
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        raise UserError(
            tr("Walk"),
            tr("There is no screen to open a window on."),
            remedy=tr("Start it in a desktop session, or take pictures with 'parktwin snapshot --view street'."),
        )
