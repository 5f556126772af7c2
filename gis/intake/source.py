"""Something to read: a plain file on this machine, or a database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """One thing for one format reader.

    `file` is a plain file, unpacked where the user gave an archive; beside it lie its companions (.dbf, .prj ...),
    each found without regard to case. `shown` is how messages name it: the path as given, and the member of an
    archive. `stem` names the layer of formats that name none. `head` is the beginning of the file.
    `address` is that of a database ("postgresql://..."), which has no file; a password in it is never shown.
    """

    file: Path
    shown: str
    stem: str
    head: bytes = b""
    address: str = ""

    @property
    def ending(self) -> str:
        """The ending of the file's name, in lower case, with its dot."""
        return self.file.suffix.lower()

    def companion(self, ending: str) -> Path | None:
        """The file of the same name beside it with this ending (".dbf"), whatever its case; None if there is none."""
        wanted = (self.file.stem + ending).lower()
        beside = (file for file in self.file.parent.iterdir() if file.name.lower() == wanted)
        return next(beside, None)


def source_of(file: Path, shown: str = "", stem: str = "") -> Source:
    """A plain file as a source.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        return Source(file, shown or str(file), stem or file.stem, opened.read(HEAD_BYTES))


def hidden(address: str) -> str:
    """`address` without the password in it, if it is that of a database; any other name as it is."""
    address = re.sub(r"(?i)(://[^:/@\s]*):[^@]*@", r"\1:***@", address)
    return re.sub(r"(?i)(password\s*=\s*)('[^']*'|[^\s&]+)", r"\1***", address)
