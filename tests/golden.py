"""Golden pictures: what a picture must look like, stored in `tests/golden/`, compared on the software renderer.

Renew them after a wanted change with `PARKTWIN_RENEW_GOLDEN=1 pytest -m golden` and look at every one of them. A
picture that differs is written to `out/golden/` with the stored one and their difference side by side. On another
renderer only the structure is compared (the picture in large blocks), and the test says so by being skipped.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from twin.graphics import Driver

FOLDER: Final = Path(__file__).parent / "golden"
OUT: Final = Path(__file__).resolve().parents[1] / "out" / "golden"
MEAN_LIMIT, PIXEL_LIMIT, SHARE_LIMIT = 0.6, 24, 0.004
"""Mean difference of 255, and the share of pixels that may differ by more than `PIXEL_LIMIT` (edges of triangles)."""
BLOCKS, BLOCK_LIMIT = (16, 9), 26

Image8 = NDArray[np.uint8]


def check(image: Image8, name: str, driver: Driver) -> None:
    """Compare `image` with the golden picture called `name`, or store it if that is asked for."""
    file = FOLDER / f"{name}.png"
    if os.environ.get("PARKTWIN_RENEW_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        Image.fromarray(image).save(file, optimize=True)
        return
    assert file.exists(), f"{file} is missing: see tests/golden.py for how to make it"
    stored = np.asarray(Image.open(file).convert("RGB"))
    if driver.software and "llvmpipe" in driver.renderer:
        fault = difference(image, stored)
        assert not fault, f"{name}: {fault}; see {report(image, stored, name)}"
        return
    fault = structure(image, stored)
    assert not fault, f"{name}: {fault}; see {report(image, stored, name)}"
    pytest.skip(f"COMPARED IN LARGE BLOCKS ONLY: golden pictures are of llvmpipe, this is {driver.renderer}")


def difference(image: Image8, stored: Image8) -> str:
    """How the two pictures differ, or nothing if they are alike."""
    if image.shape != stored.shape:
        return f"the size is {image.shape}, not {stored.shape}"
    apart = np.abs(image.astype(int) - stored).max(axis=2)
    mean, share = float(apart.mean()), float((apart > PIXEL_LIMIT).mean())
    if mean > MEAN_LIMIT or share > SHARE_LIMIT:
        return f"the mean difference is {mean:.2f}, {100 * share:.2f} % of the pixels differ"
    return ""


def structure(image: Image8, stored: Image8) -> str:
    """How the pictures differ in large blocks, or nothing if they are alike."""
    if image.shape != stored.shape:
        return f"the size is {image.shape}, not {stored.shape}"
    blocks = [np.asarray(Image.fromarray(i).resize(BLOCKS, Image.Resampling.BOX), int) for i in (image, stored)]
    worst = int(np.abs(blocks[0] - blocks[1]).max())
    return f"a block differs by {worst} of 255" if worst > BLOCK_LIMIT else ""


def report(image: Image8, stored: Image8, name: str) -> Path:
    """Write new, stored and five times their difference side by side; where comes back."""
    OUT.mkdir(parents=True, exist_ok=True)
    parts = [image, stored]
    if image.shape == stored.shape:
        parts.append(np.clip(5 * np.abs(image.astype(int) - stored), 0, 255).astype(np.uint8))
    height = max(part.shape[0] for part in parts)
    padded = [np.pad(part, ((0, height - part.shape[0]), (0, 0), (0, 0))) for part in parts]
    file = OUT / f"{name}.png"
    Image.fromarray(np.hstack(padded)).save(file)
    return file
