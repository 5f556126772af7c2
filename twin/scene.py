"""The scene of a place: built once, then shown at any month, hour and layer by setting shader inputs only."""

from __future__ import annotations

import math

import numpy as np
from panda3d.core import (
    ClockObject,
    LVecBase4f,
    NodePath,
    PTA_LMatrix4f,
    PTA_LVecBase4f,
    Texture,
)

from gis.prepared import Prepared
from sim.bands import Bands
from sim.run import Run
from twin.assembly import Assembly
from twin.buildings import building_table, standing_today
from twin.frame import Frame
from twin.geoms import byte_texture, table_texture
from twin.graphics import Graphics
from twin.layers import Layer, layers
from twin.openness import openness
from twin.quality import quality as quality_of
from twin.shadow import ShadowMap
from twin.sites import BuildingSites
from twin.stage import Stage
from twin.states import COLUMNS, ENSEMBLE_COLUMN, ensemble_texture, standing_texture, state_texture
from twin.sun import Light, day_of_year, light, sun_direction

HAZE_PER_M = 1 / 21000.0
CLAY_SUN_AZIMUTH_DEG, CLAY_SUN_HEIGHT_DEG = 238.0, 44.0
"""Analysis has its own light, always the same, so that pictures can be compared."""
JUNE_DAY = 165.0
"""Without a run there is no date; then it is mid June."""
_LOWEST_SUN_DEG = 1.5
_SHADOW_STEP = 0.02
"""Shadows move when the sun has moved by about a degree."""


