"""The one door to the graphics card: engine, pipe, windows and buffers. One `Graphics` a process."""

from __future__ import annotations

import atexit
import os
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    MultiplexStream,
    Notify,
    RenderState,
    StringStream,
    Texture,
    TransformState,
    WindowProperties,
    load_prc_file_data,
)

from gis.errors import UserError
from gis.text import tr

_SETTINGS = """
load-display {display}
aux-display
window-type none
audio-library-name null
textures-power-2 none
sync-video {vsync}
gl-version 3 3
notify-level-display warning
notify-level-egldisplay error
"""
_WINDOWED = "pandagl"
_HEADLESS = "p3headlessgl" if sys.platform.startswith("linux") else _WINDOWED  # the wheels elsewhere have no EGL


@dataclass(frozen=True, slots=True)
class Driver:
    """What draws: names as the driver gives them; `software` if no graphics card does the work."""

    vendor: str
    renderer: str
    version: str
    software: bool


class Target:
    """A picture in memory that a scene is drawn into."""

    def __init__(self, buffer: GraphicsOutput) -> None:
        self.buffer = buffer
        self.texture = Texture("picture")
        self.texture.set_format(Texture.F_rgba8)
        buffer.add_render_texture(self.texture, GraphicsOutput.RTM_copy_ram, GraphicsOutput.RTP_color)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.buffer.get_x_size(), self.buffer.get_y_size()

    def resize(self, size: tuple[int, int]) -> None:
        """Change width and height; the next frame has the new size."""
        if size != self.size:
            self.buffer.set_size(*size)

    def raw(self) -> memoryview:
        """The last frame as it lies in memory: BGRA, bottom row first. Valid until the next frame."""
        return memoryview(self.texture.get_ram_image())

    def image(self) -> NDArray[np.uint8]:
        """The last frame as (height, width, 3) RGB, top row first; a copy."""
        width, height = self.texture.get_x_size(), self.texture.get_y_size()
        pixels = np.frombuffer(self.raw(), np.uint8).reshape(height, width, 4)
        return np.ascontiguousarray(pixels[::-1, :, 2::-1])


class Graphics:
    """The engine with a hidden or a visible host. Hidden, it needs no screen (EGL).

    Raises:
        UserError: there is no usable OpenGL 3.3.
    """

    _open: Graphics | None = None

    def __init__(self, *, window: tuple[int, int] | None = None, title: str = "ParkTwin", samples: int = 0) -> None:
        if Graphics._open is not None:
            raise RuntimeError("one Graphics a process")
        self._log = StringStream()
        stream = MultiplexStream()
        stream.add_ostream(self._log)
        Notify.ptr().set_ostream_ptr(stream, False)
        self._stream = stream
        # Mesa writes its own despair to standard error; ours says what to do, and doctor has the details.
        os.environ.setdefault("EGL_LOG_LEVEL", "fatal")
        display = os.environ.get("PARKTWIN_DISPLAY") or (_WINDOWED if window else _HEADLESS)
        load_prc_file_data("parktwin", _SETTINGS.format(display=display, vsync=int(window is not None)))
        self.engine = GraphicsEngine.get_global_ptr()
        atexit.register(self.close)  # Panda3D aborts a process that ends with a window open
        self.pipe = GraphicsPipeSelection.get_global_ptr().make_default_pipe()
        if self.pipe is None:
            raise _no_opengl(self.log())
        self.host = self._make(window or (8, 8), visible=window is not None, title=title, samples=samples)
        self.gsg = self.host.get_gsg()
        if not self.host.is_valid() or self.gsg is None or self.gsg.get_max_2d_texture_array_layers() < 1:
            raise _no_opengl(self.log())
        if window is None:
            self.host.set_active(False)
        Graphics._open = self

    def _make(self, size: tuple[int, int], *, visible: bool, title: str, samples: int) -> Any:
        shape = FrameBufferProperties()
        shape.set_rgba_bits(8, 8, 8, 0 if visible else 8)
        shape.set_depth_bits(24)
        shape.set_back_buffers(1 if visible else 0)
        if samples:
            shape.set_multisamples(samples)
        properties = WindowProperties(size=size)
        properties.set_title(title)
        kind = GraphicsPipe.BF_require_window if visible else GraphicsPipe.BF_refuse_window
        output = self.engine.make_output(self.pipe, title, 0, shape, properties, kind)
        if output is None:
            raise _no_opengl(self.log())
        self.engine.open_windows()
        return output

    def target(self, size: tuple[int, int], *, samples: int = 0, name: str = "target", sort: int = 0) -> Target:
        """A picture of `size` pixels with `samples` samples a pixel, cleared to black, drawn in the order of `sort`.

        Raises:
            UserError: the graphics driver cannot make it (too large).
        """
        shape = FrameBufferProperties()
        shape.set_rgba_bits(8, 8, 8, 8)
        shape.set_depth_bits(24)
        if samples:
            shape.set_multisamples(samples)
        flags = GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_resizeable
        buffer = self.engine.make_output(
            self.pipe, name, sort, shape, WindowProperties(size=size), flags, self.gsg, self.host
        )
        if buffer is None:
            limit = self.gsg.get_max_texture_dimension()
            raise UserError(
                tr("Picture size {width}x{height}", width=size[0], height=size[1]),
                tr("The graphics driver cannot make a picture of this size."),
                tr("Its limit is {limit} pixels a side.", limit=limit),
                tr("Ask for a smaller size."),
            )
        buffer.set_clear_color((0, 0, 0, 1))
        buffer.set_clear_color_active(True)
        return Target(buffer)

    @property
    def driver(self) -> Driver:
        """What draws."""
        renderer = self.gsg.get_driver_renderer()
        software = any(name in renderer.lower() for name in ("llvmpipe", "softpipe", "swrast", "swiftshader"))
        return Driver(self.gsg.get_driver_vendor(), renderer, self.gsg.get_driver_version(), software)

    def draw(self) -> None:
        """Draw every active window and buffer once, and wait until it is done."""
        self.engine.render_frame()
        self.engine.sync_frame()
        # The engine keeps every state that was ever drawn, with its textures, until someone sweeps.
        RenderState.garbage_collect()
        TransformState.garbage_collect()

    def remove(self, target: Target) -> None:
        """Give a target's memory back."""
        self.engine.remove_window(target.buffer)

    def log(self) -> str:
        """Everything that Panda3D and the driver have complained about so far: empty when all is well."""
        return bytes(self._log.get_data()).decode(errors="replace")

    def close(self) -> None:
        """Give all windows and buffers back."""
        self.engine.remove_all_windows()
        Graphics._open = None


def _no_opengl(log: str) -> UserError:
    detail = log.strip().splitlines()
    return UserError(
        tr("Graphics"),
        tr("No usable OpenGL 3.3 was found.") + (f" ({detail[0].strip()})" if detail else ""),
        remedy=tr("Run 'parktwin doctor' to see what is missing."),
    )
