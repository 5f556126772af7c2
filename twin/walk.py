"""A walk through the parks at eye height, in a process of its own: `python -m twin.walk --place FILE --run FILE`.

Knows neither Qt nor the simulator: it shows files that `ui.launch` prepares. Without a screen it can still walk
offscreen for a number of frames and write what it saw, which is how it is tested.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from panda3d.core import WindowProperties

from gis.errors import UserError
from gis.prepared import Prepared
from gis.text import LANGUAGES, set_language, system_language, tr
from sim.run import Run
from twin import picture
from twin.camera_views import view_of
from twin.frame import Frame
from twin.graphics import Graphics
from twin.overlay import PARTS, Overlay
from twin.picking import shown_progress
from twin.rig import Rig
from twin.scene import Scene
from twin.stereo import Depth, modes
from twin.walk_body import Body, stand, step
from twin.walk_input import Input, asked_by
from twin.walk_state import Settings, passed, struck
from twin.walk_walls import Walls

_LONGEST_FRAME_S = 0.25
_OFFSCREEN_FRAME_S = 1 / 30
_OPENING_SIZE = (1280, 720)
_PARTS = PARTS - {"selection", "scale"}


class Walk:
    """A walker in a scene, and what they see. `output` is a window or a buffer; the walk begins in `park`."""

    def __init__(
        self, graphics: Graphics, output: Any, prepared: Prepared, run: Run, settings: Settings, park: str | None = None
    ) -> None:
        self.settings = settings
        self._graphics = graphics
        self._output = output
        self._run = run
        self._prepared = prepared
        self._walls = Walls(prepared)
        self._scene = Scene(graphics, prepared, "low" if graphics.driver.software else "medium")
        self._scene.bind(run)
        self._overlay = Overlay(prepared, parts=_PARTS)
        self._overlay.bind(run)
        self._rig = Rig(output, self._scene.root, modes()[settings.stereo], self._overlay)
        self._rebuild()
        self.body: Body = stand(view_of(prepared, "street", park), self)

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground."""
        return self._scene.ground_m(x_m, y_m)

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The nearest point clear of the walls that stand at this month."""
        return self._walls.out_of_walls(x_m, y_m)

    def go(self, held: frozenset[str], keys: Sequence[str], look_px: tuple[float, float], seconds: float) -> None:
        """Let `seconds` pass with these keys held and struck, and the mouse moved so far."""
        before = self.settings
        for key in keys:
            self.settings = struck(self.settings, key)
        self.settings = passed(self.settings, seconds)
        if self.settings.time != before.time:
            self._rebuild()
        if self.settings.stereo != before.stereo:
            self._rig.remove()
            self._rig = Rig(self._output, self._scene.root, modes()[self.settings.stereo], self._overlay)
        self.body = step(self.body, asked_by(held, look_px), seconds, self)

    def draw(self) -> None:
        """Draw what the walker sees."""
        size = (max(self._output.get_x_size(), 2), max(self._output.get_y_size(), 2))
        settings, view = self.settings, self.body.view
        frame = Frame(view, settings.time, settings.layer, settings.hour, language=settings.language)
        self._scene.show(frame)
        self._overlay.help = settings.help_line
        self._overlay.show(frame, self._rig.mode.eye_size(size))
        self._rig.aim(view, size, Depth())
        self._graphics.draw()

    def place(self) -> dict[str, object]:
        """Where the walker stands and what they see, in plain values."""
        body, settings = self.body, self.settings
        return {
            "x_m": body.x_m,
            "y_m": body.y_m,
            "heading_deg": body.heading_deg,
            "layer": settings.layer,
            "time": settings.time,
            "stereo": settings.stereo,
            "language": settings.language,
        }

    def _rebuild(self) -> None:
        """Let those walls stand that stand at this month."""
        progress = shown_progress(self._prepared.buildings, self._run.progress, self.settings.time)
        self._walls.stand_where(progress > 0)


_STOPPED: Final = 130
"""The exit code of a program that Ctrl+C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk; the exit code comes back: 0 when the walker ends it, 2 if something is missing, 130 for Ctrl+C."""
    try:
        options = _options(arguments)
        set_language(options.lang or system_language())
        _check_stereo(options.stereo)
        prepared, run = _load(options.place, Prepared.load), _load(options.run, Run.load)
        _check_park(prepared, options.park)
        settings = Settings(
            time=float(_month(run, options.at)),
            last=float(len(run.months) - 1),
            stereo=options.stereo,
            language=options.lang or system_language(),
        )
        if options.offscreen:
            _walk_offscreen(prepared, run, settings, options)
        else:
            _walk_in_window(prepared, run, settings, options)
    except UserError as error:
        sys.stderr.write(f"parktwin: {error}\n")
        return 2
    except KeyboardInterrupt:
        return _STOPPED  # whoever pressed Ctrl+C in the terminal knows; `parktwin walk` says it once
    return 0


def _walk_in_window(prepared: Prepared, run: Run, settings: Settings, options: argparse.Namespace) -> None:
    graphics = Graphics(window=_OPENING_SIZE, title=tr("ParkTwin: opening the walk ..."))
    try:
        window = graphics.host
        walk = Walk(graphics, window, prepared, run, settings, options.park)
        walk.draw()
        opened = WindowProperties()
        opened.set_title(tr("ParkTwin walk"))
        window.request_properties(opened)
        keys = Input(window)
        before = time.perf_counter()
        while not walk.settings.over and not window.is_closed() and window.is_valid():
            now = time.perf_counter()
            walk.go(*keys.read(), min(now - before, _LONGEST_FRAME_S))
            walk.draw()
            before = now
        _tell_end(walk, options.end)
    finally:
        graphics.close()


def _walk_offscreen(prepared: Prepared, run: Run, settings: Settings, options: argparse.Namespace) -> None:
    picture.check_png(options.out)
    graphics = Graphics()
    try:
        target = graphics.target(_OPENING_SIZE, name="walk")
        walk = Walk(graphics, target.buffer, prepared, run, settings, options.park)
        held, strokes = frozenset(options.hold.split()), tuple(options.strike.split())
        for number in range(options.frames):
            walk.go(held, strokes if number == 0 else (), (0.0, 0.0), _OFFSCREEN_FRAME_S)
            walk.draw()
        walk.draw()
        picture.write_png(target.image(), options.out)
        _tell_end(walk, options.end)
    finally:
        graphics.close()


def _tell_end(walk: Walk, file: Path | None) -> None:
    if file:
        file.write_text(json.dumps(walk.place()), encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="twin.walk", description=tr("Walk through the parks"))
    parser.add_argument("--place", type=Path, required=True, help=tr("prepared place"))
    parser.add_argument("--run", type=Path, required=True, help=tr("finished run"))
    parser.add_argument("--park", help=tr("park to begin in"))
    parser.add_argument("--at", metavar="YYYY-MM", help=tr("month to begin with (by default the last)"))
    parser.add_argument("--stereo", default="mono", help=tr("mono, side-by-side or side-by-side-half"))
    parser.add_argument("--lang", choices=LANGUAGES, help=tr("language of messages and pictures"))
    parser.add_argument("--end", type=Path, metavar="FILE", help=tr("write where the walk ended (JSON)"))
    parser.add_argument("--offscreen", action="store_true", help=tr("walk without a screen and write a picture"))
    parser.add_argument("--frames", type=int, default=30, help=tr("offscreen: number of frames, 30 a second"))
    parser.add_argument("--hold", default="", help=tr("offscreen: keys held down, separated by spaces"))
    parser.add_argument("--strike", default="", help=tr("offscreen: keys struck at the start, separated by spaces"))
    parser.add_argument("--out", type=Path, default=Path("walk.png"), help=tr("offscreen: picture to write"))
    return parser.parse_args(arguments)


def _load(file: Path, load: Any) -> Any:
    try:
        return load(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            str(file),
            tr("This file cannot be read ({reason}).", reason=error),
            remedy=tr("Start with 'parktwin walk', which prepares it."),
        ) from None


def _month(run: Run, month: str | None) -> int:
    if month is None:
        return len(run.months) - 1
    try:
        return run.month_index(month)
    except KeyError:
        raise UserError(
            "--at",
            tr("'{value}' is not a month of this run.", value=month),
            tr("Its months go from {first} to {last}.", first=run.months[0], last=run.months[-1]),
        ) from None


def _check_stereo(mode: str) -> None:
    if mode not in modes():
        raise UserError(
            "--stereo", tr("'{value}' is not known.", value=mode), tr("Known are {known}.", known=", ".join(modes()))
        )


def _check_park(prepared: Prepared, park: str | None) -> None:
    known = [info.id for info in prepared.parks]
    if park is not None and park not in known:
        raise UserError(
            "--park", tr("'{value}' is not known.", value=park), tr("Known are {known}.", known=", ".join(known))
        )


if __name__ == "__main__":
    sys.exit(main())
