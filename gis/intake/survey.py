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
    """What was found in one file; `file` as the user named it."""

    file: str
    layers: tuple[SurveyedLayer, ...] = ()
    rasters: tuple[RawRaster, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether something can be imported without a further answer."""
        stopped = any(finding.level in ("error", "ask") for finding in self.findings)
        return not stopped and bool(self.layers or self.rasters)


def survey(file: str, answers: Answers) -> Survey:
    """Everything in `file` (a path, a folder, an archive or a database's address). What is wrong is a finding."""
    found = Survey(hidden(file))
    try:
        with opened(file) as sources:
            for source in sources:
                found = _joined(found, _surveyed(source, answers))
    except UserError as error:
        found = _joined(found, Survey(found.file, findings=(error_of(error),)))
    gate = park_findings(file, {layer.name: layer.table for layer in found.layers})
    return _joined(found, Survey(found.file, findings=(*gate, *_missing(found, answers))))


def _joined(one: Survey, other: Survey) -> Survey:
    return Survey(one.file, one.layers + other.layers, one.rasters + other.rasters, one.findings + other.findings)


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
    return Survey(source.shown, tuple(layer for layer, _ in layers), rasters, tuple(findings))


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


def _missing(found: Survey, answers: Answers) -> Iterable[Finding]:
    """Layers that were asked for and are not there."""
    names = [*(layer.name for layer in found.layers), *(raster.name for raster in found.rasters)]
    for name in answers.layers:
        if name not in names:
            what = tr("There is no layer '{name}'.", name=name)
            yield Finding("error", found.file, what, tr("Known are {known}.", known=", ".join(names)) if names else "")
