"""What the user names, opened: files, folders, archives, databases; within bounds, and nothing outside them touched."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gis.errors import UserError
from gis.formats import reader_of
from gis.intake.opening import archives, foreign
from gis.intake.source import Source, hidden, source_of
from gis.text import tr

_DEPTH: Final = 3
"""Folders below the one that was named."""
_MOST_FILES: Final = 5_000
_PARTS: Final = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".cst", ".shp.xml")
"""Files of a Shapefile that are no layout of their own."""
_BESIDE: Final = (
    *_PARTS,
    ".qmd",
    ".qml",
    ".sld",
    ".aux.xml",
    ".ovr",
    ".msk",
    ".tfw",
    ".jgw",
    ".pgw",
    ".wld",
    ".csvt",
    ".xsd",
    ".gfs",
)
_ADDRESS: Final = re.compile(r"(?i)(postgres(ql)?://|pg:|service\s*=|(host|hostaddr|dbname|user|port|password)\s*=)")


@contextmanager
def opened(file: str) -> Iterator[list[Source]]:
    """Everything to read in `file`, as plain files that stay until the block ends.

    Raises:
        UserError: there is no such file, it cannot be read, or the archive is damaged or hostile.
    """
    if _ADDRESS.match(file):
        yield [Source(Path(), hidden(file), _database(file), address=file)]
        return
    path = _named(file)
    with tempfile.TemporaryDirectory(prefix="parktwin-", ignore_cleanup_errors=True) as folder:
        try:
            sources = _in_folder(path, file, Path(folder)) if path.is_dir() else _in_file(path, file, Path(folder))
        except PermissionError as error:
            raise UserError(
                file, tr("It may not be read."), remedy=tr("Give yourself the right to read it.")
            ) from error
        except OSError as error:
            raise UserError(file, tr("It cannot be read ({detail}).", detail=error.strerror or "")) from error
        yield sources


def _database(address: str) -> str:
    name = re.search(r"(?i)(?:dbname\s*=\s*|service\s*=\s*|://[^/]*/)'?([^\s?'&]+)", address)
    return name.group(1) if name else "postgis"


def _named(file: str) -> Path:
    """The path if it is a file or a folder. Nothing else is opened: a pipe or a device would be read for ever."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]+://|/vsi", file):
        what = tr("Nothing is read from a network.")
        raise UserError(file, what, remedy=tr("Download it and name the file on this machine."))
    if not file:  # pathlib takes no name for the folder where the program was started
        raise UserError(tr("Command line"), tr("There is no such file."))
    path = Path(file)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(file, tr("There is no such file.")) from error
    except PermissionError as error:
        raise UserError(file, tr("It may not be read."), remedy=tr("Give yourself the right to read it.")) from error
    except (OSError, ValueError) as error:
        raise UserError(file.replace("\0", "?"), tr("This is no name of a file.")) from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UserError(file, tr("It is a pipe or a device, not a file."), remedy=tr("Name a file or a folder."))
    return path


def _in_file(path: Path, shown: str, folder: Path) -> list[Source]:
    if path.stat().st_size == 0:
        raise UserError(shown, tr("The file is empty."), remedy=tr("Copy or export it again, all of it."))
    if path.suffix.lower() in _PARTS and not _is_shapes(path):
        return [_whole_shapefile(path, shown)]
    if archives.kind_of(path) and not foreign.container(path):
        return _chosen(_members(path, shown, folder, 2), shown)
    return [source_of(path, shown)]


def _is_shapes(path: Path) -> bool:
    return path.suffix.lower() not in _PARTS


def _whole_shapefile(path: Path, shown: str) -> Source:
    """The Shapefile that a part of it was named of."""
    shapes = Source(path, shown, path.stem).companion(".shp")
    if shapes is None:
        what = tr("It is a part of a Shapefile, and the .shp is not beside it.")
        raise UserError(shown, what, remedy=tr("Copy all files of the Shapefile (.shp, .shx, .dbf, .prj) together."))
    return source_of(shapes, str(Path(shown).with_name(shapes.name)))


def _members(path: Path, shown: str, folder: Path, deep: int) -> list[Source]:
    """The files of an archive, those of the archives in it too; a stream in front of a tar is no level of its own."""
    into = Path(tempfile.mkdtemp(dir=folder))
    stream = archives.kind_of(path) in ("gz", "bz2", "xz")
    sources = []
    for member in archives.unpacked(path, shown, into):
        name = shown if stream else f"{shown}/{member.name}"
        packed = archives.kind_of(member.file) if member.file.stat().st_size else ""
        if packed and not foreign.container(member.file) and deep - (not stream) > 0:
            sources += _members(member.file, name, folder, deep - (not stream))
        elif member.file.stat().st_size:
            sources.append(source_of(member.file, name, Path(member.name).stem))
    return sources


def _in_folder(path: Path, shown: str, folder: Path) -> list[Source]:
    if (refused := foreign.folder(path, shown)) is not None:
        raise refused
    sources = []
    for file in _files(path, shown):
        name = str(Path(shown, file.relative_to(path)))
        if archives.kind_of(file) and not foreign.container(file):
            sources += _members(file, name, folder, 1)
        else:
            sources.append(source_of(file, name))
    return _chosen(sources, shown)


def _files(path: Path, shown: str) -> list[Path]:
    """Plain files that hold something, no deeper than `_DEPTH`, in the order of their names."""
    found = []
    for at, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and not name.endswith(".gdb"))
        if len(Path(at).relative_to(path).parts) >= _DEPTH:
            folders.clear()
        for name in sorted(names):
            file = Path(at, name)
            if not name.startswith(".") and file.is_file() and file.stat().st_size:
                found.append(file)
        if len(found) > _MOST_FILES:
            what = tr("The folder holds more than {count} files.", count=f"{_MOST_FILES:,}")
            raise UserError(shown, what, remedy=tr("Name the folder or the files of one layout."))
    return found


def _chosen(sources: list[Source], shown: str) -> list[Source]:
    """The layouts among the files; what accompanies them is left out, and so is what no reader knows.

    Raises:
        UserError: there is no layout among them.
    """
    whole = [source for source in sources if not source.file.name.lower().endswith(_BESIDE)]
    known = [source for source in whole if reader_of(source) is not None and foreign.refusal(source) is None]
    if known:
        return known
    refusals = [refusal for source in whole if (refusal := foreign.refusal(source)) is not None]
    if refusals:
        raise refusals[0]
    raise UserError(
        shown,
        tr("There is no layout in it."),
        tr("It holds {names}.", names=_listed(source.shown for source in sources)),
        tr("Export it as GeoPackage, GeoJSON, Shapefile, DXF or GeoTIFF."),
    )


def _listed(names: Iterable[str]) -> str:
    short = [Path(name).name for name in names]
    return ", ".join(short[:6]) + (" ..." if len(short) > 6 else "") if short else tr("nothing")
