"""Reference systems as files declare and users name them."""

from __future__ import annotations

import pyproj
import pytest
from pyproj.enums import WktVersion

from gis.errors import UserError
from gis.intake.placing.systems import central_meridian, name_of, settled, system, unit_m

CHINESE = (4490, 4498, 4509, 4513, 4528, 4533, 4549, 4554, 4214, 2437, 2416, 21420, 4610, 2385, 2364, 2334)


@pytest.mark.parametrize("code", [*CHINESE, 4326, 3857, 32651, 27700, 28992, 2154])
@pytest.mark.parametrize("notation", [WktVersion.WKT1_ESRI, WktVersion.WKT1_GDAL, WktVersion.WKT2_2019])
def test_a_system_is_known_by_its_parameters(code: int, notation: WktVersion) -> None:
    """What the programs of the trade write into a .prj, with or without a code, is the system with the code."""
    text = pyproj.CRS(code).to_wkt(notation)
    plain = text.replace(f',AUTHORITY["EPSG","{code}"]]', "]").replace(f',ID["EPSG",{code}]]', "]")
    for wkt in (text, plain):
        found = settled(pyproj.CRS.from_wkt(wkt))
        assert found is not None
        assert name_of(found) == f"EPSG:{code}"


def test_a_city_grid_is_not_taken_for_its_neighbour() -> None:
    """A grid with a meridian of its own keeps it, even under the name of a known one."""
    text = pyproj.CRS(4549).to_wkt(WktVersion.WKT1_ESRI).replace('"Central_Meridian",120.0', '"Central_Meridian",120.5')
    found = settled(pyproj.CRS.from_wkt(text))
    assert found is not None
    assert found.to_epsg() is None
    assert central_meridian(found) == 120.5


@pytest.mark.parametrize(
    "wkt",
    [
        'LOCAL_CS["Undefined Cartesian SRS",UNIT["Meter",1]]',
        'LOCAL_CS["Nonearth",UNIT["Meter",1]]',
        pyproj.CRS(4326).to_wkt(WktVersion.WKT1_ESRI).replace("GCS_WGS_1984", "Undefined geographic SRS"),
        'VERT_CS["height",VERT_DATUM["mean sea level",2005],UNIT["metre",1]]',
    ],
)
def test_a_system_without_a_place_is_none(wkt: str) -> None:
    """What only says "somewhere" counts as not recorded."""
    assert settled(pyproj.CRS.from_wkt(wkt)) is None


@pytest.mark.parametrize(("declared", "code"), [("EPSG:7415", 28992), ("EPSG:4979", 4326), ("OGC:CRS84", 4326)])
def test_heights_are_left_out(declared: str, code: int) -> None:
    """Of a compound or solid system the horizontal part counts."""
    found = settled(pyproj.CRS(declared))
    assert found is not None
    assert found.to_epsg() == code


def test_a_shift_to_wgs_84_of_the_files_own_is_kept() -> None:
    """Seven parameters that a surveyor wrote down are better than none."""
    own = pyproj.CRS("+proj=tmerc +lon_0=120.5 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0 +type=crs")
    none = pyproj.CRS("+proj=tmerc +lon_0=120.5 +x_0=500000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +type=crs")
    kept, plain = settled(own), settled(none)
    assert kept is not None
    assert kept.is_bound
    assert plain is not None
    assert not plain.is_bound


@pytest.mark.parametrize(
    ("text", "code", "shift"),
    [
        ("EPSG:4549", 4549, ""),
        ("4549", 4549, ""),
        (" epsg:4528 ", 4528, ""),
        ("urn:ogc:def:crs:EPSG::4549", 4549, ""),
        ("CGCS2000_3_Degree_GK_CM_120E", 4549, ""),
        ("CGCS2000_3_Degree_GK_Zone_40", 4528, ""),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 120E", 4549, ""),
        ("ESRI:102100", 3857, ""),
        ("WGS84", 4326, ""),
        ("Beijing 54", 4214, ""),
        ("xian80", 4610, ""),
        ("GCJ-02", 4326, "GCJ-02"),
        ("gcj02", 4326, "GCJ-02"),
        ("BD-09", 4326, "BD-09"),
        ("bd09mc", 3857, "BD-09MC"),
    ],
)
def test_users_name_systems_in_many_ways(text: str, code: int, shift: str) -> None:
    """By code, by name, by what web maps are called."""
    found = system(text)
    assert found.crs is not None
    assert (found.crs.to_epsg(), found.shift) == (code, shift)


def test_a_local_grid_has_no_system() -> None:
    """Only points place it."""
    assert system("local").crs is None


@pytest.mark.parametrize(
    "text", ["", "nonsense", "EPSG:99999", "99999999999999", "EPSG:5773", "EPSG:4978", "{}", "+proj="]
)
def test_an_unknown_system_is_refused_with_an_example(text: str) -> None:
    """The refusal names the flag and shows how it is written."""
    with pytest.raises(UserError) as refused:
        system(text)
    assert refused.value.where == "--crs"
    assert "--crs EPSG:4549" in refused.value.remedy


def test_units_are_those_of_the_grid() -> None:
    """Feet are feet, and degrees are no length."""
    assert unit_m(pyproj.CRS(2269)) == pytest.approx(0.3048)
    assert unit_m(pyproj.CRS(4549)) == 1.0
    assert unit_m(pyproj.CRS(4326)) == 0.0
