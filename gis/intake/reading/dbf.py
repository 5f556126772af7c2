"""Tables of dBASE, the fields of Shapefiles: read by bytes, as their encoding is rarely what libraries take it for."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.opening.encodings import decoded

# The code pages that the byte at 29 means. 0x57 is "whatever the writer's system has", which tells nothing.
_LANGUAGES: Final = {
    **dict.fromkeys((0x4D, 0x7A), "cp936"), **dict.fromkeys((0x4F, 0x78), "cp950"),
    **dict.fromkeys((0x13, 0x7B), "cp932"),
    **dict.fromkeys((0x4E, 0x79), "cp949"), **dict.fromkeys((0x03, 0x58, 0x59), "cp1252"),
    0x01: "cp437", 0x02: "cp850", 0x64: "cp852", 0x65: "cp866", 0x66: "cp865", 0xC8: "cp1250", 0xC9: "cp1251",
    0xCA: "cp1254", 0xCB: "cp1253", 0x7C: "cp874", 0x7D: "cp1255", 0x7E: "cp1256", 0xCC: "cp1257",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name as bytes, its type's letter, its place in a record."""

    name: bytes
    kind: str
    start: int
    width: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Table:
    """The records that are there, (records, bytes of each); `stated` of them the header promises."""

    fields: tuple[Field, ...]
    records: NDArray[np.uint8]
    stated: int
    language: str

    @property
    def deleted(self) -> NDArray[np.bool_]:
        """(records,) whether a record is struck out."""
        return np.asarray(self.records[:, 0] == ord("*"))

    def values(self, field: Field) -> list[bytes]:
        """The bytes of one column."""
        part = np.ascontiguousarray(self.records[:, field.start : field.start + field.width])
        values: list[bytes] = part.view(f"V{field.width}").ravel().tolist() if part.size else [b""] * len(part)
        return values

    def texts(self) -> list[bytes]:
        """Names of fields and values of text, for weighing their encoding."""
        held = [value.strip(b" \0") for field in self.fields if field.kind == "C" for value in self.values(field)]
        return [field.name for field in self.fields] + held


def table(file: Path) -> Table | None:
    """The table in `file`, None if it is none.

    Raises:
        OSError: it cannot be read.
    """
    data = file.read_bytes()
    if len(data) < 33:
        return None
    stated, header, size = struct.unpack_from("<IHH", data, 4)
    fields = _fields(data[32 : max(header, 32)])
    # Shapes may have no fields at all; then the list of them ends at once.
    none = header >= 33 and data[32] == 0x0D
    if header < 33 or not size or not (fields or none) or sum(field.width for field in fields) + 1 > size:
        return None
    held = min(stated, (len(data) - header) // size) if len(data) > header else 0
    records = np.frombuffer(data, np.uint8, held * size, header) if held else np.zeros(0, np.uint8)
    return Table(fields, records.reshape(held, size), stated, _LANGUAGES.get(data[29], ""))


def _fields(descriptors: bytes) -> tuple[Field, ...]:
    found, start = [], 1
    for at in range(0, len(descriptors) - 31, 32):
        if descriptors[at] == 0x0D:
            break
        name, kind, width, decimals = struct.unpack_from("<11sc4xBB", descriptors, at)
        if kind in b"C" and decimals:  # text of more than 255 bytes writes its length in both
            width, decimals = width + 256 * decimals, 0
        found.append(Field(name.partition(b"\0")[0].strip(), kind.decode("latin-1"), start, width, decimals))
        start += width
    return tuple(found)


def frame(held: Table, encoding: str) -> pd.DataFrame:
    """The columns: numbers, truth values and text; names that repeat get a number."""
    columns: dict[str, Any] = {}
    for field in held.fields:
        name = decoded(field.name, encoding) or "field"
        known = sum(other == name or other.startswith(f"{name}_") for other in columns) if name in columns else 0
        columns[f"{name}_{known}" if known else name] = _column(held, field, encoding)
    return pd.DataFrame(columns, index=range(len(held.records)))


def _column(held: Table, field: Field, encoding: str) -> Any:
    values = held.values(field)
    if field.kind in "NF":
        if (
            not field.decimals
            and field.width < 19
            and all(value.strip(b" \0").lstrip(b"+-").isdigit() for value in values)
        ):
            return np.array([int(value.strip(b" \0")) for value in values], dtype=np.int64)
        return np.array([_number(value) for value in values], dtype=np.float64)
    if field.kind in _BINARY and field.width == _BINARY[field.kind][0]:
        return [_BINARY[field.kind][1](value) for value in values]
    if field.kind == "L":
        return [{b"T": True, b"Y": True, b"F": False, b"N": False}.get(value.strip().upper()) for value in values]
    return [decoded(value.strip(b"\0").rstrip(b" \0"), encoding).strip() or None for value in values]


_BINARY: Final[dict[str, tuple[int, Callable[[bytes], float]]]] = {
    "I": (4, lambda value: struct.unpack("<i", value)[0]),
    "+": (4, lambda value: struct.unpack("<i", value)[0]),
    "O": (8, lambda value: struct.unpack("<d", value)[0]),
    "B": (8, lambda value: struct.unpack("<d", value)[0]),
    "Y": (8, lambda value: struct.unpack("<q", value)[0] / 10_000),
}


def _number(value: bytes) -> float:
    """NaN for what is no number: blanks, the stars of what did not fit, the NULL of some writers."""
    try:
        number = float(value.strip(b" \0").replace(b",", b".").replace(b"_", b"?"))
    except ValueError:
        return np.nan
    return number if abs(number) < 1e38 else np.nan
