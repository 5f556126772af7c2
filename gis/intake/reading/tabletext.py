"""Text tables: which sign separates their cells, which columns hold coordinates."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = ",;\t|"
_X: Final = (
    "lon", "long", "lng", "longitude", "x", "easting", "east", "eastings", "xcoord", "coordx", "pointx",
    "lonwgs84", "wgs84lon", "x坐标", "坐标x", "横坐标", "东坐标", "经度", "经度坐标", "东", "东经",
    "longitudedeg", "centroidx", "xcentroid", "positionx", "geox", "gpslon", "gpslongitude",
    "decimallongitude", "lonx", "lonlon", "lng84", "lngwgs84", "经度wgs84", "xm", "em", "e", "coordonneex",
    "rechtswert", "coordinatex",
)  # fmt: skip
_Y: Final = (
    "lat", "latitude", "y", "northing", "north", "northings", "ycoord", "coordy", "pointy", "latwgs84",
    "wgs84lat", "y坐标", "坐标y", "纵坐标", "北坐标", "纬度", "纬度坐标", "北", "北纬", "latitudedeg",
    "centroidy", "ycentroid", "positiony", "geoy", "gpslat", "gpslatitude", "decimallatitude", "laty",
    "lat84", "纬度wgs84", "ym", "nm", "n", "coordonneey", "hochwert", "coordinatey",
)  # fmt: skip
_SHAPE: Final = (
    "wkt", "geom", "geometry", "thegeom", "wkbgeometry", "shape", "wktgeom", "geometrywkt", "几何", "图形",
    "geomwkt", "shapewkt", "geometria", "wkb", "ewkt", "polygon", "footprint", "边界", "坐标串", "geo", "geojson",
)  # fmt: skip
_WKT: Final = re.compile(
    r"(?i)\s*(srid=\d+;)?\s*(multi)?(point|linestring|polygon|geometrycollection|curve|surface|curvepolygon|circularstring|"
    r"compoundcurve|multicurve|multisurface|tin|triangle|polyhedralsurface)\s*(z|m|zm)?\s*(\(|empty)"
)
_HEX: Final = re.compile(r"(?i)0[01][0-9a-f]{16,}$")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table's rows lie: the column of shapes, or those of the coordinates x and y; -1 where there is none.

    X is taken for east unless its header says otherwise: in Chinese survey sheets X is often north, which shows by the
    coordinates only.
    """

    shape: int = -1
    x: int = -1
    y: int = -1

    @property
    def found(self) -> bool:
        """Whether every row can have a place."""
        return self.shape >= 0 or (self.x >= 0 and self.y >= 0)


def delimiter(text: str) -> str:
    """The sign that separates the cells, "" where the lines do not have the same number of any."""
    best, most = "", 1.0
    for sign in DELIMITERS:
        rows = [row for row in table(text, sign)[:200] if row]
        if len(rows) < 2:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        # A header of another width than its rows is no table; a comment or a cut line now and then is.
        steady = count / len(rows)
        if width > most and steady >= 0.8 and len(rows[0]) >= 2 and abs(len(rows[0]) - width) <= 1:
            best, most = sign, width
    return best


def table(text: str, sign: str) -> list[list[str]]:
    """The cells of every line that has any.

    Raises:
        csv.Error: a cell is absurdly long.
    """
    csv.field_size_limit(64 * 1024 * 1024)
    # A single column is not cut at the commas of its shapes.
    sign = sign or ("," if "," in text.partition("\n")[0] else "\x1f")
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=sign, skipinitialspace=True)
    return [row for row in rows if any(cell.strip() for cell in row)]


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """The columns of shapes or coordinates, by their names and by what the first rows hold."""
    if any(map(is_shape, header)):  # shapes line by line, without a header
        return Columns()
    names = [_plain(name) for name in header]
    sample = [row for row in rows[:200] if len(row) <= len(header) + 1]
    for at in sorted(range(len(names)), key=lambda at: names[at] not in _SHAPE):
        if _mostly(sample, at, is_shape):
            return Columns(shape=at)
    numeric = {at for at in range(len(names)) if _mostly(sample, at, is_number)}
    x, y = _first(names, _X, numeric), _first(names, _Y, numeric)
    if x < 0 or y < 0:
        x, y = _paired(names, numeric)
    if _north_is_x(header, x, y):
        x, y = y, x
    return Columns(x=x, y=y) if x >= 0 and y >= 0 and x != y else Columns()


def _paired(names: Sequence[str], among: set[int]) -> tuple[int, int]:
    """Columns whose names are alike but for longitude and latitude in them: "start_lng" and "start_lat"."""
    for y, name in enumerate(names):
        found = re.fullmatch(r"(.*)(latitude|lat|纬度)(.*)", name) if y in among else None
        for word in ("longitude", "long", "lon", "lng", "经度") if found else ():
            assert found is not None
            x = names.index(pair) if (pair := f"{found[1]}{word}{found[3]}") in names else -1
            if x in among:
                return x, y
    return -1, -1


def _north_is_x(header: Sequence[str], x: int, y: int) -> bool:
    """Whether the headers themselves say that X counts northward, as in Chinese survey sheets ("X(北)", "北X")."""
    return (
        x >= 0 and y >= 0 and bool(re.search(r"北|(?i:north)", header[x])) and not re.search(r"东|(?i:east)", header[x])
    )


def _plain(name: str) -> str:
    """A header without signs, spaces and units: "X (m)" is "x", "经度/°" is "经度"."""
    without_unit = re.sub(
        r"[(（\[](m|米|度|°|deg|degrees?|dd|wgs-?84|cgcs2000|gcj-?02|东|北|east|north)[)）\]]", "", name.strip().lower()
    )
    return "".join(sign for sign in without_unit if sign.isalnum())


def _first(names: Sequence[str], known: Sequence[str], among: set[int]) -> int:
    places = {name: at for at, name in reversed(list(enumerate(names))) if at in among}
    return next((places[name] for name in known if name in places), -1)


def _mostly(rows: Sequence[Sequence[str]], at: int, fits: object) -> bool:
    values = [row[at] for row in rows if at < len(row) and row[at].strip()]
    assert callable(fits)
    return bool(values) and sum(bool(fits(value)) for value in values) >= 0.5 * len(values)


def is_shape(value: str) -> bool:
    """Whether a cell holds well-known text (with or without SRID), binary in hexadecimal signs, or GeoJSON."""
    return bool(_WKT.match(value) or _HEX.match(value.strip()) or is_geojson(value))


def is_geojson(value: str) -> bool:
    """Whether a cell holds a shape or a feature in GeoJSON."""
    return value.lstrip()[:1] == "{" and '"type"' in value and ('"coordinates"' in value or '"geometry"' in value)


def is_number(value: str) -> bool:
    """Whether a cell holds a number, with a decimal point or comma."""
    return bool(_NUMBER.match(value))


def number(value: str) -> float:
    """The number in a cell, NaN if there is none; a single comma stands for the decimal point."""
    try:
        return float(value.strip().replace(",", ".") if is_number(value) else "nan")
    except ValueError:
        return float("nan")
