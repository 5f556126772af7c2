"""The sun's shadow: one depth map, drawn again only when sun, month or the part of the place in view changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BitMask32,
    Camera,
    DrawableRegion,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LMatrix4f,
    NodePath,
    OrthographicLens,
    RenderState,
    SamplerState,
    Texture,
    WindowProperties,
)

from twin.graphics import Graphics

MASK = BitMask32.bit(20)
"""Cameras with this bit draw shadows; what casts none is hidden from them."""
TAG = "shadow"
_AWAY_M = 4000.0


class ShadowMap:
    """Depth as the sun sees it. Nodes tagged `shadow` are drawn with the state of that name."""

    def __init__(self, graphics: Graphics, root: NodePath, side_px: int) -> None:
        self.texture = Texture("shadow")
        self.texture.set_format(Texture.F_depth_component24)
        for choose in (self.texture.set_minfilter, self.texture.set_magfilter):
            choose(SamplerState.FT_shadow)
        self.texture.set_wrap_u(SamplerState.WM_clamp)
        self.texture.set_wrap_v(SamplerState.WM_clamp)
        self._buffer = self._make_buffer(graphics, side_px)
        self._lens = OrthographicLens()
        self.camera = Camera("sun", self._lens)
        self.camera.set_camera_mask(MASK)
        self.camera.set_tag_state_key(TAG)
        self._node = root.attach_new_node(self.camera)
        self._buffer.make_display_region().set_camera(self._node)
        self._key: tuple[object, ...] = ()
        self._aimed_at = -1

    def _make_buffer(self, graphics: Graphics, side_px: int) -> GraphicsOutput:
        shape = FrameBufferProperties()
        shape.set_depth_bits(24)
        buffer = graphics.engine.make_output(
            graphics.pipe, "shadow", -100, shape, WindowProperties(size=(side_px, side_px)),
            GraphicsPipe.BF_refuse_window, graphics.gsg, graphics.host,
        )  # fmt: skip
        buffer.add_render_texture(self.texture, GraphicsOutput.RTM_bind_or_copy, DrawableRegion.RTP_depth)
        buffer.set_clear_color_active(False)
        buffer.set_clear_depth_active(True)
        buffer.set_active(False)
        return buffer

    def state(self, name: str, state: RenderState) -> None:
        """Draw nodes tagged `name` with `state`."""
        self.camera.set_tag_state(name, state)

    def shows(self, key: tuple[object, ...], frame: int) -> bool:
        """Whether the map is that of `key`; once drawn it rests. `frame` counts the frames drawn so far."""
        if self._buffer.is_active() and frame > self._aimed_at:
            self._buffer.set_active(False)
        return key == self._key

    def aim(
        self,
        key: tuple[object, ...],
        sun: NDArray[np.float64],
        centre: tuple[float, float, float],
        radius_m: float,
        frame: int,
    ) -> None:
        """Draw what lies around `centre`, seen from the sun, with the next frame."""
        self._key = key
        self._aimed_at = frame
        x, y, z = (c + _AWAY_M * float(s) for c, s in zip(centre, sun, strict=True))
        self._node.set_pos(x, y, z)
        self._node.look_at(*centre)
        self._lens.set_film_size(2 * radius_m, 2 * radius_m)
        self._lens.set_near_far(_AWAY_M - 2.2 * radius_m - 300, _AWAY_M + 2.2 * radius_m + 300)
        self._buffer.set_active(True)

    def matrix(self) -> LMatrix4f:
        """From the place to the map's clip space."""
        view = LMatrix4f(self._node.get_mat())
        view.invert_in_place()
        return view * self._lens.get_projection_mat()

    def close(self, graphics: Graphics) -> None:
        """Give its memory back."""
        graphics.engine.remove_window(self._buffer)
