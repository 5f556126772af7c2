"""PostGIS: every column of shapes that the user may read, in tables and views of all schemas, is a layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.finding import Finding
from gis.intake.reading.database import STATEMENT_SECONDS, connected
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import psycopg

    from gis.intake.reading.postgis_layers import Column

NAME: Final = "PostGIS"

_MANY_ROWS: Final = 1_000_000
"""More than this is not read unasked: it would take longer than anyone waits for a check."""


def recognises(source: Source) -> int:
    """By the address."""
    return 2 if source.address else 0


def read(source: Source, answers: Answers) -> Content:
    """A layer a column of shapes: "schema.table", "table" in schema public, ".column" where a table has several."""
    import psycopg

    with connected(source.address, source.shown) as connection:
        try:
            return _content(connection, source.shown, answers)
        except psycopg.errors.QueryCanceled:
            raise _too_slow(source.shown) from None
        except psycopg.Error as error:
            raise _failed(source.shown, error) from None


def _content(connection: psycopg.Connection[Any], shown: str, answers: Answers) -> Content:
    from gis.intake.reading import postgis_layers

    home = postgis_layers.home_of_postgis(connection)
    if home is None:
        raise UserError(
            shown,
            tr("The database has no PostGIS."),
            remedy=tr("Name the database that holds the layers, or have its owner run CREATE EXTENSION postgis."),
        )
    columns = postgis_layers.columns_of_shapes(connection)
    if not columns:
        raise UserError(
            shown,
            tr("The database holds no table with shapes that this user may read."),
            remedy=tr("Check the name of the database and the rights of the user."),
        )
    wanted = [column for column in columns if answers.takes(column.layer)]
    if sum(column.about_rows for column in wanted) > _MANY_ROWS and not answers.layers:
        return Content(findings=(_which(shown, columns),))
    findings: list[Finding] = []
    layers = []
    for column in wanted:
        layer, said = postgis_layers.layer_of(connection, home, column, answers.tolerance_m, shown)
        layers.append(layer)
        findings.extend(said)
    if not wanted:
        findings.extend(_absent(shown, columns))
    return Content(tuple(layers), findings=tuple(findings))


def _which(shown: str, columns: list[Column]) -> Finding:
    named = ", ".join(column.layer for column in columns[:20])
    rows = sum(column.about_rows for column in columns)
    return Finding(
        "ask",
        shown,
        tr("It holds about {rows} features in {count} layers.", rows=f"{rows:,}", count=len(columns)),
        tr("Layers: {names}.", names=named),
        tr("Say which layers to take: --layer {name}", name=columns[0].layer),
    )


def _absent(shown: str, columns: list[Column]) -> Iterator[Finding]:
    named = ", ".join(column.layer for column in columns[:20])
    yield Finding("note", shown, tr("Layers: {names}.", names=named))


def _too_slow(shown: str) -> UserError:
    return UserError(
        shown,
        tr("The database took longer than {seconds} s to answer.", seconds=STATEMENT_SECONDS),
        remedy=tr("Take one layer at a time (--layer NAME), or export it as GeoPackage."),
    )


def _failed(shown: str, error: psycopg.Error) -> UserError:
    detail = (error.diag.message_primary or str(error)).partition("\n")[0][:160]
    return UserError(
        shown,
        tr("The database answers with an error ({detail}).", detail=detail),
        remedy=tr("Ask its owner, or take another layer: --layer NAME"),
    )
