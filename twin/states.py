"""A run on the graphics card: every month of every building in one texture array, so that time is one number."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Texture

from gis.errors import UserError
from gis.text import tr
from sim.bands import FULL, Bands
from sim.run import Run
from twin.geoms import TABLE_WIDTH, array_texture

COLUMNS: Final = ("progress", "occupancy", "compute_load")
"""Columns of a run in the red, green and blue of the array; alpha is full where there is floor to let."""
_BGRA: Final = (2, 1, 0)
ENSEMBLE_COLUMN: Final = 1
"""Where the array of an ensemble holds what its layer shows: in the green, where that of a run has the occupancy."""


def pack(run: Run) -> NDArray[np.uint8]:
    """(T, H, 512, 4) bytes in the graphics engine's order (blue first): building b at row b // 512, column b % 512.

    Values from 0 to 1 become 0 to 255, rounded; what is not a number counts as 0.
    """
    months, buildings = run.progress.shape
    height = max(1, -(-buildings // TABLE_WIDTH))
    layers = np.zeros((months, height * TABLE_WIDTH, 4), np.uint8)
    for column, place in zip(COLUMNS, _BGRA, strict=True):
        values = np.nan_to_num(getattr(run, column), nan=0.0)
        layers[:, :buildings, place] = np.rint(255 * np.clip(values, 0, 1))
    layers[:, :buildings, 3] = 255 * (run.lettable_m2 > 0)
    return layers.reshape(months, height, TABLE_WIDTH, 4)


def state_texture(run: Run, building_ids: tuple[str, ...], limit_layers: int, limit_px: int) -> Texture:
    """The run as a texture array.

    Raises:
        UserError: the run is of another place, or longer than the graphics driver holds.
    """
    if run.building_ids != building_ids:
        raise UserError(
            tr("Run of scenario {scenario}", scenario=run.scenario_name.text()),
            tr("It was simulated for another layout."),
            remedy=tr("Simulate it again for the parks that are open."),
        )
    return array_texture("states", pack(run), limit_layers, limit_px)


def pack_bands(run: Run, bands: Bands) -> NDArray[np.uint8]:
    """As `pack`, for the layer of an ensemble: red is the run's progress still, green the probability that a building
    is handed over, alpha full where that was in question: not handed over in every replication from the first month.
    """
    months, buildings = run.progress.shape
    packed = pack(run)
    texels = packed.reshape(months, -1, 4)
    texels[:, :buildings, 1] = bands.finished
    texels[:, :buildings, 3] = 255 * (bands.finished[0] < FULL)
    return packed


def ensemble_texture(run: Run, bands: Bands, limit_layers: int, limit_px: int) -> Texture:
    """The ensemble about `run` as a texture array.

    Raises:
        UserError: the ensemble is of another place or other months, or longer than the graphics driver holds.
    """
    if (bands.building_ids, bands.months) != (run.building_ids, run.months):
        raise UserError(
            tr("Ensemble of scenario {scenario}", scenario=bands.scenario_name.text()),
            tr("It was simulated for another layout or other months than the run that is shown."),
            remedy=tr("Simulate both for the same parks."),
        )
    return array_texture("ensemble", pack_bands(run, bands), limit_layers, limit_px)


def standing_texture(standing: NDArray[np.bool_]) -> Texture:
    """One month for a place without a run: what is there stands, empty; the rest is planned."""
    height = max(1, -(-len(standing) // TABLE_WIDTH))
    layers = np.zeros((1, height * TABLE_WIDTH, 4), np.uint8)
    layers[0, : len(standing), 2] = 255 * standing
    layers[..., 3] = 255
    return array_texture("states", layers.reshape(1, height, TABLE_WIDTH, 4), 1, height)
