"""`parktwin run`: the main job. With a screen the desk opens; without one pictures, figures and a page are written."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gis.park_files import SHIPPED
from gis.text import current_language, tr

if TYPE_CHECKING:
    from gis.prepared import Prepared
    from sim.run import Run
    from ui.present.page import Picture

SUMMARY = "open the desk; without a screen, simulate the baseline and write pictures, figures and a summary page"
DATES = 4
SIZE = (1600, 900)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to write and whether to do without a screen."""
    parser.add_argument("--out", type=Path, default=Path("out"), help=tr("folder to write to"))
    parser.add_argument("--no-screen", action="store_true", help=tr("write files even if there is a screen"))


def run(options: argparse.Namespace) -> int:
    """Open the desk or write the files; the exit code comes back."""
    if has_screen() and not options.no_screen:
        from ui.cli import main

        return main(["--lang", current_language(), "desk", "baseline"])
    return _write(options.out)


def has_screen() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere if X or Wayland is there."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _write(out: Path) -> int:
    from gis.cache import open_prepared
    from gis.read import load_place
    from sim import scenario
    from sim.model import simulate
    from sim.table import csv
    from ui.output import filling
    from ui.present.page import page

    with filling(out) as folder:
        _say(tr("No screen: simulating the baseline of both parks ..."))
        result = simulate(load_place(SHIPPED), scenario.load("baseline"))
        prepared = open_prepared(SHIPPED)
        _say(tr("Drawing {count} pictures ...", count=DATES * len(prepared.parks)))
        pictures = _pictures(prepared, result, folder)
        (folder / "kpis.csv").write_text(csv(result), encoding="utf-8-sig")
        text = page(result, prepared.parks, pictures, prepared.credits)
        (folder / "summary.html").write_text(text, encoding="utf-8")
        names = sorted(file.name for file in folder.iterdir())
    _say(tr("Written to {folder}:", folder=out))
    for name in names:
        _say(f"  {name}")
    return 0


def _pictures(prepared: Prepared, result: Run, folder: Path) -> list[Picture]:
    """A picture of each park at evenly spread months, first and last among them."""
    from twin.camera import home_view
    from twin.frame import Frame
    from twin.graphics import Graphics
    from twin.overlay import Overlay
    from twin.picture import take, write_png
    from twin.scene import Scene
    from ui.present.page import Picture

    graphics = Graphics()
    scene = Scene(graphics, prepared, quality="medium")
    scene.bind(result)
    last = len(result.months) - 1
    pictures = []
    for park in prepared.parks:
        overlay = Overlay(prepared, title=park.name)
        overlay.bind(result)
        for i in range(DATES):
            time = round(i * last / (DATES - 1))
            frame = Frame(home_view(prepared, park.id), time=float(time), language=current_language())
            month = result.months[time]
            file = f"{park.id}-{month}.png"
            write_png(take(graphics, scene, frame, SIZE, overlay=overlay), folder / file)
            pictures.append(Picture(file, park.id, month))
    graphics.close()
    return pictures


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
