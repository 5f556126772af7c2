"""Reading by GDAL's vector library: local plain files only, every complaint caught, every feature kept.

A geometry that cannot be made is None in its row, never a file that cannot be read.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.reading.wkb import all_linear, shapes_of
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import pyproj

_CALLING: Final = (
    "HTTP WFS WCS WMS WMTS OAPIF OGCAPI EEDA EEDAI PLMOSAIC PLSCENES CSW NGW Carto AmigoCloud Elasticsearch "
    "DAAS STACIT STACTA ADBC GDALG OGR_VRT VRT"
)
"""Drivers that fetch from a network, or that open whatever other file a file names."""
_STEP_DEG: Final = "1"
"""Arcs become chords of this angle: 0.04 m off the arc at a radius of 1 km."""


@contextmanager
def _library() -> Iterator[tuple[Any, list[warnings.WarningMessage]]]:
    """GDAL's vector library, deaf to networks, and the warnings that it gives meanwhile."""
    os.environ.setdefault("GDAL_SKIP", _CALLING)
    import pyogrio

    pyogrio.set_gdal_config_options(
        {
            "GDAL_SKIP": _CALLING,
            "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
            "OGR_ARC_STEPSIZE": _STEP_DEG,
            "GDAL_NUM_THREADS": "2",
        }
    )
    if "HTTP" in pyogrio.list_drivers():
        pyogrio._ogr._register_drivers()  # the library was loaded before: have it look at GDAL_SKIP again
    with warnings.catch_warnings(record=True) as said:
        # Each says something of one file that the caller makes a finding of (`attrs["said"]`).
        warnings.simplefilter("always", RuntimeWarning)
        warnings.simplefilter("always", UserWarning)
        yield pyogrio, said


def layer_types(file: Path, shown: str) -> dict[str, str]:
    """Every layer of `file` with its type of geometry ("Polygon", "Unknown" ...), "" for a table without geometry.

    Raises:
        UserError: GDAL cannot open it.
    """
    with _plain(file) as safe, _library() as (pyogrio, _):
        try:
            return {str(name): str(kind) if kind else "" for name, kind in pyogrio.list_layers(safe)}
        except _failures() as error:
            raise _unreadable(shown, error, file) from error


def layers(file: Path, shown: str) -> list[str]:
    """The names of the layers with geometry, or of all tables where none has any.

    Raises:
        UserError: GDAL cannot open it.
    """
    kinds = layer_types(file, shown)
    return [name for name, kind in kinds.items() if kind] or list(kinds)


def table(
    file: Path, layer: str | int | None, shown: str, encoding: str | None = None, **options: Any
) -> gpd.GeoDataFrame:
    """All features of a layer in the file's order: numbers, truth values and text; None where geometry is missing.

    Dates, lists and nested values are text. Three dimensions stay; arcs become chords. A table without
    geometry has None in each row. `options` are open options of the driver. `attrs` of the result: "said" (what GDAL
    warned of), "closed" (rings that were not), "unread" (shapes that are no geometry at all).

    Raises:
        UserError: GDAL cannot read it.
    """
    with _plain(file) as safe, _library() as (pyogrio, said):
        try:
            meta, frame, raw = _read(pyogrio, safe, layer, encoding, options)
        except _failures() as error:
            raise _unreadable(shown, error, file) from error
    return _assembled(meta, frame, raw, [str(warning.message) for warning in said])


def shapes_of_wkt(texts: Sequence[str]) -> list[Any]:
    """The shapes that well-known texts describe, arcs as chords and faces as polygons; None for what is none."""
    import csv

    if not texts:
        return []
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        file = Path(folder, "shapes.csv")
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, quoting=csv.QUOTE_ALL).writerows([("WKT", "row"), *((text, "") for text in texts)])
        try:
            found = list(table(file, None, "", GEOM_POSSIBLE_NAMES="WKT").geometry)
        except UserError:
            return [None] * len(texts)
    return found if len(found) == len(texts) else [None] * len(texts)


def declared_crs(text: str | None) -> pyproj.CRS | None:
    """The reference system that a file's text describes, None if it describes none that is known."""
    import pyproj

    if not text:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PROJ's remarks on old notations change nothing
            crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return None
    # What GeoPackage and others write for "none".
    vague = re.match(r"(?i)undefined|unknown|unnamed|none$|$", crs.name) is not None
    return None if vague and (crs.is_engineering or crs.name.lower().startswith("undefined")) else _registered(crs)


def _registered(crs: pyproj.CRS) -> pyproj.CRS:
    """The system of the register that `crs` is another notation of (ESRI's), `crs` itself if there is none."""
    import pyproj

    # A system with a shift of its own to WGS 84 keeps it.
    code = None if crs.is_bound else crs.to_epsg()
    return crs if code is None else pyproj.CRS.from_epsg(code)


