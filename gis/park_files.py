"""Where parks are: the shipped ones by id, others by path. Light, so that the command line can ask at no cost."""

from __future__ import annotations

from pathlib import Path

from gis.assets import asset, asset_folder
from gis.errors import UserError
from gis.text import tr


def shipped_parks() -> dict[str, Path]:
    """The parks that come with the program, by id."""
    return {file.stem: file for file in sorted((asset_folder() / "parks").glob("*.gpkg"))}


def park_file(name: str | Path) -> Path:
    """The file of the shipped park called `name`, or `name` as a path.

    Raises:
        UserError: `name` is neither.
    """
    shipped = shipped_parks()
    if str(name) in shipped:
        return shipped[str(name)]
    file = Path(name)
    if isinstance(name, Path) or file.suffix or file.exists():
        return file
    raise UserError(
        str(name),
        tr("There is no park of this name."),
        tr("Known parks: {names}.", names=", ".join(shipped)),
        tr("Give one of them or the path of a park's GeoPackage."),
    )


def context_files() -> tuple[Path, Path]:
    """The drafted surroundings, and the land after OpenStreetMap, which stays in a file of its own (ODbL)."""
    return asset("context", "surroundings.gpkg"), asset("context", "osm_land.gpkg")
