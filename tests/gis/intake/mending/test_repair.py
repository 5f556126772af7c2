"""Shapes come out sound, in their order, and every change is told."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.mending.repair import Repaired, repaired


def layer(*shapes: object, kind: str = "", crs: int | None = 4549, **columns: Sequence[object]) -> RawLayer:
    """A layer of these shapes (WKT or shapes) and columns."""
    geometry = [shapely.from_wkt(shape) if isinstance(shape, str) else shape for shape in shapes]
    table = gpd.GeoDataFrame({name: list(values) for name, values in columns.items()}, geometry=geometry, crs=crs)
    return RawLayer("plan", table, len(table), kind=kind)


def mended(*shapes: object) -> Repaired:
    """These shapes, repaired."""
    return repaired(layer(*shapes), "plan.gpkg")


def said(found: Repaired) -> list[str]:
    """Level and first words of every finding."""
    return [f"{one.level} {one.what}" for one in found.findings]


SQUARE = "POLYGON((0 0,4 0,4 4,0 4,0 0))"
ENDLESS = "POLYGON((0 0,1 inf,1 1,0 0))"
with np.errstate(invalid="ignore"):
    LINE_OF_NOTHING = shapely.LineString([(0, 0), (1, np.nan), (1, 1)])
BOW_TIE = "POLYGON((10 0,12 2,12 0,10 2,10 0))"


def test_sound_shapes_stay_as_they_are() -> None:
    """The very table comes back, and nothing is said."""
    given_layer = layer(SQUARE, "LINESTRING(0 0,1 1)", kind="other", name=["a", "b"])
    found = repaired(given_layer, "plan.gpkg")
    assert found.table is given_layer.table
    assert (found.repaired, found.dropped) == (0, 0)
    assert said(found) == ["note The layer mixes 1 polygons, 1 lines and 0 points."]


def test_an_outline_that_crosses_itself_is_mended_and_the_spot_named() -> None:
    """A bow-tie keeps both of its wings."""
    found = mended(SQUARE, BOW_TIE)
    assert (found.repaired, found.dropped) == (1, 0)
    assert found.table.geometry.is_valid.all()
    assert found.table.geometry.area.tolist() == [16, 2]
    (told,) = found.findings
    assert told.what == "Outlines that cross or touch themselves: 1."
    assert (told.where, told.layer, told.spots) == ("plan.gpkg plan #2", "plan", ((11, 1),))
    assert told.expected
    assert told.remedy


def test_the_first_feature_is_named_by_its_id_or_name() -> None:
    """What the planner finds it by."""
    found = repaired(layer(SQUARE, BOW_TIE, OBJECTID=[7.0, 8.0], 名称=["一", "二"]), "plan.gpkg")
    assert found.findings[0].where == "plan.gpkg plan '8'"


@pytest.mark.parametrize(
    ("shape", "area", "told"),
    [
        ("POLYGON((0 0,4 0,4 4,0 4,0 0),(5 5,6 5,6 6,5 6,5 5))", None, "Outlines with holes that lie outside them"),
        ("MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((1 1,2 1,2 2,1 2,1 1)))", 16, "Shapes whose parts lie in each other"),
        ("MULTILINESTRING((0 0,0 0),(0 0,1 1))", 0, "Outlines with parts of too few points"),
        ("POLYGON((0 0,10 0,10 10,5 10,5 12,5 10,0 10,0 0))", 100, "Outlines that cross or touch themselves"),
    ],
)
def test_every_sort_of_flaw_is_told_by_its_name(shape: str, area: float | None, told: str) -> None:
    """Holes outside, parts within parts, points in place of lines, spikes."""
    found = mended(shape)
    assert (found.repaired, found.dropped) == (1, 0)
    assert told in found.findings[0].what
    assert area is None or found.table.geometry.area.iloc[0] == area


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (None, "Features without geometry: 1."),
        ("POLYGON EMPTY", "Features without geometry: 1."),
        ("GEOMETRYCOLLECTION EMPTY", "Features without geometry: 1."),
        ("POLYGON((0 0,2 0,0 0,0 0))", "Shapes that collapse to a line or a point: 1."),
        ("LINESTRING(3 3,3 3)", "Shapes that collapse to a line or a point: 1."),
        (shapely.Point(np.nan, np.nan), "Features with coordinates that are no numbers or endless: 1."),
        (
            ENDLESS,
            "Features with coordinates that are no numbers or endless: 1.",
        ),
        (LINE_OF_NOTHING, "Features with coordinates that are no numbers"),
        (shapely.Point(1e300, 0), "Features with coordinates that are no numbers or endless: 1."),
    ],
)
def test_what_has_no_usable_shape_is_left_out_and_told(shape: object, told: str) -> None:
    """The others keep their order and their index."""
    found = mended(SQUARE, shape, "POLYGON((8 0,9 0,9 1,8 1,8 0))")
    assert (found.repaired, found.dropped) == (0, 1)
    assert found.table.index.tolist() == [0, 2]
    assert any(told in one for one in said(found))
    assert found.findings[0].where == "plan.gpkg plan #2"


def test_an_outline_that_crosses_itself_everywhere_is_left_out() -> None:
    """To mend it would take hours; the simple one beside it is mended."""
    wild = shapely.Polygon(np.random.default_rng(1).random((30_000, 2)))
    found = mended(wild, BOW_TIE)
    assert (found.repaired, found.dropped) == (1, 1)
    assert "Outlines that cross themselves so often that no shape can be told: 1." in found.findings[0].what


def test_elevations_and_measures_are_left_out_and_noted() -> None:
    """That is no repair: the outline stays."""
    found = mended("POLYGON Z((0 0 -1,4 0 2,4 4 3,0 4 4,0 0 -1))", "LINESTRING M(0 0 1,1 1 2)")
    assert (found.repaired, found.dropped) == (0, 0)
    assert not found.table.geometry.has_z.any()
    assert "note Shapes with elevations, from -1 to 4: 1." in said(found)
    assert "note Shapes with measures (M): 1." in said(found)


def test_collections_become_what_they_hold_of_the_highest_dimension() -> None:
    """Polygons, else lines, else points; however deep."""
    found = mended(
        "GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,4 0,4 4,0 4,0 0)),POLYGON((5 0,6 0,6 1,5 1,5 0)))",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(LINESTRING(0 0,1 1)),POINT(2 2))",
        "GEOMETRYCOLLECTION(POINT(1 1),MULTIPOINT(2 2,3 3))",
    )
    assert found.table.geometry.geom_type.tolist() == ["MultiPolygon", "MultiLineString", "MultiPoint"]
    assert found.table.geometry.area.tolist() == [17, 0, 0]
    assert (found.repaired, found.dropped) == (0, 0)


def test_parts_and_holes_stay() -> None:
    """They are no flaws."""
    shape = "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1)),((8 0,9 0,9 1,8 1,8 0)))"
    found = mended(shape)
    assert found.table.geometry.iloc[0].equals_exact(shapely.from_wkt(shape))
    assert found.findings == ()


def test_a_layer_without_features_is_no_mistake() -> None:
    """Nothing is said of it here."""
    found = mended()
    assert (len(found.table), found.repaired, found.dropped, found.findings) == (0, 0, 0, ())


def told_of(found: Repaired, words: str) -> Finding:
    """The only finding that begins so."""
    (one,) = [one for one in found.findings if one.what.startswith(words)]
    return one


def test_features_that_stand_there_twice_are_told_and_kept() -> None:
    """Copies in all, and others of the same shape."""
    found = repaired(layer(SQUARE, SQUARE, SQUARE, BOW_TIE, name=["a", "a", "b", "c"]), "plan.gpkg")
    assert len(found.table) == 4
    assert told_of(found, "Features that are copies of another").what.endswith(": 1.")
    assert told_of(found, "Features with the shape of another").what.endswith(": 1.")


def test_slivers_are_told_by_metres_whatever_the_unit() -> None:
    """A strip 1 cm wide, in metres and in degrees."""
    strip = shapely.box(0, 0, 0.01, 40)
    house = shapely.box(10, 0, 20, 10)
    for crs, unit in ((4549, 1.0), (4490, 1 / 111_320)):
        shapes = [shapely.transform(shape, lambda xy, unit=unit: xy * unit) for shape in (strip, house)]
        assert told_of(repaired(layer(*shapes, crs=crs), "plan.gpkg"), "Slivers").what.endswith(": 1.")


def test_polygons_that_overlap_are_told_where_they_should_not() -> None:
    """With their number and the ground that counts twice; not in a layer of greens."""
    over = "POLYGON((2 0,6 0,6 4,2 4,2 0))"
    told = told_of(repaired(layer(SQUARE, over, kind="parcels"), "plan.gpkg"), "Polygons overlap")
    assert (told.level, told.what, told.spots) == ("warning", "Polygons overlap: 1 pairs, 8.0 m².", ((3, 2),))
    assert repaired(layer(SQUARE, over, kind="greens"), "plan.gpkg").findings == ()
    assert repaired(layer(SQUARE, over, kind="buildings", base_m=[0, 9]), "plan.gpkg").findings == ()


def test_neighbours_that_share_a_wall_do_not_overlap() -> None:
    """Nor do houses that are drawn a little into each other."""
    beside = "POLYGON((4 0,8 0,8 4,4 4,4 0))"
    into = "POLYGON((3.9 0,8 0,8 4,3.9 4,3.9 0))"
    assert repaired(layer(SQUARE, beside, kind="parcels"), "plan.gpkg").findings == ()
    assert repaired(layer(SQUARE, into, kind="buildings"), "plan.gpkg").findings == ()


def test_thousands_on_one_spot_are_not_compared_pair_by_pair() -> None:
    """The work is bounded, and that is said."""
    stack = [shapely.box(0, 0, 10 + i / 1000, 10) for i in range(3000)]
    told = told_of(repaired(layer(*stack, kind="parcels"), "plan.gpkg"), "So many polygons")
    assert told.level == "warning"


def test_repeated_corners_are_noted() -> None:
    """Not the place where two parts meet."""
    found = mended("POLYGON((0 0,4 0,4 0,4 4,0 4,0 0))", "MULTILINESTRING((0 0,9 9),(9 9,12 0))")
    assert told_of(found, "Shapes with corners that stand there twice").what.endswith(": 1.")


@given(arrays(np.float64, st.tuples(st.integers(3, 12), st.just(2)), elements=st.integers(-5, 5).map(float)))
def test_whatever_is_drawn_comes_out_sound_or_not_at_all(corners: np.ndarray) -> None:
    """Rings through random corners of a grid, which touch and cross themselves in every way."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = mended(shapely.Polygon(corners))
    shapes = found.table.geometry
    assert len(shapes) + found.dropped == 1
    assert shapes.is_valid.all()
    assert (shapes.area > 0).all()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
