"""Looks at OpenGL and at the screen."""

from __future__ import annotations

from typing import Any, Final

from gis.text import tr
from ui.commands.run import has_screen
from ui.doctor.finding import Finding, install_line, renew_line
from ui.doctor.probe import ask

PACKAGES: Final = (
    "libgl1 libegl1 libx11-6 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libwayland-cursor0 libwayland-egl1"
)
"""The list of packaging/system-packages.txt, which the packaged program does not have."""


def graphics() -> tuple[Finding, ...]:
    """Panda3D and the driver that it draws with."""
    answer = ask("ui.doctor.probe_graphics")
    title = tr("Graphics driver")
    if answer.facts is None:
        remedy = renew_line() if "ModuleNotFoundError" in answer.complaint else install_line(PACKAGES)
        return (Finding("graphics", title, "missing", answer.complaint, remedy),)
    facts = answer.facts
    panda3d = Finding("panda3d", "Panda3D", "ok", facts["panda3d"])
    text = f"{facts['renderer']}, {facts['vendor']}, OpenGL {facts['version']}"
    if facts["log"]:
        return panda3d, Finding(
            "graphics", title, "note", f"{text}; {facts['log'].strip().splitlines()[-1]}", _driver_line()
        )
    if facts["software"]:
        text = tr("{driver}: draws in software, right but slow", driver=text)
        return panda3d, Finding("graphics", title, "note", text, _driver_line())
    return panda3d, Finding("graphics", title, "ok", text)


def _driver_line() -> str:
    return tr("If this machine has a graphics card, install the newest driver of its maker.")


def desktop() -> tuple[Finding, ...]:
    """Qt, the screen that its windows would open on, and a Chinese typeface for rare characters."""
    visible = has_screen()
    answer = ask("ui.desk.probe", {} if visible else {"QT_QPA_PLATFORM": "offscreen"})
    if answer.facts is None:
        return (Finding("qt", "PySide6", "missing", answer.complaint, _qt_remedy(answer.complaint)),)
    facts = answer.facts
    screen = _screen(facts) if visible else _no_screen()
    return _qt(facts), screen, _rare_characters(facts["chinese"])


def _qt(facts: dict[str, Any]) -> Finding:
    if facts["sound"]:
        return Finding("qt", "PySide6", "ok", tr("{version}, keeps its references to None", version=facts["pyside6"]))
    text = tr("{version} loses references to None, which ends the desk after some minutes", version=facts["pyside6"])
    return Finding("qt", "PySide6", "missing", text, renew_line())


def _qt_remedy(complaint: str) -> str:
    if "ModuleNotFoundError" in complaint:
        return renew_line()
    if "could not connect to display" in complaint:
        return tr("Check DISPLAY and WAYLAND_DISPLAY, or unset both to work without a screen.")
    return install_line(PACKAGES)


def _screen(facts: dict[str, Any]) -> Finding:
    size = f"{facts['width_px']} x {facts['height_px']} ({facts['platform']}, {facts['scale']:.0%})"
    return Finding("screen", tr("Screen"), "ok", size)


def _no_screen() -> Finding:
    remedy = tr("'parktwin run' and 'parktwin snapshot' write files; for the desk, start it where a screen is.")
    return Finding("screen", tr("Screen"), "note", tr("none"), remedy)


def _rare_characters(families: list[str]) -> Finding:
    title = tr("Typeface for rare characters")
    if families:
        return Finding("rare_characters", title, "ok", families[0])
    text = tr("none; common Chinese comes with the program, rare characters may show as boxes")
    return Finding("rare_characters", title, "note", text, install_line("fonts-noto-cjk"))
