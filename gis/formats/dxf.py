"""DXF drawings: closed outlines with arcs, blocks, hatches, texts; a layer of the drawing is a layer here."""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.formats import NO, SURELY
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.drawing import MOST_ENTITIES, Drawn, TooManyEntitiesError, drawn, expanded, joined
from gis.intake.finding import Finding
from gis.intake.own_drawing import own_layers
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import numpy as np
    import pyproj
    from ezdxf.document import Drawing
    from numpy.typing import NDArray

NAME: Final = "DXF"

_BINARY: Final = b"AutoCAD Binary DXF\r\n\x1a\x00"
_BEGINS: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:999\s*?\r?\n[^\n]*\r?\n\s*)*0\s*?\r?\n\s*SECTION\s*?\r?\n")
_METRES: Final = {
    1: 0.0254, 2: 0.3048, 3: 1609.344, 4: 0.001, 5: 0.01, 6: 1.0, 7: 1000.0, 8: 2.54e-8, 9: 2.54e-5, 10: 0.9144,
    13: 1e-6, 14: 0.1, 15: 10.0, 16: 100.0, 21: 1200 / 3937,
}  # fmt: skip
"""Metres in the unit of each $INSUNITS code; code 0 states none."""
_PLAUSIBLE_M: Final = (5.0, 200_000.0)
"""A layout of a park measures something between these."""
_UNKNOWN_SAGITTA: Final = 2e-5
"""Of the drawing's size, where no unit tells what the tolerance is in it: 2 cm in a kilometre."""
_SAMPLE: Final = 1000
_FLOORS: Final = re.compile(r"^\s*(?:地上)?\s*(\d{1,3})\s*(?:[Ff层]|层楼|storeys?|floors?)\s*$")
_HEIGHT: Final = re.compile(r"^\s*[Hh]\s*[=:：]\s*(\d+(?:\.\d+)?)\s*[Mm米]?\s*$")


def recognises(source: Source) -> int:
    """By its first section, or by the mark of a binary drawing."""
    return SURELY if source.head.startswith(_BINARY) or _BEGINS.match(source.head) else NO


def read(source: Source, answers: Answers) -> Content:
    """Every layer of the model space; what paper shows is left out.

    Raises:
        UserError: the drawing is damaged beyond repair, or nests blocks without end.
    """
    drawing, findings = _opened(source, answers)
    own = _own_layers(drawing)
    if own:
        return Content(own)
    space = drawing.modelspace()
    _refuse_endless(space, source)
    size = _size(space)
    unit_m, said = _unit(drawing, size, source)
    sagitta = answers.tolerance_m / unit_m if unit_m else max(size * _UNKNOWN_SAGITTA, 1e-9)
    things = list(drawn(space, sagitta))
    findings += [*said, *_left_out(space, things, source)]
    crs, placed = _georeferenced(space, things)
    layers, notes = _layers(placed, crs, unit_m)
    findings += [Finding("note", f"{source.shown} {name}", what, layer=name) for name, what in notes]
    return Content(tuple(layers), findings=tuple(findings))


def _opened(source: Source, answers: Answers) -> tuple[Drawing, list[Finding]]:
    from ezdxf import recover
    from ezdxf.filemanagement import readfile

    encoding = _encoding(source, answers)
    try:
        return readfile(source.file, encoding=encoding), []
    except MemoryError:
        raise
    except Exception:  # noqa: S110 - a damaged drawing fails anywhere in the library, in any way
        pass  # the recovering reader is slower and bears more
    try:
        drawing, auditor = recover.readfile(source.file)
    except MemoryError:
        raise
    except Exception as error:
        raise UserError(
            source.shown,
            tr("The drawing is damaged."),
            remedy=tr("Open it in the CAD program, repair it (AUDIT) and save it as DXF again."),
        ) from error
    what = tr("The drawing is damaged; {count} faults were mended while reading.", count=len(auditor.fixes) + 1)
    return drawing, [Finding("warning", source.shown, what, remedy=tr("Compare the picture with the original."))]


def _own_layers(drawing: Drawing) -> tuple[RawLayer, ...]:
    # What another program changed in an exported drawing is a drawing like any other.
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
        return own_layers(drawing)
    return ()


def _refuse_endless(space: Any, source: Source) -> None:
    with contextlib.suppress(TooManyEntitiesError):
        if expanded(space) <= MOST_ENTITIES:
            return
    raise UserError(
        source.shown,
        tr("Its blocks hold more than can be drawn."),
        remedy=tr("Explode or purge the blocks in the CAD program and export again."),
    )


def _encoding(source: Source, answers: Answers) -> str | None:
    """The answered encoding; None leaves it to the drawing's own code page, unless its bytes contradict that."""
    if answers.encoding:
        return answers.encoding
    if source.head.startswith(_BINARY):
        return None
    with source.file.open("rb") as file:
        sample = file.read(4_000_000)
    if sample.isascii() or not re.search(rb"\$DWGCODEPAGE\s+3\s+(?:ansi_1252|dos437|utf-?8)", sample, re.IGNORECASE):
        return None
    for candidate in ("utf-8", "gb18030"):
        try:
            sample[: sample.rfind(b"\n")].decode(candidate)
        except UnicodeDecodeError:
            continue
        return candidate
    return None


