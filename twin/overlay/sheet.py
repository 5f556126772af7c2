"""A sheet of plates, lines and text in pixels, top left origin, as one Panda3D node.

Sizes are given in design pixels (those of a picture 720 high) and multiplied by the sheet's scale, so that the same
layout comes out at every picture size; text is set at the size at which it is shown, never stretched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    NodePath,
    SamplerState,
    Shader,
    Texture,
    TransparencyAttrib,
)

from twin.overlay import type as setting

Colour = tuple[float, float, float, float]
_SHADOW: Final = 9.0

_SHAPE_VERTEX = """#version 330
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex; in vec4 p3d_Color; in vec4 shape; in vec4 style;
out vec4 colour; out vec2 place; flat out vec2 half_size; flat out vec4 look;
void main() {
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
    colour = p3d_Color; place = shape.xy; half_size = shape.zw; look = style;
}
"""
# A rounded box by its signed distance; `look` = radius, blur, 1 for a triangle whose `place.x` is that distance.
_SHAPE_FRAGMENT = """#version 330
in vec4 colour; in vec2 place; flat in vec2 half_size; flat in vec4 look;
out vec4 pixel;
void main() {
    vec2 corner = abs(place) - half_size + look.x;
    float box = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - look.x;
    float away = look.z > 0.5 ? place.x : box;
    float cover = look.y > 0.0 ? smoothstep(look.y, -look.y, away) : clamp(0.5 - away, 0.0, 1.0);
    pixel = vec4(colour.rgb, colour.a * cover);
}
"""
_TEXT_VERTEX = """#version 330
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex; in vec4 p3d_Color; in vec2 p3d_MultiTexCoord0;
out vec4 colour; out vec2 place;
void main() {
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
    colour = p3d_Color; place = p3d_MultiTexCoord0;
}
"""
_TEXT_FRAGMENT = """#version 330
uniform sampler2D p3d_Texture0;
in vec4 colour; in vec2 place;
out vec4 pixel;
void main() { pixel = vec4(colour.rgb, colour.a * texture(p3d_Texture0, place).r); }
"""


def rgb(code: str, alpha: float = 1.0) -> Colour:
    """The colour "#RRGGBB"."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, alpha


PLATE: Final = rgb("#FCFBF8", 0.94)
INK: Final = rgb("#1D2A35")
INK_SOFT: Final = rgb("#5A6873")
SELECTED: Final = rgb("#FF7319")
ACCENTS: Final = {"ai": rgb("#1F6F8B"), "vr": rgb("#C8553D")}
"""Accent of each park's plates."""
ACCENT_OTHER: Final = rgb("#56616B")


class Sheet:
    """Collects shapes and text; `node` gives them as one node. y counts downwards, in design pixels like all sizes."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._corners: list[tuple[float, ...]] = []
        self._lines: list[_Line] = []

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, radius: float = 0.0, blur: float = 0.0
    ) -> None:
        """A filled box with round corners; with `blur` its edge fades over that many pixels to both sides."""
        self.gradient(x, y, width, height, (colour, colour), radius, blur)

    def gradient(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colours: tuple[Colour, Colour],
        radius: float = 0.0,
        blur: float = 0.0,
    ) -> None:
        """A box whose colour runs from left to right."""
        s = self.scale
        left, top, right, bottom = x * s, y * s, (x + width) * s, (y + height) * s
        if not blur:  # sharp edges lie on whole pixels, and nothing thin is lost
            left, top = round(left), round(top)
            right, bottom = max(round(right), left + 1), max(round(bottom), top + 1)
        half_w, half_h = (right - left) / 2, (bottom - top) / 2
        if half_w <= 0 or half_h <= 0:
            return
        margin = blur * s if blur else (1.0 if radius else 0.0)
        middle = (left + half_w, top + half_h)
        quad = []
        for side_x, side_y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            local = (side_x * (half_w + margin), side_y * (half_h + margin))
            colour = colours[0] if side_x < 0 else colours[1]
            place = (middle[0] + local[0], 0.0, -(middle[1] + local[1]))
            quad.append((*place, *local, half_w, half_h, min(radius * s, half_w, half_h), blur * s, 0.0, 0.0, *colour))
        self._corners += [quad[i] for i in (0, 3, 2, 0, 2, 1)]

    def frame(self, x: float, y: float, width: float, height: float, edge: Colour, inner: Colour) -> None:
        """A box of colour `inner` within an edge that is visible at every scale."""
        inset = max(2.0, 1.0 / self.scale)
        self.box(x, y, width, height, inner)
        self.box(x, y, width, inset, edge)
        self.box(x, y + height - inset, width, inset, edge)
        self.box(x, y, inset, height, edge)
        self.box(x + width - inset, y, inset, height, edge)

    def triangle(self, corners: tuple[tuple[float, float], ...], colour: Colour) -> None:
        """A filled triangle with smooth edges."""
        points = np.array(corners) * self.scale
        sides = np.linalg.norm(points[[1, 2, 0]] - points[[2, 0, 1]], axis=1)
        middle = (points * sides[:, None]).sum(axis=0) / sides.sum()
        a, b = points[1] - points[0], points[2] - points[0]
        inner = abs(a[0] * b[1] - a[1] * b[0]) / sides.sum()
        for i in range(3):
            for point, away in ((points[i], 0.5), (points[(i + 1) % 3], 0.5), (middle, -inner)):
                self._corners.append((point[0], 0, -point[1], away, 0, 0, 0, 0, 0, 1, 0, *colour))

    def plate(self, x: float, y: float, width: float, height: float, accent: Colour | None = None) -> None:
        """A plate with its soft shadow; with `accent`, a bar of that colour at its left."""
        self.box(x, y + 2, width, height, (0.08, 0.11, 0.15, 0.26), 7, _SHADOW)
        if accent is None:
            self.box(x, y, width, height, PLATE, 7)
            return
        self.box(x, y, 14, height, accent, 7)
        self.box(x + 4, y, width - 4, height, (*PLATE[:3], 1.0), 7)
        self.box(x + 4, y, 10, height, (*PLATE[:3], 1.0))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: Colour = INK,
        *,
        bold: bool = False,
        align: str = "left",
        wrap: float | None = None,
    ) -> None:
        """Text whose first baseline lies at `y`.

        `align`: "left", "centre" or "right" of `x`; `wrap`: break lines at this width.
        """
        broken = (words,) if wrap is None else setting.lines(words, size, wrap, bold)
        for i, line in enumerate(broken):
            pixels = size * self.scale
            shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * setting.width(line, bold) * pixels
            mask, left, above = setting.mask(line, pixels, bold)
            row = round((y + i * size * setting.LINE) * self.scale)
            self._lines.append(_Line(mask, round(x * self.scale - shift) - left, row - above, colour))

    def node(self, name: str) -> NodePath:
        """Everything so far as one node, in the order: shapes, then text."""
        root = NodePath(name)
        if self._corners:
            corners = np.array(self._corners, np.float32)
            root.attach_new_node(_node(corners, _shape_format())).set_shader(_shader("shape"))
        if self._lines:
            text = _text(self._lines)
            text.reparent_to(root)
            text.set_shader(_shader("text"))
        root.set_bin("unsorted", 0)
        root.set_depth_test(False)
        root.set_depth_write(False)
        root.set_two_sided(True)
        root.set_transparency(TransparencyAttrib.M_alpha)
        return root


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in design pixels."""
    return setting.width(words, bold) * size


