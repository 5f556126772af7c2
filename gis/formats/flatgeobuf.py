"""FlatGeobuf: one layer a file."""

from __future__ import annotations

from typing import Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.source import Source
from gis.text import tr

NAME: Final = "FlatGeobuf"

_VERSION: Final = 3


def recognises(source: Source) -> int:
    """By the eight bytes that begin every such file; two of them are versions."""
    head = source.head
    return 2 if head[:3] == b"fgb" and head[4:7] == b"fgb" else 0


def read(source: Source, answers: Answers) -> Content:
    """The layer, by the name that the file gives it."""
    from gis.intake.reading.ogr import layers, table
    from gis.intake.reading.ogr_content import said

    if source.head[3] != _VERSION:
        raise UserError(
            source.shown,
            tr("It is FlatGeobuf of version {version}.", version=source.head[3]),
            tr("Version {version} can be read.", version=_VERSION),
            tr("Export it again with a current program."),
        )
    names = layers(source.file, source.shown)
    if not names:
        raise UserError(
            source.shown,
            tr("The file is cut off before its first feature."),
            remedy=tr("Copy or download it again."),
        )
    rows = table(source.file, names[0], source.shown)
    # The library calls a nameless layer as the file lies here, perhaps unpacked to a temporary folder.
    name = source.stem if names[0] in (source.file.stem, "layout") else names[0]
    return Content((RawLayer(name, rows, len(rows)),), findings=tuple(said(rows, name, source.shown)))
