"""Whether a raster is terrain or imagery, and in which unit its elevations are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.finding import Finding
from gis.intake.placing.systems import UNITS_M
from gis.intake.raster.raster_file import kind_of
from gis.intake.raster.raster_values import HIGHEST_M, LOWEST_M, Look, look
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

_CLASSES: Final = 12
"""Whole numbers of which there are no more than so many are classes, not elevations ..."""
_ENOUGH: Final = 400
"""... where so many pixels are known."""
_GREY_CLASSES: Final = 24
_STEEPEST: Final = 1.5
"""Half of all ground is not steeper than this anywhere (rise by run), in metres."""
_FEET: Final = 0.3048
_UNITS: Final = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "米": 1.0, "ft": _FEET, "feet": _FEET,
    "foot": _FEET, "us survey foot": 1200 / 3937, "us-ft": 1200 / 3937, "ftus": 1200 / 3937, "cm": 0.01,
    "centimetre": 0.01, "centimeter": 0.01, "centimeters": 0.01, "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1,
    "mm": 0.001, "millimetre": 0.001, "millimeter": 0.001, "km": 1000.0, "厘米": 0.01, "分米": 0.1, "毫米": 0.001,
}  # fmt: skip
_ELEVATIONS: Final = ("elev", "dem", "dtm", "dsm", "height", "altitude", "relief", "高程", "地形", "标高")


@dataclass(frozen=True, slots=True)
class Sort:
    """`kind` is "terrain", "imagery", or "" while it is a question; `bands` are those that count, in their order:
    one of elevations or grey, or red, green and blue. `unit_m` is metres in one unit of the elevations."""

    kind: str
    bands: tuple[int, ...]
    unit_m: float = 1.0
    findings: tuple[Finding, ...] = ()


def sort_of(raster: DatasetReader, source: Source, answers: Answers, pixel_m: float | None) -> Sort:
    """What `raster` holds; `pixel_m` is None where its size on the ground is unknown.

    Raises:
        UserError: its numbers are of no use whatever it is.
    """
    if any("complex" in kind for kind in raster.dtypes):
        raise UserError(
            source.shown, tr("It holds complex numbers, as radar pictures do: neither elevations nor colours."),
            remedy=tr("Export its elevations or an orthophoto as GeoTIFF."),
        )  # fmt: skip
    told = answers.kinds.get(source.stem, "")
    if told == "terrain" or (answers.units and not told and raster.count == 1):
        return _terrain(raster, source, answers, pixel_m, 1)
    if told == "imagery":
        return Sort("imagery", _colours(raster))
    if told:
        what = tr("A raster is terrain or imagery, not {kind}.", kind=told)
        return Sort("", (1,), findings=(_asked(source, what),))
    return _guessed(raster, source, answers, pixel_m)


def _guessed(raster: DatasetReader, source: Source, answers: Answers, pixel_m: float | None) -> Sort:
    if kind_of(source) == "SRTMHGT":
        return _terrain(raster, source, answers, pixel_m, 1)
    kinds = set(raster.dtypes)
    colours = _colours(raster)
    if raster.count >= 3 and kinds <= {"uint8", "uint16"}:
        return Sort("imagery", colours, findings=_further(raster, source, colours))
    first = look(raster, 1)
    if raster.count == 1 or _alpha(raster) == (2,):
        return _single(raster, source, answers, pixel_m, first)
    named = _named_elevations(raster)
    if named:
        return _terrain(raster, source, answers, pixel_m, named)
    what = tr("It has {count} bands of {type}: neither plain elevations nor red, green and blue.",
              count=raster.count, type=", ".join(sorted(kinds)))  # fmt: skip
    return Sort("", (1,), findings=(_asked(source, what),))


def _single(raster: DatasetReader, source: Source, answers: Answers, pixel_m: float | None, first: Look) -> Sort:
    """One band: a map of classes, a grey picture, or elevations."""
    if _palette(raster):
        what = tr("Its numbers stand for colours or classes (land cover, a scanned map): neither terrain nor imagery.")
        return Sort("", (1,), findings=(_asked(source, what),))
    if not first.known and raster.dtypes[0] != "uint8":
        return _terrain(raster, source, answers, pixel_m, 1)  # nothing but voids, which is told there
    kind = raster.dtypes[0]
    classes = first.whole and first.known * first.count >= _ENOUGH
    if kind in ("uint8", "int8"):
        if classes and first.different <= _GREY_CLASSES:
            return Sort("", (1,), findings=(_classes(source, first),))
        what = tr("One band of 8 bits is taken for a grey picture.")
        remedy = tr("If it holds elevations, say --kind '{name}=terrain'.", name=source.stem)
        return Sort("imagery", (1,), findings=(Finding("note", source.shown, what, remedy=remedy, layer=source.stem),))
    if classes and first.different <= _CLASSES and kind_of(source) != "AAIGrid" and first.high > first.low:
        return Sort("", (1,), findings=(_classes(source, first),))
    if not _named_elevations(raster) and (doubt := _doubt(kind, first, pixel_m)):
        return Sort("", (1,), findings=(_asked(source, doubt),))
    return _terrain(raster, source, answers, pixel_m, 1)


def _doubt(kind: str, first: Look, pixel_m: float | None) -> str:
    """Why one band of numbers may not be elevations, "" if there is no reason."""
    values = {"low": f"{first.low:g}", "high": f"{first.high:g}"}
    if not first.whole and first.low >= -1.0 and first.high <= 1.0 and first.high > first.low:
        return tr("Its numbers run from {low} to {high}: an index or a share rather than elevations.", **values)
    steep = first.steep / pixel_m if pixel_m else 0.0
    if "int" in kind and steep > _STEEPEST:
        return tr(
            "Its whole numbers, from {low} to {high}, jump like those of a picture, or of elevations in centimetres.",
            **values,
        )
    if kind in ("uint16", "uint32") and not pixel_m and first.high > HIGHEST_M:
        return tr("Its numbers run from {low} to {high}, too far for elevations in metres.", **values)
    return ""


def _classes(source: Source, first: Look) -> Finding:
    what = tr("It holds {count} different whole numbers only: classes (land cover), neither terrain nor imagery.",
              count=first.different)  # fmt: skip
    return _asked(source, what)


def _asked(source: Source, what: str) -> Finding:
    expected = tr("Expected are elevations, or a picture of grey or of red, green and blue.")
    remedy = tr(
        "Say what it is: --kind '{name}=terrain' (with --units cm or the like), or --kind '{name}=imagery'.",
        name=source.stem,
    )
    return Finding("ask", source.shown, what, expected, remedy, source.stem)


def _palette(raster: DatasetReader) -> bool:
    from rasterio.enums import ColorInterp

    return bool(raster.colorinterp[0] == ColorInterp.palette)


def _alpha(raster: DatasetReader) -> tuple[int, ...]:
    from rasterio.enums import ColorInterp

    return tuple(band + 1 for band, what in enumerate(raster.colorinterp) if what == ColorInterp.alpha)


def _colours(raster: DatasetReader) -> tuple[int, ...]:
    """The bands of red, green and blue as the file names them, else its first three, else the first."""
    from rasterio.enums import ColorInterp

    named = {what: band + 1 for band, what in reversed(list(enumerate(raster.colorinterp)))}
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(colour in named for colour in wanted):
        return tuple(named[colour] for colour in wanted)
    plain = [band for band in range(1, raster.count + 1) if band not in _alpha(raster)]
    return tuple(plain[:3]) if len(plain) >= 3 else tuple(plain[:1] or [1])


def _further(raster: DatasetReader, source: Source, colours: tuple[int, ...]) -> tuple[Finding, ...]:
    """A word on bands that are not shown."""
    if raster.count <= 3 + len(_alpha(raster)):
        return ()
    what = tr("Of its {count} bands, {bands} are shown as red, green and blue.",
              count=raster.count, bands=", ".join(map(str, colours)))  # fmt: skip
    return (Finding("note", source.shown, what, layer=source.stem),)


def _named_elevations(raster: DatasetReader) -> int:
    """The band that says of itself that it holds elevations, 0 if none does."""
    for band, text in enumerate(raster.descriptions):
        if text and any(word in text.lower() for word in _ELEVATIONS):
            return band + 1
    return 0


def _terrain(raster: DatasetReader, source: Source, answers: Answers, pixel_m: float | None, band: int) -> Sort:
    stated, name = _stated_unit(raster, band)
    if answers.units:
        return Sort("terrain", (band,), UNITS_M[answers.units], _as_said(source, answers.units, stated))
    if stated:
        return Sort("terrain", (band,), stated, _converted(source, stated, name))
    first = look(raster, band)
    if first.known and not (first.low >= LOWEST_M and first.high <= HIGHEST_M):
        return Sort("terrain", (band,), 1.0, (_no_metres(source, first),))
    return Sort("terrain", (band,), 1.0, tuple(_perhaps(raster, source, first, pixel_m)))


def _stated_unit(raster: DatasetReader, band: int) -> tuple[float, str]:
    """Metres in one unit of a band, 0 if the file does not say it, and the unit's name."""
    text = (raster.units[band - 1] or "").strip()
    if text.lower() in _UNITS:
        return _UNITS[text.lower()], text
    vertical = raster.crs.to_wkt() if raster.crs else ""
    at = vertical.find("VERT_CS[") if "VERT_CS[" in vertical else vertical.find("VERTCRS[")
    if at < 0:
        return 0.0, ""
    feet = "foot" in vertical[at:].lower() or "ftus" in vertical[at:].lower()
    return (1200 / 3937 if "survey foot" in vertical[at:].lower() else _FEET, "ft") if feet else (1.0, "m")


