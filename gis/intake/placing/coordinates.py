"""Where on Earth a layer lies: by the reference system that it declares, if that can be true, or that was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pyproj

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.placing import questions
from gis.intake.placing.corners import Floats, boxes, declared, moved, outline_sample, sample, swapped
from gis.intake.placing.drawings import scaled, unit_of
from gis.intake.placing.earth import code_of
from gis.intake.placing.judgement import Verdict, datum_notes, far_off, judged, strays, web_map_notes
from gis.intake.placing.placement import placement, placement_findings, true_places
from gis.intake.placing.systems import System, name_of, settled, system
from gis.text import tr


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer whose `table.crs` is true, None while that is a question; `crs` names it for the report."""

    layer: RawLayer
    crs: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """One layer before its place is known: `points` are (n, 2) corners of it, `answer` the answered system."""

    layer: RawLayer
    points: Floats
    answers: Answers
    where: str
    answer: System | None
    shown: str = ""
    around: Floats | None = None

    @property
    def explicit(self) -> bool:
        """Whether the answer names this very layer."""
        return self.layer.name in self.answers.layer_crs


def placed(layer: RawLayer, answers: Answers, shown: str, around: Floats | None = None) -> Placed:
    """`layer` in its true reference system, axes east before north, drawings in its unit; or a question.

    An answered system states what the coordinates are. It counts for layers that declare none or one that cannot be
    true. A declared one that can be true gives way only to an answer for this very layer (with a warning), and
    WGS 84, which GeoJSON declares by default, to the shifted ones of web maps. `answers.points` place every layer that
    declares none; their places are in `answers.crs`. GCJ-02 and BD-09 become WGS 84. `around` are (n, 2) corners of all
    layers of a drawing: where it lies is one question, asked in the same words for each of them.

    Raises:
        UserError: an answer cannot be understood, or the points place nothing.
    """
    crs = settled(layer.table.crs)
    table = _on_the_ground(_said(layer.table, crs))
    layer = replace(layer, table=table)
    points = sample(boxes(table)) if len(table) else np.empty((0, 2))
    if not len(points):
        return Placed(layer, name_of(table.crs) if table.crs is not None else "")
    asked = answers.crs_of(layer.name)
    where = shown if layer.name in shown else f"{shown} {layer.name}"
    case = _Case(layer, points, answers, where, system(asked) if asked else None, shown, around)
    return _undeclared(case) if table.crs is None else _declared(case, table.crs)


def _said(table: gpd.GeoDataFrame, crs: pyproj.CRS | None) -> gpd.GeoDataFrame:
    return table if table.crs is None and crs is None else declared(table, crs)


def _on_the_ground(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What is counted from the middle of the Earth, as longitude and latitude."""
    if table.crs is None or not table.crs.is_geocentric:
        return table
    return table.to_crs(pyproj.CRS.from_epsg(4326))


def _undeclared(case: _Case) -> Placed:
    local = case.answer is not None and case.answer.crs is None
    if local or (case.answers.points and not case.explicit):
        return _by_points(case)
    if case.answer is None and case.around is not None:
        whole = replace(case.layer, name="")
        return _asked(case, questions.missing(whole, case.around, case.answers, case.shown))
    if case.answer is None:
        return _asked(case, questions.missing(case.layer, case.points, case.answers, case.where))
    return _answered(case, case.answer)


def _by_points(case: _Case) -> Placed:
    target = system(case.answers.crs) if case.answers.crs else None
    if target is None or target.crs is None or not case.answers.points:
        return _asked(case, [questions.points_wanted(case.layer.name, case.points, case.where)])
    found = placement(case.answers.points, target)
    table = found.of(case.layer.table)
    unit_m = unit_of(case.layer, case.answers)
    findings = [*placement_findings(found, unit_m, case.where, case.layer.name)]
    findings += strays(table, case.where, case.layer.name)
    return Placed(replace(case.layer, table=table, unit_m=1.0), name_of(found.crs), tuple(findings))


def _answered(case: _Case, answer: System) -> Placed:
    if answer.crs is None:
        return _by_points(case)
    findings: tuple[Finding, ...] = ()
    if case.layer.drawing:
        drawn = scaled(case.layer, case.points, answer.crs, case.answers, case.where)
        findings = drawn.findings
        if drawn.factor == 0:
            return _asked(case, findings)
        case = replace(case, layer=drawn.layer, points=case.points * drawn.factor)
    verdict = judged(answer.crs, case.points, case.answers.axes)
    if verdict.turned:
        return _asked(case, [*findings, questions.turned(case.layer.name, answer.crs, case.points, case.where)])
    if not verdict.true or (verdict.far_deg and questions.is_local(case.points)):
        return _asked(case, [*findings, questions.untrue(case.layer, answer.crs, case.points, case.where)])
    stands = _stands(case, answer.crs, verdict, answer.shift)
    return replace(stands, findings=(*findings, *stands.findings))


def _declared(case: _Case, crs: pyproj.CRS) -> Placed:
    verdict = judged(crs, case.points, case.answers.axes)
    if not (verdict.true or verdict.turned):
        verdict = judged(crs, outline_sample(case.layer.table), case.answers.axes)
    answer = case.answer
    shifted_map = answer is not None and bool(answer.shift) and code_of(crs) == 4326
    if answer is not None and (case.explicit or shifted_map or not (verdict.true or verdict.turned)):
        stands = _answered(case, answer)
        overridden = _overridden(case, crs, answer) if verdict.true and not shifted_map else ()
        return replace(stands, findings=(*overridden, *stands.findings))
    if verdict.turned:
        return _asked(case, [questions.turned(case.layer.name, crs, case.points, case.where)])
    if not verdict.true:
        return _asked(case, [questions.untrue(case.layer, crs, case.points, case.where)])
    return _stands(case, crs, verdict)


def _overridden(case: _Case, crs: pyproj.CRS, answer: System) -> tuple[Finding, ...]:
    if answer.crs == crs:
        return ()
    what = tr("{crs} is declared, but it is read as {answer}, as you said.",
              crs=name_of(crs), answer=case.answers.crs_of(case.layer.name))  # fmt: skip
    return (Finding("warning", case.where, what, layer=case.layer.name),)


def _asked(case: _Case, findings: tuple[Finding, ...] | list[Finding]) -> Placed:
    return Placed(replace(case.layer, table=_said(case.layer.table, None)), findings=tuple(findings))


def _stands(case: _Case, crs: pyproj.CRS, verdict: Verdict, shift: str = "") -> Placed:
    table, points = case.layer.table, case.points
    if verdict.turn:
        table, points = swapped(table), points[:, ::-1]
    name = name_of(crs)
    if shift:
        crs = pyproj.CRS.from_epsg(4326)
        table = moved(table, lambda x, y: true_places(shift, x, y), crs)
        name = f"EPSG:4326 (from {shift})"
    elif table.crs is None or table.crs != crs:
        table = declared(table, crs)
    findings = tuple(_remarks(case, table, points, verdict, shift))
    return Placed(replace(case.layer, table=table), name, findings)


def _remarks(case: _Case, table: gpd.GeoDataFrame, points: Floats, verdict: Verdict, shift: str) -> Iterator[Finding]:
    where, layer = case.where, case.layer.name
    yield from strays(table, where, layer)
    if shift:
        return
    yield from far_off(table.crs, verdict.far_deg, where, layer)
    if not verdict.far_deg:
        yield from datum_notes(table.crs, points, where, layer)
    if case.answer is None and not case.layer.kind:
        yield from web_map_notes(table.crs, points, where, layer)
