"""Colours: codes, and the exact sRGB decoding."""

from __future__ import annotations

import numpy as np
import pytest

from twin.colours import linear, linear_from_srgb, srgb


def test_a_code_is_three_shares() -> None:
    assert srgb("#FF8000") == pytest.approx((1.0, 128 / 255, 0.0))


def test_black_and_white_stay_and_middle_grey_is_a_fifth_of_the_light() -> None:
    assert linear_from_srgb(np.array([0.0, 1.0])) == pytest.approx([0.0, 1.0])
    assert linear("#777777")[0] == pytest.approx(0.184, abs=0.001)
