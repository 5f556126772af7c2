"""`parktwin desk`: the window on the parks; scenario, time and picture in one place."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gis.errors import UserError
from gis.text import tr
from ui import asked

SUMMARY = "open the desk: 3D view, time bar, figures and scenarios in one window"
SHOT_SIZE = (1600, 900)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to open, and how to take a picture of the window instead."""
    parser.add_argument("scenario", nargs="?", default="baseline", help=tr("id or file of a scenario"))
    parser.add_argument("--park", default="both", help=tr("ai, vr, both, or a GeoPackage"))
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help=tr("colours of the window"))
    parser.add_argument("--size", help=tr("width x height of the window"))
    parser.add_argument(
        "--shot", type=Path, metavar="FILE.png", help=tr("write a picture of the window and end; needs no screen")
    )
    parser.add_argument(
        "--layer",
        help=tr("what the colours say: appearance, use, occupancy, compute, construction, or probability"),
    )
    parser.add_argument("--at", metavar="YYYY-MM", help=tr("month to show"))
    parser.add_argument(
        "--import",
        dest="imports",
        nargs="+",
        default=[],
        metavar=tr("FILE"),
        help=tr("open the import assistant with these files"),
    )
    parser.add_argument(
        "--import-step", choices=("files", "layers", "fields", "result"), default="files",
        help=tr("step of the import assistant to show"),
    )  # fmt: skip
    parser.add_argument(
        "--ensemble", type=Path, metavar=tr("FOLDER"), help=tr("show the bands of an ensemble of this scenario")
    )
    parser.add_argument(
        "--chart", action="append", default=[], metavar=tr("KPI"), help=tr("figure of a chart; twice for both")
    )
    parser.add_argument(
        "--page", choices=("building", "kpis", "figures", "quality"), help=tr("page of the inspector to show")
    )
    parser.add_argument("--building", metavar="ID", help=tr("building to select"))


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed, or write its picture; the exit code comes back."""
    if options.layer:
        asked.layer(options.layer, ensemble=options.ensemble is not None)
    size = asked.picture_size(options.size) if options.size else SHOT_SIZE if options.shot else None
    files, park = asked.parks(options.park)
    bands = asked.bands(options.ensemble)
    if options.shot:
        _check_picture(options.shot)
        # a picture of the window is asked for by name, so it may be taken where there is no screen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.desk.opening import Opening
    from ui.desk.screen import check_screen

    check_screen()
    opening = Opening(
        options.scenario, files, park, options.theme, size, options.layer, options.at, options.building,
        tuple(options.imports), options.import_step, bands, tuple(options.chart[:2]),
        options.page or "",
    )  # fmt: skip
    from ui.desk import app

    if options.shot:
        app.shoot(opening, options.shot)
        return 0
    return app.run(opening)


def _check_picture(file: Path) -> None:
    """Refuse a picture that cannot be written before any work is done.

    Raises:
        UserError: it is no PNG, or its folder does not exist or cannot be written.
    """
    if file.suffix.lower() != ".png":
        raise UserError("--shot", tr("'{value}' is not a PNG file.", value=file), remedy=tr("End its name in .png."))
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise UserError(
            "--shot",
            tr("The folder '{folder}' cannot be written to.", folder=file.parent),
            remedy=tr("Choose another folder."),
        )
