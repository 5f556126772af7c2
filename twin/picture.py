"""Still pictures: the same function for the command line, reports, slides and the tests that compare pictures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gis.errors import UserError
from gis.text import tr
from twin.frame import Frame
from twin.graphics import Graphics, Target
from twin.overlay import Overlay
from twin.rig import Rig
from twin.scene import Scene
from twin.stereo import depth_of, modes

SMALLEST_PX: Final = 64
MOST_PX: Final = 2**26
"""Pixels of the largest picture, 8192 x 8192: with its samples it takes about 2 GB of memory."""
STILL_SAMPLES: Final = 4
_AFTER_EVERYTHING: Final = 50

Picture = NDArray[np.uint8]
"""(height, width, 3) RGB, top row first."""


def take(
    graphics: Graphics,
    scene: Scene,
    frame: Frame,
    size: tuple[int, int],
    stereo: str = "mono",
    samples: int = STILL_SAMPLES,
    overlay: Overlay | None = None,
) -> Picture:
    """The picture of `scene` at `frame`, `size` pixels wide and high, with `samples` samples a pixel.

    With two eyes `size` is that of the whole picture, both halves together. Without `overlay`, everything that
    belongs to the frame is written into it.

    Raises:
        UserError: the size is more than the graphics driver can draw, or no picture at all.
        KeyError: there is no such stereo mode.
    """
    check_size(graphics, size)
    mode = modes()[stereo]
    overlay = overlay or overlay_of(scene)
    target = graphics.target(size, samples=samples, name="still", sort=_AFTER_EVERYTHING)
    rig = Rig(target.buffer, scene.root, mode, overlay)
    try:
        scene.show(frame)
        overlay.show(frame, mode.eye_size(size))
        x, y, z = frame.view.eye_m
        rig.aim(frame.view, size, depth_of(frame.view, z - float(scene.ground_m(x, y))))
        return _drawn(graphics, target)
    finally:
        rig.remove()
        graphics.remove(target)


def overlay_of(scene: Scene) -> Overlay:
    """An overlay that writes everything about the scene's place and run."""
    overlay = Overlay(scene.prepared)
    overlay.bind(scene.run, scene.bands)
    return overlay


def check_size(graphics: Graphics, size: tuple[int, int]) -> None:
    """Refuse a size that cannot be drawn.

    Raises:
        UserError: too small or too large.
    """
    limit = graphics.gsg.get_max_texture_dimension()
    if min(size) < SMALLEST_PX or max(size) > limit:
        raise UserError(
            tr("Picture size {width}x{height}", width=size[0], height=size[1]),
            tr("This graphics driver draws {least} to {limit} pixels a side.", least=SMALLEST_PX, limit=limit),
            remedy=tr("Ask for a size within that range."),
        )
    if size[0] * size[1] > MOST_PX:
        raise UserError(
            tr("Picture size {width}x{height}", width=size[0], height=size[1]),
            tr("A picture has at most {most} million pixels.", most=MOST_PX // 1_000_000),
            remedy=tr("Ask for a smaller size."),
        )


def check_png(file: Path) -> None:
    """Refuse a file name that `write_png` could not write, before any work is done for it.

    Raises:
        UserError: not a .png, its folder is missing, or it cannot be written there.
    """
    where = tr("Picture {file}", file=file)
    if file.suffix.lower() != ".png":
        raise UserError(where, tr("Pictures are written as PNG."), remedy=tr("Choose a name that ends in .png."))
    if not file.parent.is_dir():
        raise UserError(where, tr("There is no folder {folder}.", folder=file.parent), remedy=tr("Make it first."))
    if file.is_dir():
        raise UserError(where, tr("This is a folder."), remedy=tr("Choose another name."))
    beside = _beside(file)
    try:  # only the attempt tells: rights, read-only disks and full ones look alike from outside
        beside.touch()
        beside.unlink()
    except OSError as error:
        raise _unwritable(file, error) from error


def write_png(image: Picture, file: Path) -> None:
    """Write a picture; the file appears whole or not at all.

    Raises:
        UserError: as `check_png`, or the disk refuses.
    """
    check_png(file)
    beside = _beside(file)
    try:
        # level 1: a fifth of the time of the default for a tenth more bytes
        Image.fromarray(image).save(beside, "PNG", compress_level=1)
        beside.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.{os.getpid()}.part")


def _unwritable(file: Path, error: OSError) -> UserError:
    return UserError(
        tr("Picture {file}", file=file),
        tr("It cannot be written ({reason}).", reason=error.strerror or str(error)),
        remedy=tr("Choose another folder, or change its permissions."),
    )


def _drawn(graphics: Graphics, target: Target) -> Picture:
    """The target's picture; a new buffer may be opened only while its first frame is drawn."""
    for _ in range(3):
        graphics.draw()
        if target.texture.has_ram_image():
            return target.image()
    raise RuntimeError("the graphics driver drew nothing")
