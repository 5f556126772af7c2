"""What the user names, opened: files, folders, archives, databases; within bounds, and nothing outside them touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gis.errors import UserError
from gis.intake.source import Source, source_of
from gis.text import tr


@contextmanager
def opened(file: str) -> Iterator[list[Source]]:
    """Everything to read in `file`, as plain files that stay until the block ends.

    Raises:
        UserError: there is no such file, it cannot be read, or the archive is damaged or hostile.
    """
    if not Path(file).is_file():
        raise UserError(file, tr("There is no such file."))
    yield [source_of(Path(file))]
