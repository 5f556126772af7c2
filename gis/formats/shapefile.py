"""ESRI Shapefile: shapes (.shp), fields (.dbf), reference system (.prj), encoding (.cpg). Only the first is a must."""

from __future__ import annotations

import struct
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gis.intake.reading.dbf import Table

NAME = "Shapefile"

_CODE, _HEADER = 9994, 100


def recognises(source: Source) -> int:
    """By the code that shapes and their index begin with; the index alone is told by its name's ending."""
    shapes = len(source.head) >= _HEADER and struct.unpack_from(">i", source.head)[0] == _CODE
    return 2 if shapes and struct.unpack_from("<i", source.head, 28)[0] == 1000 and source.ending != ".shx" else 0


def read(source: Source, answers: Answers) -> Content:
    """The one layer of a Shapefile.

    Raises:
        UserError: the shapes cannot be read, or the answered encoding is none.
    """
    findings: list[Finding] = []
    shapes = _shapes(source, findings)
    fields = _fields(source, answers, findings)
    table = _joined(shapes, fields, source, findings)
    table = table if (crs := _crs(source)) is None else table.set_crs(crs, allow_override=True)
    return Content((RawLayer(source.stem, table, len(table)),), findings=tuple(findings))


def _shapes(source: Source, findings: list[Finding]) -> gpd.GeoDataFrame:
    """One row a record. Where the index is missing, old or damaged, it is made anew, beside a copy."""
    from gis.intake.reading import ogr

    data = source.file.read_bytes()
    index, whole = _own_index(source, data), True
    if not index:
        index, whole, _ = _made_index(data)
    if not whole:
        what = tr("The file of shapes is cut off or damaged after {count} shapes.", count=(len(index) - _HEADER) // 8)
        findings.append(Finding("error", source.shown, what, remedy=tr("Copy or export it again, all of it.")))
    del data
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        shapes = Path(folder, "layer.shp")
        _linked(source.file, shapes)
        shapes.with_suffix(".shx").write_bytes(index)
        return ogr.table(shapes, None, source.shown)[["geometry"]].set_crs(None, allow_override=True)


def _linked(file: Path, to: Path) -> None:
    import shutil

    try:
        to.symlink_to(file.absolute())
    except OSError:  # no links here: Windows without the right to make them
        shutil.copyfile(file, to)


def _own_index(source: Source, data: bytes) -> bytes:
    """The index beside the shapes if it fits them: it may leave out records that were replaced; else nothing.

    Where it differs from what the records say of their own lengths, it counts if it alone leaves no gap.
    """
    import numpy as np

    file = source.companion(".shx")
    index = file.read_bytes() if file is not None else b""
    if len(index) <= _HEADER or len(index) % 8 != _HEADER % 8:
        return b""
    offset, words = np.frombuffer(index, ">i4", offset=_HEADER).reshape(-1, 2).astype(np.int64).T
    if (offset < _HEADER // 2).any() or (words < 2).any() or (2 * (offset + words) + 8 > len(data)).any():
        return b""
    whole = np.frombuffer(data, np.uint8)
    stated = np.column_stack([whole[2 * offset + 4 + at] for at in range(4)]).view(">i4").ravel()
    ends = 2 * (offset + words) + 8
    gapless = 2 * offset[0] == _HEADER and np.array_equal(ends[:-1], 2 * offset[1:]) and len(data) - ends[-1] < 8
    return index if np.array_equal(stated, words) or (gapless and _made_index(data)[2]) else b""


def _made_index(data: bytes) -> tuple[bytes, bool, bool]:
    """The index (.shx) of the shapes in the order in which they lie, whether they go on to the stated end, and
    whether there are gaps between them.

    What some writers leave between two records is passed over: the next one shows by its number and its type.
    """
    stated = 2 * struct.unpack_from(">I", data, 24)[0]
    entries: list[bytes] = []
    at, gaps = _HEADER, False
    while at + 8 <= len(data):
        number, words = struct.unpack_from(">ii", data, at)
        if words < 2 or number < 0 or at + 8 + 2 * words > len(data):
            at = _next_record(data, at, len(entries) + 1)
            gaps = True
            if at < 0:
                break
            continue
        entries.append(struct.pack(">ii", at // 2, words))
        at += 8 + 2 * words
    body = b"".join(entries)
    index = data[:24] + struct.pack(">i", (_HEADER + len(body)) // 2) + data[28:_HEADER] + body
    return index, at >= min(stated, len(data) - 7) and len(data) >= stated, gaps


def _next_record(data: bytes, at: int, number: int) -> int:
    """Where the record of this number begins at or after `at`, -1 if nowhere."""
    first = struct.pack(">i", number)
    while (at := data.find(first, at + 1)) >= 0 and at + 12 <= len(data):
        words, kind = struct.unpack_from(">i", data, at + 4)[0], data[at + 8 : at + 12]
        fits = kind == data[32:36] if words > 2 else words == 2 and not any(kind)
        if at % 2 == 0 and fits and words <= (len(data) - at - 8) // 2:
            return at
    return -1


def _fields(source: Source, answers: Answers, findings: list[Finding]) -> tuple[Table, pd.DataFrame] | None:
    from gis.intake.opening import encodings
    from gis.intake.reading import dbf

    file = source.companion(".dbf")
    held = dbf.table(file) if file is not None else None
    if held is None:
        what = tr("There is no .dbf beside it.") if file is None else tr("Its .dbf is damaged.")
        remedy = tr("Copy all files of the Shapefile (.shp, .shx, .dbf, .prj) together.")
        said = tr("Its shapes are read without names, heights and other fields.")
        findings.append(Finding("warning", source.shown, what, said, remedy))
        return None
    page = _page(source)
    decision = encodings.decide(held.texts(), answers.encoding, page or held.language)
    if decision.sure and not page:
        decision = replace(decision, untrue="")  # the language byte is often just that of the writer's system
    if (doubt := encodings.finding(decision, source.shown)) is not None:
        findings.append(doubt)
    return held, dbf.frame(held, decision.encoding)


def _page(source: Source) -> str:
    """What the .cpg declares; "OEM" and its like declare nothing."""
    from gis.intake.opening import encodings

    page = source.companion(".cpg") or source.companion(".cst")
    text = page.read_bytes()[:64].decode("ascii", "ignore").strip().strip("\0") if page is not None else ""
    return text if encodings.known(text) else ""


def _joined(
    shapes: gpd.GeoDataFrame, fields: tuple[Table, pd.DataFrame] | None, source: Source, findings: list[Finding]
) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import numpy as np

    if fields is None:
        return shapes
    held, columns = fields
    if max(held.stated, len(columns)) != len(shapes):
        findings.append(
            Finding(
                "warning",
                source.shown,
                tr("It has {shapes} shapes and {records} records of fields.", shapes=len(shapes), records=held.stated),
                tr("Shape and record of the same number belong together; what has no partner stays without."),
                tr("Export it again, or copy the .shp and .dbf of the same export."),
            )
        )
    elif held.stated > len(columns):
        what = tr("The .dbf is cut off after {count} records.", count=len(columns))
        findings.append(Finding("warning", source.shown, what, remedy=tr("Copy or export it again, all of it.")))
    rows = max(len(shapes), len(columns))
    columns = columns.rename(columns={"geometry": "geometry_1"}).reindex(range(rows))
    table = gpd.GeoDataFrame(columns, geometry=shapes.geometry.reindex(range(rows)).to_numpy())
    gone = [bool(struck) for struck in held.deleted] + [False] * (rows - len(held.records))
    if any(gone):
        what = tr("{count} records are marked as deleted and left out.", count=sum(gone))
        findings.append(Finding("note", source.shown, what))
    return table.loc[~np.array(gone, dtype=bool)].reset_index(drop=True)


def _crs(source: Source) -> Any:
    from gis.intake.opening import encodings
    from gis.intake.reading import ogr

    for ending in (".prj", ".qpj"):
        if (file := source.companion(ending)) is not None:
            data = file.read_bytes()[:20_000]
            text = encodings.decoded(data, encodings.of_text(data).encoding).strip("\0 \r\n\ufeff")
            if (crs := ogr.declared_crs(text)) is not None:
                return crs
    return None
