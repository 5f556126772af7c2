"""Where layers lie on Earth: what is believed, what is asked, and what is converted."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.placing.coordinates import Placed, placed

GRID = (543_109.5, 4_001_860.5)
PREFIXED = (40_543_109.5, 4_001_860.5)
NORTH_FIRST = (4_001_860.5, 543_109.5)
DEGREES = (120.47, 36.14)
LATITUDE_FIRST = (36.14, 120.47)
POINTS = (((0.0, 0.0), (543_109.0, 4_001_860.0)), ((100.0, 0.0), (543_109.0, 4_001_960.0)))


def layer(*points: tuple[float, float], crs: Any = None, **more: Any) -> RawLayer:
    table = gpd.GeoDataFrame({"name": range(len(points))}, geometry=[shapely.Point(*p) for p in points], crs=crs)
    return RawLayer("plots", table, len(points), **more)


def levels(found: Placed) -> list[str]:
    return [finding.level for finding in found.findings]


def first(found: Placed) -> tuple[float, float]:
    point = found.layer.table.geometry.iloc[0]
    return float(point.x), float(point.y)


def remedy(found: Placed) -> str:
    asked = [finding for finding in found.findings if finding.level == "ask"]
    assert asked, found.findings
    assert found.layer.table.crs is None
    assert found.crs == ""
    return " ".join(f"{finding.what} {finding.expected} {finding.remedy}" for finding in asked)


@pytest.mark.parametrize(
    ("point", "flags"),
    [
        (GRID, ["--crs EPSG:4549", "--crs EPSG:4548", "--crs EPSG:4550", "do not tell the zone"]),
        (PREFIXED, ["--crs EPSG:4528", "--crs EPSG:2364", "--crs EPSG:2416"]),
        ((20_543_109.0, 4_001_860.0), ["--crs EPSG:4498", "--crs EPSG:2334", "--crs EPSG:21420"]),
        (NORTH_FIRST, ["--crs EPSG:4549 --axes swapped"]),
        (DEGREES, ["--crs EPSG:4490", "--crs EPSG:4326", "--crs GCJ-02", "--crs BD-09"]),
        (LATITUDE_FIRST, ["--crs EPSG:4490 --axes swapped"]),
        ((13_410_000.0, 4_320_000.0), ["--crs EPSG:3857", "--crs BD-09MC"]),
        ((-122.5, 45.2), ["--crs EPSG:4326"]),
        ((85_000.0, 446_000.0), ["--crs EPSG:28992"]),
        ((120.5, 300.5), ["--place X,Y=EAST,NORTH"]),
    ],
)
def test_a_missing_system_is_asked_for(point: tuple[float, float], flags: list[str]) -> None:
    """Nothing is assumed; what would fit is named by its flag, most likely first, and the range is shown."""
    question = remedy(placed(layer(point), Answers(), "a.shp"))
    places = [question.find(flag) for flag in flags]
    assert -1 not in places
    assert "No coordinate system is recorded" in question
    assert f"from {int(point[0])}." in question


@pytest.mark.parametrize(
    ("point", "crs", "flag"),
    [
        (PREFIXED, 4549, "--crs EPSG:4528"),
        (GRID, 4528, "--crs EPSG:4549"),
        (PREFIXED, 2437, "--crs EPSG:2416"),
        (DEGREES, 4549, "--crs EPSG:4490"),
        (DEGREES, 32651, "--crs EPSG:4490"),
        (DEGREES, 3857, "--crs EPSG:4490"),
        (GRID, 4326, "--crs EPSG:4549"),
        ((512.0, 700.0), 4326, "--place"),
        (LATITUDE_FIRST, 4326, "--axes swapped"),
        (LATITUDE_FIRST, 4490, "--axes swapped"),
        (NORTH_FIRST, 4549, "--axes swapped"),
        ((48.2, 2.3), 4258, "--axes swapped"),
    ],
)
def test_a_declared_system_that_cannot_be_true_is_asked_about(point: tuple[float, float], crs: int, flag: str) -> None:
    """Degrees in a grid, metres in degrees, a zone's number too many or too few, exchanged axes."""
    found = placed(layer(point, crs=crs), Answers(), "a.shp")
    assert flag in remedy(found)
    assert f"EPSG:{crs}" in remedy(found)


