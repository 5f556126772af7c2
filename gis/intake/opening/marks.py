"""The marks of formats that ParkTwin does not read, each with its name and the way out that its users have."""

from __future__ import annotations

from typing import Final

DRAWING, MODEL, TABLE, GIS, PICTURE, GRID, PROJECT, CLOUD, TILES, ARCHIVE, NOTHING = range(11)
"""The ways out; `gis.intake.opening.foreign` has a sentence for each."""

# (offset, bytes, name, way out)
BYTES: Final[tuple[tuple[int, bytes, str, int], ...]] = (
    (0, b"AC10", "DWG", DRAWING), (0, b"AC1.", "DWG", DRAWING), (0, b"AC2.", "DWG", DRAWING),
    (0, b"MC0.0", "DWG", DRAWING),
    (0, b"\x08\x09\xfe\x02", "DGN", DRAWING), (0, b"\xc8\x09\xfe\x02", "DGN", DRAWING),
    (0, b"AutoCAD Binary DXB", "DXB", DRAWING),
    (0, b"(DWF V", "DWF", DRAWING), (0, b"%PDF-", "PDF", DRAWING), (0, b"%!PS", "PostScript", DRAWING),
    (0, b"\xff\xfe\xff\x0eS\0k\0e\0t\0c\0h\0U\0p\0", "SketchUp (SKP)", MODEL), (0, b"Kaydara FBX", "FBX", MODEL),
    (0, b"; FBX", "FBX", MODEL), (0, b"glTF", "GLB", MODEL), (0, b"BLENDER", "Blender", MODEL),
    (0, b"b3dm", "3D Tiles", MODEL),
    (0, b"3D Geometry File Format", "Rhino (3DM)", MODEL), (0, b"ply\n", "PLY", MODEL),
    (0, b"ply\r\n", "PLY", MODEL),
    (0, b"LASF", "LAS/LAZ", CLOUD), (0, b"ASTM-E57", "E57", CLOUD), (0, b"# .PCD", "PCD", CLOUD),
    (4, b"Standard Jet DB", "Access (MDB)", GIS), (4, b"Standard ACE DB", "Access (ACCDB)", GIS),
    (0, b"!table", "MapInfo TAB", GIS), (0, b"EXP  0", "ArcInfo E00", GIS), (0, b"EXP  1", "ArcInfo E00", GIS),
    (0, b"ARROW1", "Arrow", GIS), (0, b"PGDMP", "PostgreSQL dump", GIS),
    (0, b"\xff\xd8\xff", "JPEG", PICTURE), (0, b"\x89PNG\r\n", "PNG", PICTURE), (0, b"GIF8", "GIF", PICTURE),
    (0, b"8BPS", "Photoshop", PICTURE), (8, b"WEBP", "WebP", PICTURE), (4, b"ftypheic", "HEIC", PICTURE),
    (4, b"ftypavif", "AVIF", PICTURE),
    (4, b"jP  ", "JPEG 2000", GRID), (0, b"EHFA_HEADER_TAG", "Erdas Imagine", GRID), (0, b"msid", "MrSID", GRID),
    (0, b"CDF\x01", "NetCDF", GRID), (0, b"CDF\x02", "NetCDF", GRID), (0, b"CDF\x05", "NetCDF", GRID),
    (0, b"\x89HDF\r\n", "HDF5/NetCDF", GRID), (0, b"\x0e\x03\x13\x01", "HDF4", GRID), (0, b"GRIB", "GRIB", GRID),
    (0, b"PMTiles", "PMTiles", TILES), (68, b"MPBX", "MBTiles", TILES),
    (0, b"7z\xbc\xaf\x27\x1c", "7z", ARCHIVE), (0, b"Rar!\x1a\x07", "RAR", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", "zstd", ARCHIVE),
    (0, b"\x04\x22\x4d\x18", "LZ4", ARCHIVE), (0, b"MSCF", "CAB", ARCHIVE),
    (0, b"\x1f\x9d", "compress (.Z)", ARCHIVE),
)  # fmt: skip
# Compound documents of Microsoft's by the ending of their names
OLE_KINDS: Final = {
    ".rvt": ("Revit (RVT)", MODEL), ".rfa": ("Revit (RFA)", MODEL), ".rte": ("Revit (RTE)", MODEL),
    ".max": ("3ds Max", MODEL),
    ".dgn": ("DGN", DRAWING), ".doc": ("Word", NOTHING), ".ppt": ("PowerPoint", NOTHING),
    ".xls": ("Excel", TABLE),
    ".et": ("WPS", TABLE), ".wps": ("WPS", NOTHING), ".mxd": ("ArcMap (MXD)", PROJECT),
    ".lyr": ("ArcMap (LYR)", PROJECT),
    ".mxt": ("ArcMap (MXT)", PROJECT), ".vsd": ("Visio", DRAWING),
}  # fmt: skip
# XML by its root element
ROOTS: Final = {
    "gpx": ("GPX", GIS), "qgis": ("QGIS (QGS)", PROJECT), "qlr": ("QGIS (QLR)", PROJECT),
    "svg": ("SVG", DRAWING),
    "collada": ("COLLADA", MODEL), "landxml": ("LandXML", DRAWING), "x3d": ("X3D", MODEL),
    "rss": ("GeoRSS", GIS),
    "feed": ("GeoRSS", GIS), "ogrvrtdatasource": ("GDAL VRT", PROJECT), "vrtdataset": ("GDAL VRT", PROJECT),
    "wfs_capabilities": ("WFS", GIS), "wms_capabilities": ("WMS", GIS), "wmt_ms_capabilities": ("WMS", GIS),
    "exceptionreport": ("OGC ExceptionReport", GIS), "serviceexceptionreport": ("OGC ServiceExceptionReport", GIS),
    "featurecollection": ("GML", GIS), "ifcxml": ("ifcXML", MODEL), "gbxml": ("gbXML", MODEL),
    "indoorfeatures": ("IndoorGML", GIS),
}  # fmt: skip
# What has no mark of its own
ENDINGS: Final = {
    ".3ds": ("3DS", MODEL), ".obj": ("OBJ", MODEL), ".stl": ("STL", MODEL), ".mvt": ("MVT", TILES),
    ".ecw": ("ECW", GRID),
    ".osgb": ("OSGB", MODEL), ".xyz": ("XYZ", CLOUD), ".gdbtable": ("ESRI File Geodatabase", GIS),
    ".bmp": ("BMP", PICTURE),
    ".dat": ("MapInfo TAB", GIS), ".id": ("MapInfo TAB", GIS), ".map": ("MapInfo TAB", GIS),
    ".ind": ("MapInfo TAB", GIS),
    ".adf": ("ArcInfo", GIS), ".qgz": ("QGIS (QGZ)", PROJECT), ".wl": ("MapGIS", GIS), ".wp": ("MapGIS", GIS),
    ".wt": ("MapGIS", GIS), ".vct": ("VCT", GIS), ".mpj": ("MapGIS", PROJECT), ".smwu": ("SuperMap", PROJECT),
    ".udb": ("SuperMap (UDB)", GIS), ".udbx": ("SuperMap (UDBX)", GIS),
}  # fmt: skip
