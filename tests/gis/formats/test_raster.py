"""Terrain and imagery: GeoTIFF, ASCII grids, SRTM tiles."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.control import GroundControlPoint

from gis.intake.answers import Answers
from gis.intake.content import RawRaster
from gis.intake.survey import Survey, survey
from gis.intake.telling.report import document, text

ROWS, COLUMNS = np.mgrid[0:120, 0:160]
HILL = (40 + 30 * np.exp(-((COLUMNS - 80) ** 2 + (ROWS - 60) ** 2) / 900)).astype("float32")
CARD = np.stack([COLUMNS, ROWS, COLUMNS + ROWS]).astype("uint8")
THERE = Affine(10, 0, 543000, 0, -10, 4003000)

Made = Callable[..., str]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A GeoTIFF of numbers, about the AI park unless said otherwise; `then` writes more to it."""

    def write(values: np.ndarray, then: Callable[[Any], object] | None = None, **options: Any) -> str:
        bands = values if values.ndim == 3 else values[None]
        settings = {"crs": "EPSG:4549", "transform": THERE, **options}
        kept = {name: value for name, value in settings.items() if value is not None}
        file = tmp_path / "ground.tif"
        with rasterio.open(
            file, "w", driver="GTiff", count=len(bands), height=bands.shape[1], width=bands.shape[2],
            dtype=bands.dtype, **kept,
        ) as raster:  # fmt: skip
            raster.write(bands)
            if then is not None:
                then(raster)
        return str(file)

    return write


def only(found: Survey) -> RawRaster:
    assert found.usable, [str(finding) for finding in found.findings]
    (raster,) = found.rasters
    return raster


def levels(found: Survey) -> set[str]:
    return {finding.level for finding in found.findings}


def told(found: Survey, level: str) -> str:
    return " ".join(str(finding) for finding in found.findings if finding.level == level)


@pytest.mark.parametrize(
    "options",
    [{}, {"compress": "deflate", "predictor": 3}, {"BIGTIFF": "YES"}, {"tiled": True, "blockxsize": 64}],
)  # fmt: skip
def test_elevations_are_terrain(made: Made, options: dict[str, Any]) -> None:
    """With their size on the ground, their range, and nothing to complain of."""
    found = survey(made(HILL, **options), Answers())
    raster = only(found)
    assert (raster.kind, raster.crs_name, raster.width, raster.height) == ("terrain", "EPSG:4549", 160, 120)
    assert raster.bounds == (543000, 4001800, 544600, 4003000)
    assert (raster.lowest_m, raster.highest_m) == pytest.approx((HILL.min(), HILL.max()))
    assert raster.pixel_m == pytest.approx((10, 10), rel=1e-3)
    assert raster.area_m2 == pytest.approx(1600 * 1200, rel=1e-3)
    assert not found.findings


def test_the_report_says_it_in_words_and_figures(made: Made) -> None:
    """Size, extent, range and voids; the JSON has no figure that is none."""
    found = survey(made(np.where(ROWS < 12, -9999, HILL).astype("float32"), nodata=-9999), Answers())
    (layer,) = document(found)["layers"]
    assert (layer["kind"], layer["pixels"], layer["voids"]) == ("terrain", [160, 120], 0.1)
    assert layer["area_m2"] == pytest.approx(1.92e6, rel=1e-3)
    shown = text(found)
    for part in ("160 × 120 of 10 × 10 m", "543000.0 – 544600.0", "40.0 – 70.0 m", "10.00 %"):
        assert part in shown
    picture = document(survey(made(CARD, photometric="RGB"), Answers()))["layers"][0]
    assert (picture["kind"], picture["elevation_m"]) == ("imagery", None)


@pytest.mark.parametrize("bands", [CARD, np.concatenate([CARD, CARD[:1] * 0 + 255]), CARD.astype("uint16") * 40])
def test_colours_are_imagery(made: Made, bands: np.ndarray) -> None:
    """Also with an alpha band, and of 16 bits."""
    raster = only(survey(made(bands, photometric="RGB"), Answers()))
    assert (raster.kind, raster.bands) == ("imagery", (1, 2, 3))


def test_a_grey_picture_is_imagery_and_says_so(made: Made) -> None:
    """One band of bytes is a picture rather than elevations, but the user may know better."""
    file = made(CARD[0])
    assert only(survey(file, Answers())).kind == "imagery"
    assert "ground=terrain" in told(survey(file, Answers()), "note")
    assert only(survey(file, Answers(kinds={"ground": "terrain"}))).kind == "terrain"


