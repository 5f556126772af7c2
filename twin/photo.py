"""A photo of the ground, laid on what lies open in the scene: land, plots and greens, below streets and water."""

from __future__ import annotations

from typing import Final

from panda3d.core import LVecBase4f, NodePath, SamplerState, Texture

from gis.imagery import Imagery
from twin.geoms import byte_texture
from twin.ground import LAWN, MEADOW, PAVING

SHOWN_ON: Final = (PAVING, LAWN, MEADOW)
"""Materials in whose place the photo shows; what is paved or marked keeps its own sharp lines."""
NAME: Final = "PHOTO"


def photo_texture(photo: Imagery, limit_px: int) -> Texture:
    """The photo as a texture with sides of `limit_px` at most, its first row in the south."""
    less = -(-max(photo.rgba.shape[:2]) // limit_px)
    texture = byte_texture("photo", photo.rgba[::-less, ::less], smooth=True)
    # It is seen aslant and from afar.
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_anisotropic_degree(8)
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)
    return texture


def lay(node: NodePath, photo: Imagery, texture: Texture) -> None:
    """Give `node`, whose shader has `NAME` defined, the photo and its place."""
    west, south, east, north = photo.bounds_m
    node.set_shader_input("photo", texture)
    node.set_shader_input("photo_place", LVecBase4f(west, south, 1 / (east - west), 1 / (north - south)))
