"""DXF drawings: closed outlines with arcs, blocks, hatches, texts; a layer of the drawing is a layer here."""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.formats import NO, SURELY
from gis.intake.answers import Answers
from gis.intake.cad.drawing import (
    CURVES,
    MOST_ENTITIES,
    SHAPED,
    TAKEN_APART,
    Drawn,
    TooManyEntitiesError,
    drawn,
    expanded,
    joined,
)
from gis.intake.cad.drawing_file import BINARY, opened
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.own.own_drawing import own_layers
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import numpy as np
    import pyproj
    from ezdxf.document import Drawing
    from numpy.typing import NDArray

NAME: Final = "DXF"

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
_ABSURD: Final = 1e12
_ADD_ONS: Final = frozenset(("ACAD_PROXY_ENTITY", "ACAD_PROXY_OBJECT"))
_FLOORS: Final = re.compile(r"^\s*(?:地上)?\s*(\d{1,3})\s*(?:[Ff层]|层楼|storeys?|floors?)\s*$")
_HEIGHT: Final = re.compile(r"^\s*[Hh]\s*[=:：]\s*(\d+(?:\.\d+)?)\s*[Mm米]?\s*$")


def recognises(source: Source) -> int:
    """By its first section, or by the mark of a binary drawing."""
    return SURELY if source.head.startswith(BINARY) or _BEGINS.match(source.head) else NO


def read(source: Source, answers: Answers) -> Content:
    """Every layer of the model space; what paper shows is left out.

    Raises:
        UserError: the drawing is damaged beyond repair, or nests blocks without end.
    """
    file = opened(source, answers)
    drawing, findings = file.drawing, list(file.findings)
    own = _own_layers(drawing)
    if own:
        return Content(own)
    space = drawing.modelspace()
    _refuse_endless(space, source)
    guessed = _guessed_size(drawing)
    stated_m = _METRES.get(int(drawing.header.get("$INSUNITS", 0) or 0), 0.0)
    likely = _PLAUSIBLE_M[0] <= guessed * stated_m <= _PLAUSIBLE_M[1]
    sagitta = answers.tolerance_m / stated_m if likely else max(guessed * _UNKNOWN_SAGITTA, 1e-9)
    things = [_readable(thing, file.plain) for thing in drawn(space, sagitta)]
    unit_m, said = _unit(stated_m, _size(things), source)
    findings += [*said, *_left_out(space, things, source)]
    crs, placed = _georeferenced(space, things)
    layers, notes = _layers(placed, crs, unit_m)
    findings += [Finding("note", f"{source.shown} {name}", what, layer=name) for name, what in notes]
    if not any(thing.shape is not None for thing in things):
        findings.append(_empty(drawing, bool(things), source))
    return Content(tuple(layers), findings=tuple(findings))


def _readable(thing: Drawn, plain: Callable[[str], str]) -> Drawn:
    fields = {plain(name): plain(value) if isinstance(value, str) else value for name, value in thing.fields.items()}
    return replace(thing, layer=plain(thing.layer), fields=fields)


def _empty(drawing: Drawing, holds: bool, source: Source) -> Finding:
    if holds:
        remedy = tr("Draw what it should bring as closed polylines, and save it again.")
        return Finding("error", source.shown, tr("The drawing holds nothing that has an outline."), remedy=remedy)
    if any(len(drawing.layout(name)) > 1 for name in drawing.layout_names() if name != "Model"):
        what = tr("The model space is empty: all is drawn on paper.")
        remedy = tr("Copy it to the model space (CHSPACE), and save it again.")
        return Finding("error", source.shown, what, remedy=remedy)
    remedy = tr("See whether the right drawing was exported.")
    return Finding("error", source.shown, tr("The drawing is empty."), remedy=remedy)


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