@pytest.mark.parametrize(
    ("point", "crs", "answers", "expected", "name"),
    [
        (GRID, None, Answers(crs="EPSG:4549"), GRID, "EPSG:4549"),
        (PREFIXED, 4549, Answers(crs="EPSG:4528"), PREFIXED, "EPSG:4528"),
        (GRID, 4326, Answers(crs="4549"), GRID, "EPSG:4549"),
        (NORTH_FIRST, None, Answers(crs="4549", axes="swapped"), GRID, "EPSG:4549"),
        (NORTH_FIRST, 4549, Answers(axes="swapped"), GRID, "EPSG:4549"),
        (LATITUDE_FIRST, 4326, Answers(axes="swapped"), DEGREES, "EPSG:4326"),
        ((48.2, 2.3), 4326, Answers(axes="swapped"), (2.3, 48.2), "EPSG:4326"),
        ((48.2, 2.3), 4258, Answers(axes="as-is"), (48.2, 2.3), "EPSG:4258"),
        (GRID, 4549, Answers(axes="swapped"), GRID, "EPSG:4549"),
        (GRID, 4549, Answers(crs="EPSG:2437"), GRID, "EPSG:4549"),
        (GRID, None, Answers(crs="EPSG:2437", layer_crs={"plots": "EPSG:4549"}), GRID, "EPSG:4549"),
    ],
)
def test_an_answer_settles_it(
    point: tuple[float, float], crs: int | None, answers: Answers, expected: tuple[float, float], name: str
) -> None:
    """The flag that was offered is enough; it moves nothing, and a declaration that can be true stands above it."""
    found = placed(layer(point, crs=crs), answers, "a.shp")
    assert "ask" not in levels(found)
    assert found.crs == name
    assert found.layer.table.crs.to_string() == name
    assert first(found) == expected


def test_an_answer_for_this_very_layer_overrides_with_a_warning() -> None:
    """Who names the layer knows better than the file."""
    found = placed(layer(GRID, crs=4549), Answers(layer_crs={"plots": "EPSG:2437"}), "a.shp")
    assert found.crs == "EPSG:2437"
    assert levels(found)[0] == "warning"


@pytest.mark.parametrize(
    ("crs", "answer", "metres"),
    [(None, "GCJ-02", 450), (4326, "gcj02", 450), (4326, "BD-09", 1240), (None, "bd09", 1240)],
)
def test_shifted_coordinates_become_true_ones(crs: int | None, answer: str, metres: float) -> None:
    """Web maps' coordinates are moved back, also where GeoJSON says WGS 84 by default."""
    found = placed(layer(DEGREES, crs=crs), Answers(crs=answer), "a.geojson")
    moved_m = pyproj.Geod(ellps="WGS84").inv(*DEGREES, *first(found))[2]
    assert moved_m == pytest.approx(metres, rel=0.05)
    assert found.crs.startswith("EPSG:4326 (from ")
    assert found.layer.table.crs.to_epsg() == 4326


def test_degrees_in_china_come_with_a_word_on_web_maps() -> None:
    """It cannot be seen, so it is said; but not of what lies elsewhere or whose format tells more."""
    assert "--crs GCJ-02" in placed(layer(DEGREES, crs=4326), Answers(), "a.geojson").findings[0].remedy
    assert not placed(layer((103.85, 1.28), crs=4326), Answers(), "a.geojson").findings
    assert not placed(layer(DEGREES, crs=4326, kind="buildings"), Answers(), "a.osm").findings


@pytest.mark.parametrize(("point", "crs"), [(GRID, 2437), (GRID, 2385), (DEGREES, 4610)])
def test_old_datums_are_not_claimed_to_be_exact(point: tuple[float, float], crs: int) -> None:
    """Beijing 1954 and Xi'an 1980 are used, and how well they are known is said."""
    found = placed(layer(point, crs=crs), Answers(), "a.shp")
    assert found.crs == f"EPSG:{crs}"
    assert levels(found) == ["note"]


@pytest.mark.parametrize(
    ("point", "crs"),
    [(GRID, 4549), (PREFIXED, 4528), (DEGREES, 4490), ((190.0, 10.5), 4326), ((85_000.0, 446_000.0), 7415)],
)
def test_what_can_be_true_is_believed_in_silence(point: tuple[float, float], crs: int) -> None:
    """No question, no remark."""
    assert not placed(layer(point, crs=crs), Answers(), "a.shp").findings


def test_far_outside_without_a_reason_is_believed_with_a_warning() -> None:
    """A well-known test file lies beyond the pole of the British grid: odd, but what it says."""
    found = placed(layer((478_315.0, 4_762_880.0), crs=27700), Answers(), "a.shp")
    assert found.crs == "EPSG:27700"
    assert levels(found) == ["warning"]


def test_one_corner_on_earth_is_not_enough() -> None:
    """A drawing in pixels that is declared to be in degrees by its format is asked about."""
    pixels = gpd.GeoDataFrame(geometry=[shapely.box(251, 20, 708, 480)], crs=4326)
    assert "WGS" not in placed(RawLayer("a", pixels, 1), Answers(), "a.geojson").crs
    assert "ask" in levels(placed(RawLayer("a", pixels, 1), Answers(), "a.geojson"))


