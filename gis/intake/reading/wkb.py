"""Well-known binary as libraries write it becomes shapes; what is no shape becomes None, not an error."""

from __future__ import annotations

import struct
import warnings
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

_CURVES: Final = frozenset((8, 9, 10, 11, 12, 13, 14))
_SURFACE, _MESH, _TRIANGLE = 15, 16, 17


def all_linear(raw: NDArray[Any]) -> bool:
    """Whether no shape of `raw` (well-known binary, None where there is none) is curved."""
    return not _kinds(raw) & _CURVES


def shapes_of(raw: NDArray[Any]) -> tuple[NDArray[Any], int, int]:
    """(features,) shapes, how many had rings that had to be closed, and how many are no shape at all (None)."""
    known = np.asarray(raw, dtype=object)
    if _kinds(raw) & (_CURVES | {_SURFACE, _MESH, _TRIANGLE}):
        known = np.array([*(_as_polygons(shape) if _known(shape) else None for shape in raw), None], object)[:-1]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "invalid value encountered", RuntimeWarning)  # NaN among the coordinates
        shapes = shapely.from_wkb(known, on_invalid="ignore")
        open_ringed = shapely.is_missing(shapes) & ~pd.isna(known)
        shapes[open_ringed] = shapely.from_wkb(known[open_ringed], on_invalid="fix")
    shapes[_holds_curves(shapes)] = None
    closed = open_ringed & ~shapely.is_missing(shapes)
    unread = int((~pd.isna(raw)).sum()) - int((~shapely.is_missing(shapes)).sum())
    if unread:  # nothing at all is no broken shape
        unread -= sum(isinstance(value, bytes) and not value for value in raw)
    return shapes, int(closed.sum()), unread


def _kinds(raw: NDArray[Any]) -> set[int]:
    """The types of all shapes of `raw`: their first bytes are few, however many shapes there are."""
    return {_kind(head) for head in {shape[:5] for shape in raw if shape is not None}}


def _known(shape: bytes | None) -> bool:
    return shape is not None and _kind(shape) not in _CURVES


def _kind(shape: bytes) -> int:
    """The type of a shape without its dimensions: 3 is a polygon, 8 to 14 are curved; 0 if it says none."""
    if len(shape) < 5:
        return 0
    code: int = int.from_bytes(shape[1:5], "little" if shape[0] else "big")
    return (code & 0x0FFFFFFF) % 1000


def _as_polygons(shape: bytes) -> bytes:
    """A surface of faces or triangles as the polygons that it is made of, everything else as it is."""
    kind = _kind(shape)
    if kind in (_SURFACE, _MESH):
        return _recoded(shape, 6, members=True)
    return _recoded(shape, 3, members=False) if kind == _TRIANGLE else shape


def _recoded(shape: bytes, kind: int, members: bool) -> bytes:
    order = "<" if shape[0] else ">"
    code = struct.unpack_from(order + "I", shape, 1)[0]
    size = 2 + _extra(code)
    changed = bytearray(shape)
    struct.pack_into(order + "I", changed, 1, code - _kind(shape) + kind)
    at = 9
    for _ in range(struct.unpack_from(order + "I", shape, 5)[0] if members else 0):
        struct.pack_into(order + "I", changed, at + 1, code - _kind(shape) + 3)
        rings = struct.unpack_from(order + "I", shape, at + 5)[0]
        at += 9
        for _ in range(rings):
            at += 4 + 8 * size * struct.unpack_from(order + "I", shape, at)[0]
    return bytes(changed)


def _extra(code: int) -> int:
    """How many ordinates a corner has beyond x and y: by ISO's thousands or by the older high bits."""
    return min(2, (1, 1, 2)[code % 10000 // 1000 - 1] if code < 1 << 28 and code >= 1000 else (code >> 30).bit_count())


def _holds_curves(shapes: NDArray[Any]) -> NDArray[np.bool_]:
    """(features,) whether a collection has curved members, which no operation can take."""
    curved = np.zeros(len(shapes), dtype=bool)
    for at in np.flatnonzero(shapely.get_type_id(shapes) == 7):
        curved[at] = _curved(shapes[at])
    return curved


def _curved(collection: shapely.Geometry) -> bool:
    try:
        parts = shapely.get_parts(collection)
    except NotImplementedError:
        return True
    return any(_curved(part) for part in parts if part.geom_type == "GeometryCollection")
