"""Makes the pictures of the two READMEs anew, with the program itself: `make pictures`. Then look at them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK = ("desk", "--size", "1600x900", "--at", "2026-06", "--shot")
ENSEMBLE = "{ensemble}"
"""Stands for the folder of an ensemble of the baseline, which is run once."""
RUNS = 100
SHOTS = {
    "desk-{}": (*DESK,),
    "desk-likelihood-{}": (
        "desk", "--ensemble", ENSEMBLE, "--layer", "probability", "--chart", "ai.enterprises", *DESK[1:],
    ),
    "desk-occupancy-{}": ("desk", "--theme", "dark", "--layer", "occupancy", "--building", "AI-QIIP-1-B02", *DESK[1:]),
    "ai-{}": ("snapshot", "--park", "ai", "--at", "2026-06", "--size", "960x540", "--out"),
    "vr-dusk-{}": ("snapshot", "--park", "vr", "--at", "2028-06", "--hour", "19:45", "--size", "960x540", "--out"),
    "ai-top-{}": (
        "snapshot", "--park", "ai", "--view", "top", "--at", "2026-06", "--size", "1280x960", "--out",
    ),
    "vr-top-{}": (
        "snapshot", "--park", "vr", "--view", "top", "--at", "2026-06", "--size", "1280x960", "--out",
    ),
    "street-{}": ("snapshot", "--park", "ai", "--view", "street", "--at", "2027-06", "--size", "960x540", "--out"),
    "stereo-{}": (
        "snapshot", "--park", "vr", "--view", "street", "--at", "2027-06", "--stereo", "side-by-side",
        "--size", "1920x540", "--out",
    ),
}  # fmt: skip
QUALITY = 88


def main() -> None:
    """Every picture in both languages, as JPEG: a README is read over slow lines too."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ensemble = str(Path(folder) / "ensemble")
        _program("ensemble", "baseline", "--runs", str(RUNS), "--out", ensemble)
        for language in ("en", "zh"):
            for name, words in SHOTS.items():
                shot = Path(folder) / "shot.png"
                _program("--lang", language, *(word.replace(ENSEMBLE, ensemble) for word in words), str(shot))
                picture = FOLDER / f"{name.format(language)}.jpg"
                with Image.open(shot) as image:
                    image.convert("RGB").save(picture, quality=QUALITY, optimize=True)
                print(picture.relative_to(FOLDER.parents[1]))


def _program(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "ui.cli", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