def _read(
    pyogrio: Any, file: Path, layer: str | int | None, encoding: str | None, options: dict[str, Any]
) -> tuple[dict[str, Any], pd.DataFrame, Any]:
    """What the library says of the layer, its fields, and its geometry as well-known binary."""
    import pyarrow as pa

    chosen = {"layer": layer, "encoding": encoding, **options}
    try:
        meta, columns = pyogrio.read_arrow(file, datetime_as_string=True, **chosen)
        frame = _pandas(columns)
    except (pa.ArrowException, UnicodeDecodeError, NotImplementedError):
        return _read_slowly(pyogrio, file, chosen)
    del columns
    name = meta["geometry_name"] or "wkb_geometry"
    raw = frame.pop(name).to_numpy() if name in frame else None
    if raw is not None and not all_linear(raw):
        raw = pyogrio.raw.read(file, columns=[], **chosen)[2]  # this way GDAL makes chords of arcs
    return meta, frame, raw


def _pandas(columns: Any) -> pd.DataFrame:
    import pyarrow as pa

    plain = []
    for field, column in zip(columns.schema, columns.columns, strict=True):
        extended = isinstance(field.type, pa.BaseExtensionType)
        plain.append(_sound(column.combine_chunks().cast(field.type.storage_type) if extended else column))
    frame: pd.DataFrame = pa.Table.from_arrays(plain, names=columns.schema.names).to_pandas(self_destruct=True)
    return frame


def _sound(column: Any) -> Any:
    """A column of text as it is; decoded anew where its bytes are not the UTF-8 that they should be."""
    import pyarrow as pa

    from gis.intake.opening import encodings

    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    try:
        column.validate(full=True)  # Arrow takes any bytes for text, and only fails when the text is looked at
    except pa.ArrowInvalid:
        values = column.cast(pa.large_binary()).to_pylist()
        encoding = encodings.decide([value for value in values if value is not None]).encoding
        return pa.array([None if value is None else encodings.decoded(value, encoding) for value in values])
    return column


def _read_slowly(pyogrio: Any, file: Path, chosen: dict[str, Any]) -> tuple[dict[str, Any], pd.DataFrame, Any]:
    import pandas as pd

    meta, _, raw, values = pyogrio.raw.read(file, datetime_as_string=True, **chosen)
    return meta, pd.DataFrame(dict(zip(meta["fields"], values, strict=True)), columns=list(meta["fields"])), raw


def _assembled(meta: dict[str, Any], frame: pd.DataFrame, raw: Any, said: list[str]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import numpy as np

    rows = len(frame) if raw is None or len(frame.columns) else len(raw)
    shapes, closed, unread = shapes_of(raw) if raw is not None else (np.full(rows, None), 0, 0)
    names = [f"{name}_1" if name == "geometry" else name for name in frame.columns]
    plain = {name: _plain_values(frame.iloc[:, at]) for at, name in enumerate(names)}
    result = gpd.GeoDataFrame(plain, geometry=shapes, crs=declared_crs(meta["crs"]))
    result.attrs.update(said=list(dict.fromkeys(said)), closed=closed, unread=unread)
    return result


def _plain_values(column: pd.Series) -> pd.Series:
    """Numbers and truth values as they are, all else as text, None where there is no value."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return column
    if pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty"):
        return column
    return column.map(_text, na_action="ignore")


def _text(value: object) -> object:
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return value.hex()
    return ", ".join(map(str, value)) if hasattr(value, "__iter__") else str(value)


def _failures() -> tuple[type[Exception], ...]:
    import pyarrow as pa
    from pyogrio import errors

    theirs = (errors.DataSourceError, errors.DataLayerError, errors.FeatureError, errors.GeometryError)
    return (*theirs, errors.CRSError, errors.FieldError, pa.ArrowException, OSError, ValueError, RuntimeError)


def _unreadable(shown: str, error: Exception, file: Path) -> UserError:
    # The library's sentence speaks of the file as it lies here, perhaps unpacked to a temporary folder.
    said = str(error).replace(str(file), file.name).partition("\n")[0].partition("; ")[0].strip(" .")
    return UserError(
        shown,
        tr("It is damaged, or not what its beginning says ({detail}).", detail=said[:200]),
        remedy=tr("Open it in the program that made it and export it again."),
    )


@contextmanager
def _plain(file: Path) -> Iterator[Path]:
    """`file` under a name that the library takes for nothing but a local file: no '!', ';', '/vsi', archive."""
    whole = str(file.absolute())
    odd = re.search(r"[!;?]|\.zip$", whole, re.IGNORECASE) or whole.startswith("/vsi") or not _is_text(whole)
    if not odd:
        yield file.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        safe = Path(folder, "layout" + (file.suffix if re.fullmatch(r"\.[a-zA-Z0-9]{1,9}", file.suffix) else ""))
        safe = safe.with_suffix("") if safe.suffix.lower() == ".zip" else safe
        try:
            safe.symlink_to(file.absolute())
        except OSError:  # no links here: Windows without the right to make them
            shutil.copyfile(file, safe)
        yield safe


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
