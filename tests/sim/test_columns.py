"""Columns of a terminal, in which Chinese characters take two places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.columns import cut, line, width, widths, wrapped

_TEXT = st.text(st.sampled_from("ab cd.,园区亩“”；。（）1 "), max_size=60)


@pytest.mark.parametrize(("text", "places"), [("", 0), ("mu", 2), ("亩", 2), ("108 万m²", 8), ("（含地下）", 10)])
def test_chinese_takes_two_places(text: str, places: int) -> None:
    """Full-width punctuation too."""
    assert width(text) == places


def test_words_stand_left_and_figures_right() -> None:
    """Under each other, whatever the script."""
    rows = [["面积", "8"], ["area of it", "1,080"]]
    shown = [line(row, widths(rows), 1) for row in rows]
    assert shown == ["面积            8", "area of it  1,080"]


def test_a_row_may_be_short() -> None:
    """An empty one separates blocks."""
    assert line([], [3, 4], 1) == ""
    assert line(["a"], [3, 4], 1) == "a"


@given(_TEXT, st.integers(2, 30))
def test_what_is_cut_fits_and_says_so(text: str, most: int) -> None:
    """An ellipsis stands where something is missing."""
    short = cut(text, most)
    assert width(short) <= most
    assert short == text or short.endswith("…")


@given(_TEXT, st.integers(24, 60))
def test_wrapping_loses_nothing_and_fits(text: str, most: int) -> None:
    """But for spaces at the ends of lines; no line begins with what closes a sentence."""
    lines = wrapped(text, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(each) <= most for each in lines if " " in each or "。" not in each)
    assert not [each for each in lines[1:] if each.startswith(("。", "；", "）", "”", ".", ","))]


def test_a_long_word_is_left_whole() -> None:
    """An address that is broken leads nowhere."""
    address = "http://example.org/" + "a" * 80
    assert address in wrapped(f"see {address} for more", 40)
