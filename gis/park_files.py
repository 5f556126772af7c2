"""Where parks are: the shipped ones by id, others by path. Light, so that the command line can ask at no cost."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gis.assets import asset
from gis.errors import UserError
from gis.text import tr

SHIPPED: Final = ("ai", "vr")
"""Ids of the parks that come with the program, named here so that a lost file is missed."""


def shipped_parks() -> dict[str, Path]:
    """The files of the parks that come with the program, by id, whether they are there or not."""
    return {park: asset("parks", f"{park}.gpkg") for park in SHIPPED}


def park_file(name: str | Path) -> Path:
    """The file of the shipped park called `name`, or `name` as a path.

    Raises:
        UserError: `name` is neither, or the file of a shipped park is lost.
    """
    shipped = shipped_parks()
    if str(name) in shipped:
        return _there(shipped[str(name)])
    file = Path(name)
    if isinstance(name, Path) or file.suffix or file.exists():
        return file
    raise UserError(
        str(name),
        tr("There is no park of this name."),
        tr("Known parks: {names}.", names=", ".join(shipped)),
        tr("Give one of them or the path of a park's GeoPackage."),
    )


def _there(file: Path) -> Path:
    if file.is_file():
        return file
    raise UserError(
        str(file),
        tr("The layout that comes with the program is missing."),
        remedy=tr("Bring it back with 'make parks', or install ParkTwin again."),
    )


def context_files() -> tuple[Path, Path]:
    """The drafted surroundings, and the land after OpenStreetMap, which stays in a file of its own (ODbL)."""
    return asset("context", "surroundings.gpkg"), asset("context", "osm_land.gpkg")
