"""Can a window be opened here? Asked before Qt is, because Qt ends the whole program when it cannot."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from pathlib import Path
from typing import Final

from gis.errors import UserError
from gis.text import tr

_INVISIBLE: Final = ("offscreen", "minimal", "vnc", "eglfs", "linuxfb")


def check_screen() -> None:
    """Refuse where no window can be opened.

    Raises:
        UserError: there is no screen, it does not answer, or Qt lacks a library to speak with it.
    """
    if not sys.platform.startswith("linux"):
        return
    asked_for = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if asked_for in _INVISIBLE:
        return
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    if wayland and asked_for in ("", "wayland"):
        return
    if not os.environ.get("DISPLAY"):
        raise UserError(
            tr("Desk"),
            tr("There is no screen to open a window on."),
            remedy=tr("Start it in a desktop session; without one, '--shot FILE.png' writes a picture of the window."),
        )
    _check_libraries()
    _check_answer()


def plugin() -> Path:
    """Qt's library for X11 screens."""
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"


def _check_libraries() -> None:
    """Qt's part for X11 is loaded as Qt would: the system names the library that it lacks."""
    try:
        ctypes.CDLL(str(plugin()))
    except OSError as error:
        missing = str(error).split(":", maxsplit=1)[0]
        raise UserError(
            tr("Desk"),
            tr("Qt cannot open windows: the system's library {library} is missing.", library=missing),
            remedy=tr("Run 'parktwin doctor': it names the packages to install."),
        ) from None


def _check_answer() -> None:
    """Try to reach the screen that DISPLAY names."""
    name = ctypes.util.find_library("xcb")
    if name is None:
        return
    xcb = ctypes.CDLL(name)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if failed:
        raise UserError(
            tr("Desk"),
            tr("The screen {display} does not answer.", display=os.environ["DISPLAY"]),
            remedy=tr("Correct DISPLAY, or start it in a desktop session."),
        )
