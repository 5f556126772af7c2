"""Small sound files of every format, to damage: the more of a format they use, the deeper the damage reaches."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

Files = dict[str, bytes]
"""The files of one data set by name, the one to open first."""


def _table() -> gpd.GeoDataFrame:
    east, north = 543000, 4001800
    hole = [(east + 140, north + 40), (east + 160, north + 40), (east + 150, north + 60)]
    shapes = [
        shapely.box(east, north, east + 40, north + 30),
        shapely.Polygon(shapely.box(east + 100, north, east + 200, north + 100).exterior, [hole]),
        shapely.union_all([shapely.box(east + x, north, east + x + 10, north + 10) for x in (300, 320)]),
        shapely.box(east + 400, north, east + 440, north + 30),
    ]
    columns = {
        "name": ["研发楼", "Tower", None, "厂房 3"],
        "height_m": [24.0, 95.5, np.nan, 12.0],
        "floors": [6, 23, 1, 2],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4549)


def _written(folder: Path, name: str, driver: str, crs: int = 4549, **options: object) -> Files:
    made = folder / "made"
    made.mkdir()
    _table().to_crs(crs).to_file(made / name, driver=driver, engine="pyogrio", **options)
    first = [made / name]
    others = sorted(set(made.iterdir()) - set(first))
    return {file.name: file.read_bytes() for file in [*first, *others]}


def _geojson(folder: Path) -> Files:
    return _written(folder, "a.geojson", "GeoJSON", 4326)


def _geopackage(folder: Path) -> Files:
    return _written(folder, "a.gpkg", "GPKG")


def _shapefile(folder: Path) -> Files:
    return _written(folder, "a.shp", "ESRI Shapefile", encoding="GBK")


def _flatgeobuf(folder: Path) -> Files:
    return _written(folder, "a.fgb", "FlatGeobuf")


def _kml(folder: Path) -> Files:
    return _written(folder, "a.kml", "LIBKML", 4326)


def _geoparquet(folder: Path) -> Files:
    _table().to_parquet(folder / "a.parquet")
    return {"a.parquet": (folder / "a.parquet").read_bytes()}


def _csv(folder: Path) -> Files:
    rows = ["名称,经度,纬度,高度", *(f"楼{i},{120.47 + i / 1000},{36.14 + i / 1000},{i * 3}" for i in range(20))]
    return {"a.csv": "\n".join(rows).encode("gb18030")}


def _dxf(folder: Path) -> Files:
    import ezdxf

    drawing = ezdxf.new("R2010", setup=True)  # type: ignore[attr-defined]
    space = drawing.modelspace()
    space.add_lwpolyline(
        [(0, 0, 0, 0, 0.4), (40, 0, 0, 0, 0), (40, 30), (0, 30)], close=True, dxfattribs={"layer": "JZ-建筑"}
    )
    space.add_polyline2d([(50, 0), (90, 0), (90, 30)], close=True)
    space.add_circle((0, 60), 5)
    block = drawing.blocks.new("TREE")
    block.add_lwpolyline([(0, 0), (2, 0), (2, 2)], close=True)
    space.add_blockref("TREE", (10, 50), dxfattribs={"rotation": 30, "xscale": 2})
    hatch = space.add_hatch()
    hatch.paths.add_polyline_path([(100, 0), (120, 0), (120, 20)], is_closed=True)
    space.add_text("6F").set_placement((20, 15))
    stream = io.StringIO()
    drawing.write(stream)
    return {"a.dxf": stream.getvalue().encode("utf-8")}


_OSM = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
{nodes}
 <way id="1" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
  <tag k="building" v="yes"/><tag k="height" v="12 m"/><tag k="name" v="楼"/></way>
 <way id="2" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><tag k="highway" v="residential"/></way>
 <way id="3" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="8"/><nd ref="5"/></way>
 <relation id="1" version="1"><member type="way" ref="3" role="outer"/><member type="way" ref="1" role="inner"/>
  <tag k="type" v="multipolygon"/><tag k="building" v="office"/><tag k="building:levels" v="5"/></relation>
</osm>
"""


def _osm(folder: Path) -> Files:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (-1, -1), (2, -1), (2, 2), (-1, 2)]
    nodes = "\n".join(
        f' <node id="{i + 1}" version="1" lon="{120.47 + x / 1000}" lat="{36.14 + y / 1000}"/>'
        for i, (x, y) in enumerate(corners)
    )
    return {"a.osm": _OSM.format(nodes=nodes).encode("utf-8")}