def test_classes_and_indices_are_asked_about(made: Made) -> None:
    """Land cover with its palette, classes without one, an index from -1 to 1, a picture of one band."""
    colours = {value: (value * 40, 0, 0, 255) for value in range(5)}
    noise = np.random.default_rng(1).integers(0, 3000, HILL.shape).astype("uint16")
    files = [
        lambda: made((COLUMNS // 40).astype("uint8"), lambda raster: raster.write_colormap(1, colours)),
        lambda: made((COLUMNS // 40).astype("int16")),
        lambda: made(np.sin(COLUMNS / 20).astype("float32")),
        lambda: made(noise),
        lambda: made(np.stack([HILL, HILL])),
    ]
    for make in files:
        found = survey(make(), Answers())
        assert not found.usable
        assert "--kind 'ground=terrain'" in told(found, "ask")


def test_units_are_converted_and_asked_for(made: Made) -> None:
    """Feet that the file states, scale and offset, centimetres that the user states."""
    assert only(survey(made(HILL / 0.3048, lambda raster: setattr(raster, "units", ("ft",))), Answers())).highest_m == (
        pytest.approx(70, abs=0.01)
    )

    def scaled(raster: Any) -> None:
        raster.scales, raster.offsets = (0.1,), (5.0,)

    tenths = only(survey(made(np.rint(10 * (HILL - 5)).astype("int16"), scaled), Answers()))
    assert tenths.highest_m == pytest.approx(70, abs=0.1)
    file = made(np.rint(100 * HILL).astype("int32"), transform=Affine(1, 0, 543000, 0, -1, 4003000))
    assert "centimetres" in told(survey(file, Answers()), "ask")
    assert only(survey(file, Answers(units="cm"))).highest_m == pytest.approx(70, abs=0.01)


def test_voids_and_strays_are_counted(made: Made) -> None:
    """Marks for voids that the file does not declare are known; what no place has is told."""
    holed = HILL.copy()
    holed[:30] = -32768
    holed[60, 60] = 99999
    found = survey(made(holed), Answers())
    raster = only(found)
    assert raster.highest_m == pytest.approx(70)
    assert raster.voids == pytest.approx(0.25, abs=1e-3)
    assert "1 numbers are no elevations" in told(found, "warning")
    assert not survey(made(HILL * 0 - 9999, nodata=-9999), Answers()).usable


def test_a_missing_or_impossible_system_is_asked_for(made: Made) -> None:
    """As for layers, and answered by the same flag."""
    file = made(HILL, crs=None)
    found = survey(file, Answers())
    assert (found.usable, levels(found)) == (False, {"ask"})
    assert "--crs" in told(found, "ask")
    assert only(survey(file, Answers(crs="4549"))).area_m2 == pytest.approx(1.92e6, rel=1e-3)
    assert "ask" in levels(survey(made(HILL, transform=Affine(1e-4, 0, 120.4, 0, -1e-4, 36.2)), Answers()))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_picture_without_a_place_is_refused_with_the_way_out(made: Made) -> None:
    """A world file beside it places it; so do control points."""
    file = made(CARD, transform=None, crs=None)
    assert "Georeference it" in told(survey(file, Answers()), "error")
    Path(file).with_suffix(".tfw").write_text("0.5\n0\n0\n-0.5\n543000.25\n4002999.75\n")
    raster = only(survey(file, Answers(crs="EPSG:4549")))
    assert raster.bounds == pytest.approx((543000, 4002940, 543080, 4003000))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_control_points_place_a_raster(made: Made) -> None:
    """Where a plain map fits them."""
    corners = [(0, 0), (0, 160), (120, 0), (120, 160)]
    points = [GroundControlPoint(row, col, 543000 + 10 * col, 4003000 - 10 * row) for row, col in corners]
    raster = only(survey(made(HILL, transform=None, gcps=points), Answers()))
    assert raster.bounds == pytest.approx((543000, 4001800, 544600, 4003000))


def test_a_turned_raster_is_taken_as_it_lies(made: Made) -> None:
    """Its area is its own, not that of its bounds."""
    turned = Affine.translation(543000, 4003000) @ Affine.rotation(20) @ Affine.scale(10, -10)
    found = survey(made(HILL, transform=turned), Answers())
    assert only(found).area_m2 == pytest.approx(1.92e6, rel=1e-3)
    assert "20.0 degrees" in told(found, "note")


def test_heights_above_the_ellipsoid_are_noticed(made: Made) -> None:
    """And the system of heights that a file names is said."""
    degrees = Affine(1e-4, 0, 120.4, 0, -1e-4, 36.2)
    assert "ellipsoid" in told(survey(made(HILL, crs="EPSG:4979", transform=degrees), Answers()), "warning")
    assert "1985" in told(survey(made(HILL, crs="EPSG:4549+5737"), Answers()), "note")


def test_damage_is_an_error(made: Made, tmp_path: Path) -> None:
    """Cut off in its numbers or in its header, or of numbers that are none."""
    whole = Path(made(HILL, compress="deflate")).read_bytes()
    for share in (0.01, 0.3, 0.9):
        cut = tmp_path / "cut.tif"
        cut.write_bytes(whole[: int(share * len(whole))])
        assert levels(survey(str(cut), Answers())) == {"error"}
    assert "complex" in told(survey(made(HILL.astype("complex64")), Answers()), "error")


def test_huge_claims_cost_nothing(tmp_path: Path) -> None:
    """Ten thousand million pixels in tiles are looked at in a sample; in large pieces they are refused."""
    for side, usable in ((512, True), (16384, False)):
        file = tmp_path / f"{side}.tif"
        with rasterio.open(
            file, "w", driver="GTiff", width=100_000, height=100_000, count=1, dtype="float32", crs="EPSG:4549",
            transform=THERE, sparse_ok=True, BIGTIFF="YES", tiled=True, blockxsize=side, blockysize=side,
        ):  # fmt: skip
            pass
        found = survey(str(file), Answers())
        assert found.usable == usable
        assert usable or "TILED=YES" in told(found, "error")


HEAD = "ncols 4\nnrows 3\n{corner}\n{size}\nNODATA_value -9999\n"
NUMBERS = "1 2 3 4\n5.5 6 7 -9999\n9 10 11 12\n"


@pytest.mark.parametrize(
    ("corner", "size", "bounds"),
    [
        ("xllcorner 543000\nyllcorner 4001800", "cellsize 10", (543000, 4001800, 543040, 4001830)),
        ("XLLCENTER 543005\nYLLCENTER 4001805", "CELLSIZE 10", (543000, 4001800, 543040, 4001830)),
        ("xllcorner 543000\nyllcorner 4001800", "dx 10\ndy 20", (543000, 4001800, 543040, 4001860)),
    ],
)
def test_ascii_grids(tmp_path: Path, corner: str, size: str, bounds: tuple[float, ...]) -> None:
    """Corner or centre, square cells or not; their system is beside them or asked for."""
    file = tmp_path / "grid.asc"
    file.write_text(HEAD.format(corner=corner, size=size) + NUMBERS)
    assert levels(survey(str(file), Answers())) >= {"ask"}
    (tmp_path / "grid.prj").write_text(rasterio.crs.CRS.from_epsg(4549).to_wkt())
    raster = only(survey(str(file), Answers()))
    assert raster.bounds == pytest.approx(bounds)
    assert (raster.lowest_m, raster.highest_m, raster.voids) == pytest.approx((1, 12, 1 / 12))


def test_remarks_before_a_grid_are_passed_over(tmp_path: Path) -> None:
    """Also a mark of UTF-8; a grid that ends too early is damaged."""
    head = HEAD.format(corner="xllcorner 543000\nyllcorner 4001800", size="cellsize 10")
    file = tmp_path / "grid.txt"
    file.write_bytes(b"\xef\xbb\xbf# made by hand\r\n" + (head + NUMBERS).encode())
    assert only(survey(str(file), Answers(crs="4549"))).highest_m == 12
    file.write_text(head + NUMBERS[:12])
    assert levels(survey(str(file), Answers(crs="4549"))) == {"error"}


def test_a_tile_of_srtm_lies_where_its_name_says(tmp_path: Path) -> None:
    """In whatever letters, and inside an archive; the sea lies at 0, voids are -32768."""
    numbers = np.maximum(np.add.outer(np.arange(1201), np.arange(1201)) - 600, 0).astype(">i2")
    numbers[0, :100] = -32768
    file = tmp_path / "n36e120.hgt"
    file.write_bytes(numbers.tobytes())
    packed = tmp_path / "N36E120.SRTMGL3.hgt.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "N36E120.hgt")
    for name in (file, packed):
        found = survey(str(name), Answers())
        raster = only(found)
        assert raster.bounds == pytest.approx((120, 36, 121, 37), abs=1e-3)
        assert (raster.crs_name, raster.lowest_m, raster.highest_m) == ("EPSG:4326", 0, 1800)
        assert raster.voids == pytest.approx(100 / 1201**2)
        assert "sea" in told(found, "note")


@pytest.mark.parametrize(("name", "size", "what"), [("N36E120.hgt", 1000, "1201"), ("tile.hgt", 2884802, "N36E120")])
def test_a_tile_cut_off_or_without_its_name_is_refused(tmp_path: Path, name: str, size: int, what: str) -> None:
    """Its size is fixed, and only its name says where it lies."""
    (tmp_path / name).write_bytes(b"\0\x07" * (size // 2))
    assert what in told(survey(str(tmp_path / name), Answers()), "error")
