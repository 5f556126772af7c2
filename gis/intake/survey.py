"""A file read, placed, mended and understood: everything that the report says and that a park can be made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from gis.errors import UserError
from gis.formats import reader_of
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer, RawRaster
from gis.intake.finding import Finding, error_of
from gis.intake.meanings.meaning import stated_heights_m, understood
from gis.intake.mending.repair import repaired
from gis.intake.opening import foreign
from gis.intake.opening.unpack import opened
from gis.intake.placing.areas import areas_m2
from gis.intake.placing.coordinates import placed
from gis.intake.placing.corners import Floats, boxes, sample
from gis.intake.source import Source, hidden
from gis.intake.telling.gate import park_findings
from gis.text import tr


@dataclass(frozen=True, slots=True)
class SurveyedLayer:
    """A layer as it can be used. `table` holds the usable features with the file's own fields, in `table.crs`.

    `crs` names the reference system, "" while it is a question; `area_m2` is None then, `fields` maps columns of
    the park's schema to fields of the file; `height_count` and `height_sum_m` are of the heights that the file states.
    """

    name: str
    kind: str
    features: int
    crs: str
    table: gpd.GeoDataFrame
    fields: Mapping[str, str]
    area_m2: float | None
    height_count: int
    height_sum_m: float
    repaired: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in one file; `file` as the user named it. `passed_over` names the layers that nobody asked for."""

    file: str
    layers: tuple[SurveyedLayer, ...] = ()
    rasters: tuple[RawRaster, ...] = ()
    findings: tuple[Finding, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether something can be imported without a further answer."""
        return not self.stopped and bool(self.layers or self.rasters)

    @property
    def stopped(self) -> bool:
        """Whether something must be answered or mended first."""
        return any(finding.level in ("error", "ask") for finding in self.findings)

    @property
    def names(self) -> tuple[str, ...]:
        """Of everything in the file, taken or not, each once."""
        taken = [*(layer.name for layer in self.layers), *(raster.name for raster in self.rasters)]
        return tuple(dict.fromkeys([*taken, *self.passed_over]))


def survey(file: str, answers: Answers) -> Survey:
    """Everything in `file` (a path, a folder, an archive or a database's address). What is wrong is a finding."""
    return surveys([(file, answers)])[0]


def surveys(asked: Sequence[tuple[str, Answers]]) -> list[Survey]:
    """Several files, each with its answers; a layer that is asked for may be in any of them."""
    found = [_survey(file, answers) for file, answers in asked]
    there = list(dict.fromkeys(name for one in found for name in one.names))
    return [
        _joined(one, Survey(one.file, findings=(*_missing(one, answers, there), *_shapeless(one, answers))))
        for one, (_, answers) in zip(found, asked, strict=True)
    ]


def _survey(file: str, answers: Answers) -> Survey:
    found = Survey(hidden(file))
    try:
        with opened(file) as sources:
            for source in sources:
                found = _joined(found, _surveyed(source, answers))
    except UserError as error:
        found = _joined(found, Survey(found.file, findings=(error_of(error),)))
    gate = park_findings(file, {layer.name: layer.table for layer in found.layers})
    return _joined(found, Survey(found.file, findings=tuple(gate)))


def _joined(one: Survey, other: Survey) -> Survey:
    return Survey(
        one.file,
        one.layers + other.layers,
        one.rasters + other.rasters,
        one.findings + other.findings,
        one.passed_over + other.passed_over,
    )


def _surveyed(source: Source, answers: Answers) -> Survey:
    try:
        content = _content(source, answers)
    except UserError as error:
        return Survey(source.shown, findings=(error_of(error),))
    taken = [layer for layer in content.layers if answers.takes(layer.name)]
    around = _drawing(taken)
    layers = [_layer(layer, answers, source, around if layer.drawing else None) for layer in taken]
    findings = list(dict.fromkeys([*content.findings, *(finding for _, said in layers for finding in said)]))
    rasters = tuple(raster for raster in content.rasters if answers.takes(raster.name))
    names = (*(layer.name for layer in content.layers), *(raster.name for raster in content.rasters))
    passed_over = tuple(name for name in names if not answers.takes(name))
    return Survey(source.shown, tuple(layer for layer, _ in layers), rasters, tuple(findings), passed_over)


def _content(source: Source, answers: Answers) -> Content:
    if (refused := foreign.refusal(source)) is not None:
        raise refused
    reader = reader_of(source)
    if reader is None:
        raise foreign.unknown(source)
    return reader.read(source, answers)


def _drawing(layers: Sequence[RawLayer]) -> Floats | None:
    """Corners of a drawing of several layers, None for any other file."""
    found = [points for layer in layers if layer.drawing and len(points := sample(boxes(layer.table)))]
    return np.concatenate(found) if len(found) > 1 else None


def _layer(
    raw: RawLayer, answers: Answers, source: Source, around: Floats | None
) -> tuple[SurveyedLayer, Sequence[Finding]]:
    stands = placed(raw, answers, source.shown, around)
    means = understood(stands.layer, answers, source.shown)
    # What may overlap depends on what the layer holds.
    sound = repaired(replace(stands.layer, kind=means.kind), source.shown)
    known = sound.table.crs is not None
    heights_m = stated_heights_m(raw.table, means.fields)
    layer = SurveyedLayer(
        name=raw.name,
        kind=means.kind,
        features=raw.features,
        crs=stands.crs,
        table=sound.table,
        fields=means.fields,
        area_m2=float(areas_m2(sound.table.geometry).sum()) if known else None,
        height_count=int(np.isfinite(heights_m).sum()),
        height_sum_m=float(np.nansum(heights_m)),
        repaired=sound.repaired,
        dropped=sound.dropped,
    )
    return layer, (*stands.findings, *sound.findings, *means.findings)


def _missing(found: Survey, answers: Answers, there: Sequence[str]) -> Iterable[Finding]:
    """Layers that were asked for, or answered for, and are not `there`."""
    if found.stopped and not there:
        return
    known = tr("Known are {known}.", known=", ".join(there)) if there else ""
    for name in answers.layers:
        if name not in there:
            yield Finding("error", found.file, tr("There is no layer '{name}'.", name=name), known)
    # Of a file with many layers, only those that are asked for are read.
    if not answers.layers:
        for name in dict.fromkeys((*answers.layer_crs, *answers.kinds, *answers.mapping)):
            if name not in (*there, "*"):
                what = tr("There is no layer '{name}': what is answered for it is not used.", name=name)
                yield Finding("note", found.file, what, known)


def _shapeless(found: Survey, answers: Answers) -> Iterable[Finding]:
    """A file without a single shape holds nothing to import; one whose layers could not be read yet may."""
    shapes = any(not layer.table.geometry.is_empty.all() for layer in found.layers if len(layer.table))
    elsewhere = not found.layers and (found.stopped or found.passed_over or answers.layers)
    if not (shapes or found.rasters or elsewhere):
        remedy = tr("Open it in the program that made it and export it again.")
        yield Finding("error", found.file, tr("Nothing in it has a shape that can be used."), remedy=remedy)
