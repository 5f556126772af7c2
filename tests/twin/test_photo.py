"""A photo of the ground in the scene."""

from __future__ import annotations

import numpy as np

from gis.imagery import Imagery
from twin.ground import KERB, LAWN, PAVING, WATER
from twin.photo import SHOWN_ON, photo_texture

CARD = np.zeros((30, 40, 4), np.uint8)
CARD[..., 3] = 255
CARD[:15, :, 0] = 200  # the north is red
CARD[15:, :, 2] = 90  # the south is blue


def test_the_south_is_the_first_row_of_the_texture() -> None:
    """So that coordinates grow to the north."""
    texture = photo_texture(Imagery(CARD, (0.0, 0.0, 400.0, 300.0)), 4096)
    assert (texture.x_size, texture.y_size) == (40, 30)
    pixels = np.frombuffer(texture.get_ram_image().get_data(), np.uint8).reshape(30, 40, 4)  # blue, green, red, alpha
    assert pixels[0, 0].tolist() == [90, 0, 0, 255]
    assert pixels[-1, 0].tolist() == [0, 0, 200, 255]


def test_a_photo_too_large_for_the_driver_is_made_coarser() -> None:
    """Its sides stay within the limit."""
    texture = photo_texture(Imagery(CARD, (0.0, 0.0, 400.0, 300.0)), 16)
    assert max(texture.x_size, texture.y_size) <= 16


def test_streets_and_water_are_drawn_over_it() -> None:
    """It shows where the ground lies open."""
    assert {PAVING, LAWN} <= set(SHOWN_ON)
    assert not {KERB, WATER} & set(SHOWN_ON)
