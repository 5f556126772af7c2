"""A sheet of plates, lines and text in pixels, top left origin, as one Panda3D node.

Sizes are given in design pixels (those of a picture 720 high) and multiplied by the sheet's scale, so that the same
layout comes out at every picture size; text is rendered by FreeType at the size it is shown, never stretched.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from panda3d.core import (
    DynamicTextFont,
    Filename,
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
    TextNode,
    TransparencyAttrib,
)

from gis.assets import asset

Colour = tuple[float, float, float, float]
_FACES: Final = {"regular": "NotoSansSC-Regular.otf", "bold": "NotoSansSC-Bold.otf"}
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
void main() { pixel = vec4(colour.rgb, colour.a * texture(p3d_Texture0, place).a); }
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
        self._texts: list[NodePath] = []

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
        if not blur:  # sharp edges lie on whole pixels
            left, top, right, bottom = round(left), round(top), round(right), round(bottom)
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
    ) -> float:
        """Text whose first baseline lies at `y`; the height of its lines comes back.

        `align`: "left", "centre" or "right" of `x`; `wrap`: break lines at this width.
        """
        pixels = max(round(size * self.scale), 6)
        writer = _writer(words, pixels, bold, None if wrap is None else wrap * self.scale)
        width = writer.get_width() * pixels
        shift = {"left": 0.0, "centre": width / 2, "right": width}[align]
        node = NodePath(writer.generate())
        node.set_color(colour)
        node.set_scale(pixels)
        node.set_pos(round(x * self.scale - shift), 0, -round(y * self.scale))
        self._texts.append(node)
        return float(writer.get_num_rows() * writer.get_line_height() * pixels / self.scale)

    def node(self, name: str) -> NodePath:
        """Everything so far as one node, in the order: shapes, then text."""
        root = NodePath(name)
        if self._corners:
            shapes = root.attach_new_node(_shapes(np.array(self._corners, np.float32)))
            shapes.set_shader(_shader("shape"))
        for text in self._texts:
            text.reparent_to(root)
            text.set_shader(_shader("text"))
        root.set_bin("unsorted", 0)
        root.set_depth_test(False)
        root.set_depth_write(False)
        root.set_two_sided(True)
        root.set_transparency(TransparencyAttrib.M_alpha)
        return root


def text_width(words: str, size: float, *, bold: bool = False, scale: float = 1.0) -> float:
    """Width of one line of text in design pixels."""
    pixels = max(round(size * scale), 6)
    return float(_writer(words, pixels, bold, None).get_width()) * pixels / scale


def text_height(words: str, size: float, wrap: float) -> float:
    """Height of text broken at `wrap`, in design pixels."""
    writer = _writer(words, max(round(size), 6), False, wrap)
    return float(writer.get_num_rows() * writer.get_line_height()) * size


def _writer(words: str, pixels: int, bold: bool, wrap_pixels: float | None) -> TextNode:
    writer = TextNode("text")
    writer.set_font(_font("bold" if bold else "regular", pixels))
    if wrap_pixels is not None:
        writer.set_wordwrap(wrap_pixels / pixels)
    writer.set_text(words)
    return writer


@cache
def _font(face: str, pixels: int) -> DynamicTextFont:
    """The face rendered at exactly this size; at 14 points Panda3D's em is one unit."""
    font = DynamicTextFont(Filename.from_os_specific(str(asset("fonts", _FACES[face]))))
    font.set_point_size(14)
    font.set_pixels_per_unit(pixels)
    font.set_scale_factor(1)
    font.set_native_antialias(True)
    font.set_page_size(512, 512)
    font.set_texture_margin(2)
    font.set_poly_margin(0)
    font.set_minfilter(SamplerState.FT_nearest)
    font.set_magfilter(SamplerState.FT_nearest)
    return font


@cache
def _shader(kind: str) -> Shader:
    sources = {"shape": (_SHAPE_VERTEX, _SHAPE_FRAGMENT), "text": (_TEXT_VERTEX, _TEXT_FRAGMENT)}
    return Shader.make(Shader.SL_GLSL, *sources[kind])


@cache
def _format() -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    array.add_column(InternalName.get_vertex(), 3, GeomEnums.NT_float32, GeomEnums.C_point)
    array.add_column(InternalName.make("shape"), 4, GeomEnums.NT_float32, GeomEnums.C_other)
    array.add_column(InternalName.make("style"), 4, GeomEnums.NT_float32, GeomEnums.C_other)
    array.add_column(InternalName.get_color(), 4, GeomEnums.NT_float32, GeomEnums.C_color)
    return GeomVertexFormat.register_format(GeomVertexFormat(array))


def _shapes(corners: np.ndarray) -> GeomNode:
    data = GeomVertexData("shapes", _format(), Geom.UH_static)
    data.unclean_set_num_rows(len(corners))
    memoryview(data.modify_array(0)).cast("B")[:] = corners.tobytes()
    triangles = GeomTriangles(Geom.UH_static)
    triangles.add_next_vertices(len(corners))
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode("shapes")
    node.add_geom(geom)
    return node
