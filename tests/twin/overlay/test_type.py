"""Type is set by the same rules at every size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.overlay import type as setting

words = st.text(st.sampled_from("abcdefg ABC,. 智算谷产业园，。"), min_size=1, max_size=60).filter(str.strip)


@given(words, st.floats(40, 400))
def test_no_line_is_wider_than_asked_unless_it_is_a_single_word(text: str, wrap: float) -> None:
    for line in setting.lines(text, 12, wrap):
        assert setting.width(line) * 12 <= wrap or len(setting._pieces(line)) == 1


@given(words, st.floats(40, 400))
def test_breaking_lines_loses_nothing_but_spaces(text: str, wrap: float) -> None:
    assert "".join(setting.lines(text, 12, wrap)).replace(" ", "") == text.replace(" ", "")


@given(words, st.floats(40, 400))
def test_no_line_begins_with_a_closing_mark(text: str, wrap: float) -> None:
    assert not any(line[0] in "，。" for line in setting.lines(text, 12, wrap)[1:] if line)


@pytest.mark.parametrize("text", ["Qingdao AI Industrial Park", "青岛市人工智能产业园"])
@pytest.mark.parametrize("size", [9.0, 12.0, 19.0, 57.0])
def test_drawn_text_is_as_wide_as_it_was_measured(text: str, size: float) -> None:
    """So that a plate fits its words at every scale."""
    mask, left, _ = setting.mask(text, size)
    inked = np.flatnonzero(mask.max(axis=0) > 40)
    assert inked[0] >= left - 1
    assert inked[-1] - left <= setting.width(text) * size + 1
    assert inked[-1] - left >= 0.9 * setting.width(text) * size


def test_bold_and_regular_are_different_faces() -> None:
    regular, _, _ = setting.mask("智", 40)
    bold, _, _ = setting.mask("智", 40, bold=True)
    assert bold.sum() > 1.1 * regular.sum()
