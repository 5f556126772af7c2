"""Colours of both themes, the palette and the one style sheet made of them. Painted parts ask for them when they paint.

Contrast: text at least 4.5 on `raised` and `surface`, marks and edges of inputs at least 3. Orange (`select`, `pill`)
means "selected" or "now" and nothing else; teal (`accent`) means "acts".
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QPalette

from ui.desk.session import Session


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme's colours by meaning, as #RRGGBB."""

    canvas: str
    chrome: str
    surface: str
    raised: str
    sunken: str
    hover: str
    border: str
    border2: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    on_accent: str
    soft: str
    softline: str
    select: str
    pill: str
    on_pill: str
    ok: str
    oksoft: str
    warn: str
    warnsoft: str
    err: str
    errsoft: str
    grid: str
    zone1: str
    zone2: str
    zone3: str
    zone4: str
    zone5: str

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour of that name, `alpha` opaque."""
        colour = QColor(getattr(self, token))
        colour.setAlphaF(alpha)
        return colour


LIGHT: Final = Theme(
    canvas="#E9ECED", chrome="#F5F6F5", surface="#FBFBFA", raised="#FFFFFF", sunken="#F0F2F2", hover="#E9EDEE",
    border="#DEE2E4", border2="#C3CBCF", edge="#87939B", ink="#1A2630", ink2="#4C5A65", ink3="#586570",
    accent="#0F6B80", on_accent="#FFFFFF", soft="#DFEEF1", softline="#A9CFD7", select="#E8590C", pill="#BF450A",
    on_pill="#FFFFFF", ok="#2A744B", oksoft="#E0F0E6", warn="#8A5A00", warnsoft="#FBF0D6", err="#B02E27",
    errsoft="#FBE6E3", grid="#E9ECEE", zone1="#0F6B80", zone2="#4B62B0", zone3="#54763A", zone4="#8C6416",
    zone5="#A54A60",
)  # fmt: skip
DARK: Final = Theme(
    canvas="#090D11", chrome="#11171D", surface="#151C23", raised="#1C252D", sunken="#10161B", hover="#232E37",
    border="#28333C", border2="#42505B", edge="#6F7E89", ink="#E8EDF0", ink2="#AEBAC3", ink3="#8B98A3",
    accent="#55BACB", on_accent="#06222A", soft="#143540", softline="#2B6472", select="#FF8A3D", pill="#FF8A3D",
    on_pill="#1A0E05", ok="#6BC08D", oksoft="#15321F", warn="#E2B04A", warnsoft="#352A10", err="#F08A80",
    errsoft="#3D1B18", grid="#212B33", zone1="#55BACB", zone2="#9DA9F0", zone3="#9CC27A", zone4="#DDB15C",
    zone5="#E08A9C",
)  # fmt: skip

PARK_TOKENS: Final = {"ai": "zone1", "vr": "zone5"}
"""The colour of each park wherever both are drawn."""


def theme_of(session: Session) -> Theme:
    """The theme in use."""
    return DARK if session.theme == "dark" else LIGHT


def park_token(park: str) -> str:
    """The colour of a park; parks of the user's own share one."""
    return PARK_TOKENS.get(park, "zone2")


