"""What the keys of the walk do."""

from __future__ import annotations

import pytest

from twin.layers import layers
from twin.stereo import modes
from twin.walk_input import asked_by
from twin.walk_state import MONTHS_PER_S, Settings, passed, struck

HERE = Settings(time=10, last=23)


def test_digits_choose_layers_in_their_order() -> None:
    for number, layer in enumerate((layer for layer in layers().values() if not layer.ensemble), start=1):
        assert struck(HERE, str(number)).layer == layer.id
    assert struck(HERE, "6") == HERE, "one run is walked through: it has no chances"
    assert struck(HERE, "9") == HERE
    assert struck(HERE, "0") == HERE


def test_brackets_go_month_by_month_and_stop_at_the_ends() -> None:
    assert struck(HERE, "[").time == 9
    assert struck(HERE, "]").time == 11
    assert struck(Settings(time=0, last=23), "[").time == 0
    assert struck(Settings(time=23, last=23), "]").time == 23


def test_playing_goes_on_at_the_same_pace_at_every_frame_rate_and_ends_at_the_last_month() -> None:
    playing = struck(HERE, "p")
    slow, fast = passed(playing, 1.0), playing
    for _ in range(50):
        fast = passed(fast, 0.02)
    assert slow.time == pytest.approx(fast.time) == 10 + MONTHS_PER_S
    over = passed(playing, 100)
    assert over.time == 23
    assert not over.playing
    assert struck(over, "p").time == 0


def test_p_again_stops() -> None:
    assert not struck(struck(HERE, "p"), "p").playing
    assert passed(HERE, 5) == HERE


def test_l_changes_the_language_of_everything_written() -> None:
    chinese = struck(HERE, "l")
    assert chinese.language == "zh"
    assert "行走" in chinese.help_line
    assert struck(chinese, "l").help_line != chinese.help_line


@pytest.mark.parametrize("key", ["tab", "v"])
def test_tab_and_v_change_between_one_picture_and_two(key: str) -> None:
    two = struck(HERE, key)
    assert two.stereo == "side-by-side"
    assert two.stereo in modes()
    assert struck(two, key).stereo == "mono"
    assert struck(Settings(stereo="side-by-side-half"), key).stereo == "mono"


def test_n_changes_between_day_and_night() -> None:
    night = struck(HERE, "n")
    assert night.hour > 19
    assert struck(night, "n") == HERE


def test_h_hides_the_help_and_escape_ends() -> None:
    assert struck(HERE, "h").help_line == ""
    assert struck(HERE, "escape").over


def test_other_keys_change_nothing() -> None:
    for key in ("w", "x", "f1", "mouse1", "window-event", ""):
        assert struck(HERE, key) == HERE


def test_held_keys_ask_for_movement() -> None:
    assert asked_by(frozenset("w")).forward == 1
    assert asked_by(frozenset({"arrow_down", "s"})).forward == -1
    assert asked_by(frozenset("ws")).forward == 0
    assert asked_by(frozenset("da")).right == 0
    assert asked_by(frozenset("d")).right == 1
    assert asked_by(frozenset({"arrow_left"})).turn == -1
    assert asked_by(frozenset({"lshift", "w"})).run


def test_the_mouse_turns_right_and_looks_up() -> None:
    wish = asked_by(frozenset(), (10, -5))
    assert wish.look_right_deg > 0
    assert wish.look_up_deg > 0