def _as_said(source: Source, unit: str, stated: float) -> tuple[Finding, ...]:
    if not stated or math.isclose(stated, UNITS_M[unit], rel_tol=1e-4):
        return ()
    what = tr("The file states another unit of its elevations; they are read in {unit}, as you said.", unit=unit)
    return (Finding("warning", source.shown, what, layer=source.stem),)


def _converted(source: Source, unit_m: float, name: str) -> tuple[Finding, ...]:
    if unit_m == 1.0:
        return ()
    what = tr("Its elevations are in {unit} and are converted to metres.", unit=name)
    return (Finding("note", source.shown, what, layer=source.stem),)


def _no_metres(source: Source, first: Look) -> Finding:
    what = tr("Its numbers run from {low} to {high}, too far for elevations in metres.",
              low=f"{first.low:g}", high=f"{first.high:g}")  # fmt: skip
    remedy = tr("Say their unit, --units cm or --units mm, or --kind '{name}=imagery' if it is a picture.",
                name=source.stem)  # fmt: skip
    return Finding("ask", source.shown, what, tr("Expected are elevations in metres."), remedy, source.stem)


def _perhaps(raster: DatasetReader, source: Source, first: Look, pixel_m: float | None) -> list[Finding]:
    """Words on elevations that may be in another unit."""
    found = []
    if pixel_m and first.steep / pixel_m > _STEEPEST:
        what = tr("In metres, half of its ground would be steeper than {percent} %.",
                  percent=f"{100 * first.steep / pixel_m:,.0f}")  # fmt: skip
        remedy = tr("If its elevations are in another unit, say so: --units cm, mm or ft.")
        found.append(Finding("warning", source.shown, what, remedy=remedy, layer=source.stem))
    crs = raster.crs
    feet = bool(crs and crs.is_projected and crs.linear_units and "foot" in crs.linear_units.lower())
    if feet:
        what = tr("Its coordinates are in feet; its elevations are taken as metres.")
        remedy = tr("If they are feet too, say --units ft.")
        found.append(Finding("warning", source.shown, what, remedy=remedy, layer=source.stem))
    return found
