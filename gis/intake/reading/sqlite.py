"""SQLite databases of planners, looked into without a trace: no journal, no lock, no change of the file."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from gis.errors import UserError
from gis.text import tr

MAGIC: Final = b"SQLite format 3\0"
_JOURNALS: Final = ("-wal", "-journal")
_ANY_SOLID: Final = (
    "SELECT 1 FROM gpkg_geometry_columns WHERE upper(geometry_type_name) = 'GEOMETRY' AND (z > 0 OR m > 0)"
)
_FLATTEN: Final = "UPDATE gpkg_geometry_columns SET z = 0, m = 0 WHERE upper(geometry_type_name) = 'GEOMETRY'"


def is_geopackage(head: bytes) -> bool:
    """Whether the beginning of a database says that it is a GeoPackage."""
    return head.startswith(MAGIC) and head[68:70] == b"GP"


@contextmanager
def untouched(file: Path, ending: str) -> Iterator[Path]:
    """`file`, or a copy of it with its journals where opening it would write beside it; named with `ending`."""
    with file.open("rb") as opened:
        head = opened.read(100)
    journals = [(name, beside) for name in _JOURNALS if (beside := Path(f"{file}{name}")).is_file()]
    logged = head[18:20] != b"\1\1"
    if not journals and not logged and file.suffix.lower() == ending:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        copy = Path(folder, "layout" + ending)
        shutil.copyfile(file, copy)
        for name, beside in journals:
            shutil.copyfile(beside, f"{copy}{name}")
        yield copy


@contextmanager
def loosened(file: Path) -> Iterator[Path]:
    """The GeoPackage `file`, or a copy where it declares a column for shapes of any kind as of three dimensions.

    The library of GDAL gives no name to that kind; the shapes themselves say how many dimensions they have.
    """
    try:
        held = bool(rows_of(file, "", _ANY_SOLID))
    except UserError:  # it has no such table; reading will tell
        held = False
    if not held:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        copy = Path(folder, "layout.gpkg")
        shutil.copyfile(file, copy)
        with closing(sqlite3.connect(copy)) as connection, contextlib.suppress(sqlite3.Error):
            connection.execute(_FLATTEN)
            connection.commit()
        yield copy


def tables_of(file: Path, shown: str) -> set[str]:
    """The names of all tables and views, in lower case.

    Raises:
        UserError: the database is damaged.
    """
    return {str(name).lower() for (name,) in rows_of(file, shown, "SELECT name FROM sqlite_master")}


def rows_of(file: Path, shown: str, question: str) -> list[tuple[Any, ...]]:
    """What the database answers.

    Raises:
        UserError: the database is damaged.
    """
    address = f"file:{quote(str(file.absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            return connection.execute(question).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # its own messages may hold bytes of the file
        raise UserError(
            shown,
            tr("The database is damaged ({detail}).", detail=str(error)[:120]),
            remedy=tr("Open it in the program that made it and export it again."),
        ) from error