def _unit(drawing: Drawing, size: float, source: Source) -> tuple[float, list[Finding]]:
    """Metres in a drawing unit, 0 where the drawing states none that can be true of its `size`."""
    unit_m = _METRES.get(int(drawing.header.get("$INSUNITS", 0) or 0), 0.0)
    size_m = size * unit_m
    if not size_m:
        return unit_m, []
    least, most = _PLAUSIBLE_M
    if least <= size_m <= most:
        what = tr("The drawing states its unit: {size} m across.", size=f"{size_m:,.1f}")
        return unit_m, [Finding("note", source.shown, what, remedy=tr("If that is wrong, give --units."))]
    what = tr("In the unit that the drawing states, it would be {size} m across.", size=f"{size_m:,.3g}")
    return 0.0, [Finding("warning", source.shown, what, remedy=tr("Give the true unit with --units."))]


def _size(space: Any) -> float:
    """The longer side of what is drawn, in drawing units, by a sample of it; 0 if nothing is."""
    from ezdxf import bbox

    sample = list(space)[:: max(1, len(space) // _SAMPLE)]
    try:
        box = bbox.extents(sample, fast=True)
    except Exception:  # as in `_opened`; the size only sets tolerances and doubts
        return 0.0
    size = max(box.size.x, box.size.y) if box.has_data else 0.0
    return float(size) if math.isfinite(size) else 0.0


def _left_out(space: Any, things: Sequence[Drawn], source: Source) -> list[Finding]:
    found = []
    types = Counter(entity.dxftype() for entity in space)
    taken = {thing.entity for thing in things} | {"INSERT"}
    others = {kind: count for kind, count in types.items() if kind not in taken}
    if others:
        listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(others.items()))
        found.append(Finding("note", source.shown, tr("Not part of a layout, left out: {kinds}.", kinds=listed)))
    xrefs = [block.name for block in space.doc.blocks if block.block is not None and block.block.is_xref]
    if xrefs:
        what = tr("It refers to other drawings: {names}.", names=", ".join(xrefs[:8]))
        found.append(Finding("warning", source.shown, what, remedy=tr("Bind them into it, or import them too.")))
    unread = Counter(thing.entity for thing in things if thing.shape is None)
    if unread:
        listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(unread.items()))
        what = tr("Without an outline that can be read: {kinds}.", kinds=listed)
        found.append(Finding("warning", source.shown, what, remedy=tr("Draw them as closed polylines.")))
    return found


def _georeferenced(space: Any, things: list[Drawn]) -> tuple[pyproj.CRS | None, list[Drawn]]:
    """The drawing in the reference system that it records, if it records one."""
    import numpy as np
    import pyproj
    import shapely

    try:
        data = space.get_geodata()
        matrix, epsg = data.get_crs_transformation(no_checks=True) if data is not None else (None, 0)
        crs = pyproj.CRS.from_epsg(epsg) if matrix is not None else None
    except Exception:  # recorded in a notation that the library does not know: then it is asked for
        return None, things
    if crs is None or matrix is None:
        return None, things

    def moved(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([(point.x, point.y) for point in matrix.transform_vertices(corners.tolist())])

    return crs, [replace(thing, shape=thing.shape and shapely.transform(thing.shape, moved)) for thing in things]


def _layers(
    things: Sequence[Drawn], crs: pyproj.CRS | None, unit_m: float
) -> tuple[list[RawLayer], list[tuple[str, str]]]:
    import geopandas as gpd
    import pandas as pd

    by_layer: dict[str, list[Drawn]] = {}
    for thing in things:
        by_layer.setdefault(thing.layer, []).append(thing)
    labels = _Labels(things)
    layers, notes = [], []
    for name, own in by_layer.items():
        whole = joined(own)
        made = [thing for thing in whole if thing.entity == "OUTLINE"]
        if made:
            what = tr(
                "{lines} loose lines and arcs join to {count} closed outlines.",
                lines=sum(thing.fields["joined_from"] for thing in made),
                count=len(made),
            )
            notes.append((name, what))
        rows = [{"entity": thing.entity, **thing.fields, **labels.within(thing)} for thing in whole]
        table = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=[thing.shape for thing in whole], crs=crs)
        layers.append(RawLayer(name, table, len(own), drawing=crs is None, unit_m=unit_m if crs is None else 1.0))
    return layers, notes


class _Labels:
    """Texts of the drawing, found again by the outline that they stand in."""

    def __init__(self, things: Sequence[Drawn]) -> None:
        import shapely

        points = [(thing.shape, thing.fields["text"]) for thing in things if thing.fields.get("text") and thing.shape]
        self._texts = [str(text).strip() for _, text in points]
        self._tree = shapely.STRtree([point for point, _ in points])

    def within(self, thing: Drawn) -> dict[str, Any]:
        """What the texts inside the outline `thing` say: floors, height in metres, and the rest as its label."""
        if thing.shape is None or not self._texts or not thing.shape.geom_type.endswith("Polygon"):
            return {}
        if not thing.shape.is_valid:
            return {}
        said: dict[str, Any] = {}
        for i in sorted(self._tree.query(thing.shape, predicate="contains")):
            text = self._texts[i]
            if floors := _FLOORS.match(text):
                said.setdefault("floors", int(floors[1]))
            elif height := _HEIGHT.match(text):
                said.setdefault("height_m", float(height[1]))
            else:
                said.setdefault("label", text)
        return said
