"""Colours that can be read, icons that are there, typefaces of our own, and a PySide6 that keeps its references."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from gis.assets import asset
from gis.text import set_language
from ui.desk import fonts, icons
from ui.desk.probe import lost_references
from ui.desk.theme import DARK, LIGHT, Theme, style_sheet

DESK = Path(__file__).parents[3] / "ui" / "desk"
TEXTS = ("ink", "ink2", "ink3", "accent", "ok", "warn", "err", "zone1", "zone2", "zone3", "zone4", "zone5")


def luminance(code: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(theme: Theme) -> None:
    """At least 4.5 : 1 on both grounds; marks and edges of inputs at least 3 : 1."""
    for ground in (theme.raised, theme.surface):
        weak = {name: contrast(getattr(theme, name), ground) for name in TEXTS}
        assert min(weak.values()) >= 4.5, weak
        for mark in (theme.edge, theme.select):
            assert contrast(mark, ground) >= 3.0
    pairs = [
        (theme.on_accent, theme.accent), (theme.on_pill, theme.pill), (theme.ok, theme.oksoft),
        (theme.warn, theme.warnsoft), (theme.err, theme.errsoft), (theme.ink, theme.soft), (theme.ink2, theme.soft),
    ]  # fmt: skip
    assert min(contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_has_a_colour_for_every_place(theme: Theme) -> None:
    """Nothing is left to fill in."""
    assert "$" not in style_sheet(theme)


def test_every_icon_that_is_named_is_shipped_and_none_else() -> None:
    """A missing icon would be a blank button."""
    shipped = {file.stem for file in asset("icons").glob("*.svg")}
    code = "\n".join(file.read_text(encoding="utf-8") for file in DESK.rglob("*.py"))
    named = {name for name in shipped if f'"{name}"' in code}
    asked = set(re.findall(r'(?:draw_icon\([^,]+, |icon_button\(|pixmap\(|mark\([^,]+, )"([a-z0-9-]+)"', code))
    assert asked <= shipped
    assert named == shipped


def test_an_icon_is_drawn_in_the_wanted_colour_and_size(desk_application: QApplication) -> None:
    """At twice the pixels on a screen of ratio 2."""
    drawn = icons.pixmap("play", "#FF0000", 16, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (32, 2.0)
    image = drawn.toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200
    }
    assert colours == {"#ff0000"}


def test_the_typefaces_are_our_own(desk_application: QApplication) -> None:
    """The desk looks the same on a machine without any."""
    assert fonts.load() == ()
    assert QFontInfo(fonts.font(13)).family() == "Inter"


def test_chinese_takes_the_regular_weight_where_english_takes_the_medium(desk_application: QApplication) -> None:
    """The next Chinese weight would be bold."""
    english = fonts.font(12, 500).weight()
    set_language("zh")
    assert fonts.font(12, 500).weight() < english


def test_pyside_keeps_its_references() -> None:
    """Version 6.12.0 loses a reference to None at each call that returns nothing, and ends the program soon after."""
    assert lost_references() < 250
