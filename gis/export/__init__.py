"""The formats that a park leaves in, one module each: this folder is the list.

A format module holds `NAME`, `ENDINGS` and `write(layers, file)`; `layers` are those of a park's file
(`gis.check.read_checked`). What it writes, `gis.formats` reads back: geometry to a millimetre, every attribute.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from gis.errors import UserError
from gis.imagery_file import has_imagery, read_imagery, write_imagery
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd


class Exporter(Protocol):
    """What a format module offers."""

    NAME: str
    ENDINGS: tuple[str, ...]

    def write(self, layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
        """Write `layers` to `file`, a name that nothing has yet.

        Raises:
            OSError: it cannot be written.
        """


def exporters() -> dict[str, Exporter]:
    """Every format by the name of its module, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Exporter, importlib.import_module(f"{__name__}.{name}")) for name in names}


def exporter_of(file: Path) -> Exporter:
    """The format that the ending of `file` names.

    Raises:
        UserError: no format has this ending.
    """
    known = exporters()
    for one in known.values():
        if file.name.lower().endswith(one.ENDINGS):
            return one
    raise UserError(
        str(file),
        tr("No format has this ending."),
        tr("Known are {known}.", known=", ".join(ending for one in known.values() for ending in one.ENDINGS)),
    )


GROUND: Final = ("terrain", "terrain_far", "imagery")
"""Surveyed elevations and a photo: a GeoPackage keeps them, formats of drawings and cities leave them out."""


def left_out(layers: Mapping[str, gpd.GeoDataFrame], file: Path, source: Path | None) -> list[str]:
    """What of a park the format of `file` has no place for."""
    if exporter_of(file) is exporters()["geopackage"]:
        return []
    held = {*layers, *(["imagery"] if source is not None and has_imagery(source) else [])}
    return [name for name in GROUND if name in held]


def export(layers: Mapping[str, gpd.GeoDataFrame], file: Path, source: Path | None = None) -> Exporter:
    """Write a park's `layers` to `file`, in the format of its ending; the file appears whole or not at all.

    `source` is where the layers come from: it is never written over, and its photo goes along.

    Raises:
        UserError: no format has this ending, `file` is the source, or the folder cannot be written.
    """
    exporter = exporter_of(file)
    if source is not None and file.exists() and file.samefile(source):
        raise UserError(str(file), tr("This is the park's own file."), remedy=tr("Choose another name with --out."))
    beside = file.with_name(f".parktwin-{file.name}")
    try:
        lacking = left_out(layers, file, source)
        exporter.write({name: table for name, table in layers.items() if name not in lacking}, beside)
        if source is not None and not lacking:
            _copy_photo(source, beside, layers["site"].crs)
        beside.replace(file)
    except OSError as error:
        raise UserError(
            str(file),
            tr("The file cannot be written ({reason}).", reason=error.strerror or str(error)),
            remedy=tr("Choose another place with --out, or change its permissions."),
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return exporter


def _copy_photo(source: Path, file: Path, crs: Any) -> None:
    photo = read_imagery(source) if exporter_of(file) is exporters()["geopackage"] else None
    if photo is not None:
        write_imagery(file, photo, crs)
