"""The formats that layouts come in, one module each: this folder is the list.

A format module holds `NAME` (as its users call it), `recognises(source)` and `read(source, answers)`; see `Reader`.
It imports nothing heavy at its top: to ask which format a file has costs little.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import Source

NO, PERHAPS, SURELY = 0, 1, 2
"""How sure a format is that a source is its own. Formats without a mark of their own (CSV) say `PERHAPS`."""


class Reader(Protocol):
    """What a format module offers."""

    NAME: str

    def recognises(self, source: Source) -> int:
        """`NO`, `PERHAPS` or `SURELY`, by content; the name's ending may only decide between equals."""

    def read(self, source: Source, answers: Answers) -> Content:
        """Everything that `source` holds, as the file says it: nothing repaired, nothing moved, nothing dropped.

        Raises:
            UserError: it cannot be used whatever the answers.
        """


def readers() -> dict[str, Reader]:
    """Every format by the name of its module, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Reader, importlib.import_module(f"gis.formats.{name}")) for name in names}


def reader_of(source: Source) -> Reader | None:
    """The format of `source`, None if no format knows it."""
    known = readers()
    sure = {name: reader.recognises(source) for name, reader in known.items()}
    best = max(sure, key=lambda name: sure[name], default=None)
    return known[best] if best is not None and sure[best] else None
