"""CityJSON 1.0, 1.1 and 2.0, also in sequences: a layer per kind, features are whole objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.formats import NO, SURELY
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.finding import Finding
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from gis.city.cityjson_objects import Model

NAME = "CityJSON"

_TAIL_BYTES: Final = 4096
_MARK: Final = re.compile(r'"type"\s*:\s*"CityJSON(?:Feature)?"|"CityObjects"\s*:\s*\{')


def recognises(source: Source) -> int:
    """By its type, which may stand at the end of the file too."""
    from gis.intake.reading.json_text import encoding_of

    head = source.head
    name, mark = encoding_of(head)
    text = head[mark:].decode(name or "utf-8", "replace").lstrip(" \t\r\n\x1e\0")
    if not text.startswith(("{", "[")):
        return NO
    if _MARK.search(text):
        return SURELY
    if not text.startswith("{") or '"vertices"' not in text:
        return NO
    with source.file.open("rb") as opened:
        opened.seek(max(0, opened.seek(0, 2) - _TAIL_BYTES))
        return SURELY if _MARK.search(opened.read().decode(name or "utf-8", "replace")) else NO


def read(source: Source, answers: Answers) -> Content:
    """A layer of each kind of first-level object, with outlines, heights and the file's own attributes.

    Raises:
        UserError: it is no JSON, or holds no city.
    """
    from gis.city.cityjson_objects import model_of
    from gis.city.footprints import outlines
    from gis.city.tables import findings_of, layers_of
    from gis.intake.own.own_documents import cityjson_layers
    from gis.intake.reading.json_text import encoding_of

    raw = source.file.read_bytes()
    name, mark = encoding_of(raw)
    text = raw[mark:].decode(name or "utf-8", "replace")
    own = cityjson_layers(text)
    if own:
        return Content(own)
    model = model_of(_documents(text, source.shown))
    if not model.seen:
        raise UserError(
            source.shown, tr("The JSON holds no CityJSON objects."), remedy=tr("Export it again as CityJSON.")
        )
    crs = model.place.crs
    found = outlines(model.gathering.faces(), len(model.objects), degrees=crs is not None and crs.is_geographic)
    layers = layers_of(model.objects, found, crs, model.place.z_unit_m)
    said = [*findings_of(layers, model.gathering.lost, model.groups, source.shown), *_findings(model, source.shown)]
    return Content(layers, findings=tuple(said))


def _documents(text: str, shown: str) -> Iterator[Any]:
    from gis.intake.reading.json_text import Broken, documents

    for document in documents(text, shown):
        yield None if isinstance(document, Broken) else document


def _findings(model: Model, shown: str) -> Iterator[Finding]:
    if model.broken:
        what = tr("{count} lines or objects of the file are damaged and were not read.", count=model.broken)
        yield Finding("warning", shown, what, remedy=tr("Export it again as CityJSON."))
    if model.unscaled:
        yield Finding(
            "error",
            shown,
            tr("The whole-number coordinates have no transform, so their scale and place are unknown."),
            remedy=tr("Export it again with its first line, which holds the transform."),
        )
    if model.named and model.place.crs is None:
        what = tr("The coordinate system '{name}' is not known.", name=model.named[:80])
        yield Finding("warning", shown, what, remedy=tr("Name it yourself, for example --crs EPSG:28992."))