def _unit(unit_m: float, size: float, source: Source) -> tuple[float, list[Finding]]:
    """Metres in a drawing unit, 0 where the stated one (0 for none) cannot be true of a drawing of this `size`."""
    size_m = size * unit_m
    if not size_m:
        return unit_m, []
    least, most = _PLAUSIBLE_M
    if least <= size_m <= most:
        what = tr("The drawing states its unit: {size} m across.", size=f"{size_m:,.1f}")
        return unit_m, [Finding("note", source.shown, what, remedy=tr("If that is wrong, give --units."))]
    what = tr("In the unit that the drawing states, it would be {size} m across.", size=f"{size_m:,.3g}")
    return 0.0, [Finding("warning", source.shown, what, remedy=tr("Give the true unit with --units."))]


def _guessed_size(drawing: Drawing) -> float:
    """The longer side of the drawing as its header has it, else by a sample; it sets how fine curves are drawn."""
    with contextlib.suppress(TypeError, AttributeError, IndexError):
        low, high = drawing.header.get("$EXTMIN"), drawing.header.get("$EXTMAX")
        size = max(high[0] - low[0], high[1] - low[1])
        if 0 < size < _ABSURD:
            return float(size)
    from ezdxf import bbox

    space = drawing.modelspace()
    sample = [entity for entity in space if entity.dxftype() in CURVES][:: max(1, len(space) // _SAMPLE)]
    try:
        box = bbox.extents(sample, fast=True)
    except Exception:  # as in `drawing_file.opened`
        return 0.0
    return float(min(max(box.size.x, box.size.y), _ABSURD)) if box.has_data else 0.0


def _size(things: Sequence[Drawn]) -> float:
    """The longer side of what is drawn, in drawing units, 0 if nothing is."""
    import numpy as np
    import shapely

    shapes = np.array([thing.shape for thing in things if thing.shape is not None], dtype=object)
    if not len(shapes):
        return 0.0
    west, south, east, north = shapely.total_bounds(shapes)
    size = max(east - west, north - south)
    return float(size) if math.isfinite(size) else 0.0


def _left_out(space: Any, things: Sequence[Drawn], source: Source) -> list[Finding]:
    found = []
    others = Counter(entity.dxftype() for entity in space if entity.dxftype() not in SHAPED)
    if proxies := sum(count for kind, count in others.items() if kind in _ADD_ONS):
        what = tr("{count} objects of an add-on (such as Tangent/TArch) cannot be read.", count=proxies)
        remedy = tr("Export it there in the oldest version (T3), or explode them, and save as DXF again.")
        found.append(Finding("warning", source.shown, what, remedy=remedy))
    if others:
        listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(others.items()))
        found.append(Finding("note", source.shown, tr("Not part of a layout, left out: {kinds}.", kinds=listed)))
    xrefs = [block.name for block in space.doc.blocks if block.block is not None and block.block.is_xref]
    if xrefs:
        what = tr("It refers to other drawings: {names}.", names=", ".join(xrefs[:8]))
        found.append(Finding("warning", source.shown, what, remedy=tr("Bind them into it, or import them too.")))
    apart = [thing.fields["block"] for thing in things if thing.entity == TAKEN_APART]
    if apart:
        what = tr("The block '{name}' is the plan itself, and is taken apart to its layers.", name=apart[0])
        found.append(Finding("note", source.shown, what))
    unread = Counter(thing.entity for thing in things if thing.shape is None and thing.entity in SHAPED)
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
        whole = joined([thing for thing in own if thing.entity in SHAPED])
        made = [thing for thing in whole if thing.entity == "OUTLINE"]
        if made:
            what = tr(
                "{lines} loose lines and arcs join to {count} closed outlines.",
                lines=sum(thing.fields["joined_from"] for thing in made),
                count=len(made),
            )
            notes.append((name, what))
        rows = [{"entity": thing.entity, **thing.fields, **labels.within(thing)} for thing in whole]
        shapes = gpd.GeoSeries([thing.shape for thing in whole], crs=crs)
        table = gpd.GeoDataFrame(pd.DataFrame(rows, index=shapes.index), geometry=shapes)
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
