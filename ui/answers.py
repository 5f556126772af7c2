"""The flags that answer what a file leaves open: the same for checking and importing."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable

from gis.errors import UserError
from gis.intake.answers import KINDS, Answers
from gis.intake.meanings.mapping import merged, read_mapping
from gis.text import tr
from ui import asked

UNITS = ("m", "mm", "cm", "km", "ft", "in")


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument(
        "--crs",
        action="append",
        default=[],
        metavar="[LAYER=]CRS",
        help=tr("coordinate system of what declares none: EPSG:4549, GCJ-02, BD-09, local, ..."),
    )
    parser.add_argument(
        "--encoding", default="", help=tr("encoding of text that does not say its own: gb18030, big5 ...")
    )
    parser.add_argument("--layer", action="append", default=[], help=tr("take this layer only (may be repeated)"))
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="LAYER=KIND",
        help=tr("take a layer for buildings, parcels, roads, ..."),
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="[LAYER:]COLUMN=FIELD",
        help=tr("which field of the file holds height_m, floors, use, name_zh, ...; empty for none"),
    )
    parser.add_argument(
        "--mapping", metavar=tr("FILE"), help=tr("kinds and fields of layers, as --save-mapping wrote them")
    )
    parser.add_argument("--units", default="", help=tr("unit of a drawing: {units}", units=", ".join(UNITS)))
    parser.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="X,Y=EAST,NORTH",
        help=tr("a point of a drawing and where it lies in --crs; give two or more"),
    )
    parser.add_argument("--axes", default="", help=tr("as-is or swapped, where the order of coordinates is in doubt"))
    parser.add_argument(
        "--tolerance", default="0.05", metavar="M", help=tr("metres that a flattened curve may leave its true course")
    )


def answers_of(options: argparse.Namespace) -> Answers:
    """The answers that were given.

    Raises:
        UserError: one of them is not written as it must be.
    """
    from gis.intake.opening.encodings import answered_encoding

    if options.axes:
        asked.known("--axes", options.axes, ("as-is", "swapped"))
    if options.units:
        asked.known("--units", options.units, UNITS)
    answered_encoding(options.encoding)
    plain = [
        value for value in options.crs if "=" not in value or value.lstrip().startswith(("+", "PROJCRS", "GEOGCRS"))
    ]
    kinds, fields = read_mapping(options.mapping) if options.mapping else ({}, {})
    return Answers(
        crs=plain[-1] if plain else "",
        layer_crs=_pairs("--crs", [value for value in options.crs if value not in plain]),
        encoding=options.encoding,
        layers=tuple(options.layer),
        kinds=kinds
        | {layer: asked.known("--kind", kind, KINDS) for layer, kind in _pairs("--kind", options.kind).items()},
        mapping=merged(fields, _mapping(options.field)),
        units=options.units,
        points=tuple(_point(value) for value in options.place),
        axes=options.axes,
        tolerance_m=_metres("--tolerance", options.tolerance),
    )


def _pairs(flag: str, values: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, equals, answer = value.rpartition("=")
        if not (name and equals and answer):
            raise UserError(flag, tr("'{value}' is not an answer.", value=value), tr("Expected is NAME=VALUE."))
        pairs[name] = answer
    return pairs


def _mapping(values: Iterable[str]) -> dict[str, dict[str, str]]:
    mapping: dict[str, dict[str, str]] = {}
    for value in values:
        target, equals, name = value.partition("=")
        layer, _, column = target.rpartition(":")
        if not (equals and column):
            raise UserError("--field", tr("'{value}' is not an answer.", value=value), tr("Expected is COLUMN=FIELD."))
        mapping.setdefault(layer or "*", {})[column] = name
    return mapping


def _point(value: str) -> tuple[tuple[float, float], tuple[float, float]]:
    sides = value.split("=")
    numbers = [[_number(part) for part in side.split(",")] for side in sides]
    if [len(side) for side in numbers] == [2, 2] and all(math.isfinite(n) for side in numbers for n in side):
        (x, y), (east, north) = numbers
        return (x, y), (east, north)
    raise UserError(
        "--place",
        tr("'{value}' places nothing.", value=value),
        tr("Expected is X,Y=EAST,NORTH, for example 0,0=543109,4001860."),
    )


def _metres(flag: str, value: str) -> float:
    number = _number(value)
    if 0 < number < math.inf:
        return number
    raise UserError(flag, tr("'{value}' is not a length.", value=value), tr("Expected are metres above 0."))


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan
