"""Units: exact conversions, and figures as each language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.units import MU_M2, Quantity, m2_from_mu, mu_from_m2, quantity

finite = st.floats(-1e13, 1e13, allow_nan=False)


def test_a_mu_is_a_fifteenth_of_a_hectare() -> None:
    """15 mu are exactly 10,000 m2."""
    assert 15 * MU_M2 == 10_000
    assert m2_from_mu(2918) == pytest.approx(1_945_333.333)


@given(finite)
def test_mu_and_square_metres_go_out_and_back(area: float) -> None:
    """To the digits of a float."""
    assert m2_from_mu(mu_from_m2(area)) == pytest.approx(area, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.873, "share", "87 %", "87 %"),
        (1_080_000, "m2", "1.08 M m²", "108 万m²"),
        (23_000_000_000, "CNY", "23 bn CNY", "230 亿元"),
        (170, "enterprises", "170 enterprises", "170 家"),
        (1969, "mu", "1,969 mu", "1,969 亩"),
        (250, "P", "250 P", "250 P"),
        (12.34, "days", "12.3 days", "12.3 天"),
        (3.14159, "furlongs", "3.14 furlongs", "3.14 furlongs"),
        (float("nan"), "m2", "–", "–"),
        (float("inf"), "m2", "–", "–"),
    ],
)
def test_quantities_read_as_a_planner_writes_them(value: float, unit: str, english: str, chinese: str) -> None:
    """万 and 亿 in Chinese, M and bn in English, shares in per cent."""
    assert str(quantity(value, unit, "en")) == english
    assert str(quantity(value, unit, "zh")) == chinese


@given(finite, st.sampled_from(["m2", "share", "P", "enterprises", ""]), st.sampled_from(["en", "zh"]))
def test_every_number_has_a_short_figure(value: float, unit: str, language: str) -> None:
    """Never in powers of ten, never longer than a card is wide."""
    shown = quantity(value, unit, language)
    assert isinstance(shown, Quantity)
    assert "e" not in shown.figure
    if unit != "share":
        assert len(shown.figure) <= 12
