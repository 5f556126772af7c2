"""Land, built ground, floor area and their ratios, and what they rest on."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pytest
import shapely

from gis.intake.finding import Finding
from gis.intake.survey import Survey, SurveyedLayer
from gis.intake.telling.report import document
from gis.intake.telling.spots import spots, unplaced
from gis.intake.telling.totals import totals

X, Y = 542_000, 4_002_000


def surveyed(kind: str, sides: list[float], fields: dict[str, str], crs: int | None = 4549, **columns: Any) -> Any:
    """A layer of squares of these sides."""
    squares = [shapely.box(X + 200 * i, Y, X + 200 * i + side, Y + side) for i, side in enumerate(sides)]
    table = gpd.GeoDataFrame(columns, geometry=squares, crs=crs)
    area = float(table.area.sum()) if crs else None
    return SurveyedLayer(
        name=kind, kind=kind, features=len(sides), crs="EPSG:4549" if crs else "", table=table, fields=fields,
        area_m2=area, height_count=0, height_sum_m=0.0, repaired=0, dropped=0,
    )  # fmt: skip


def test_floors_are_stated_or_estimated_or_unknown() -> None:
    """Each is counted; what is unknown adds no floor."""
    houses = surveyed(
        "buildings", [10, 10, 10], {"floors": "n", "height_m": "h"}, n=[4, None, None], h=[None, 12.0, None]
    )
    found = totals(Survey("x", (houses, surveyed("site", [100], {}))))
    assert (found["floors_stated"], found["floors_estimated"], found["floors_unknown"]) == (1, 1, 1)
    assert found["footprint_m2"] == pytest.approx(300, rel=1e-3)
    assert found["floor_area_m2"] >= 4 * 100 + 2 * 100 - 1
    assert found["coverage"] == pytest.approx(0.03, rel=1e-2)
    assert found["land"] == "site"


def test_a_mass_on_another_covers_no_further_ground() -> None:
    """A tower on its podium."""
    houses = surveyed("buildings", [10, 10], {"floors": "floors"}, floors=[4, 10], base_m=[0.0, 20.0])
    found = totals(Survey("x", (houses, surveyed("parcels", [100], {}))))
    assert found["footprint_m2"] == pytest.approx(100, rel=1e-3)
    assert found["floor_area_m2"] == pytest.approx(1400, rel=1e-3)
    assert found["land"] == "parcels"


def test_without_land_or_place_there_are_no_ratios() -> None:
    """Nothing is divided by nothing, and an unknown place has no areas."""
    found = totals(Survey("x", (surveyed("buildings", [10], {}, crs=None),)))
    assert found["footprint_m2"] is None
    assert found["coverage"] is None
    assert found["floor_area_ratio"] is None


def test_the_document_holds_nothing_that_json_cannot_say() -> None:
    """Not even of a file whose numbers are none."""
    houses = surveyed("buildings", [10], {"height_m": "h"}, h=[float("nan")])
    assert (
        json.loads(json.dumps(document(Survey("x", (houses,))), allow_nan=False))["layers"][0]["heights"]["count"] == 0
    )


def test_spots_of_layers_without_a_place_are_named() -> None:
    """They stand on no map."""
    placed, lost = surveyed("site", [10], {}), surveyed("parcels", [10], {}, crs=None)
    told = [Finding("note", "x", "Look.", layer=name, spots=((X, Y),)) for name in ("site", "parcels")]
    found = Survey("x", (placed, lost), findings=tuple(told))
    assert spots(found)["layer"].tolist() == ["site"]
    assert spots(found).geometry.iloc[0].distance(shapely.Point(120.4667, 36.1473)) < 0.02
    assert unplaced(found) == ["parcels"]


def test_more_built_ground_than_land_gives_no_ratios() -> None:
    """The land of these buildings is not in the file."""
    houses = surveyed("buildings", [50, 50], {"floors": "n"}, n=[4, 4])
    found = totals(Survey("x", (houses, surveyed("parcels", [20], {}))))
    assert (found["coverage"], found["floor_area_ratio"]) == (None, None)
    assert found["floor_area_m2"] == pytest.approx(20_000, rel=1e-3)
