"""Folders that are filled wholly or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gis.errors import UserError
from gis.text import tr


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """A fresh folder to write into; when the block ends well its files move to `folder`, else nothing changes there.

    Files of the same names in `folder` are replaced, others stay; a folder that is made in vain is taken away again.

    Raises:
        UserError: `folder` cannot be made or written, or the disk is full.
    """
    part: Path | None = None
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".parktwin-", dir=folder))
        yield part
        for file in sorted(part.iterdir()):
            file.replace(folder / file.name)
    except OSError as error:
        raise UserError(
            str(folder),
            tr("The folder cannot be written ({reason}).", reason=error.strerror or str(error)),
            remedy=tr("Choose another folder with --out, or change its permissions."),
        ) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        if made:
            with suppress(OSError):  # it is not empty: all went well
                folder.rmdir()
