"""Scale bar and north arrow."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from twin.overlay.compass import bar_length_m, metres_per_pixel
from twin.view import View


@given(st.floats(0.001, 1000))
def test_the_bar_is_one_two_or_five_times_a_power_of_ten_and_fits(metres: float) -> None:
    length = bar_length_m(metres)
    digit = length / 10 ** math.floor(math.log10(length) + 1e-9)
    assert min(abs(digit - 1), abs(digit - 2), abs(digit - 5)) < 1e-6
    assert 60 <= length / metres <= 170.001


def test_a_map_a_kilometre_wide_shows_a_kilometre_across() -> None:
    view = View((0, 0, 1500), (0, 0, 0), width_m=1000)
    assert metres_per_pixel(view, (1280, 720)) * 1280 == 1000
