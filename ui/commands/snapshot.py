"""`parktwin snapshot`: simulate a scenario and write a picture of it at one month."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gis.text import current_language, tr
from ui import asked

if TYPE_CHECKING:
    from gis.prepared import Prepared
    from sim.bands import Bands
    from sim.run import Run
    from twin.frame import Frame
    from twin.graphics import Graphics
    from twin.picture import Picture

_HOURS = {"aerial": "15:30", "street": "15:30", "top": "12:00"}
"""A low sun gives a view depth, and a map long shadows over its streets."""
SUMMARY = "write a picture of a scenario at one month"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to show, from where, when, and how."""
    parser.add_argument("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    parser.add_argument("--out", type=Path, required=True, help=tr("picture to write (.png)"))
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--at", metavar="YYYY-MM", help=tr("month to show (by default the last)"))
    parser.add_argument("--size", default="1920x1080", help=tr("width x height in pixels"))
    parser.add_argument("--stereo", default="mono", help=tr("mono, side-by-side or side-by-side-half"))
    parser.add_argument(
        "--layer",
        default="appearance",
        help=tr("what the colours say: appearance, use, occupancy, compute, construction, or probability"),
    )
    parser.add_argument(
        "--ensemble", type=Path, metavar=tr("FOLDER"), help=tr("ensemble of the scenario, for --layer probability")
    )
    parser.add_argument("--view", default="aerial", help=tr("aerial, street or top"))
    parser.add_argument("--hour", help=tr("time of day for sun and windows (15:30; from above 12:00)"))
    parser.add_argument("--seed", type=int, help=tr("seed of the simulation"))
    parser.add_argument("--no-labels", action="store_true", help=tr("without names of places"))


def run(options: argparse.Namespace) -> int:
    """Simulate, draw, write; the exit code comes back."""
    from twin.camera_views import KINDS, view_of
    from twin.frame import Frame
    from twin.graphics import Graphics
    from twin.picture import check_png, check_size, write_png
    from twin.stereo import modes
    from ui.launch import simulated

    asked.layer(options.layer, ensemble=options.ensemble is not None)
    asked.known("--stereo", options.stereo, modes())
    asked.known("--view", options.view, KINDS)
    size, hour = asked.picture_size(options.size), asked.hour_of_day(options.hour or _HOURS[options.view])
    files, park = asked.parks(options.park)
    check_png(options.out)
    bands = asked.bands(options.ensemble)
    graphics = Graphics()
    try:
        check_size(graphics, size)
        prepared, result = simulated(files, options.scenario, options.seed)
        if bands is not None:
            asked.bands_about(result, bands)
        width, height = modes()[options.stereo].eye_size(size)
        frame = Frame(
            view_of(prepared, options.view, park, width / height),
            time=float(asked.month_row(options.at, result.months)),
            layer=options.layer,
            hour=hour,
            language=current_language(),
            labels=not options.no_labels,
        )
        image = _drawn(graphics, prepared, result, bands, frame, park, size, options.stereo)
    finally:
        graphics.close()
    write_png(image, options.out)
    sys.stdout.write(tr("Written: {file}", file=options.out) + "\n")
    return 0


def _drawn(
    graphics: Graphics,
    prepared: Prepared,
    result: Run,
    bands: Bands | None,
    frame: Frame,
    park: str | None,
    size: tuple[int, int],
    mode: str,
) -> Picture:
    from twin.overlay import Overlay
    from twin.picture import take
    from twin.scene import Scene

    scene = Scene(graphics, prepared, quality="high")
    scene.bind(result, bands)
    overlay = Overlay(prepared, title=next((p.name for p in prepared.parks if p.id == park), None))
    overlay.bind(result, bands)
    return take(graphics, scene, frame, size, mode, overlay=overlay)