def test_the_margin_of_a_world_map_may_be_bent() -> None:
    """The corners of a box around all lands lie beyond it; those of the lands do not."""
    crs = pyproj.CRS("ESRI:54030")  # Robinson
    world = gpd.GeoSeries([shapely.box(-179, -60, 179, 83).segmentize(1)], crs=4326).to_crs(crs)
    found = placed(RawLayer("lands", gpd.GeoDataFrame(geometry=world), 1), Answers(), "lands.gpkg")
    assert found.layer.table.crs is not None
    assert "ask" not in levels(found)


def test_lost_features_are_shown() -> None:
    """One at the origin and one in Africa among a dozen are a warning with their places, not a question."""
    points = [(120.4 + i / 100, 36.1) for i in range(12)]
    found = placed(layer((0.0, 0.0), (12.5, 36.0), *points, crs=4490), Answers(), "a.shp")
    assert levels(found) == ["warning"]
    assert found.findings[0].spots == ((0.0, 0.0), (12.5, 36.0))


def test_empty_layers_are_not_asked_about() -> None:
    """Where nothing lies, nothing needs a place."""
    assert not placed(layer(), Answers(), "a.shp").findings
    nothing = gpd.GeoDataFrame(
        geometry=[None, shapely.Point(), shapely.Point(np.nan, 1.0), shapely.Point(1e300, 1e300)]
    )
    assert not placed(RawLayer("plots", nothing, 4), Answers(), "a.shp").findings


def test_a_drawing_is_asked_for_its_unit_and_place() -> None:
    """A bare drawing needs both; its size in each unit helps."""
    found = placed(layer((100.0, 200.0), (250.0, 300.0), drawing=True, unit_m=0), Answers(), "a.dxf")
    assert "150 x 100 m in m" in remedy(found)
    assert "--units m" in remedy(found)
    assert "--place" in remedy(found)


@pytest.mark.parametrize(
    ("scale", "unit_m", "units", "said"),
    [
        (1000.0, 0.001, "", []),
        (1.0, 1.0, "", []),
        (1.0, 0.0, "", ["note"]),
        (1.0, 0.001, "", ["warning"]),
        (1000.0, 0.0, "mm", []),
    ],
)
def test_a_drawing_in_a_grid_is_scaled_to_it(scale: float, unit_m: float, units: str, said: list[str]) -> None:
    """By its unit; where that is unknown or wrong, by the only one that puts it into the grid, which is said."""
    drawn = layer((GRID[0] * scale, GRID[1] * scale), drawing=True, unit_m=unit_m)
    found = placed(drawn, Answers(crs="EPSG:4549", units=units), "a.dxf")
    assert first(found) == pytest.approx(GRID)
    assert levels(found) == said


def test_a_small_drawing_does_not_land_at_the_equator() -> None:
    """A grid's code alone does not place a drawing that is not in the grid."""
    drawn = layer((100.0, 200.0), (250.5, 300.5), drawing=True)
    assert "--place" in remedy(placed(drawn, Answers(crs="EPSG:4549"), "a.dxf"))


def test_points_place_a_drawing_and_a_local_grid() -> None:
    """Shift, turn and scale come from the points; the unit need not be known."""
    for raw in (layer((10.0, 20.0), drawing=True, unit_m=0), layer((10.0, 20.0))):
        found = placed(raw, Answers(crs="EPSG:4549", points=POINTS), "a.dxf")
        assert first(found) == pytest.approx((543_089.0, 4_001_870.0))
        assert found.crs == "EPSG:4549"
        assert levels(found) == ["note"]


def test_points_need_a_system() -> None:
    """A local grid asks for the system of its places."""
    assert "--crs EPSG:4549 --place" in remedy(placed(layer((10.0, 20.0)), Answers(points=POINTS), "a.dxf"))
    assert "--place" in remedy(placed(layer((10.0, 20.0)), Answers(crs="local"), "a.dxf"))


def test_an_answer_that_is_no_system_is_refused() -> None:
    """The flag is named."""
    with pytest.raises(UserError, match="--crs"):
        placed(layer(DEGREES), Answers(crs="somewhere"), "a.shp")


@given(
    x=st.floats(allow_nan=True, allow_infinity=True),
    y=st.floats(allow_nan=True, allow_infinity=True),
    crs=st.sampled_from([None, 4326, 4490, 4549, 4528, 3857, 27700, 2269]),
    answers=st.sampled_from(
        [Answers(), Answers(crs="4549"), Answers(crs="bd09"), Answers(axes="swapped"), Answers(crs="BD-09MC")]
    ),
    drawing=st.booleans(),
)
def test_any_numbers_get_an_answer(x: float, y: float, crs: int | None, answers: Answers, drawing: bool) -> None:
    """Whatever a file holds, it is placed or asked about, never both, and nothing is lost."""
    found = placed(layer((x, y), crs=crs, drawing=drawing, unit_m=0.0 if drawing else 1.0), answers, "a.shp")
    assert (found.layer.table.crs is None) == (found.crs == "")
    assert len(found.layer.table) == 1
    assert found.layer.table.crs is None or "ask" not in levels(found)
