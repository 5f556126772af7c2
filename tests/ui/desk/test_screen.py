"""Where no window can be opened, a sentence says what to do; Qt itself would end the program."""

from __future__ import annotations

import ctypes

import pytest

from gis.errors import UserError
from ui.desk import screen


@pytest.fixture(autouse=True)
def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_it_says_so() -> None:
    """And names the way to a picture of the window."""
    with pytest.raises(UserError, match=r"There is no screen.*--shot"):
        screen.check_screen()


def test_a_screen_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """DISPLAY may name a screen of long ago."""
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setattr(screen, "_check_libraries", lambda: None)
    with pytest.raises(UserError, match="The screen :987 does not answer"):
        screen.check_screen()


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to find its package."""
    monkeypatch.setenv("DISPLAY", ":0")

    def refuse(name: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    with pytest.raises(UserError, match=r"libxcb-cursor\.so\.0 is missing.*doctor"):
        screen.check_screen()


def test_who_asks_for_no_screen_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invisible platform is used only when it is asked for."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=1x1")
    screen.check_screen()


def test_qt_brings_its_part_for_x11() -> None:
    """The file that is tried is the one that Qt would load."""
    assert screen.plugin().is_file()
