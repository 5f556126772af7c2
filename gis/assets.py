"""Where the files that ship with the program are, from a checkout and from the packaged program alike."""

from __future__ import annotations

import sys
from pathlib import Path


def asset_folder() -> Path:
    """The folder `assets/`."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parents[1]) / "assets"


def asset(*parts: str) -> Path:
    """The shipped file or folder `assets/<parts>`."""
    return asset_folder().joinpath(*parts)
