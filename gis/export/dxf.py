"""DXF: a layer a layer; outlines as closed polylines, with holes as hatches; attributes ride along as extended data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.intake.own.own_drawing import APP, CRS_PROPERTY, LATER_PART
from gis.intake.own.own_export import marked
from gis.style import COLOURS

if TYPE_CHECKING:
    import geopandas as gpd
    from ezdxf.layouts.layout import Modelspace

NAME: Final = "DXF"
ENDINGS: Final = (".dxf",)

_CHUNK_BYTES: Final = 240
"""Extended data comes in texts of at most 255 bytes."""
_NAMED: Final = ("parcels", "roads", "greens", "water")
_NAMES_LAYER: Final = "names"
_LETTER_M: Final = 6.0


def write(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Write `layers` in metres of their reference system, and the names of places to read."""
    import ezdxf

    drawing = ezdxf.filemanagement.new("R2018", units=6)
    drawing.appids.add(APP)
    crs = next(iter(layers.values())).crs
    drawing.header.custom_vars.append(CRS_PROPERTY, crs.to_string())
    space = drawing.modelspace()
    middle = layers["site"].geometry.iloc[0].representative_point()
    for name, table in layers.items():
        drawing.layers.add(name, true_color=_colour(name))
        for text, shape in zip(marked(table, name), table.geometry, strict=True):
            if shape is None or shape.is_empty:
                # Nobody knows where it is: the attributes ride on a point that is not drawn.
                space.add_point((middle.x, middle.y), dxfattribs={"layer": name, "invisible": 1}).set_xdata(
                    APP, [(1000, chunk) for chunk in _chunks(text)]
                )
            else:
                _add(space, name, shape, text)
    drawing.layers.add(_NAMES_LAYER)
    for name in _NAMED:
        _add_names(space, layers[name]) if name in layers else None
    drawing.saveas(file)


def _colour(layer: str) -> int:
    return int(COLOURS.get(layer, "#808080").lstrip("#"), 16)


def _add(space: Modelspace, layer: str, shape: Any, text: str) -> None:
    """One entity a feature: several parts or holes make it a hatch or, of lines, a block of polylines."""
    import shapely

    style = {"layer": layer}
    data = [(1000, chunk) for chunk in _chunks(text)]
    entity: Any
    if shape.geom_type == "Polygon" and not shape.interiors:
        entity = space.add_lwpolyline(_corners(shape.exterior), close=True, dxfattribs=style)
    elif shape.geom_type in ("Polygon", "MultiPolygon"):
        entity = space.add_hatch(dxfattribs=style)
        for part in shapely.get_parts(shape):
            for ring, flags in ((part.exterior, 1), *((hole, 16) for hole in part.interiors)):
                entity.paths.add_polyline_path(_corners(ring), is_closed=True, flags=flags)
    elif shape.geom_type == "LineString":
        entity = space.add_polyline3d(shape.coords, dxfattribs=style) if shape.has_z else None
        entity = entity or space.add_lwpolyline(list(shape.coords), dxfattribs=style)
    elif shape.geom_type == "Point":
        entity = space.add_point(shape.coords[0], dxfattribs=style)
    else:
        for number, part in enumerate(shapely.get_parts(shape)):
            _add(space, layer, part, LATER_PART if number else text)
        return
    entity.set_xdata(APP, data)


def _corners(ring: Any) -> list[tuple[float, float]]:
    return [(x, y) for x, y, *_ in list(ring.coords)[:-1]]


def _chunks(text: str) -> Sequence[str]:
    """`text` in pieces of at most `_CHUNK_BYTES`, none cut within a character."""
    pieces, piece, size = [], "", 0
    for letter in text:
        width = len(letter.encode())
        if size + width > _CHUNK_BYTES:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + letter, size + width
    return [*pieces, piece]


def _add_names(space: Modelspace, table: gpd.GeoDataFrame) -> None:
    from ezdxf.enums import TextEntityAlignment

    names = table["name_zh"].where(table["name_zh"].notna(), table["name_en"])
    for name, point in zip(names, table.geometry.representative_point(), strict=True):
        if isinstance(name, str) and name:
            text = space.add_text(name, height=_LETTER_M, dxfattribs={"layer": _NAMES_LAYER})
            text.set_placement((point.x, point.y), align=TextEntityAlignment.MIDDLE_CENTER)
