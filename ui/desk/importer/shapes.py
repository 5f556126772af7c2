"""Outlines that the child process wrote, as painter paths: built from whole arrays, never point by point."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QRectF
from PySide6.QtGui import QPainterPath

_POINT, _LINE, _RING = 0, 1, 2
_A_CHUNK: Final = 1_500
"""Parts to a path: few enough to leave out what is off the picture, many enough to be quick."""
_ELEMENT: Final = np.dtype([("sort", ">i4"), ("x", ">f8"), ("y", ">f8")])


@dataclass(frozen=True, slots=True)
class Shapes:
    """A layer's outlines; y runs down, as on the screen. `points` is (N, 2); `box` is empty if there is nothing."""

    fills: tuple[QPainterPath, ...]
    lines: tuple[QPainterPath, ...]
    points: NDArray[np.float32]
    box: QRectF
    dense: bool
    """There are so many outlines that their edges would hide them."""


EMPTY: Final = Shapes((), (), np.zeros((0, 2), np.float32), QRectF(), dense=False)


def read_shapes(file: Path) -> dict[str, Shapes]:
    """Every layer's outlines by the name that the child gave them."""
    with np.load(file) as arrays:
        names = [name.removesuffix("_start") for name in arrays.files if name.endswith("_start")]
        return {name: shapes(*(arrays[f"{name}_{part}"] for part in ("xy", "start", "sort"))) for name in names}


def shapes(xy: NDArray[np.float32], start: NDArray[np.int32], sort: NDArray[np.int8]) -> Shapes:
    """See `gis.intake.telling.thinned.Thinned` for the arrays."""
    if not len(sort):
        return EMPTY
    down = xy * np.array([1, -1], np.float32)
    (west, top), (east, bottom) = down.min(axis=0).tolist(), down.max(axis=0).tolist()
    box = QRectF(west, top, east - west, bottom - top)
    fills, lines = (tuple(_paths(down, start, np.flatnonzero(sort == which))) for which in (_RING, _LINE))
    points = down[start[:-1][sort == _POINT]]
    return Shapes(fills, lines, points, box, dense=len(sort) > 20_000)


def _paths(xy: NDArray[np.float32], start: NDArray[np.int32], parts: NDArray[np.int64]) -> list[QPainterPath]:
    return [_path(xy, start, parts[i : i + _A_CHUNK]) for i in range(0, len(parts), _A_CHUNK)]


def _path(xy: NDArray[np.float32], start: NDArray[np.int32], parts: NDArray[Any]) -> QPainterPath:
    """One path of many outlines, in the form that Qt itself writes paths in."""
    sizes = start[parts + 1] - start[parts]
    first = np.repeat(start[parts] - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    rows = np.arange(int(sizes.sum())) + first
    elements = np.empty(len(rows), _ELEMENT)
    elements["x"], elements["y"] = xy[rows].T
    elements["sort"] = 1
    elements["sort"][np.concatenate(([0], np.cumsum(sizes)[:-1]))] = 0
    # count, elements, where the last outline begins, and the rule: holes turn the other way
    head, tail = np.array([len(rows)], ">i4"), np.array([len(rows) - int(sizes[-1]), 1], ">i4")
    # named, so that they last as long as they are read
    raw = QByteArray(head.tobytes() + elements.tobytes() + tail.tobytes())
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    path = QPainterPath()
    stream >> path
    return path
