"""PostGIS databases as layers, from a real server."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.postgis import read
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.reading import postgis_layers
from gis.intake.source import Source
from gis.intake.survey import survey
from tests.postgis import PASSWORD

SQUARE = "POLYGON((0 0, 20 0, 20 10, 0 10, 0 0))"


def source(address: str) -> Source:
    return Source(Path(), "postgresql://planner@there/parks", "parks", address=address)


def layer(content: Content, name: str) -> RawLayer:
    return next(one for one in content.layers if one.name == name)


@pytest.fixture
def database(postgis: str) -> Iterator[str]:
    """The address of an empty database with PostGIS."""
    with psycopg.connect(f"{postgis}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE parks")
    yield f"{postgis}/parks"
    with psycopg.connect(f"{postgis}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE parks WITH (FORCE)")


@pytest.fixture
def filled(database: str) -> Callable[..., str]:
    """Runs statements in the database; its address."""

    def run(*statements: str) -> str:
        with psycopg.connect(database) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        return database

    return run


def test_every_table_with_shapes_is_a_layer(filled: Callable[..., str]) -> None:
    """Tables of schema public by their names, others with their schema's, several columns with the column's."""
    address = filled(
        "CREATE TABLE buildings (id int, geom geometry(Polygon, 4549))",
        "CREATE SCHEMA plan",
        "CREATE TABLE plan.roads (id int, geom geometry(LineString, 4549))",
        "CREATE TABLE plan.sites (id int, outline geometry(Polygon, 4549), entrance geometry(Point, 4549))",
        "CREATE TABLE prices (id int)",
        "CREATE VIEW tall AS SELECT * FROM buildings",
        "CREATE MATERIALIZED VIEW small AS SELECT * FROM buildings",
    )
    names = [one.name for one in read(source(address), Answers()).layers]
    assert names == ["buildings", "small", "tall", "plan.roads", "plan.sites.outline", "plan.sites.entrance"]


def test_a_table_comes_whole(filled: Callable[..., str]) -> None:
    """Each row with its fields in plain types, and its shape; a null shape counts."""
    address = filled(
        "CREATE TABLE b (id bigint, h numeric(6, 2), flat boolean, built date, tags jsonb, raw bytea, parts int[],"
        " geom geometry(Polygon, 4549))",
        f"INSERT INTO b VALUES (1, 12.5, true, '2024-05-01', '{{\"a\": 1}}', '\\x00ff', '{{1, 2}}',"
        f" ST_GeomFromText('{SQUARE}', 4549)), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
    )
    found = layer(read(source(address), Answers()), "b")
    assert found.features == 2
    assert found.table.crs.to_epsg() == 4549
    first = found.table.iloc[0]
    assert (first["id"], first["h"], first["built"], first["tags"]) == (1, 12.5, "2024-05-01", '{"a": 1}')
    assert (first["raw"], first["parts"], first.geometry.area) == ("00ff", "{1,2}", 200.0)
    assert found.table.geometry.isna().tolist() == [False, True]


def test_names_with_quotes_and_chinese_are_names(filled: Callable[..., str]) -> None:
    """What a name holds is never taken for a statement."""
    address = filled(
        'CREATE SCHEMA "规划"',
        'CREATE TABLE "规划"."建筑 ""A""; --" ("高度 %s" float8, "几何" geometry(Point, 4490))',
        """INSERT INTO "规划"."建筑 ""A""; --" VALUES (9.5, ST_GeomFromText('POINT(120.5 36.1)', 4490))""",
    )
    found = layer(read(source(address), Answers()), '规划.建筑 "A"; --')
    assert found.table["高度 %s"].tolist() == [9.5]
    assert found.table.crs.to_epsg() == 4490


def test_a_field_called_geometry_or_shape_stays_a_field(filled: Callable[..., str]) -> None:
    """No field is lost to the column of the shapes."""
    address = filled(
        "CREATE TABLE t (geometry text, shape text, geom geometry(Point, 4326))",
        "INSERT INTO t VALUES ('round', 'oval', ST_GeomFromText('POINT(1 2)', 4326))",
    )
    table = layer(read(source(address), Answers()), "t").table
    assert (table["geometry_1"].tolist(), table["shape"].tolist()) == (["round"], ["oval"])
    assert table.geometry.iloc[0].wkt == "POINT (1 2)"


def test_srid_0_is_no_reference_system(filled: Callable[..., str]) -> None:
    """What the database does not say is asked for."""
    address = filled("CREATE TABLE t (geom geometry)", f"INSERT INTO t VALUES (ST_GeomFromText('{SQUARE}')), (NULL)")
    assert layer(read(source(address), Answers()), "t").table.crs is None


def test_an_srid_of_ones_own_is_read_by_its_description(filled: Callable[..., str]) -> None:
    """spatial_ref_sys may describe systems that no authority knows; one that it does not describe is told."""
    import pyproj

    wkt = pyproj.CRS("+proj=tmerc +lon_0=120.5 +x_0=500000 +ellps=GRS80 +units=m").to_wkt("WKT1_GDAL")
    address = filled(
        f"INSERT INTO spatial_ref_sys VALUES (990001, NULL, NULL, '{wkt}', '')",
        "CREATE TABLE t (geom geometry(Point, 990001))",
        "INSERT INTO t VALUES (ST_GeomFromText('POINT(1 2)', 990001))",
        "CREATE TABLE u (geom geometry)",
        "INSERT INTO u VALUES (ST_SetSRID(ST_MakePoint(1, 2), 990002))",
    )
    content = read(source(address), Answers())
    assert layer(content, "t").table.crs.to_wkt().count("120.5") == 1
    assert layer(content, "u").table.crs is None
    assert any("990002" in finding.what for finding in content.findings)


def test_geography_and_mixed_srids_come_in_one_system(filled: Callable[..., str]) -> None:
    """Shapes of one layer share one reference system, and the user hears of it."""
    address = filled(
        "CREATE TABLE g (geog geography(Point))",
        "INSERT INTO g VALUES ('POINT(120.5 36.1)')",
        "CREATE TABLE m (geom geometry)",
        "INSERT INTO m VALUES (ST_SetSRID(ST_MakePoint(120.5, 36.1), 4326)), (ST_SetSRID(ST_MakePoint(120.6, 36.1),"
        " 4326)), (ST_Transform(ST_SetSRID(ST_MakePoint(120.5, 36.1), 4326), 3857))",
    )
    content = read(source(address), Answers())
    assert layer(content, "g").table.crs.to_epsg() == 4326
    mixed = layer(content, "m").table
    assert mixed.crs.to_epsg() == 4326
    assert mixed.geometry.iloc[2].distance(mixed.geometry.iloc[0]) < 1e-9
    assert any("3857" in finding.what for finding in content.findings)


def test_curves_become_lines_within_the_tolerance(filled: Callable[..., str]) -> None:
    """A half circle of 100 m keeps its area to what the tolerance allows."""
    address = filled(
        "CREATE TABLE c (geom geometry(CurvePolygon, 4549))",
        "INSERT INTO c VALUES (ST_GeomFromText('CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(-100 0, 0 100, 100 0),"
        " (100 0, -100 0)))', 4549))",
    )
    shape = layer(read(source(address), Answers(tolerance_m=0.01)), "c").table.geometry.iloc[0]
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(15707.96, rel=2e-4)


def test_a_flag_picks_layers(filled: Callable[..., str]) -> None:
    """Only what was asked for is read; a name that is not there is an error that lists what is."""
    address = filled("CREATE TABLE a (geom geometry(Point, 4326))", "CREATE TABLE b (geom geometry(Point, 4326))")
    assert [one.name for one in read(source(address), Answers(layers=("b",))).layers] == ["b"]
    found = survey(address, Answers(layers=("c",)))
    assert not found.usable
    assert any("a, b" in str(finding) for finding in found.findings)


def test_a_huge_database_asks_which_layer(filled: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for millions of rows that were not asked for."""
    address = filled(
        "CREATE TABLE big (geom geometry(Point, 4326))",
        "INSERT INTO big SELECT ST_SetSRID(ST_MakePoint(n, 0), 4326) FROM generate_series(1, 50) n",
        "ANALYZE big",
    )
    monkeypatch.setattr("gis.formats.postgis._MANY_ROWS", 20)
    content = read(source(address), Answers())
    assert [finding.level for finding in content.findings] == ["ask"]
    assert "--layer big" in content.findings[0].remedy
    assert layer(read(source(address), Answers(layers=("big",))), "big").features == 50


