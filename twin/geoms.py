"""Arrays into the graphics engine: meshes become Geoms, tables become textures, by one copy of memory each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    SamplerState,
    Texture,
)

from gis.errors import UserError
from gis.text import tr
from twin.mesh import VERTEX, Mesh

TABLE_WIDTH = 512
"""Tables of any length lie in textures this wide: the limit of a side is 16,384 on common hardware."""

_COLUMNS = (
    (InternalName.get_vertex(), 3, GeomEnums.NT_float32, GeomEnums.C_point),
    (InternalName.get_normal(), 4, GeomEnums.NT_int8, GeomEnums.C_normal),
    (InternalName.make("face"), 4, GeomEnums.NT_float32, GeomEnums.C_other),
    (InternalName.make("owner"), 1, GeomEnums.NT_uint32, GeomEnums.C_index),
    (InternalName.make("part"), 4, GeomEnums.NT_uint8, GeomEnums.C_index),
)


def geom(mesh: Mesh) -> Geom:
    """The mesh on its way to the graphics card."""
    data = GeomVertexData("mesh", _vertex_format(), Geom.UH_static)
    data.unclean_set_num_rows(len(mesh.vertices))
    _fill(data.modify_array(0), mesh.vertices)
    triangles = GeomTriangles(Geom.UH_static)
    triangles.set_index_type(GeomEnums.NT_uint32)
    indices = triangles.modify_vertices()
    indices.unclean_set_num_rows(mesh.triangles.size)
    _fill(indices, mesh.triangles)
    result = Geom(data)
    result.add_primitive(triangles)
    return result


def table_texture(name: str, table: NDArray[np.float32], limit_px: int) -> Texture:
    """A (N, K, 4) table as a float texture: texel k of row i lies at (i % 512, i // 512 * K + k).

    Raises:
        UserError: more rows than a texture side of `limit_px` holds.
    """
    rows, texels, _ = table.shape
    height = max(1, -(-rows // TABLE_WIDTH))
    _check_side(height * texels, limit_px, rows)
    padded = np.zeros((height * TABLE_WIDTH, texels, 4), np.float32)
    padded[:rows] = table
    lines = padded.reshape(height, TABLE_WIDTH, texels, 4).transpose(0, 2, 1, 3)
    texture = Texture(name)
    texture.setup_2d_texture(TABLE_WIDTH, height * texels, Texture.T_float, Texture.F_rgba32)
    _nearest(texture)
    texture.set_ram_image(np.ascontiguousarray(lines[..., [2, 1, 0, 3]]).reshape(-1).view(np.uint8).data)
    return texture


def byte_texture(name: str, pixels: NDArray[np.uint8], *, smooth: bool = False) -> Texture:
    """(H, W, 4) RGBA pixels, row 0 at texture coordinate 0; with `smooth` read between pixels, else exactly."""
    height, width, _ = pixels.shape
    texture = Texture(name)
    texture.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_rgba8)
    _nearest(texture)
    if smooth:
        texture.set_minfilter(SamplerState.FT_linear)
        texture.set_magfilter(SamplerState.FT_linear)
    texture.set_ram_image(np.ascontiguousarray(pixels[..., [2, 1, 0, 3]]).reshape(-1).data)
    return texture


def array_texture(name: str, layers: NDArray[np.uint8], limit_layers: int, limit_px: int) -> Texture:
    """(T, H, W, 4) BGRA bytes as a texture array of T layers, not kept in memory once it is on the card.

    Raises:
        UserError: more layers, or larger ones, than the graphics driver holds.
    """
    count, height, width, _ = layers.shape
    if count > limit_layers:
        raise UserError(
            tr("Run of {months} months", months=count),
            tr("The graphics driver holds {limit} months at most.", limit=limit_layers),
            remedy=tr("Simulate a shorter time."),
        )
    _check_side(height, limit_px, height * width)
    texture = Texture(name)
    texture.setup_2d_texture_array(width, height, count, Texture.T_unsigned_byte, Texture.F_rgba8)
    _nearest(texture)
    texture.set_compression(Texture.CM_off)
    texture.set_keep_ram_image(False)
    texture.set_ram_image(np.ascontiguousarray(layers).reshape(-1).data)
    return texture


def _check_side(height_px: int, limit_px: int, rows: int) -> None:
    if height_px > limit_px:
        raise UserError(
            tr("Place with {rows} buildings", rows=rows),
            tr("The graphics driver cannot hold so many at once."),
            tr("Its limit is {limit} pixels a side.", limit=limit_px),
            tr("Open fewer parks at once."),
        )


def _nearest(texture: Texture) -> None:
    texture.set_minfilter(SamplerState.FT_nearest)
    texture.set_magfilter(SamplerState.FT_nearest)
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)


def _vertex_format() -> GeomVertexFormat:
    columns = GeomVertexArrayFormat()
    for column in _COLUMNS:
        columns.add_column(*column)
    if columns.get_stride() != VERTEX.itemsize:
        raise RuntimeError(columns.get_stride())
    layout = GeomVertexFormat()
    layout.add_array(columns)
    return GeomVertexFormat.register_format(layout)


def _fill(target: Any, source: NDArray[Any]) -> None:
    memoryview(target).cast("B")[:] = np.ascontiguousarray(source).reshape(-1).view(np.uint8).data
