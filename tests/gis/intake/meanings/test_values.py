"""Values of planners' fields, whatever way they are written."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.meanings import values


@pytest.mark.parametrize(
    ("text", "height_m"),
    [
        ("12.5", 12.5), ("12.5 m", 12.5), ("12,5", 12.5), ("40 ft", 12.192), ("40'6\"", 12.3444), ("高18米", 18.0),
        ("１２", 12.0), ("1250 cm", 12.5), ("约30米", 30.0), ("-9999", math.nan), ("999999", math.nan), ("0", math.nan),
        ("", math.nan), ("unknown", math.nan), ("1.2.3", math.nan),
    ],
)  # fmt: skip
def test_heights_are_read_with_their_unit(text: str, height_m: float) -> None:
    assert values.heights_m(pd.Series([text]), "height")[0] == pytest.approx(height_m, nan_ok=True)


def test_plain_numbers_have_the_unit_of_the_field() -> None:
    assert values.heights_m(pd.Series([100.0, np.nan, -9999]), "height_ft").tolist()[0] == pytest.approx(30.48)
    assert np.isnan(values.heights_m(pd.Series([100.0, np.nan, -9999]), "height_ft")[1:]).all()


@pytest.mark.parametrize(
    ("text", "floors", "below"),
    [
        ("12层", 12, math.nan), ("3F", 3, math.nan), ("地上5层", 5, math.nan), ("18F/-2F", 18, 2),
        ("十二层", 12, math.nan),
        ("地上12层地下2层", 12, 2), ("二十三层", 23, math.nan), ("5", 5, 5), ("-1", math.nan, 1), ("2.0", 2, math.nan),
        ("3 storeys", 3, math.nan), ("", math.nan, math.nan), ("999", math.nan, 999),
    ],
)  # fmt: skip
def test_floors_are_read_above_and_below_ground(text: str, floors: float, below: float) -> None:
    assert values.floors(pd.Series([text]))[0] == pytest.approx(floors, nan_ok=True)
    assert values.floors_below(pd.Series([text]))[0] == pytest.approx(below, nan_ok=True)


@pytest.mark.parametrize(
    ("value", "use"),
    [
        ("apartments", "residential"), ("商业服务业用地", "commercial"), ("一类工业用地 (M1)", "industrial"),
        ("M1", "industrial"), ("Office Building", "office"), ("yes", ""), ("", ""), (None, ""), (401, "office"),
        ("二类居住用地", "residential"), ("education", "services"), ("???", ""),
    ],
)  # fmt: skip
def test_uses_are_read_from_words_and_codes(value: object, use: str) -> None:
    assert values.uses(pd.Series([value], dtype=object))[0] == use


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers(), st.booleans()), max_size=8))
def test_no_value_is_too_odd(found: list[object]) -> None:
    """Whatever stands in a field, each row gets a number or NaN, a word of ours or none."""
    column = pd.Series(found, dtype=object)
    for read in (values.numbers, values.floors, values.floors_below):
        assert len(read(column)) == len(found)
    assert not np.isinf(values.heights_m(column, "h")).any()
    assert len(values.uses(column)) == len(values.texts(column)) == len(found)


@given(st.lists(st.floats(0.5, 900), min_size=1, max_size=20))
def test_numbers_and_the_same_numbers_as_text_are_one(found: list[float]) -> None:
    told = values.heights_m(pd.Series([repr(value) for value in found]), "height")
    assert np.allclose(told, values.heights_m(pd.Series(found), "height"), rtol=1e-12)