def text_height(words: str, size: float, wrap: float) -> float:
    """Height of text broken at `wrap`, in design pixels."""
    return len(setting.lines(words, size, wrap)) * setting.LINE * size


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text as coverage, the pixel of its top left corner, its colour."""

    mask: NDArray[np.uint8]
    left: int
    top: int
    colour: Colour


def _text(lines: list[_Line]) -> NodePath:
    """All lines as one mesh over one texture that holds them one below the other."""
    width, height = max(line.mask.shape[1] for line in lines), sum(line.mask.shape[0] for line in lines)
    stack = np.zeros((height, width), np.uint8)
    corners: list[tuple[float, ...]] = []
    row = 0
    for line in lines:
        rows, columns = line.mask.shape
        stack[row : row + rows, :columns] = line.mask
        u, v0, v1 = columns / width, 1 - row / height, 1 - (row + rows) / height
        quad = [
            (line.left, 0, -line.top, 0, v0, *line.colour),
            (line.left + columns, 0, -line.top, u, v0, *line.colour),
            (line.left + columns, 0, -line.top - rows, u, v1, *line.colour),
            (line.left, 0, -line.top - rows, 0, v1, *line.colour),
        ]
        corners += [quad[i] for i in (0, 3, 2, 0, 2, 1)]
        row += rows
    texture = Texture("text")
    texture.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_red)
    # exact where a texel meets a pixel, and still readable where an eye's part is squeezed
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)
    texture.set_keep_ram_image(False)
    texture.set_ram_image(stack[::-1].tobytes())
    node = NodePath(_node(np.array(corners, np.float32), _text_format()))
    node.set_texture(texture)
    return node


@cache
def _shader(kind: str) -> Shader:
    sources = {"shape": (_SHAPE_VERTEX, _SHAPE_FRAGMENT), "text": (_TEXT_VERTEX, _TEXT_FRAGMENT)}
    return Shader.make(Shader.SL_GLSL, *sources[kind])


@cache
def _shape_format() -> GeomVertexFormat:
    return _format(("shape", 4), ("style", 4))


@cache
def _text_format() -> GeomVertexFormat:
    return _format(("texcoord", 2))


def _format(*columns: tuple[str, int]) -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    array.add_column(InternalName.get_vertex(), 3, GeomEnums.NT_float32, GeomEnums.C_point)
    for name, parts in columns:
        kind = GeomEnums.C_texcoord if name == "texcoord" else GeomEnums.C_other
        array.add_column(InternalName.make(name), parts, GeomEnums.NT_float32, kind)
    array.add_column(InternalName.get_color(), 4, GeomEnums.NT_float32, GeomEnums.C_color)
    return GeomVertexFormat.register_format(GeomVertexFormat(array))


def _node(corners: NDArray[np.float32], layout: GeomVertexFormat) -> GeomNode:
    """Triangles, three rows of `corners` each."""
    data = GeomVertexData("overlay", layout, Geom.UH_static)
    data.unclean_set_num_rows(len(corners))
    memoryview(data.modify_array(0)).cast("B")[:] = corners.tobytes()
    triangles = GeomTriangles(Geom.UH_static)
    triangles.add_next_vertices(len(corners))
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("overlay")
    node.add_geom(geom)
    return node