def test_rows_come_in_pieces(filled: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is lost between two pieces, and their order is the table's."""
    address = filled(
        "CREATE TABLE t (id int, geom geometry(Point, 4326))",
        "INSERT INTO t SELECT n, ST_SetSRID(ST_MakePoint(n, 0), 4326) FROM generate_series(1, 23) n",
    )
    monkeypatch.setattr(postgis_layers, "_CHUNK", 5)
    assert layer(read(source(address), Answers()), "t").table["id"].tolist() == list(range(1, 24))


def test_what_the_user_may_not_read_is_no_layer(filled: Callable[..., str]) -> None:
    """A reader of one table sees one layer, and nothing fails for the others."""
    address = filled(
        "CREATE TABLE open (geom geometry(Point, 4326))",
        "CREATE TABLE secret (geom geometry(Point, 4326))",
        "DROP ROLE IF EXISTS guest",
        "CREATE ROLE guest LOGIN PASSWORD 'welcome'",
        "GRANT SELECT ON open TO guest",
    )
    guest = address.replace(f"planner:{PASSWORD}", "guest:welcome")
    assert [one.name for one in read(source(guest), Answers()).layers] == ["open"]
    filled("DROP OWNED BY guest", "DROP ROLE guest")


def test_reading_changes_nothing(filled: Callable[..., str]) -> None:
    """Even a view that would write cannot."""
    address = filled(
        "CREATE TABLE t (geom geometry(Point, 4326))",
        "CREATE FUNCTION grow() RETURNS geometry LANGUAGE sql AS"
        " $$ INSERT INTO t VALUES (NULL) RETURNING ST_MakePoint(1, 2) $$",
        "CREATE VIEW v AS SELECT grow() AS geom",
    )
    with pytest.raises(UserError, match="read-only"):
        read(source(address), Answers())
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_slow_view_ends_in_one_sentence(filled: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stops working for us before the user stops waiting."""
    address = filled("CREATE VIEW v AS SELECT ST_MakePoint(1, 2) AS geom, pg_sleep(600)::text AS nap")
    monkeypatch.setattr("gis.intake.reading.database.STATEMENT_SECONDS", 1)
    with pytest.raises(UserError, match="--layer"):
        read(source(address), Answers())


def test_what_is_wrong_with_an_address_is_said_without_the_password(database: str) -> None:
    """Wrong password, user, database, host: one sentence each."""
    wrong = {
        database.replace(PASSWORD, "hunter2"): "does not let this user in",
        database.replace("/parks", "/gardens"): "no such database",
        database.replace(f":{PASSWORD}@", "@"): "does not let this user in",
        "service=nothing_of_that_name": "no such service",
        "postgresql://planner:hunter2@127.0.0.1:notaport/parks": "cannot be opened",
        f"postgresql://planner:hunter2@127.0.0.1:{_closed_port()}/parks": "No database server answers",
    }
    for address, sentence in wrong.items():
        with pytest.raises(UserError, match=sentence) as caught:
            read(source(address), Answers())
        assert "hunter2" not in str(caught.value)
        assert PASSWORD not in str(caught.value)


def _closed_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return int(closed.getsockname()[1])


def test_a_database_without_postgis_or_layers_says_so(postgis: str, database: str) -> None:
    """The way out is named."""
    with pytest.raises(UserError, match="no table with shapes"):
        read(source(database), Answers())
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP EXTENSION postgis CASCADE")
    with pytest.raises(UserError, match="CREATE EXTENSION postgis"):
        read(source(database), Answers())


def test_a_service_and_pairs_are_addresses_too(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled: Callable[..., str]
) -> None:
    """What libpq knows, the program knows."""
    filled("CREATE TABLE t (geom geometry(Point, 4326))", "INSERT INTO t VALUES (ST_SetSRID(ST_MakePoint(1, 2), 4326))")
    parts = psycopg.conninfo.conninfo_to_dict(database)
    pairs = " ".join(f"{name}={value}" for name, value in parts.items())
    services = tmp_path / "services.conf"
    services.write_text("[park]\n" + "\n".join(f"{name}={value}" for name, value in parts.items()) + "\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    for address in (pairs, "service=park", f"PG:{pairs}"):
        found = survey(address, Answers())
        assert [(one.name, one.features) for one in found.layers] == [("t", 1)]
        assert PASSWORD not in str(found.file)


def test_an_address_is_recognised() -> None:
    """A source with an address is a database."""
    found = reader_of(source("postgresql://there/parks"))
    assert found is not None
    assert found.NAME == "PostGIS"
