"""What layers and fields mean: which layer holds buildings, which field their heights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.answers import KINDS, Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.meanings import values
from gis.intake.meanings.fields import COLUMNS, odd_heights, recognised
from gis.intake.meanings.kinds import dimension, kind_of
from gis.text import tr


@dataclass(frozen=True, slots=True)
class Understood:
    """`kind` is one of `gis.intake.answers.KINDS`; `fields` maps columns of the park's schema to fields of the file."""

    kind: str
    fields: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def understood(layer: RawLayer, answers: Answers, shown: str) -> Understood:
    """What `layer` is and what its fields hold, by the answers, else by names and values."""
    answered = answers.kinds.get(layer.name) or layer.kind
    kind, guessed = (answered, False) if answered else kind_of(layer.name, layer.table)
    found = recognised(layer.table, kind)
    fields = {**found, **_answered(layer, answers)}
    fields = {column: field for column, field in fields.items() if field}
    findings = [
        *_about_kind(layer, kind, guessed, shown),
        *_about_answers(layer, answers, shown),
        *_about_heights(layer, kind, fields, shown),
    ]
    return Understood(kind, fields, tuple(findings))


def stated_heights_m(table: pd.DataFrame, fields: Mapping[str, str]) -> NDArray[np.float64]:
    """(features,) metres; NaN where the file states no height above 0 of the feature itself."""
    heights_m = told_heights_m(table, fields)
    if "height_from" in table:
        heights_m[table["height_from"].isin(("geometry", "parts")).to_numpy()] = np.nan
    return heights_m


def told_heights_m(table: pd.DataFrame, fields: Mapping[str, str]) -> NDArray[np.float64]:
    """(features,) metres, also those that the shape or the parts of a feature tell; NaN where nothing tells one."""
    field = fields.get("height_m")
    if field is None or field not in table:
        return np.full(len(table), np.nan)
    return values.heights_m(table[field], field)


def _answered(layer: RawLayer, answers: Answers) -> dict[str, str]:
    """The answered mapping, without what the layer lacks; an empty field says that there is none."""
    there = answers.fields_of(layer.name)
    return {c: field for c, field in there.items() if c in COLUMNS and (not field or field in layer.table)}


def _about_kind(layer: RawLayer, kind: str, guessed: bool, shown: str) -> Iterator[Finding]:
    if not layer.features or dimension(layer.table) < 1 or layer.kind:
        return
    others = ", ".join(known for known in KINDS if known not in ("buildings", "terrain", "imagery"))
    remedy = tr("Say what it is: --kind {layer}=buildings (or {kinds}).", layer=_quoted(layer.name), kinds=others)
    where = f"{shown} {layer.name}"
    if guessed:
        what = tr("Neither its name nor its fields say what the layer holds; its outlines look like buildings.")
        yield Finding("note", where, what, remedy=remedy, layer=layer.name)
    elif kind == "other":
        what = tr("Nothing says what the layer holds; the import leaves it out.")
        yield Finding("note", where, what, remedy=remedy, layer=layer.name)


def _quoted(name: str) -> str:
    return f'"{name}"' if any(letter.isspace() for letter in name) else name


def _about_answers(layer: RawLayer, answers: Answers, shown: str) -> Iterator[Finding]:
    own = answers.mapping.get(layer.name, {})
    fields = [str(field) for field in layer.table.columns if field != layer.table.geometry.name]
    for column, field in answers.fields_of(layer.name).items():
        # What is said of all layers need not hold for each.
        level = "error" if column in own else "note"
        if column not in COLUMNS:
            what = tr("A park has no column '{column}'.", column=column)
            expected = tr("Known are {known}.", known=", ".join(sorted(COLUMNS)))
            yield Finding("error", f"{shown} {layer.name}", what, expected, layer=layer.name)
        elif field and field not in fields:
            what = tr("There is no field '{field}' for {column}.", field=field, column=column)
            expected = tr("Its fields are {known}.", known=", ".join(fields)) if fields else tr("It has no fields.")
            yield Finding(level, f"{shown} {layer.name}", what, expected, layer=layer.name)


def _about_heights(layer: RawLayer, kind: str, fields: Mapping[str, str], shown: str) -> Iterator[Finding]:
    field = fields.get("height_m")
    where = f"{shown} {layer.name}"
    if field is not None:
        column = layer.table[field]
        count = int((column.notna() & np.isnan(values.heights_m(column, field))).sum())
        if count:
            what = tr("{count} values of '{field}' are not heights.", count=f"{count:,}", field=field)
            expected = tr("A height is above 0 and below {most} m.", most=f"{values.HIGHEST_M:,.0f}")
            yield Finding("note", where, what, expected, layer=layer.name)
    elif kind in ("buildings", "other"):
        for odd in odd_heights(layer.table):
            what = tr("The values of '{field}' cannot be heights in metres; they are passed over.", field=odd)
            remedy = tr("If they are, say so: --field height_m={field}.", field=odd)
            yield Finding("note", where, what, remedy=remedy, layer=layer.name)
