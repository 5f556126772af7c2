"""Looks at Python and at the libraries that are not started to be looked at."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from gis.text import tr
from ui.doctor.finding import Finding, renew_line

LIBRARIES: Final = (
    "geopandas", "mapbox-earcut", "numpy", "pillow", "platformdirs", "pyogrio", "pyproj", "shapely",
    "simpy",
)  # fmt: skip


def python() -> Finding:
    """The Python that runs this."""
    return Finding("python", "Python", "ok", f"{platform.python_version()} ({sys.executable})")


def parktwin() -> Finding:
    """The program's own version."""
    return Finding("parktwin", "ParkTwin", "ok", version("parktwin"))


def libraries() -> Finding:
    """The libraries besides Panda3D and Qt, which are asked themselves."""
    found: dict[str, str] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    lacking = [name for name in LIBRARIES if name not in found]
    if lacking:
        text = tr("not installed: {names}", names=", ".join(lacking))
        return Finding("libraries", tr("Libraries"), "missing", text, renew_line())
    return Finding("libraries", tr("Libraries"), "ok", ", ".join(f"{name} {found[name]}" for name in LIBRARIES))