def _pbf(folder: Path) -> Files:
    import osmium

    (folder / "a.osm").write_bytes(_osm(folder)["a.osm"])
    with osmium.SimpleWriter(str(folder / "a.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(folder / "a.osm")):
            writer.add(thing)
    return {"a.osm.pbf": (folder / "a.osm.pbf").read_bytes()}


_CUBE = [[[[0, 3, 2, 1]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]]]


def _cityjson(folder: Path) -> Files:
    corners = [[x, y, z] for z in (0, 9000) for x, y in ((0, 0), (20000, 0), (20000, 10000), (0, 10000))]
    solid = {"type": "Solid", "lod": "1.2", "boundaries": _CUBE}
    whole = {"measuredHeight": 9.0, "storeysAboveGround": 3}
    city = {
        "type": "CityJSON",
        "version": "2.0",
        "transform": {"scale": [0.001] * 3, "translate": [543000, 4001800, 40]},
        "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/4549"},
        "CityObjects": {
            "b1": {"type": "Building", "attributes": whole, "geometry": [solid]},
            "b2": {"type": "Building", "children": ["p"]},
            "p": {"type": "BuildingPart", "parents": ["b2"], "geometry": [solid]},
        },
        "vertices": corners,
    }
    return {"a.city.json": json.dumps(city).encode()}


_CITYGML = """<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:gml="http://www.opengis.net/gml"
 xmlns:bldg="http://www.opengis.net/citygml/building/2.0">
 <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4549" srsDimension="3">
  <gml:lowerCorner>4001800 543000 0</gml:lowerCorner><gml:upperCorner>4001900 543100 50</gml:upperCorner>
 </gml:Envelope></gml:boundedBy>
 <core:cityObjectMember><bldg:Building gml:id="b1">
  <gml:name>楼</gml:name><bldg:measuredHeight uom="m">12.5</bldg:measuredHeight>
  <bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>{faces}</gml:CompositeSurface></gml:exterior>
  </gml:Solid></bldg:lod1Solid>
 </bldg:Building></core:cityObjectMember>
</core:CityModel>
"""
_FACE = (
    "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>{}</gml:posList>"
    "</gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>"
)


def _citygml(folder: Path) -> Files:
    corners = [(4001800, 543000), (4001800, 543020), (4001810, 543020), (4001810, 543000), (4001800, 543000)]
    rings = [" ".join(f"{n} {e} {z}" for n, e in corners) for z in (40, 52)]
    return {"a.gml": _CITYGML.format(faces="".join(_FACE.format(ring) for ring in rings)).encode("utf-8")}


def _geotiff(folder: Path) -> Files:
    import rasterio

    heights = np.add.outer(np.arange(40), np.arange(60)).astype("float32")
    where = rasterio.Affine(10, 0, 543000, 0, -10, 4002000)
    with rasterio.open(
        folder / "a.tif", "w", driver="GTiff", width=60, height=40, count=1, dtype="float32", crs="EPSG:4549",
        transform=where, nodata=-9999, compress="deflate",
    ) as raster:  # fmt: skip
        raster.write(heights, 1)
    return {"a.tif": (folder / "a.tif").read_bytes()}


def _ascii_grid(folder: Path) -> Files:
    rows = "\n".join(" ".join(str(row + column) for column in range(12)) for row in range(10))
    head = "ncols 12\nnrows 10\nxllcorner 543000\nyllcorner 4001800\ncellsize 10\nNODATA_value -9999\n"
    return {"a.asc": (head + rows).encode()}


def _tile(folder: Path) -> Files:
    heights = np.add.outer(np.arange(1201) // 7, np.arange(1201) // 5).astype(">i2")
    return {"N36E120.hgt": heights.tobytes()}


def _picture(folder: Path) -> Files:
    import rasterio

    colours = np.add.outer(np.arange(3) * 20, np.add.outer(np.arange(64), np.arange(64))).astype("uint8")
    where = rasterio.Affine(0.5, 0, 543000, 0, -0.5, 4002000)
    with rasterio.open(
        folder / "a.tif", "w", driver="GTiff", width=64, height=64, count=3, dtype="uint8", crs="EPSG:4549",
        transform=where, tiled=True, blockxsize=32, blockysize=32, compress="jpeg", photometric="ycbcr", BIGTIFF="YES",
    ) as raster:  # fmt: skip
        raster.write(colours)
    return {"a.tif": (folder / "a.tif").read_bytes()}


def _zip(folder: Path) -> Files:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _shapefile(folder).items():
            archive.writestr(f"数据/{name}", content)
    return {"a.zip": packed.getvalue()}


SEEDS: Final[Mapping[str, tuple[Callable[[Path], Files], ...]]] = {
    "geojson": (_geojson,),
    "geopackage": (_geopackage,),
    "shapefile": (_shapefile,),
    "flatgeobuf": (_flatgeobuf,),
    "geoparquet": (_geoparquet,),
    "kml": (_kml,),
    "csvtable": (_csv,),
    "dxf": (_dxf,),
    "osm": (_osm, _pbf),
    "cityjson": (_cityjson,),
    "citygml": (_citygml,),
    "raster": (_geotiff, _ascii_grid, _tile, _picture),
    "archives": (_zip,),
}
"""By the name of the reader's module; "archives" are what unpacking opens."""

FILELESS: Final = ("postgis",)
"""Readers of what is no file."""
