"""What names of layers and codes of uses mean."""

from __future__ import annotations

import pytest

from gis.intake.answers import KINDS
from gis.intake.meanings.kinds import kind_by_name
from gis.intake.meanings.words import normalised, table, unit_of, use_of_code
from gis.place import STATUSES, USES
from gis.schema import layer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("buildings", "buildings"), ("JZ-建筑", "buildings"), ("A-BLDG", "buildings"), ("JMD", "buildings"),
        ("suzhou_buildings", "buildings"), ("gis_osm_roads_free_1", "roads"), ("C-ROAD-CNTR", "roads"),
        ("道路绿地", "greens"), ("建筑红线", "other"), ("用地红线", "site"), ("规划范围线", "site"),
        ("street_trees", "trees"), ("parking_lot", "parking"), ("landUse", "zones"), ("地块", "parcels"),
        ("parkBoundary", "site"), ("bus_stops", "stops"), ("０", ""), ("Layer1", ""), ("tessellation", "other"),
    ],
)  # fmt: skip
def test_a_layer_is_known_by_its_name(name: str, kind: str) -> None:
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("code", "use"),
    [
        ("R2", "residential"), ("M1", "industrial"), ("A35", "rnd"), ("A3", "services"), ("B1", "commercial"),
        ("B21", "office"), ("U12", "utility"), ("0701", "residential"), ("0802", "rnd"), ("1001", "industrial"),
        ("090102", "retail"), ("31001_2020", "office"), ("31001_1000", "residential"), ("401", "office"),
        ("412", "residential"), ("R2 二类居住用地", "residential"), ("G1", ""), ("RA", ""), ("HOUSE", ""), ("7", ""),
        ("12345", ""),
    ],
)  # fmt: skip
def test_published_codes_stand_for_uses(code: str, use: str) -> None:
    assert use_of_code(code) == use


@pytest.mark.parametrize(
    ("field", "bare", "unit_m"),
    [
        ("height_ft", "height", 0.3048), ("高度(米)", "高度", 1.0), ("height (m)", "height", 1.0),
        ("heightFt", "height", 0.3048), ("height_cm", "height", 0.01), ("高度（厘米）", "高度", 0.01),
        ("form", "form", 1.0), ("m", "m", 1.0),
    ],
)  # fmt: skip
def test_a_unit_in_the_name_of_a_field_is_told_from_the_name(field: str, bare: str, unit_m: float) -> None:
    assert unit_of(field) == (bare, unit_m)


def test_names_are_compared_without_case_gaps_and_full_width_forms() -> None:
    assert normalised("Bldg_Height") == normalised("ＢＬＤＧ height") == "bldgheight"


def test_the_table_speaks_of_our_kinds_uses_classes_and_states_only() -> None:
    meanings = table()
    assert set(meanings["layers"]) <= set(KINDS)
    assert set(meanings["values"]["use"]) <= set(USES)
    assert {use for codes in meanings["codes"].values() for use in codes.values()} <= set(USES)
    assert set(meanings["values"]["status"]) == set(STATUSES)
    assert set(meanings["storey_m"]) == set(meanings["style"]) == set(USES)
    classes = next(column.allowed for column in layer("roads").columns if column.name == "road_class")
    assert set(meanings["values"]["road_class"]) == set(meanings["road_width_m"]) == set(classes)