class Scene:
    """The parks of a place and what surrounds them. Cameras go under `root`; nothing here depends on a camera.

    `quality` is "low", "medium" or "high" (see `twin.quality`).

    Raises:
        UserError: the quality is unknown, or the place is larger than the graphics driver can hold.
    """

    def __init__(self, graphics: Graphics, prepared: Prepared, quality: str = "medium") -> None:
        self.prepared = prepared
        self.quality = quality_of(quality)
        self.root = NodePath("scene")
        self._graphics = graphics
        self._limit_px = graphics.gsg.get_max_texture_dimension()
        self._run: Run | None = None
        self._bands: Bands | None = None
        self._states: dict[bool, Texture] = {}
        self._bindings = 0
        self._layer: Layer | None = None
        self._sun_key: tuple[float, ...] = ()
        self._sun = light(np.array([0.0, 0.0, 1.0]), 90.0)
        self._light = PTA_LVecBase4f.empty_array(6)
        self._clock = PTA_LVecBase4f.empty_array(1)
        self._shadow_matrix = PTA_LMatrix4f.empty_array(1)
        self._colours = {layer.id: byte_texture(layer.id, layer.table()) for layer in layers().values()}
        self._shadow = ShadowMap(graphics, self.root, self.quality.shadow_px)
        self._stage = Stage(self.root, self.quality, self._shadow)
        self._set_inputs()
        self._there = standing_today(prepared.buildings)
        self._standing = Assembly(self._stage, prepared, self._limit_px).build()
        self._sites = BuildingSites(self._stage, prepared.buildings)
        self.bind(None)

    @property
    def run(self) -> Run | None:
        """The run that is shown."""
        return self._run

    @property
    def bands(self) -> Bands | None:
        """The ensemble about the run, if one was bound."""
        return self._bands

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Show this run from now on; None shows what stands today, and the rest as planned.

        `bands` is the ensemble about the run; layers of an ensemble need it.

        Raises:
            UserError: the run is of another place or the ensemble of another run, or longer than the graphics driver
                holds.
        """
        anew = np.zeros(len(self._there), bool)
        if run is None:
            bands, states = None, {False: standing_texture(self._there)}
        else:
            limits = self._graphics.gsg.get_max_2d_texture_array_layers(), self._limit_px
            states = {False: state_texture(run, self.prepared.buildings.id, *limits)}
            if bands is not None:
                states[True] = ensemble_texture(run, bands, *limits)
            # a run may begin before what stands today was built: then those masses too must be able to rise
            anew = self._there & (run.progress < 1).any(axis=0)
        self._stage.repaint(self._standing, "WALLS", *(["RISING"] if anew.any() else []))
        self._sites.set_rows(~self._there | anew)
        self._run, self._bands, self._states = run, bands, states
        self._bindings += 1
        self._sun_key = ()
        self._layer = None
        self.root.set_shader_input("states", states[False])

    def show(self, frame: Frame) -> None:
        """Set time, layer, sun and selection. Builds and uploads nothing; the next frame drawn shows it.

        Raises:
            KeyError: the frame's layer is unknown, or needs an ensemble and none is bound.
        """
        layer = layers()[frame.layer]
        states = self._states[layer.ensemble]
        self._clock.set_element(0, LVecBase4f(frame.time, frame.selected, _column(layer), layer.ensemble))
        if layer is not self._layer:
            self._layer = layer
            self.root.set_shader_input("states", states)
            self.root.set_shader_input("colours", self._colours[layer.id])
            self._stage.set_clay(layer.clay)
        self._set_sun(frame, layer.clay)
        self._set_shadow(frame, layer.ensemble)

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground at a point; the sea counts as ground at 0."""
        return max(0.0, float(self.prepared.ground_m(x_m, y_m)))

    def close(self) -> None:
        """Give the graphics card's memory back."""
        self._shadow.close(self._graphics)
        self.root.remove_node()

    # ---- what is set once

    def _set_inputs(self) -> None:
        self.root.set_shader_input("light", self._light)
        self.root.set_shader_input("clock", self._clock)
        self.root.set_shader_input("shadow_matrix", self._shadow_matrix)
        self.root.set_shader_input("shadow_map", self._shadow.texture)
        sky_map = openness(self.prepared)
        self.root.set_shader_input("openness", byte_texture("openness", sky_map.pixels(), smooth=True))
        self.root.set_shader_input("openness_place", LVecBase4f(sky_map.x0_m, sky_map.y0_m, 1 / sky_map.side_m, 0))
        self.root.set_shader_input(
            "buildings", table_texture("buildings", building_table(self.prepared.buildings), self._limit_px)
        )

    # ---- what a frame sets

    def _set_sun(self, frame: Frame, clay: bool) -> None:
        day = JUNE_DAY if self._run is None else day_of_year(self._run.months, frame.time)
        key: tuple[float, ...] = (round(day), round(frame.hour, 3), float(clay))
        if key == self._sun_key:
            return
        self._sun_key = key
        self._sun = (
            _clay_light()
            if clay
            else light(*sun_direction(day, frame.hour, self.prepared.latitude_deg, self.prepared.longitude_deg))
        )
        for index, values in enumerate(_light_rows(self._sun)):
            self._light.set_element(index, LVecBase4f(*values))

    def _set_shadow(self, frame: Frame, whole: bool) -> None:
        """The map covers what is in view: its place and size move in steps, so that it is seldom drawn."""
        view = frame.view
        radius_m = _step_up(view.width_m or 1.15 * view.distance_m)
        step_m = radius_m / 4
        x, y = (round(view.target_m[k] / step_m) * step_m for k in range(2))
        sun = tuple(round(part / _SHADOW_STEP) for part in self._sun.direction.tolist())
        key = (self._bindings, whole, int(frame.time), sun, radius_m, x, y)
        drawn = ClockObject.get_global_clock().get_frame_count()
        if self._shadow.shows(key, drawn) or self._sun.elevation_deg <= _LOWEST_SUN_DEG:
            return
        self._shadow.aim(key, self._sun.direction, (x, y, self.ground_m(x, y)), radius_m, drawn)
        self._shadow_matrix.set_element(0, self._shadow.matrix())


def _column(layer: Layer) -> int:
    """Where the array of states holds what the layer shows."""
    if layer.ensemble:
        return ENSEMBLE_COLUMN
    return COLUMNS.index(layer.column) if layer.column else 0


def _step_up(reach_m: float) -> float:
    """The radius of the shadow map for a view that reaches so far: 200 m, then half as much again, up to 2,600 m."""
    steps = max(0, math.ceil(math.log(max(reach_m, 1.0) / 200.0, 1.5)))
    return float(min(2600.0, 200.0 * 1.5**steps))


def _light_rows(sun: Light) -> list[tuple[float, float, float, float]]:
    rows = (
        (sun.direction, float(sun.elevation_deg > _LOWEST_SUN_DEG)),
        (sun.sun, sun.exposure),
        (sun.zenith, sun.night),
        (sun.horizon, HAZE_PER_M),
        (sun.far, 0.0),
        (sun.bounce, 0.0),
    )
    return [(float(a[0]), float(a[1]), float(a[2]), last) for a, last in rows]


def _clay_light() -> Light:
    azimuth, height = math.radians(CLAY_SUN_AZIMUTH_DEG), math.radians(CLAY_SUN_HEIGHT_DEG)
    flat = math.cos(height)
    return light(np.array([flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(height)]), CLAY_SUN_HEIGHT_DEG)
