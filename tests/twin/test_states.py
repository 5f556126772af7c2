"""A run becomes one texture array: every month of every building, exact to a byte."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gis.errors import UserError
from sim.bands import FULL
from sim.run import Run
from tests.tiny import tiny_bands, tiny_run
from twin.geoms import TABLE_WIDTH, array_texture
from twin.states import COLUMNS, ensemble_texture, pack, pack_bands, standing_texture, state_texture

BLUE_FIRST = {"progress": 2, "occupancy": 1, "compute_load": 0}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_value_is_kept_to_half_a_byte(run: Run, column: str) -> None:
    layers = pack(run).reshape(len(run.months), -1, 4)
    values = getattr(run, column)
    assert np.abs(layers[:, : values.shape[1], BLUE_FIRST[column]] / 255 - values).max() <= 0.5 / 255 + 1e-6


def test_building_b_lies_at_row_b_over_512(run: Run) -> None:
    count = TABLE_WIDTH + 3
    progress = np.zeros((2, count), np.float32)
    progress[1, TABLE_WIDTH + 1] = 1
    nothing = 0 * progress
    wide = replace(run, progress=progress, occupancy=nothing, compute_load=nothing, lettable_m2=nothing[0])
    packed = pack(wide)
    assert packed.shape == (2, 2, TABLE_WIDTH, 4)
    assert packed[1, 1, 1, BLUE_FIRST["progress"]] == 255
    assert packed[..., BLUE_FIRST["progress"]].sum() == 255


def test_what_is_not_a_number_counts_as_nothing_and_what_is_too_large_as_all(run: Run) -> None:
    odd = run.occupancy.copy()
    odd[0, :3] = (np.nan, 1.7, -0.2)
    packed = pack(replace(run, occupancy=odd))
    assert packed[0, 0, :3, BLUE_FIRST["occupancy"]].tolist() == [0, 255, 0]


def test_a_run_of_another_place_is_refused(run: Run) -> None:
    with pytest.raises(UserError, match="another layout"):
        state_texture(run, ("other",), 2048, 16384)


def test_a_run_longer_than_the_driver_holds_is_refused(run: Run) -> None:
    with pytest.raises(UserError, match="12 months at most"):
        state_texture(run, run.building_ids, 12, 16384)


def test_more_buildings_than_the_driver_holds_are_refused() -> None:
    run_rows = np.zeros(TABLE_WIDTH * 5, bool)
    assert standing_texture(run_rows).get_y_size() == 5
    with pytest.raises(UserError, match="so many"):
        array_texture("states", np.zeros((1, 5, TABLE_WIDTH, 4), np.uint8), 10, 4)


def test_the_array_has_a_layer_for_each_month(run: Run) -> None:
    texture = state_texture(run, run.building_ids, 2048, 16384)
    assert texture.get_z_size() == len(run.months)
    assert texture.get_x_size() == TABLE_WIDTH


def test_a_building_without_floor_to_let_is_marked() -> None:
    """Alpha tells what can be let, so that a theme park is not shown as standing empty."""
    run = tiny_run()
    alpha = pack(run)[:, 0, : len(run.building_ids), 3]
    assert ((alpha == 255) == (run.lettable_m2 > 0)).all()
    assert 0 < (run.lettable_m2 > 0).sum() < len(run.building_ids)


def test_an_ensemble_has_its_chances_in_the_green_and_the_run_in_the_red(run: Run) -> None:
    """At random months and buildings, as many as two rows of the texture hold, each to less than a byte."""
    dice = np.random.default_rng(4)
    months, count = 17, TABLE_WIDTH + 41
    chance = np.maximum.accumulate(dice.random((months, count)), axis=0)
    progress = dice.random((months, count)).astype(np.float32)
    wide = replace(
        run, progress=progress, occupancy=0 * progress, compute_load=0 * progress, lettable_m2=0 * progress[0]
    )  # fmt: skip
    bands = replace(tiny_bands(run), finished=np.rint(FULL * chance).astype(np.uint8))
    packed = pack_bands(wide, bands)
    for month, building in zip(dice.integers(0, months, 500), dice.integers(0, count, 500), strict=True):
        texel = packed[month, building // TABLE_WIDTH, building % TABLE_WIDTH]
        assert abs(texel[1] / 255 - chance[month, building]) < 1 / 255
        assert abs(texel[2] / 255 - progress[month, building]) < 1 / 255


def test_a_building_that_stood_in_every_run_from_the_first_month_was_never_in_question(run: Run) -> None:
    """One that is certain later was."""
    bands = tiny_bands(run)
    finished = np.full_like(bands.finished, FULL)
    finished[0, 3], finished[:, 5] = FULL - 1, 0
    packed = pack_bands(run, replace(bands, finished=finished))
    asked = np.flatnonzero(packed[7, 0, : len(run.building_ids), 3])
    assert asked.tolist() == [3, 5]


def test_an_ensemble_of_other_buildings_or_months_is_refused(run: Run) -> None:
    bands = tiny_bands(run)
    assert ensemble_texture(run, bands, 2048, 16384).get_z_size() == len(run.months)
    for other in (replace(bands, building_ids=("x",)), replace(bands, months=bands.months[:-1])):
        with pytest.raises(UserError, match="another layout or other months"):
            ensemble_texture(run, other, 2048, 16384)