def palette(theme: Theme) -> QPalette:
    """Qt's palette, so that plain widgets and Fusion's own parts fit."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface, role.WindowText: theme.ink, role.Base: theme.raised, role.Text: theme.ink,
        role.AlternateBase: theme.sunken, role.Button: theme.raised, role.ButtonText: theme.ink,
        role.Highlight: theme.soft, role.HighlightedText: theme.ink, role.PlaceholderText: theme.ink3,
        role.ToolTipBase: theme.raised, role.ToolTipText: theme.ink, role.Link: theme.accent,
        role.Mid: theme.border, role.Dark: theme.border2, role.Light: theme.raised, role.Midlight: theme.hover,
        role.Shadow: theme.border2, role.Accent: theme.accent, role.BrightText: theme.err,
    }  # fmt: skip
    for key, colour in colours.items():
        made.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.ink3))
    return made


_STYLE: Final = Template("""
QToolTip { background: $raised; color: $ink; border: 1px solid $border2; padding: 5px 7px; }
QLabel { background: transparent; }
QLabel[tone="ink2"] { color: $ink2; }
QLabel[tone="ink3"] { color: $ink3; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="err"] { color: $err; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="ok"] { color: $ok; }
#commands { background: $chrome; border: 0; border-bottom: 1px solid $border; }
#status { background: $chrome; border-top: 1px solid $border; }
#outline { background: $surface; border-right: 1px solid $border; }
#inspector { background: $surface; border-left: 1px solid $border; }
#charts { background: $surface; border-top: 1px solid $border; }
#chartkey { border-right: 1px solid $border; }
#inspectortabs { border-bottom: 1px solid $border; }
#page, #pages { background: transparent; border: 0; }
#card { background: $raised; border: 1px solid $border; border-radius: 8px; }
#plate { background: $raised; border: 1px solid $border2; border-radius: 9px; }
#notice { background: $errsoft; border: 1px solid $err; border-radius: 8px; }
#line { background: $border; border: 0; }
QToolButton, QPushButton { border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; color: $ink;
  background: transparent; }
QToolButton:hover, QPushButton:hover { background: $hover; }
QToolButton:focus, QPushButton:focus, QComboBox:focus { border: 2px solid $accent; }
QToolButton:disabled, QPushButton:disabled { color: $ink3; }
QToolButton[kind="icon"] { padding: 0; }
QToolButton[kind="title"] { border: 0; border-radius: 5px; padding: 1px 2px 1px 8px; }
QToolButton[kind="title"]:hover { background: $hover; }
QToolButton[kind="title"]::menu-indicator { image: none; }
QToolButton[kind="chip"] { padding: 0 3px 0 9px; }
QToolButton[kind="chip"]:checked { background: $accent; color: $on_accent; }
QToolButton[kind="segment"] { padding: 0 9px; border-radius: 5px; color: $ink2; }
QToolButton[kind="segment"]:checked { background: $raised; border: 1px solid $border2; color: $ink; }
#segments { background: $sunken; border: 1px solid $border; border-radius: 7px; }
QToolButton[kind="tab"] { border: 0; border-bottom: 2px solid transparent; border-radius: 0; color: $ink2;
  padding: 2px 8px 0 8px; }
QToolButton[kind="tab"]:checked { border-bottom: 2px solid $accent; color: $ink; }
QToolButton[kind="tab"]:focus { background: $hover; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; padding: 0 12px; }
QPushButton[kind="primary"]:disabled { background: $soft; color: $ink2; border: 1px solid $softline; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="outline"] { background: $raised; border: 1px solid $border2; padding: 0 12px; }
QPushButton[kind="outline"]:hover { background: $hover; }
QToolButton[kind="play"] { background: $accent; border: 1px solid $accent; border-radius: 16px; padding: 0; }
QToolButton[kind="play"]:focus { border: 2px solid $ink; }
QToolButton[kind="play"]:disabled { background: $border2; border: 1px solid $border2; }
QToolButton::menu-indicator { image: none; }
QLineEdit { background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 0 8px; color: $ink;
  selection-background-color: $soft; selection-color: $ink; }
QLineEdit:focus { border: 2px solid $accent; }
#importstep { background: $surface; border-right: 1px solid $border; }
#question { background: $soft; border: 1px solid $softline; border-radius: 8px; }
QPushButton[kind="outline"]:checked { background: $soft; border: 1px solid $softline; }
QProgressBar { background: $sunken; border: 0; }
QProgressBar::chunk { background: $accent; }
QMenu { background: $raised; border: 1px solid $border2; padding: 4px; color: $ink; }
QMenu::item { padding: 5px 20px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $soft; }
QListView { background: $surface; border: 0; outline: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 3px; min-height: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
""")


def style_sheet(theme: Theme) -> str:
    """The application's style sheet."""
    return _STYLE.substitute({name: getattr(theme, name) for name in Theme.__slots__})
